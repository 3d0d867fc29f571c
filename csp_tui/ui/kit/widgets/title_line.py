"""The line at the top of a page: what it is about, and its state at the right."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.text import visible
from csp_tui.ui.text.cells import cut_at_separator, fit

_GAP = 2
_TITLE_SHARE = 3
"""A title that is too long keeps at least this part of the line: a third."""


class TitleLine(Static):
    """One line; where both do not fit, the state loses its last parts and the title its middle."""

    DEFAULT_CSS = "TitleLine { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._title = ""
        self._state = ""

    def show(self, title: str, state: str) -> None:
        """Show a title and a state.

        Args:
            title: What the page is about; it may hold data.
            state: Its parts, with " · " between them.
        """
        self._title, self._state = visible(title), visible(state)
        self.refresh()

    def render(self) -> Content:
        """As much as fits into the width."""
        title, state = shared(self._title, self._state, self.content_size.width)
        return Content.assemble((title, "bold"), (state, "$text-muted"))


def shared(title: str, state: str, width: int) -> tuple[str, str]:
    """The texts of a line: a title, padded, and a state that ends at the right.

    Args:
        title: One line, safe to paint.
        state: Its parts, with " · " between them.
        width: Cells of the line.
    """
    if not state or width <= _GAP:
        return str(fit(title, width, cut="middle")), ""
    least = min(cell_len(title), width // _TITLE_SHARE)
    room = max(width - _GAP - cell_len(title), width - _GAP - least)
    shown = cut_at_separator(state, room).rstrip()
    left = width - cell_len(shown)
    return str(fit(str(fit(title, min(left - _GAP, cell_len(title)), cut="middle")), left)), shown
