"""The bottom line of a dialog that has commands: the palette's sign and the commands."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from csp_tui.ui.widgets.command_bar import CommandBar
from csp_tui.ui.widgets.menu_sign import MenuSign


class DialogBar(Horizontal):
    """Commands of a dialog, at most seven, always Help and Back."""

    DEFAULT_CSS = """
    DialogBar {
        height: 1; background: $panel;
        & > CommandBar { width: 1fr; }
    }
    """

    def compose(self) -> ComposeResult:
        """The sign, then the commands."""
        yield MenuSign()
        yield CommandBar()
