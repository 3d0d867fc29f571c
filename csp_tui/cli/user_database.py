"""The user's database, opened for the workbench, and the repair options if it can't be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.wording import say
from csp_tui.recovery.files import RecoveryFiles

if TYPE_CHECKING:
    from csp_tui.services.views import RepairOptions
    from csp_tui.services.workbench import Workbench


class UserDatabase:
    """The file that the workbench works on, which the person may switch.

    Args:
        path: The file.
        unsaved: The folder of what was typed and not saved.
        read_only: Whether it is left as it is.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, unsaved: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._unsaved = unsaved
        self._read_only = read_only
        self._opened: list[Workbench] = []

    def open(self) -> Workbench:
        """Open the file as it was asked for.

        Raises:
            StorageProblem: It cannot be used.
        """
        from csp_tui.bootstrap import open_workbench

        workbench = open_workbench(self.path, read_only=self._read_only)
        self._opened.append(workbench)
        return workbench

    def close(self) -> None:
        """Leave one file, without a log of the newest changes beside it."""
        for workbench in self._opened:
            workbench.close()

    def read(self) -> Workbench:
        """Open it to be read only."""
        self._read_only = True
        return self.open()

    def take(self, path: Path) -> Workbench:
        """Open another file, or begin a new one where there is none.

        Raises:
            StorageProblem: It cannot be used.
        """
        self.path, self._read_only = path, False
        return self.open()

    def repair_options(self) -> RepairOptions:
        """What can be done now; of the backups only the newest intact one is named."""
        from dataclasses import replace

        from csp_tui.bootstrap import open_database

        ways = open_database(self.path).repair_options()
        if ways.why_not_restore is not None:
            return ways
        for backup in ways.backups:
            try:
                if open_database(Path(backup.path)).check().ok:
                    return replace(ways, backups=(backup,))
            except StorageProblem:
                continue
        reason = say("None of its automatic backups is intact.")
        return replace(ways, backups=(), why_not_restore=reason)

    def restore(self, backup: Path) -> Path | None:
        """Put a backup in the file's place, which is kept.

        Returns:
            Where the replaced file is kept, None where there was nothing to keep.

        Raises:
            StorageProblem: It cannot be done; nothing was changed.
        """
        from csp_tui.bootstrap import open_database

        return open_database(self.path).restore(backup)

    def recovery_files(self) -> RecoveryFiles:
        """Where what is typed for this file is kept."""
        return RecoveryFiles(self._unsaved, self.path)
