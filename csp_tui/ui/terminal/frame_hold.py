"""Frames that lack data which is about to come are skipped, so that a screen is drawn once."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakSet, ref

from csp_tui.ui.terminal.lifecycle import is_working
from csp_tui.ui.terminal.textual_private import draw_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.screen import Screen

LATER = "later"
"""Name of a worker that begins later and that no first frame waits for."""

QUICK = "quick"
"""Name of a worker whose answer usually comes before the next frame, which waits for it."""

_POLL_INTERVAL = 0.015
"""Seconds between polls; a screen counts as complete after that long without a new frame."""
_LONGEST = 0.15
"""Seconds for which frames are skipped at most, so that a key never seems lost."""
_LONGEST_QUICK = 0.03
"""The same for a screen that is open, and reads something for a key."""
_FOLLOWS = 0.002
"""Seconds in which what follows an answer comes, such as the text below a list."""


class FrameHold:
    """Skips the frames of a screen that lacks its data, then draws it once.

    A screen opens empty and loads its data. Drawing the empty rows takes as long as drawing the
    full ones, which it delays, and over a slow connection sending them does as well. So it is with
    a list that reads what a key has brought into view, or a search what was typed.

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
        self._quick_since: float | None = None
        self._answer_comes = False

    def should_skip(self, screen: Screen[object]) -> bool:
        """Whether to skip a frame, because the whole screen is drawn soon or was drawn just now."""
        now = time.monotonic()
        can_end = not self._waits_for_rest and not self._is_loading()
        if self._since is None:
            if self._is_known(screen):
                return self._waits_for_quick(now)
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
        if self._is_loading():
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

    def _waits_for_quick(self, now: float) -> bool:
        if not self._answer_comes and not self._is_loading(QUICK):
            self._quick_since = None
            return False
        if self._quick_since is None:
            self._quick_since = now
            self._app.set_timer(_LONGEST_QUICK, partial(self._end_quick, now))
        return now - self._quick_since < _LONGEST_QUICK

    def answered(self, *, is_quick: bool) -> None:
        """Draw an answer and what follows from it, sooner than in the next regular frame.

        Nothing is drawn before; it would be a part of it.

        Args:
            is_quick: Whether it is that of a quick worker; another one is drawn so while a screen
                opens.
        """
        if is_quick or (self._since is not None and not self._waits_for_rest):
            self._answer_comes = True
            self._app.set_timer(_FOLLOWS, self._draw_answer)

    def _draw_answer(self) -> None:
        self._answer_comes = False
        if self._app.screen_stack:
            draw_frame(self._app.screen)

    def _end_quick(self, since: float) -> None:
        # What was skipped is drawn with what comes next, which may be nothing. Since then another
        # key may have begun to read.
        if self._quick_since == since and self._since is None:
            self._quick_since = None
            if self._app.screen_stack:
                self._draw()

    def _is_loading(self, name: str | None = None) -> bool:
        """Whether a worker of the active screen is still running.

        Args:
            name: Its name; None for any but those that begin later.
        """
        screen = self._app.screen
        return any(
            is_working(worker)
            and (worker.name != LATER if name is None else worker.name == name)
            and screen in worker.node.ancestors_with_self
            for worker in self._app.workers
        )
