"""Prevents a thread from deadlocking itself: one connection while a thread writes."""

from __future__ import annotations

import threading


class SecondConnectionError(RuntimeError):
    """A mistake in the program: a thread that holds the write lock used another connection.

    In memory the second connection waits for the lock of the first, so it can never go on; in a
    file it reads a state from before the unit of work.
    """


class WriteGuard:
    """Knows which threads are in a unit of work; safe to call from any thread."""

    def __init__(self) -> None:
        self._writers: set[int] = set()

    def enter(self) -> None:
        """Note that this thread holds the write lock from now on."""
        self._writers.add(threading.get_ident())

    def leave(self) -> None:
        """Note that this thread holds it no longer."""
        self._writers.discard(threading.get_ident())

    def require_free(self) -> None:
        """Require that this thread is not in a unit of work.

        Raises:
            SecondConnectionError: It is; what it needs it must read through the unit.
        """
        if threading.get_ident() in self._writers:
            raise SecondConnectionError(
                "This thread is in a unit of work; read through the unit, not beside it."
            )
