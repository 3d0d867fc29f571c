"""Waiting until an app has nothing left to do, instead of watching how busy the machine is.

Textual's pilot sleeps until its process has used little processor time for a while, and frames
come sixty times a second. Here the event loop itself is asked: nothing is ready to run, and no
timer is due soon; and a frame comes when nothing else is to be done. That takes no longer than
the work does, paints once what belongs together, and is right on a busy machine too. Without a
terminal a screen is drawn only when a test looks at it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from functools import wraps
from typing import Any

import pytest
import textual.app
import textual.pilot
import textual.screen
from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.screen import Screen
from textual.widgets import Button, Input, TextArea

SOON = 0.035
"""Seconds: what is put off for as long belongs to what was done; people's pauses are longer."""
_LONGEST = 3.0
_OWN_FRAMES = 0.25
"""Seconds between frames that come without anyone waiting for them."""
_BETWEEN_LOOKS = 0.002
_PRESSED = 0.03
"""Seconds in which a button looks pressed and hears no second press; waited for."""


async def quiet(_at_least: float = 0.0, at_most: float = _LONGEST) -> None:
    """Wait until nothing is to be done before a while.

    Args:
        at_most: Seconds of work and of pauses after which something that never rests, such as a
            clock, is left alone. The time in which a busy machine does other things is not counted.
    """
    loop: Any = asyncio.get_running_loop()
    started, pauses = time.process_time(), 0.0
    while time.process_time() - started + pauses < at_most:
        # A task that was woken by the one before is among those that are ready.
        if loop._ready:
            await asyncio.sleep(0)
            continue
        due = [handle.when() for handle in loop._scheduled if not handle.cancelled()]
        if not due or (pause := min(due) - loop.time()) > SOON:
            return
        pause = max(0.0, pause)
        await asyncio.sleep(pause)
        pauses += pause


async def _until_shown(pilot: Pilot[object], timeout: float = 30.0) -> bool:
    """In place of sending every widget a message and waiting a moment."""
    loop = asyncio.get_running_loop()
    end = loop.time() + timeout
    app: App[Any] = pilot.app
    busy: list[MessagePump] = []
    while loop.time() < end:
        await quiet()
        if app._exception is not None:
            return False
        if _paint(app):
            continue
        # A task that waits for a thread is not done with the message before.
        busy = [pump for pump in _pumps(app) if not _waits(pump)]
        if not busy:
            return True
        await asyncio.sleep(_BETWEEN_LOOKS)
    raise WaitForScreenTimeout(f"still busy: {busy}")


def _pumps(app: App[object]) -> Iterator[MessagePump]:
    """Those who act on what is pressed."""
    if app._screen_stack:
        yield app
        yield from app.screen.walk_children(with_self=True)


def _waits(pump: MessagePump) -> bool:
    """Whether it has handled all messages, or handles none."""
    return not pump.is_running or bool(pump._message_queue.ready_event._waiters)


def _paint(app: App[object]) -> bool:
    """Bring the next frame, if one is wanted, also of what can be seen behind a dialog."""
    if not app._screen_stack or app._batch_count:
        return False
    wanting = [screen for screen in (*app._background_screens, app.screen) if _wants_frame(screen)]
    for screen in wanting:
        try:
            screen._on_timer_update()
        except Exception as error:
            app._handle_exception(error)
            return False
    return bool(wanting)


def _wants_frame(screen: Screen[Any]) -> bool:
    """Whether the screen's own timer for frames runs."""
    return screen.is_running and screen._update_timer._active.is_set()


_draw = Screen._compositor_refresh


@wraps(_draw)
def _draw_if_seen(screen: Screen[Any]) -> None:
    app: App[Any] = screen.app
    if not app.is_headless or app.screen is not screen:
        _draw(screen)
        return
    screen._compositor._dirty_regions.clear()
    screen._dirty_widgets.clear()
    app._update_mouse_over(screen)


def paint_every_frame(patch: pytest.MonkeyPatch) -> None:
    """Paint also what a test does not look at."""
    patch.setattr(Screen, "_compositor_refresh", _draw)


def make_pilots_wait_so(patch: pytest.MonkeyPatch) -> None:
    """Make every pilot wait for the event loop, and bring the frames, until a patch is undone.

    Cursors do not blink: what is seen half a second later, on a busy machine, is the same.
    """
    patch.setattr(textual.app, "wait_for_idle", quiet)
    patch.setattr(textual.pilot, "wait_for_idle", quiet)
    patch.setattr(textual.screen, "UPDATE_PERIOD", _OWN_FRAMES)
    pressed = property(lambda _button: _PRESSED, lambda _button, _seconds: None)
    patch.setattr(Button, "active_effect_duration", pressed, raising=False)
    patch.setattr(Pilot, "_wait_for_screen", _until_shown)
    patch.setattr(Screen, "_compositor_refresh", _draw_if_seen)
    patch.setattr(Input, "_toggle_cursor", lambda _field: None)
    patch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _field: None)
