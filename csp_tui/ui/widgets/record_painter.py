"""Paints the lines of a list into strips of an exact width."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from csp_tui.ui.widgets.record_layout import GAP, column_widths, fit, one_line
from csp_tui.ui.widgets.record_model import Column, Record

POINTER = "▸"
"""Stands before the line of the cursor, one cell."""
ELLIPSIS = "…"
"""Ends a text that was cut off, and stands for a line that is not loaded; one cell."""


class RecordPainter:
    """Paints records, titles and placeholders for one width and one set of columns.

    Neighbouring texts of one style become one segment, because each change of style costs some
    forty bytes on the way to the terminal.

    Args:
        columns: All columns of the list.
        width: Cells of a line.
        mark_width: Cells for the state mark, 0 for none.
        parse_style: Reads the styles named in ``Content``.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        width: int,
        mark_width: int,
        parse_style: Callable[[str | Style], Style],
    ) -> None:
        self.width = width
        self.mark_width = mark_width
        self.gutter = 2 + mark_width if mark_width else 2
        self._columns = tuple(columns)
        self._parse_style = parse_style
        self._places = column_widths(self._columns, max(0, width - self.gutter))

    def record(self, record: Record, style: Style, *, pointed: bool) -> Strip:
        """Paint a record.

        Args:
            record: What to show.
            style: Style of the whole line.
            pointed: Whether the cursor stands on it; its cells then all take ``style``, which
                is the only one known to be legible there.
        """
        parts: list[str | Content] = [self._gutter(record.mark, pointed)]
        for place, width in self._places:
            cell = one_line(record.cells[place]) if place < len(record.cells) else ""
            if pointed and not isinstance(cell, str):
                cell = cell.plain
            parts += (self._fit(cell, place, width), " " * GAP)
        return self._strip(parts, style)

    def titles(self, style: Style) -> Strip:
        """Paint the columns' titles."""
        parts: list[str | Content] = [" " * self.gutter]
        for place, width in self._places:
            title = one_line(self._columns[place].title)
            parts += (self._fit(title, place, width), " " * GAP)
        return self._strip(parts, style)

    def waiting(self, style: Style, *, pointed: bool) -> Strip:
        """Paint a line whose record is not loaded."""
        return self._strip([self._gutter("", pointed), ELLIPSIS], style)

    def notice(self, text: str | Content, style: Style) -> list[Strip]:
        """Paint a text of any length, wrapped and centred line by line."""
        if isinstance(text, str):
            text = Content("\n".join(str(one_line(line)) for line in text.splitlines()))
        margin = min(2, self.width // 8)
        room = max(1, self.width - 2 * margin)
        strips = []
        for line in text.wrap(room, align="left"):
            spare = max(0, self.width - line.cell_length)
            strips.append(self._strip([" " * (spare // 2), line], style))
        return strips

    def blank(self, style: Style) -> Strip:
        """Paint an empty line."""
        return self._strip([], style)

    def _gutter(self, mark: str, pointed: bool) -> str:
        pointer = POINTER if pointed else " "
        if not self.mark_width:
            return pointer + " "
        shown = fit(one_line(mark), self.mark_width, right=False, ellipsis=ELLIPSIS)
        return f"{pointer}{shown} "

    def _fit(self, text: str | Content, place: int, width: int) -> str | Content:
        right = self._columns[place].align == "right"
        return fit(text, width, right=right, ellipsis=ELLIPSIS)

    def _strip(self, parts: Sequence[str | Content], style: Style) -> Strip:
        rich_style = style.rich_style
        segments: list[Segment] = []
        for part in parts:
            if isinstance(part, str):
                segments.append(Segment(part, rich_style))
                continue
            for text, own in part.render(style, "", self._parse_style):
                segments.append(Segment(text, own.rich_style))
        return Strip(segments).adjust_cell_length(self.width, rich_style).simplify()
