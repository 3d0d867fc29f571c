"""A text field of several lines that keeps what is typed, even if something fails."""

from __future__ import annotations

from textual.widgets import TextArea

from csp_tui.ui.terminal.lifecycle import RemovalSafe


class TextBox(RemovalSafe, TextArea):
    """A field of several lines."""
