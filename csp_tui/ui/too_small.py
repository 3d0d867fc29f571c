"""The page that asks for a larger window."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_words import key_of

LEAST_COLUMNS, LEAST_ROWS = 60, 20
"""Every screen and dialog can be used in a window of this size."""


class TooSmall(Static):
    """Covers a screen or dialog in a window that it does not fit into.

    What is below stays as it is: what was typed, what is chosen and where the focus stands.
    """

    DEFAULT_CSS = """
    TooSmall {
        layer: _tooltips; dock: top; width: 100%; height: 100%;
        background: $background; color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__("", id="too-small", markup=False)

    def show(self, columns: int, rows: int) -> None:
        """Say which size there is and which is needed.

        Args:
            columns: Width of the window in cells.
            rows: Its height in lines.
        """
        text = _(
            "This window is too small: {columns} by {rows} characters. "
            "It takes at least {least_columns} by {least_rows}.\n"
            "Make the window larger or its letters smaller. What you typed is kept, and keys do "
            "nothing until then; only {key} leaves the program."
        ).format(
            key=key_of("quit"),
            columns=columns,
            rows=rows,
            least_columns=LEAST_COLUMNS,
            least_rows=LEAST_ROWS,
        )
        self.update(Content(text))
