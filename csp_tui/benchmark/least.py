"""The fewest bytes that could turn what a terminal shows into something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_MOVE = 6
"""Bytes that send the cursor to another place, such as ``ESC[5;12H`` with one digit less."""
_FLAGS = {"bold": 1, "italics": 3, "underscore": 4, "blink": 5, "reverse": 7, "strikethrough": 9}
Look = tuple[str, str, tuple[int, ...]]
"""Foreground, background, and the codes of what else there is."""
_PLAIN: Look = ("default", "default", ())

Cells = Sequence[Sequence[Any]]
"""Rows of cells as pyte has them: data, colours and attributes."""


def cells_of(screen: Any) -> list[list[Any]]:
    """What a screen shows now.

    Args:
        screen: A ``pyte.Screen``.
    """
    return [
        [screen.buffer[row][column] for column in range(screen.columns)]
        for row in range(screen.lines)
    ]


def least_change(before: Cells, after: Cells) -> int:
    """The bytes of the cells that differ, of the moves to them and of the styles they need.

    What stands between two of them is sent again where that is shorter than a move.
    """
    total = 0
    look = _PLAIN
    for old, new in zip(before, after, strict=True):
        end = -1
        for place in _differing(old, new):
            gap = [_look_of(cell) == look for cell in new[end:place]] if end >= 0 else [False]
            between = sum(len(cell.data.encode()) for cell in new[max(end, 0) : place])
            total += between if all(gap) and between < _MOVE else _MOVE
            wanted = _look_of(new[place])
            total += _style(look, wanted) + len(new[place].data.encode())
            look, end = wanted, place + 1
    return total


def _differing(old: Sequence[Any], new: Sequence[Any]) -> Iterator[int]:
    for place, (here, there) in enumerate(zip(old, new, strict=True)):
        if here != there:
            yield place


def _look_of(cell: Any) -> Look:
    flags = tuple(code for name, code in _FLAGS.items() if getattr(cell, name))
    return cell.fg, cell.bg, flags


def _style(old: Look, new: Look) -> int:
    if old == new:
        return 0
    if old[2] == new[2]:
        pairs = ((old[0], new[0]), (old[1], new[1]))
        parts = [_colour(there) for here, there in pairs if here != there]
    else:
        parts = ["0", *map(str, new[2])]
        parts += [_colour(colour) for colour in new[:2] if colour != "default"]
    return len(f"\x1b[{';'.join(parts)}m")


def _colour(name: str) -> str:
    if len(name) == 6 and all(sign in "0123456789abcdef" for sign in name):
        red, green, blue = (int(name[place : place + 2], 16) for place in (0, 2, 4))
        return f"38;2;{red};{green};{blue}"
    return "39"
