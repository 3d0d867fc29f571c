"""The heap of the C library, which threads otherwise multiply."""

from __future__ import annotations

import sys
from contextlib import suppress

_M_ARENA_MAX = -8


def share_one_heap() -> None:
    """Let threads that start from now on share the heap of those that there are.

    The GNU C library gives each thread a heap of its own, which keeps what the thread has freed.
    Threads of Python run one at a time, so that they seldom wait for each other's heap.
    """
    if sys.platform != "linux":
        return
    import ctypes

    # Other C libraries have one heap anyway, and no such function.
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
