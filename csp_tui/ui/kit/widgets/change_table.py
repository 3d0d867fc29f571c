"""What a change does, field by field: before and after side by side."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible
from csp_tui.i18n import titled
from csp_tui.ui.kit.blocks import listed
from csp_tui.ui.kit.theme import State

_LABEL, _GAP = 24, 2
_NARROW = 64


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the table.

    Attributes:
        label: What is changed, translated.
        before: The value before; it may hold data.
        after: The value after; it may hold data.
        names: Who joins, below the value after: the first few names.
        count: How many join in all.
    """

    label: str
    before: str
    after: str
    names: tuple[str, ...] = ()
    count: int = 0


class ChangeTable(Widget):
    """Rows with a label, the value before and the value after.

    Where it is narrow, the two values are below the label. What scrolls it keeps room for its
    scrollbar, because the height depends on the width.

    Args:
        before: The title of the values before, translated.
        after: The title of the values after, translated.
    """

    DEFAULT_CSS = "ChangeTable { height: auto; width: 1fr; max-width: 130; }"

    def __init__(self, before: str, after: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._titles = (before, after)
        self._rows: Sequence[ChangeRow] = ()

    def show(self, rows: Sequence[ChangeRow]) -> None:
        """Show other rows."""
        self._rows = rows
        self.display = bool(rows)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the values need in a width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The table."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        if width < 1:
            return []
        if width < _NARROW:
            return [line for row in self._rows for line in self._stacked(row, width)]
        room = (width - _LABEL - 2 * _GAP) // 2
        widths = (_LABEL, room, room)
        head = [Content(""), *(Content.styled(title, "bold") for title in self._titles)]
        lines = _side_by_side([[cell] for cell in head], widths)
        for row in self._rows:
            cells = (
                Content.styled(row.label, "$text-muted").wrap(_LABEL),
                Content(visible(row.before)).wrap(room),
                [*Content(visible(row.after)).wrap(room), *_names(row, room)],
            )
            lines += _side_by_side(cells, widths)
        return lines

    def _stacked(self, row: ChangeRow, width: int) -> list[Content]:
        lines = [Content.styled(row.label, "$text-muted")]
        for title, value in zip(self._titles, (row.before, row.after), strict=True):
            lines += Content(f"  {titled(title, visible(value))}").wrap(width)
        return [*lines, *_names(row, width)]


def _names(row: ChangeRow, width: int) -> list[Content]:
    if not row.names:
        return []
    lines = listed(State.PENDING, row.names, row.count)
    return [part for line in lines for part in line.wrap(width)]


def _side_by_side(columns: Sequence[Sequence[Content]], widths: Sequence[int]) -> list[Content]:
    lines = []
    for y in range(max(len(column) for column in columns)):
        parts = []
        for column, width in zip(columns, widths, strict=True):
            cell = column[y] if y < len(column) else Content("")
            parts.append(cell.pad_right(max(0, width - cell.cell_length)))
        lines.append(Content(" " * _GAP).join(parts).rstrip())
    return lines
