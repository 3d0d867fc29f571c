"""A slow line between a program and who uses it: late both ways, and of few bytes a second."""

from __future__ import annotations

import os
import pty
import select
import threading
import time
import tty
from collections import deque

LATE = 0.075
"""Seconds a byte is on its way: 150 ms there and back."""
BYTES_A_SECOND = 8_000


class _Way:
    """One way of the line: takes bytes at one end, gives them later at the other."""

    def __init__(self, source: int, target: int) -> None:
        self.source, self.target = source, target
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._free = 0.0

    def take(self) -> bool:
        """Take what waits at the near end; False when there is nothing more to come."""
        try:
            chunk = os.read(self.source, 256)
        except OSError:
            return False
        self._free = max(self._free, time.monotonic()) + len(chunk) / BYTES_A_SECOND
        self._under_way.append((self._free + LATE, chunk))
        return bool(chunk)

    @property
    def takes(self) -> bool:
        """Whether the line is free for more; what is not yet sent waits with its sender."""
        return self._free <= time.monotonic() + 0.02

    def give(self) -> None:
        """Give what has arrived."""
        while self._under_way and self._under_way[0][0] <= time.monotonic():
            _due, chunk = self._under_way.popleft()
            os.write(self.target, chunk)


class SlowLink:
    """A line with a pseudo-terminal at its far end, for use in a ``with`` statement.

    Attributes:
        near: A descriptor to read from and write to, at this end.

    Args:
        far: The master of the program's pseudo-terminal.
    """

    def __init__(self, far: int) -> None:
        self._far = far
        self.near, self._inner = pty.openpty()
        tty.setraw(self._inner)
        self._ways = (_Way(far, self._inner), _Way(self._inner, far))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True, name="slow-link")
        self._thread.start()

    def close(self) -> None:
        """Take the line away; its far end is left as it is."""
        self._ended.set()
        self._thread.join()
        os.close(self.near)
        os.close(self._inner)

    def _carry(self) -> None:
        open_ways = list(self._ways)
        while not self._ended.is_set():
            waiting = [way.source for way in open_ways if way.takes]
            ready, _, _ = select.select(waiting, [], [], 0.005)
            for way in list(open_ways):
                if way.source in ready and not way.take():
                    open_ways.remove(way)
            for way in self._ways:
                way.give()
