"""How the workbench opens its database, and goes on where it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from csp_tui.recovery.files import RecoveryFiles
    from csp_tui.services.views import WaysOn
    from csp_tui.services.workbench import Workbench


class DatabaseOpener(Protocol):
    """Opens the person's database; called in threads."""

    path: Path

    def open(self) -> Workbench:
        """Open the file as it was asked for.

        Raises:
            StorageProblem: It cannot be used.
        """
        ...

    def read(self) -> Workbench:
        """Open it to be read only.

        Raises:
            StorageProblem: It cannot be read.
        """
        ...

    def take(self, path: Path) -> Workbench:
        """Open another file, or begin a new one where there is none.

        Raises:
            StorageProblem: It cannot be used.
        """
        ...

    def ways_on(self) -> WaysOn:
        """What can be done now; of the backups only the newest sound one is named."""
        ...

    def restore(self, backup: Path) -> Path | None:
        """Put a backup in the file's place; where the replaced file is kept.

        Raises:
            StorageProblem: It cannot be done; nothing was changed.
        """
        ...

    def recovery_files(self) -> RecoveryFiles:
        """Where what is typed for the file is kept."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A database that was opened after all.

    Attributes:
        workbench: Its services.
        told: What was done for that, to be said at the first screen.
        recovery_files: Where what is typed for it is kept.
    """

    workbench: Workbench
    told: str = ""
    recovery_files: RecoveryFiles | None = None
