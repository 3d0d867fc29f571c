"""What services need from storage for the database file as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from csp_tui.domain.wording import Message
    from csp_tui.services.views import BackupFile, DatabaseCheck, DatabaseInfo, RepairOptions


class ChangeSignal(Protocol):
    """Notices what is written to the file; safe to call from any thread."""

    def has_changed(self) -> bool:
        """Whether anything was committed since the last time this was asked.

        The first answer after the file was closed is yes; if it cannot be read, no.

        Raises:
            SecondConnectionError: This thread is in a unit of work.
            StorageProblem: The file no longer exists.
        """

    def is_replaced(self) -> bool:
        """Whether another file has come into the place of the one that was read.

        As long as it holds, nothing is written.
        """

    def accept(self) -> None:
        """Let what is written go to the file that is there now."""

    def is_own(self, entry_id: int) -> bool:
        """Whether this program wrote a history entry since it opened the file."""


class Database(Protocol):
    """The file as a whole."""

    def info(self) -> DatabaseInfo:
        """Facts on the file; a file that does not exist is not created.

        Raises:
            StorageProblem: It is not a database of this program, or cannot be read.
        """

    def check(self) -> DatabaseCheck:
        """Look for damage, broken references and impossible states.

        Raises:
            StorageProblem: Another program is writing, so it cannot be determined.
        """

    def backup(self, target: Path) -> None:
        """Write a consistent copy while the file may be in use, completely or not at all.

        Raises:
            StorageProblem: There is no database, it is damaged, the target exists already, or it
                cannot be written there.
        """

    def back_up_daily(self) -> Path | None:
        """Make the automatic backup of the day, unless there is one or nothing has changed.

        Returns:
            The backup, None where none was due.

        Raises:
            StorageProblem: The database is damaged, or the backup cannot be written.
        """

    def backups(self) -> Sequence[BackupFile]:
        """The automatic backups there are, the newest first.

        Raises:
            StorageProblem: Their folder cannot be read.
        """

    def why_not_write(self) -> Message | None:
        """Why the file can only be read now, None where it can be written."""

    def repair_options(self) -> RepairOptions:
        """What can be done with a file that could not be opened; nothing is changed."""

    def restore(self, source: Path) -> Path | None:
        """Put a backup in the file's place, keeping what it replaces.

        For other programs that have the file open, this is a change like any other: writers are
        waited for, readers continue, and no program is left with the replaced file. A backup with
        an older schema is brought up to date first.

        Returns:
            Where the replaced file is kept, None where there was none.

        Raises:
            StorageProblem: The backup is not an intact database of this program, another program
                keeps writing, or the disk cannot be written; nothing was changed.
        """
