"""Asking for a file to import, in the way that is open to this session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp


def ask_for_file(
    app: WorkbenchApp,
    kind: str,
    title: str,
    label: str,
    chosen: Callable[[Path | None], None],
    *,
    button: str = "",
) -> None:
    """Ask for a CSV file: by its path, or from the program's own where no path can be named.

    Args:
        app: Shows the dialog.
        kind: What the file holds: ``partners``, ``audience`` or ``resales``.
        title: What stands in the frame, translated.
        label: What the file must hold, translated.
        chosen: Gets the file, None where the person left.
        button: Label of the way on.
    """
    if app.policy.files:
        from csp_tui.ui.dialogs.file_path import FilePathDialog

        app.push_screen(FilePathDialog(title, label, must_exist=True, button=button), chosen)
        return
    from csp_tui.exchange.samples import samples_of
    from csp_tui.ui.dialogs.samples import SamplesDialog

    app.push_screen(SamplesDialog(title, samples_of(kind)), chosen)
