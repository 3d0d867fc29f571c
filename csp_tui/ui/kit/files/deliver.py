"""Delivers a text to the user: as a file, as a download in a browser, or on the screen."""

from __future__ import annotations

import io
import re
from pathlib import Path

from csp_tui.exchange.writing import write_lines
from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 100


def deliver(app: AppBase, text: str, name: str) -> None:
    """Give the user a text, deciding between a browser, a file and the screen.

    Only its owner may read the file; one that exists already is replaced only after asking.

    Args:
        app: Shows dialogs.
        text: The text; it may hold data.
        name: What a file of it would be called.
    """
    if app.downloads_files:
        _download(app, text, name)
    elif app.policy.files:
        _ask_for_file(app, text, name)
    else:
        app.push_screen(TextViewDialog(name, text, file_name=name))


def _download(app: AppBase, text: str, name: str) -> None:
    # Characters that a header could misread are replaced.
    safe = _UNSAFE.sub("-", name).strip("-.")[:_LONGEST_NAME] or "text.txt"
    kind = "text/csv" if safe.endswith(".csv") else "text/plain"
    app.deliver_text(io.StringIO(text, newline=""), save_filename=safe, mime_type=kind)
    app.tell(_("Sent to the browser: {name}").format(name=safe))


def _ask_for_file(app: AppBase, text: str, name: str) -> None:
    lines = (text if text.endswith("\n") else f"{text}\n").splitlines(keepends=True)

    def chosen(path: Path | None) -> None:
        if path is None:
            return
        app.tasks.run_write(
            lambda: write_lines(path, lines),
            lambda _nothing: app.tell(_("Saved as {path}").format(path=path)),
        )

    dialog = FilePathDialog(_("Save to file"), _("Text file to save to"), name, button=_("Save"))
    app.push_screen(dialog, chosen)
