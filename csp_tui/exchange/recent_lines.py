"""The lines of a file, the latest of which can be read again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import accumulate


class RecentLines:
    """Hands out the lines of a file by their numbers, which begin at 1.

    Args:
        batches: The lines in the batches that they are read in, none of them empty.
    """

    def __init__(self, batches: Iterator[list[str]]) -> None:
        self._batches = batches
        self._kept: deque[tuple[int, list[str]]] = deque()
        self._next = 1

    def beginning(self, lines: int, characters: int) -> list[str]:
        """The first lines, the same however the file comes in portions.

        Args:
            lines: How many at most.
            characters: After how many characters no further line begins.
        """
        first: list[str] = []
        length = 0
        while len(first) < lines and length < characters:
            batch = self._read(1)
            if not batch:
                break
            first += batch
            length += sum(map(len, batch))
        before = accumulate(map(len, first), initial=0)
        return [
            line for line, length in zip(first[:lines], before, strict=False) if length < characters
        ]

    def batch_at(self, line: int, keep: int, most: int | None = None) -> list[str]:
        """The lines from one on that were read together; none at the end of the file.

        Args:
            line: The first of them, which is kept or the next to be read.
            keep: The first line that may be asked for again.
            most: How many at most, None for all of them.
        """
        for number, batch in self._kept:
            if line < number + len(batch):
                end = None if most is None else line - number + most
                return batch[line - number : end]
        return self._read(keep)[:most]

    def between(self, first: int, last: int) -> list[str]:
        """Lines that are kept, from one to another."""
        return [
            line
            for number, batch in self._kept
            if number <= last
            for line in batch[max(0, first - number) : max(0, last + 1 - number)]
        ]

    def _read(self, keep: int) -> list[str]:
        batch = next(self._batches, [])
        if batch:
            while self._kept and self._kept[0][0] + len(self._kept[0][1]) <= keep:
                self._kept.popleft()
            self._kept.append((self._next, batch))
            self._next += len(batch)
        return batch
