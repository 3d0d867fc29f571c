"""Opens the database of the workbench, and offers options if that fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.services.views import RepairOptions
    from csp_tui.services.workbench import Workbench


class DatabaseOpener(Protocol):
    """Opens the user's database; called in threads."""

    path: Path

    def open(self) -> Workbench:
        """Open the file as it was asked for.

        Raises:
            StorageProblem: The file cannot be opened.
        """

    def read(self) -> Workbench:
        """Open it to be read only.

        Raises:
            StorageProblem: It cannot be read.
        """

    def take(self, path: Path) -> Workbench:
        """Open another file, or begin a new one where there is none.

        Raises:
            StorageProblem: The file cannot be opened.
        """

    def repair_options(self) -> RepairOptions:
        """What can be done now; of the backups only the newest intact one is named."""

    def restore(self, backup: Path) -> Path | None:
        """Put a backup in the file's place; where the replaced file is kept.

        Raises:
            StorageProblem: It cannot be done; nothing was changed.
        """

    def recovery_files(self) -> RecoveryFiles:
        """Where what is typed for the file is kept."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that was opened after all.

    Attributes:
        workbench: Its services.
        message: What was done for that, to be shown on the first screen.
        recovery_files: Where what is typed for it is kept.
    """

    workbench: Workbench
    message: str = ""
    recovery_files: RecoveryFiles | None = None
