"""The first frames of a new screen, held back over a line until what it shows has been read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from weakref import ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.screen import Screen

_LOOK_EVERY = 0.015
"""Seconds between two looks, and without a new frame before a screen is taken for whole."""
_LONGEST = 0.15
"""Seconds that a screen is held back at most, so that nobody wonders whether a key arrived."""


class HeldFrames:
    """Leaves out frames of a screen that has just come up, then has all of it painted once.

    A screen comes up empty, and reads what it shows: over a line its empty rows are bytes that
    make those of the full ones later.

    Args:
        app: The app.
        paint: Paints the whole screen that is up now.
    """

    def __init__(self, app: App[int], paint: Callable[[], None]) -> None:
        self._app = app
        self._paint = paint
        self._shown: ref[Screen[object]] | None = None
        self._since: float | None = None
        self._newest = 0.0

    def holds(self, screen: Screen[object]) -> bool:
        """Whether a frame is left out, as all of it will be painted soon.

        Args:
            screen: The screen that is up.
        """
        now = time.monotonic()
        if self._since is None:
            before = self._shown() if self._shown is not None else None
            if before is screen:
                return False
            is_first = self._shown is None
            self._shown = ref(screen)
            if is_first:
                # The program itself is only starting.
                return False
            self._since = now
            self._app.set_timer(_LOOK_EVERY, self._look)
        self._newest = now
        return True

    def _look(self) -> None:
        if self._since is None:
            return
        now = time.monotonic()
        is_whole = now - self._newest >= _LOOK_EVERY and not self._is_read
        if not is_whole and now - self._since < _LONGEST:
            self._app.set_timer(_LOOK_EVERY, self._look)
            return
        self._since = None
        if self._app.screen_stack:
            self._shown = ref(self._app.screen)
            self._paint()

    @property
    def _is_read(self) -> bool:
        """Whether something of the screen is still being read."""
        screen = self._app.screen
        return any(
            not worker.is_finished and screen in worker.node.ancestors_with_self
            for worker in self._app.workers
        )
