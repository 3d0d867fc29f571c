"""The database in memory as a whole: facts on it, and a copy of it in a file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import say
from csp_tui.services import database_port
from csp_tui.services.views import BackupFile, DatabaseCheck, DatabaseInfo, RepairOptions
from csp_tui.storage.backup import copy_database
from csp_tui.storage.connections import connect
from csp_tui.storage.damage import explained
from csp_tui.storage.inspection import check_of
from csp_tui.storage.location import Memory
from csp_tui.storage.open_errors import already_exists
from csp_tui.storage.schema_version import stamp_in


class MemoryDatabase(database_port.Database):
    """A database without a file.

    Args:
        memory: Where it is.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def info(self) -> DatabaseInfo:
        """Facts on it; its path is "".

        Raises:
            StorageProblem: It cannot be read.
        """
        with explained(self._memory), closing(connect(self._memory)) as connection:

            def number(query: str) -> int:
                return int(connection.execute(query).fetchone()[0])

            return DatabaseInfo(
                path="",
                exists=True,
                schema=stamp_in(connection),
                offers=number("SELECT count(*) FROM offer"),
                partners=number("SELECT coalesce(max(rank), 0) FROM partner"),
                size_bytes=number("PRAGMA page_count") * number("PRAGMA page_size"),
            )

    def check(self) -> DatabaseCheck:
        return check_of(self._memory)

    def backup(self, target: Path) -> None:
        """Write a copy into a file; it is there whole or not at all.

        Raises:
            StorageProblem: The target exists already, or cannot be written.
        """
        if target.exists():
            raise already_exists(target)
        with explained(target):
            copy_database(self._memory, target)

    def back_up_daily(self) -> None:
        """Nothing of it is to stay."""

    def backups(self) -> Sequence[BackupFile]:
        """There are none."""
        return ()

    def why_not_write(self) -> None:
        """It can be written."""

    def repair_options(self) -> RepairOptions:
        """Nothing can be done with what is gone."""
        gone = say("The demo has no file.")
        return RepairOptions(why_not_restore=gone, why_not_read=gone)

    def restore(self, source: Path) -> None:
        """Refuse: there is no file to put a backup in the place of.

        Raises:
            StorageProblem: Always.
        """
        raise StorageProblem(
            say("The demo is not backed up: it is the same every time."),
            say("Leave the demo to restore a backup of your own database."),
        )
