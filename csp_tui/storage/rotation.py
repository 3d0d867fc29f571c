"""Automatic backups: one a day, in a folder beside the database, rotated."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Hashable, Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.services.views import BackupFile
from csp_tui.storage.backup import copy_database
from csp_tui.storage.connections import connect, reading_mode
from csp_tui.storage.damage import explained
from csp_tui.storage.integrity import require_intact
from csp_tui.storage.schema import is_missing
from csp_tui.storage.schema_version import version_of
from csp_tui.temp_files import remove_stale

FOLDER = "backups"
"""The folder beside the database."""
DAILY, WEEKLY, MONTHLY = 7, 4, 12
"""Of how many days, weeks (by ISO 8601) and months the newest backup stays."""

_STAMP = "%Y%m%d-%H%M%S"
# A restore or a change of anything leaves another last row, because its moment is in it.
_STATE = """
    SELECT (SELECT version_num FROM alembic_version),
        (SELECT max(id) FROM history),
        (SELECT at || who || action || detail FROM history ORDER BY id DESC LIMIT 1),
        (SELECT max(updated_at) FROM support_request),
        (SELECT revision || digest FROM directory)
"""


def expired(moments: Iterable[datetime]) -> set[datetime]:
    """Which of the backups made at these moments may go.

    Of each of the last days, weeks and months that have any backup, the newest one stays; days
    without one do not count. The newest of all always stays.
    """
    newest_first = sorted(set(moments), reverse=True)
    kept = set(newest_first[:1])
    periods: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
        (DAILY, lambda moment: moment.date()),
        (WEEKLY, lambda moment: moment.isocalendar()[:2]),
        (MONTHLY, lambda moment: (moment.year, moment.month)),
    )
    for number, period_of in periods:
        newest: dict[Hashable, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period_of(moment), moment)
        kept.update(list(newest.values())[:number])
    return set(newest_first) - kept


class DailyBackups:
    """The automatic backups of one database.

    They are made with SQLite's own backup while the file is in use, are readable by their owner
    only, and are the only files that are ever deleted: those whose name says that they are one.

    Args:
        path: The database file.
        now: The time; days are days of UTC, as everything that is stored.
    """

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now

    @property
    def folder(self) -> Path:
        """Where they are, also when there is none yet; links to the database are followed."""
        return self._path.resolve().parent / FOLDER

    def all(self) -> list[BackupFile]:
        """The automatic backups there are, the newest first.

        Raises:
            StorageProblem: Their folder cannot be read.
        """
        pattern = re.compile(rf"{re.escape(self._stem)}-([0-9]{{8}}-[0-9]{{6}})\.sqlite")
        found = []
        with explained(self.folder), suppress(FileNotFoundError), os.scandir(self.folder) as files:
            for file in files:
                match = pattern.fullmatch(file.name)
                if match is None or not file.is_file(follow_symlinks=False):
                    continue
                with suppress(ValueError):
                    at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                    found.append(BackupFile(file.path, at, file.stat().st_size))
        return sorted(found, key=lambda backup: backup.at, reverse=True)

    def make_due(self) -> Path | None:
        """Make the backup of the day where there is none yet and something has changed.

        A large database is copied only then; it is not read through to find that out.

        Returns:
            The backup, None where none was due.

        Raises:
            StorageProblem: The database is damaged, or the backup cannot be written.
        """
        path, now = self._path, self._now().astimezone(UTC)
        with explained(path):
            if is_missing(path):
                return None
            version_of(path)
        # What a killed restore has left goes with the first start of a day as well.
        remove_stale(path.resolve().parent)
        # One that is dated later, as after a clock was put right, says nothing of today.
        made = [backup for backup in self.all() if backup.at <= now]
        if made and (made[0].at.date() >= now.date() or self._is_same(Path(made[0].path))):
            return None
        target = self.folder / f"{self._stem}-{now.strftime(_STAMP)}.sqlite"
        with explained(target):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            try:
                copy_database(path, target, inspect=lambda draft: require_intact(draft, path))
            except FileExistsError:
                # Another workbench was faster.
                return None
            self._rotate(now)
        return target

    @property
    def _stem(self) -> str:
        return f"{self._path.resolve().name}-daily"

    def _is_same(self, backup: Path) -> bool:
        try:
            return _state(self._path) == _state(backup)
        except (sqlite3.Error, OSError):
            return False

    def _rotate(self, now: datetime) -> None:
        made = [backup for backup in self.all() if backup.at <= now]
        gone = expired(backup.at for backup in made)
        for backup in made:
            if backup.at in gone and _is_ours(Path(backup.path)):
                Path(backup.path).unlink(missing_ok=True)


def _state(path: Path) -> tuple[object, ...]:
    with closing(connect(path, mode=reading_mode(path))) as connection:
        return tuple(connection.execute(_STATE).fetchone())


def _is_ours(path: Path) -> bool:
    try:
        version_of(path)
    except (StorageProblem, sqlite3.Error, OSError):
        return False
    return True
