"""How wide each column of a list is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len
from textual.content import Content

from csp_tui.ui.kit.lists.record_model import Column
from csp_tui.ui.text.cells import one_line

GAP = 2
# Cells with which a name that is cut in the middle can still be recognized.
_READABLE_NAME = 16
# Cells with which nearly every name and state can be read whole.
_READABLE = 32
# Of the records in view; they are measured again and again.
_TEXTS_KEPT = 2_048


def column_widths(
    columns: Sequence[Column],
    width: int,
    content: Sequence[int] = (),
    *,
    is_narrow: bool = False,
    marked: Sequence[int] = (),
) -> tuple[tuple[int, int], ...]:
    """Give each column the room that its content needs, as far as there is room.

    No column is wider than its content while the content of another is cut. Columns that may be
    dropped appear in the order of their priority numbers, each once the names and states before
    it can be read, and it can have its ``min_width`` or its content, whichever is less; a wider
    list therefore never shows fewer. States are whole before names. When the columns that are
    never dropped do not fit, the widest are narrowed.

    Args:
        columns: All columns, in their order.
        width: Cells available, the gaps between columns included.
        content: Cells of each column's widest text, title included; ``min_width`` where missing.
        is_narrow: Whether ``narrow_width`` counts instead of ``min_width``, as beside a detail.
        marked: The cells of the content with the words of marks. They get what is left over, so
            that columns stay where they are when a record is marked; where that is not enough,
            names are cut in the middle. No column goes for them.

    Returns:
        Index in ``columns`` and width in cells of each column that is shown.
    """
    wanted = [max(1, cells) for cells in content]
    wanted += [
        max(1, column.min_width, cell_len(column.title)) for column in columns[len(wanted) :]
    ]
    least = [
        min(cells, max(1, _least(columns[i], is_narrow), cell_len(columns[i].title)))
        for i, cells in enumerate(wanted)
    ]
    shown = [i for i, column in enumerate(columns) if column.priority == 0]
    optional = [i for i, column in enumerate(columns) if column.priority > 0]
    # Another column is worth its room only where names and states can be read without it.
    readable = min(_READABLE, width * 2 // 5)
    taken = sum(min(wanted[i], max(least[i], readable)) for i in shown)
    for i in sorted(optional, key=lambda i: (columns[i].priority, i)):
        if taken + least[i] + GAP * len(shown) > width:
            break
        shown.append(i)
        taken += least[i]
    shown.sort()
    room = width - GAP * max(0, len(shown) - 1)
    if sum(least[i] for i in shown) <= room:
        states = [columns[i].priority == 0 and columns[i].cut == "end" for i in shown]
        widths = [least[i] for i in shown]
        for grows in (states, [columns[i].priority == 0 for i in shown], [True] * len(shown)):
            limits = zip(shown, widths, grows, strict=True)
            widths = _grown(widths, [wanted[i] if on else now for i, now, on in limits], room)
        if marked:
            widths = _grown(widths, [max(wanted[i], marked[i]) for i in shown], room)
    else:
        widths = _narrowed([least[i] for i in shown], [columns[i] for i in shown], room)
    for place, i in enumerate(shown):
        if marked and marked[i] > wanted[i] and columns[i].cut == "end":
            _take_from_names(widths, place, marked[i], [columns[i] for i in shown])
    return tuple(zip(shown, widths, strict=True))


def content_widths(
    columns: Sequence[Column], rows: Iterable[Sequence[str | Content]]
) -> tuple[int, ...]:
    """Cells of each column's widest text, its title included.

    Args:
        columns: All columns, in their order.
        rows: The cells of each record, in the columns' order; missing ones are empty.
    """
    widths = [_cells_of(column.title) for column in columns]
    for cells in rows:
        for i, cell in enumerate(cells[: len(widths)]):
            width = _cells_of(cell if isinstance(cell, str) else cell.plain)
            if width > widths[i]:
                widths[i] = width
    return tuple(widths)


@lru_cache(_TEXTS_KEPT)
def _cells_of(text: str) -> int:
    return cell_len(str(one_line(text)))


def _least(column: Column, is_narrow: bool) -> int:
    return column.narrow_width if is_narrow and column.narrow_width else column.min_width


def _grown(widths: list[int], wanted: list[int], room: int) -> list[int]:
    """Share the spare cells fairly: those who need little are served whole."""
    spare = room - sum(widths)
    open_ones = sorted(
        (i for i in range(len(widths)) if wanted[i] > widths[i]),
        key=lambda i: wanted[i] - widths[i],
    )
    while open_ones and spare > 0:
        i = open_ones.pop(0)
        extra = min(wanted[i] - widths[i], -(-spare // (len(open_ones) + 1)))
        widths[i] += extra
        spare -= extra
    return widths


def _take_from_names(widths: list[int], place: int, cells: int, columns: Sequence[Column]) -> None:
    """Widen a column up to a number of cells that names can do without and still be recognized."""
    names = [i for i, column in enumerate(columns) if column.cut == "middle"]
    for _cell in range(cells - widths[place]):
        name = max(names, key=lambda i: widths[i], default=None)
        if name is None or widths[name] <= _READABLE_NAME:
            return
        widths[name] -= 1
        widths[place] += 1


def _narrowed(widths: list[int], columns: Sequence[Column], room: int) -> list[int]:
    """Take cells from names and IDs first, then from the widest columns, until the rest fits."""
    excess = sum(widths) - room
    while excess > 0 and max(widths, default=1) > 1:
        places = range(len(widths))
        names = [i for i in places if columns[i].cut == "middle" and widths[i] > _READABLE_NAME]
        i = max(names or places, key=lambda i: (widths[i], i))
        widths[i] -= 1
        excess -= 1
    return widths
