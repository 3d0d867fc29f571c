"""Paints the lines of a list into strips of an exact width."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from csp_tui.ui.kit.lists.record_layout import GAP, column_widths
from csp_tui.ui.kit.lists.record_model import Column, Record
from csp_tui.ui.text.cells import fit, one_line

POINTER = "▸"
"""Stands before the line of the cursor, one cell."""
ELLIPSIS = "…"
"""Ends a text that was cut off, and represents a line that is not loaded; one cell."""


def gutter_width(mark_width: int) -> int:
    """Cells before the first column: the pointer, the mark and a space."""
    return 2 + mark_width if mark_width else 2


class RecordPainter:
    """Paints records, titles and placeholders for one width and one set of columns.

    Neighbouring texts of one style become one segment, because each change of style costs some
    forty bytes on the way to the terminal.

    Args:
        columns: All columns of the list.
        width: Cells of a line.
        mark_width: Cells for the state mark, 0 for none.
        parse_style: Reads the styles named in ``Content``.
        content: Cells of each column's widest text, title included.
        is_narrow: Whether columns may be narrow, as ``column_widths`` has it.
        marked: The cells of the content with the words of marks.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        width: int,
        mark_width: int,
        parse_style: Callable[[str | Style], Style],
        content: Sequence[int] = (),
        *,
        is_narrow: bool = False,
        marked: Sequence[int] = (),
    ) -> None:
        self.width = width
        self.mark_width = mark_width
        self.gutter = gutter_width(mark_width)
        self._columns = tuple(columns)
        self._parse_style = parse_style
        self.content = tuple(content)
        self.marked = tuple(marked)
        room = max(0, width - self.gutter)
        self.layout = column_widths(
            self._columns, room, content, is_narrow=is_narrow, marked=marked
        )

    def record(self, record: Record, style: Style, *, pointed: bool) -> Strip:
        """Paint a record.

        Args:
            record: What to show.
            style: Style of the whole line.
            pointed: Whether the cursor is on it; its cells then all take ``style``, which
                is the only one known to be legible there.
        """
        parts: list[str | Content] = [self._gutter(record.mark, pointed)]
        for place, width in self.layout:
            cell = one_line(record.cells[place]) if place < len(record.cells) else ""
            if pointed and not isinstance(cell, str):
                cell = cell.plain
            parts += (self._fit(cell, place, width), " " * GAP)
        return self._strip(parts, style)

    def titles(self, style: Style) -> Strip:
        """Paint the columns' titles."""
        parts: list[str | Content] = [" " * self.gutter]
        for place, width in self.layout:
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
        column = self._columns[place]
        return fit(text, width, right=column.align == "right", ellipsis=ELLIPSIS, cut=column.cut)

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
