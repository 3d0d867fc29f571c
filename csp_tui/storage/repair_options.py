"""What can be done with a database that could not be opened, found without changing it."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from csp_tui.domain.errors import DamagedDatabase, StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.services.views import BackupFile, RepairOptions
from csp_tui.storage.connections import connect, may_write, reading_mode
from csp_tui.storage.damage import explained
from csp_tui.storage.integrity import all_damage_of
from csp_tui.storage.open_errors import read_only, without_locks
from csp_tui.storage.problems import problem_of
from csp_tui.storage.rotation import DailyBackups
from csp_tui.storage.schema import is_missing, prepare_to_read
from csp_tui.storage.schema_version import can_lock, version_of
from csp_tui.storage.sqlite_errors import UNREADABLE, is_damage

_SMALLEST = 512


def repair_options(path: Path, daily: DailyBackups) -> RepairOptions:
    """Look at a file as it is now.

    Args:
        path: The database file.
        daily: Its automatic backups.
    """
    backups: tuple[BackupFile, ...] = ()
    why_not_restore = _why_not_replaced(path)
    if why_not_restore is None:
        try:
            backups = tuple(daily.all())
        except StorageProblem as problem:
            why_not_restore = problem.message
        else:
            if not backups:
                folder = str(daily.folder)
                why_not_restore = say("There is no automatic backup in {folder}.", folder=folder)
    return RepairOptions(backups, why_not_restore, _why_not_read(path))


def _why_not_read(path: Path) -> Message | None:
    try:
        prepare_to_read(path)
        mode = reading_mode(path, read_only=True)
        with explained(path), closing(connect(path, mode=mode)) as connection:
            connection.execute("SELECT count(*) FROM offer").fetchone()
    except StorageProblem as problem:
        return problem.message
    return None


def _why_not_replaced(path: Path) -> Message | None:
    """Why no backup may take the place; only of a file that is empty or damaged is none better."""
    try:
        if is_missing(path):
            return None if can_lock(path.parent) else without_locks(path).message
        facts = path.stat()
        if stat.S_ISREG(facts.st_mode):
            if not may_write(path):
                return read_only(path).message
            if not can_lock(path.parent):
                return without_locks(path).message
            if facts.st_size < _SMALLEST:
                return None
        version_of(path, read_only=True)
        with closing(connect(path, mode=reading_mode(path, read_only=True))) as connection:
            if all_damage_of(connection):
                return None
    except (DamagedDatabase, *UNREADABLE):
        return None
    except StorageProblem as problem:
        return problem.message
    except (OSError, sqlite3.DatabaseError) as error:
        if is_damage(error):
            return None
        return problem_of(error, path).message
    return say("The file itself is intact, so no backup is better.")
