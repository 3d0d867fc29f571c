"""What can be done with a database that could not be opened, found without changing it."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.services.views import BackupFile, WaysOn
from csp_tui.storage.connections import connect, may_write, reading_mode
from csp_tui.storage.problems import explained, problem_of
from csp_tui.storage.refusals import read_only, without_locks
from csp_tui.storage.rotation import DailyBackups
from csp_tui.storage.schema import can_lock, is_missing, prepare_to_read, version_of

_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_SMALLEST = 512


def ways_on(path: Path, daily: DailyBackups) -> WaysOn:
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
    return WaysOn(backups, why_not_restore, _why_not_read(path))


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
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found is None or found[0] != "ok":
            return None
    except StorageProblem as problem:
        return problem.message
    except OSError as error:
        return problem_of(error, path).message
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            return None
        return problem_of(error, path).message
    return say("The file itself is sound, so no backup is better.")
