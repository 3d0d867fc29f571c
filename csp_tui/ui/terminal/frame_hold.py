"""The first frames of a new screen are skipped until it has its data, so that it is drawn once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from weakref import WeakSet, ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.screen import Screen

LATER = "later"
"""Name of a worker that begins later and that no first frame waits for."""

_POLL_INTERVAL = 0.015
"""Seconds between polls; a screen counts as complete after that long without a new frame."""
_LONGEST = 0.15
"""Seconds for which frames are skipped at most, so that a key never seems lost."""


class FirstFrameHold:
    """Skips the frames of a screen that has just opened, then draws it once as a whole.

    A screen opens empty and loads its data. Drawing the empty rows takes as long as drawing the
    full ones, which it delays, and over a slow connection sending them does as well.

    Args:
        app: The app.
        draw: Draws the active screen as a whole.
        waits_for_rest: Whether to wait until nothing more changes, as over a slow connection, and
            also for a screen that returns; otherwise the first frame with the data is drawn.
    """

    def __init__(
        self, app: App[int], draw: Callable[[], None], *, waits_for_rest: bool = False
    ) -> None:
        self._app = app
        self._draw = draw
        self._waits_for_rest = waits_for_rest
        self._drawn: ref[Screen[object]] | None = None
        self._known: WeakSet[Screen[object]] = WeakSet()
        self._since: float | None = None
        self._last_change = 0.0

    def should_skip(self, screen: Screen[object]) -> bool:
        """Whether to skip a frame, because the whole screen is drawn soon or was drawn just now."""
        now = time.monotonic()
        can_end = not self._waits_for_rest and not self._is_loading
        if self._since is None:
            if self._is_known(screen):
                return False
            is_first = self._drawn is None
            self._note(screen)
            if is_first or can_end:
                # At start-up the first frame should appear immediately.
                return False
            self._since = now
            self._app.set_timer(_POLL_INTERVAL, self._poll)
        elif can_end:
            self._end()
        self._last_change = now
        return True

    def _poll(self) -> None:
        if self._since is None:
            return
        now = time.monotonic()
        if self._is_loading:
            self._last_change = now
        is_complete = now - self._last_change >= _POLL_INTERVAL
        if not is_complete and now - self._since < _LONGEST:
            self._app.set_timer(_POLL_INTERVAL, self._poll)
        else:
            self._end()

    def _end(self) -> None:
        self._since = None
        if self._app.screen_stack:
            self._note(self._app.screen)
            self._draw()

    def _is_known(self, screen: Screen[object]) -> bool:
        """Whether a screen was drawn; over a slow connection one that returns is read first."""
        if self._waits_for_rest:
            return self._drawn is not None and self._drawn() is screen
        return screen in self._known

    def _note(self, screen: Screen[object]) -> None:
        self._drawn = ref(screen)
        self._known.add(screen)

    @property
    def _is_loading(self) -> bool:
        """Whether a worker of the active screen is still running."""
        screen = self._app.screen
        return any(
            not worker.is_finished
            and worker.name != LATER
            and screen in worker.node.ancestors_with_self
            for worker in self._app.workers
        )
