"""The notice that asks for a larger window."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

MIN_COLUMNS, MIN_ROWS = 60, 20
"""Every screen and dialog can be used in a window of this size."""


class WindowTooSmall(Static):
    """Covers a screen or dialog in a window that it does not fit into.

    The screen below keeps what was typed, what is selected and where the focus is.
    """

    DEFAULT_CSS = """
    WindowTooSmall {
        layer: _tooltips; dock: top; width: 100%; height: 100%;
        background: $background; color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__("", id="too-small", markup=False)

    def show(self, text: str) -> None:
        """Show a text."""
        self.update(Content(text))
