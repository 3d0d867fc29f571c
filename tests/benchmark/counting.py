"""A program in a pseudo-terminal, counted: the bytes that a key is answered with."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from tests.benchmark.minimal_diff import cells_of, minimal_diff
from tests.benchmark.terminal import TimedTerminal

SIZE = (80, 24)
_QUIET = 0.4
"""Seconds without a byte after which an answer is taken for whole, over a busy machine too."""
_PATIENCE = 60.0
_ANSWER = 3.0
"""Seconds after which a key is taken for one without an answer."""
_WITHOUT_MARKS = (b"\x1b[?2026$p", b"\x1b[>25u", b"\x1b[<u")
"""What pyte would show as text."""


@dataclass(frozen=True, slots=True)
class Count:
    """Bytes that answer one key.

    Attributes:
        sent: The bytes that the program has sent.
        minimal: The fewest bytes that would have done.
    """

    sent: float
    minimal: float

    @classmethod
    def mean(cls, counts: Sequence[Count]) -> Count:
        """The mean of at least one count."""
        return cls(
            sum(count.sent for count in counts) / len(counts),
            sum(count.minimal for count in counts) / len(counts),
        )


class CountingTerminal(TimedTerminal):
    """Runs a program at 80 by 24; for use in a ``with`` statement, which ends it.

    Args:
        command: The program and its arguments.
        environment: Added to that of this process.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        import pyte

        self._sent = 0
        self._screen = pyte.Screen(*SIZE)
        self._stream = pyte.ByteStream(self._screen)
        super().__init__(command, environment, SIZE)

    def __enter__(self) -> Self:
        return self

    @property
    def page(self) -> str:
        """What a person sees, a line each."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def show(self, words: str) -> None:
        """Wait until the screen shows words.

        Raises:
            TimeoutError: They do not come; the screen is in the message.
        """
        end = time.perf_counter() + _PATIENCE
        while words not in self.page:
            if time.perf_counter() > end:
                raise TimeoutError(f"{words!r} is not shown:\n{self.page}")
            self._listen(0.1)
        self._settle()

    def count(self, key: str) -> Count:
        """Send one key, and wait until nothing more is painted.

        Args:
            key: What the terminal sends for it.
        """
        before, sent = cells_of(self._screen), self._sent
        os.write(self._end, key.encode())
        end = time.perf_counter() + _ANSWER
        while self._sent == sent and time.perf_counter() < end:
            self._listen(0.1)
        self._settle()
        return Count(self._sent - sent, minimal_diff(before, cells_of(self._screen)))

    def _settle(self) -> None:
        self._listen(_QUIET)

    def _take(self, data: bytes) -> None:
        super()._take(data)
        self._sent += len(data)
        for mark in _WITHOUT_MARKS:
            data = data.replace(mark, b"")
        self._stream.feed(data)
