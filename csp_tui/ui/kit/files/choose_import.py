"""Asking for a file to import, in the way that this session allows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.exchange.pasted import Pasted
    from csp_tui.ui.kit.app_base import AppBase


def ask_for_file(
    app: AppBase,
    kind: str,
    title: str,
    label: str,
    chosen: Callable[[Path | Pasted | None], None],
    *,
    button: str = "",
) -> None:
    """Ask for a file: by its path, or from the program's own where no path can be named.

    A browser has the user's files and the program does not, so that there its rows are pasted.

    Args:
        app: Shows the dialog.
        kind: What the file holds: ``partners``, ``audience``, ``resales``, ``evidence`` or
            ``state``.
        title: The title in the frame, translated.
        label: What the file must hold, translated.
        chosen: Gets the file or the pasted text, None if the user left.
        button: Label of the confirm button.
    """
    from csp_tui.ui.kit.dialogs.paste import Elsewhere, PasteDialog

    def ask_elsewhere() -> None:
        if app.policy.files:
            from csp_tui.ui.kit.dialogs.file_path import FilePathDialog

            app.push_screen(FilePathDialog(title, label, must_exist=True, button=button), chosen)
            return
        from csp_tui.exchange.samples import samples_of
        from csp_tui.ui.kit.dialogs.samples import SamplesDialog

        app.push_screen(SamplesDialog(title, samples_of(kind)), chosen)

    def pasted(answer: Pasted | Elsewhere | None) -> None:
        if isinstance(answer, Elsewhere):
            ask_elsewhere()
        else:
            chosen(answer)

    if not app.is_web:
        ask_elsewhere()
        return
    other = _("File on the server…") if app.policy.files else _("Examples…")
    app.push_screen(PasteDialog(title, label, elsewhere=other), pasted)
