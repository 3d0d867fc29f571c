"""Remembers what the cells of a column mean, where many rows have the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

_Value = TypeVar("_Value")
_LONGEST = 2_000
"""Characters of a cell that is remembered, so that long ones do not fill the memory."""


class CellMemo(Generic[_Value]):
    """Looks at equal cells once.

    Args:
        look: What a cell means, never None, and whether it had to be cleaned.
        most: How many cells are remembered; a column in which none repeats must not fill the
            memory.
    """

    def __init__(self, look: Callable[[str], tuple[_Value, bool]], most: int) -> None:
        self._look = look
        self._most = most
        self._known: dict[str, _Value] = {}
        self._dirty: set[str] = set()

    def __len__(self) -> int:
        """How many cells are remembered."""
        return len(self._known)

    def one(self, cell: str) -> tuple[_Value, bool]:
        """What a cell means, and whether it had to be cleaned."""
        known = self._known.get(cell)
        if known is not None:
            return known, cell in self._dirty
        value, was_dirty = self._look(cell)
        if len(self._known) >= self._most:
            self._known.clear()
            self._dirty.clear()
        if len(cell) <= _LONGEST:
            self._known[cell] = value
            if was_dirty:
                self._dirty.add(cell)
        return value, was_dirty

    def all(self, cells: Sequence[str]) -> tuple[list[_Value], int]:
        """What each of some cells means, and how many of them had to be cleaned."""
        try:
            known = list(map(self._known.__getitem__, cells))
        except KeyError:
            found = {cell: self.one(cell) for cell in set(cells)}
            return [found[cell][0] for cell in cells], sum(found[cell][1] for cell in cells)
        return known, sum(map(self._dirty.__contains__, cells)) if self._dirty else 0
