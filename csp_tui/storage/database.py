"""The database file as a whole: facts on it, backup and restore."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import Message, say
from csp_tui.services import database_port
from csp_tui.services.views import BackupFile, DatabaseCheck, DatabaseInfo, RepairOptions
from csp_tui.storage.connections import connect, log_of, may_write, reading_mode
from csp_tui.storage.damage import explained
from csp_tui.storage.open_errors import already_exists, no_such_file, opened_to_read, read_only
from csp_tui.storage.schema import is_missing
from csp_tui.storage.schema_version import version_of

if TYPE_CHECKING:
    from csp_tui.storage.rotation import DailyBackups


class DatabaseFile(database_port.Database):
    """One database file, whether or not it exists.

    What only some of its methods need is imported there: the first page asks for one.

    Args:
        path: The file.
        now: The time, for the names of files that are kept.
        release: Closes every connection of this program to the file.
        read_only: Whether it was opened only to be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime],
        release: Callable[[], None],
        read_only: bool = False,
    ) -> None:
        self._path = path
        self._now = now
        self._release = release
        self._read_only = read_only

    @cached_property
    def _daily(self) -> DailyBackups:
        from csp_tui.storage.rotation import DailyBackups

        return DailyBackups(self._path, self._now)

    def info(self) -> DatabaseInfo:
        path = self._path
        with explained(path):
            if is_missing(path):
                return DatabaseInfo(
                    path=str(path), exists=False, schema="", offers=0, partners=0, size_bytes=0
                )
            size = sum(part.stat().st_size for part in (path, log_of(path)) if part.exists())
            schema = version_of(path, read_only=self._read_only)
            offers = partners = 0
            if schema:
                offers, partners = _count(path, read_only=self._read_only)
        return DatabaseInfo(
            path=str(path),
            exists=True,
            schema=schema,
            offers=offers,
            partners=partners,
            size_bytes=size,
        )

    def check(self) -> DatabaseCheck:
        from csp_tui.storage.inspection import check_of

        return check_of(self._path)

    def backup(self, target: Path) -> None:
        from csp_tui.storage.backup import copy_database
        from csp_tui.storage.integrity import require_intact

        path = self._path
        if not path.exists():
            raise no_such_file(path)
        if target.exists():
            raise already_exists(target)
        with explained(path):
            version_of(path)
        with explained(target):
            copy_database(path, target, inspect=lambda draft: require_intact(draft, path))

    def back_up_daily(self) -> Path | None:
        return self._daily.make_due()

    def backups(self) -> list[BackupFile]:
        return self._daily.all()

    def why_not_write(self) -> Message | None:
        if self._read_only:
            return opened_to_read(self._path).message
        if self._path.exists() and not may_write(self._path):
            return read_only(self._path).message
        return None

    def repair_options(self) -> RepairOptions:
        from csp_tui.storage.repair_options import repair_options

        return repair_options(self._path, self._daily)

    def restore(self, source: Path) -> Path | None:
        from csp_tui.storage.replacement import Replacement

        path = self._path
        if self._read_only:
            raise opened_to_read(path)
        if not source.exists():
            raise no_such_file(source)
        if path.exists() and source.samefile(path):
            raise StorageProblem(
                say("{path} is the database itself.", path=str(source)),
                say("Name a backup to restore."),
            )
        try:
            return Replacement(path, source, self._now(), self._release).run()
        finally:
            # What was read before is out of date.
            self._release()


def _count(path: Path, *, read_only: bool) -> tuple[int, int]:
    mode = reading_mode(path, read_only=read_only)
    with closing(connect(path, mode=mode)) as connection:
        connection.execute("PRAGMA query_only = ON")
        query = "SELECT (SELECT count(*) FROM offer), (SELECT coalesce(max(rank), 0) FROM partner)"
        offers, partners = connection.execute(query).fetchone()
    return offers, partners
