"""The fewest bytes that could turn what a terminal shows into something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_MOVE = 6
"""Bytes that send the cursor to another place, such as ``ESC[5;12H`` with one digit less."""
_FLAGS = {"bold": 1, "italics": 3, "underscore": 4, "blink": 5, "reverse": 7, "strikethrough": 9}
CellStyle = tuple[str, str, tuple[int, ...]]
"""Foreground, background, and the codes of what else there is."""
_PLAIN: CellStyle = ("default", "default", ())

Cells = Sequence[Sequence[Any]]
"""Rows of cells as pyte has them: data, colors and attributes."""


def cells_of(screen: Any) -> list[list[Any]]:
    """What a screen shows now.

    Args:
        screen: A ``pyte.Screen``.
    """
    return [
        [screen.buffer[row][column] for column in range(screen.columns)]
        for row in range(screen.lines)
    ]


def minimal_diff(before: Cells, after: Cells) -> int:
    """The bytes of the cells that differ, of the moves to them and of the styles they need.

    The text between two of them is sent again if that is shorter than a move.
    """
    total = 0
    style = _PLAIN
    for old, new in zip(before, after, strict=True):
        end = -1
        for place in _differing(old, new):
            gap = [_style_of(cell) == style for cell in new[end:place]] if end >= 0 else [False]
            between = sum(len(cell.data.encode()) for cell in new[max(end, 0) : place])
            total += between if all(gap) and between < _MOVE else _MOVE
            wanted = _style_of(new[place])
            total += _style(style, wanted) + len(new[place].data.encode())
            style, end = wanted, place + 1
    return total


def _differing(old: Sequence[Any], new: Sequence[Any]) -> Iterator[int]:
    for index, (here, there) in enumerate(zip(old, new, strict=True)):
        if here != there:
            yield index


def _style_of(cell: Any) -> CellStyle:
    flags = tuple(code for name, code in _FLAGS.items() if getattr(cell, name))
    return cell.fg, cell.bg, flags


def _style(old: CellStyle, new: CellStyle) -> int:
    if old == new:
        return 0
    if old[2] == new[2]:
        pairs = ((old[0], new[0]), (old[1], new[1]))
        parts = [_color(there) for here, there in pairs if here != there]
    else:
        parts = ["0", *map(str, new[2])]
        parts += [_color(color) for color in new[:2] if color != "default"]
    return len(f"\x1b[{';'.join(parts)}m")


def _color(name: str) -> str:
    if len(name) == 6 and all(sign in "0123456789abcdef" for sign in name):
        red, green, blue = (int(name[place : place + 2], 16) for place in (0, 2, 4))
        return f"38;2;{red};{green};{blue}"
    return "39"
