"""How wide each column of a list is, and how a text fits into its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len, chop_cells
from textual.content import Content

from csp_tui.domain.text import visible
from csp_tui.ui.widgets.record_model import Column

GAP = 2
# Joined emoji and accents take many characters for one cell; more than this is no name.
_CHARACTERS_PER_CELL = 8
# A joiner makes one sign only of two emoji; anywhere else its width is anybody's guess.
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")
_NON_JOINER = "\u200c"


def column_widths(columns: Sequence[Column], width: int) -> tuple[tuple[int, int], ...]:
    """Share a width among columns.

    Columns with the highest priority number are dropped, the rightmost first, until the rest
    fits; when those that are never dropped do not fit either, they are squeezed from the right.

    Args:
        columns: All columns, in their order.
        width: Cells that there are, the gaps between columns included.

    Returns:
        Place in ``columns`` and width in cells of each column that is shown.
    """
    shown = list(enumerate(columns))
    while _needed(shown) > width:
        droppable = [pair for pair in shown if pair[1].priority > 0]
        if not droppable:
            break
        shown.remove(max(droppable, key=lambda pair: (pair[1].priority, pair[0])))
    widths = [_least(column) for _, column in shown]
    spare = width - _needed(shown)
    if spare >= 0:
        flexible = [i for i, (_, column) in enumerate(shown) if column.width is None]
        shares = sum(max(1, shown[i][1].flex) for i in flexible)
        for i in flexible:
            share = max(1, shown[i][1].flex)
            extra = spare * share // shares
            widths[i] += extra
            spare -= extra
            shares -= share
    else:
        for i in reversed(range(len(widths))):
            cut = min(-spare, max(0, widths[i] - 1))
            widths[i] -= cut
            spare += cut
    return tuple((place, widths[i]) for i, (place, _) in enumerate(shown))


def one_line(text: str | Content) -> str | Content:
    """Put a cell's text on one line and make it safe to paint."""
    if isinstance(text, str):
        return _safe(text.replace("\r\n", "\n"))
    plain = _safe(text.plain)
    return text if plain == text.plain else Content(plain, spans=list(text.spans))


def fit(text: str | Content, width: int, *, right: bool, ellipsis: str) -> str | Content:
    """Cut or pad one line to an exact number of terminal cells.

    A character of two cells is never split; where half of it would remain, a space stands.

    Args:
        text: One line, safe to paint.
        width: Cells to fill.
        right: Whether the text stands on the right.
        ellipsis: One-cell sign that something was cut off.
    """
    if width <= 0:
        return ""
    plain = text if isinstance(text, str) else text.plain
    head = plain[: width * _CHARACTERS_PER_CELL]
    used = cell_len(head)
    if used > width or len(head) < len(plain):
        pieces = chop_cells(head, width - 1) if width > 1 else []
        kept = pieces[0] if pieces else ""
        used = cell_len(kept) + 1
        text = text[: len(kept)] + ellipsis
    pad = " " * (width - used)
    return pad + text if right else text + pad


def _safe(text: str) -> str:
    # One character for one, so that the styles of Content stay where they are.
    if text.isascii() and text.isprintable():
        return text
    return _STRAY_JOINER.sub(_NON_JOINER, visible(text).replace("\n", " "))


def _least(column: Column) -> int:
    return max(1, column.min_width if column.width is None else column.width)


def _needed(shown: Sequence[tuple[int, Column]]) -> int:
    return sum(_least(column) for _, column in shown) + GAP * max(0, len(shown) - 1)
