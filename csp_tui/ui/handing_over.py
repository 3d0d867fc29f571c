"""Handing a text to the person: as a file, as a download in a browser, or on the screen."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from pathlib import Path

    from csp_tui.ui.app import WorkbenchApp

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_NAME_AT_MOST = 100


def keeps_files(app: WorkbenchApp) -> bool:
    """Whether a text can leave the program as a file: on this computer or in a browser."""
    return app.policy.files or downloads(app)


def downloads(app: WorkbenchApp) -> bool:
    """Whether it leaves as a download in the person's browser."""
    return app.is_web and app.policy.downloads


def hand_over(app: WorkbenchApp, text: str, name: str) -> None:
    """Give the person a text, deciding between a browser, a file and the screen.

    Args:
        app: Shows dialogs and says what became of the text.
        text: The text; it may hold data.
        name: What a file of it would be called.
    """
    if downloads(app):
        download(app, text, name)
    elif app.policy.files:
        _ask_for_file(app, text, name)
    else:
        from csp_tui.ui.dialogs.text_view import TextViewDialog

        app.push_screen(TextViewDialog(name, text, file_name=name))


def download(app: WorkbenchApp, text: str, name: str) -> None:
    """Send a text to the browser as a file.

    Args:
        app: The app, which runs in a browser.
        text: The text.
        name: The file's name; signs that a header could misread are replaced.
    """
    safe = _UNSAFE.sub("-", name).strip("-.")[:_NAME_AT_MOST] or "text.txt"
    kind = "text/csv" if safe.endswith(".csv") else "text/plain"
    app.deliver_text(io.StringIO(text, newline=""), save_filename=safe, mime_type=kind)
    _tell(app, _("Handed to the browser: {name}").format(name=safe))


def _ask_for_file(app: WorkbenchApp, text: str, name: str) -> None:
    from csp_tui.exchange.writing import write_lines
    from csp_tui.ui.dialogs.file_path import FilePathDialog

    def chosen(path: Path | None) -> None:
        if path is None:
            return
        app.save(
            lambda: write_lines(path, text.splitlines(keepends=True)),
            lambda _nothing: _tell(app, _("Saved as {path}").format(path=path)),
        )

    dialog = FilePathDialog(_("Save to file"), _("Text file to write"), name, button=_("Save"))
    app.push_screen(dialog, chosen)


def _tell(app: WorkbenchApp, text: str) -> None:
    tell = getattr(app.screen, "tell", None)
    if tell is not None:
        tell(text)
    else:
        app.notify(text, markup=False)
