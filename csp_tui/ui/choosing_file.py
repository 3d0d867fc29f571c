"""Asking for a file to import, in the way that is open to this session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.exchange.pasted import Pasted
    from csp_tui.ui.app import WorkbenchApp


def ask_for_file(
    app: WorkbenchApp,
    kind: str,
    title: str,
    label: str,
    chosen: Callable[[Path | Pasted | None], None],
    *,
    button: str = "",
) -> None:
    """Ask for a CSV file: by its path, or from the program's own where no path can be named.

    A browser has the person's files and the program does not, so that there its rows are pasted.

    Args:
        app: Shows the dialog.
        kind: What the file holds: ``partners``, ``audience`` or ``resales``.
        title: What stands in the frame, translated.
        label: What the file must hold, translated.
        chosen: Gets the file or the pasted text, None where the person left.
        button: Label of the way on.
    """
    from csp_tui.ui.dialogs.paste import Elsewhere, PasteDialog

    def ask_elsewhere() -> None:
        if app.policy.files:
            from csp_tui.ui.dialogs.file_path import FilePathDialog

            app.push_screen(FilePathDialog(title, label, must_exist=True, button=button), chosen)
            return
        from csp_tui.exchange.samples import samples_of
        from csp_tui.ui.dialogs.samples import SamplesDialog

        app.push_screen(SamplesDialog(title, samples_of(kind)), chosen)

    def pasted(answer: Pasted | Elsewhere | None) -> None:
        if isinstance(answer, Elsewhere):
            ask_elsewhere()
        else:
            chosen(answer)

    if not app.is_web:
        ask_elsewhere()
        return
    other = _("File of the server…") if app.policy.files else _("Examples…")
    app.push_screen(PasteDialog(title, label, elsewhere=other), pasted)
