"""A line of several parts, such as "13 offers · 3 to publish", that is cut between them."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from csp_tui.ui.text.cells import cut_at_separator


class PartsLine(Static):
    """Leaves out the last parts if they don't fit, with an ellipsis; wrapped text is not cut."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self._line = ""

    def show(self, line: str) -> None:
        """Show a line.

        Args:
            line: Its parts, with " · " between them.
        """
        self._line = line
        self.update(Content(line))

    def render(self) -> Content:
        """As much as fits into the width."""
        if self.styles.text_wrap == "wrap":
            return Content(self._line)
        return Content(cut_at_separator(self._line, self.content_size.width))
