"""Steering the app in a test: it waits for facts, never for time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from textual._context import visible_screen_stack
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.worker import WorkerCancelled, WorkerFailed

import csp_tui.ui.app
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.widgets.status_line import StatusLine

_IMPORT = "import"
"""The group of the worker that imports pages a while after the start; no one waits for it."""


class Steered(WorkbenchApp):
    """The app itself, remembering what it copies."""

    CSS_PATH = str(Path(csp_tui.ui.app.__file__).parent / "kit" / "base.tcss")
    copied = ""

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what a terminal would get."""
        self.copied = text


async def settle(pilot: Pilot[int]) -> None:
    """Wait until nothing is being read or written and everything is painted."""
    while True:
        await pilot.pause()
        running = [one for one in pilot.app.workers if not one.is_finished and one.group != _IMPORT]
        if not running:
            return
        # A task that fails is reported by the app; if it can't be, the test fails.
        with suppress(WorkerCancelled, WorkerFailed):
            await pilot.app.workers.wait_for_complete(running)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, waiting after each for what it sets off."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


@asynccontextmanager
async def opened(
    workbench: Workbench, place: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Steered, Pilot[int]]]:
    """The app on a database, at one of its places."""
    app = Steered(lambda: workbench)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        if place:
            app.navigation.go_to(place)
            await settle(pilot)
        yield app, pilot
        paint_at_last(app)


def said(screen: Screen[Any]) -> str:
    """What the status line says."""
    return screen.query_one(StatusLine).text


def paint_at_last(app: WorkbenchApp) -> None:
    """Paint what a test has left on screen, which it may not have looked at."""
    if app.is_running and app.screen_stack and not app.is_exiting:
        painted(app.screen)


def painted(screen: Screen[Any]) -> str:
    """The screen as text, a line a row, with what is behind a dialog."""
    return "\n".join("".join(segment.text for segment in strip) for strip in strips_of(screen))


def strips_of(screen: Screen[Any]) -> list[Strip]:
    """The lines of a screen as they are painted now, with what is behind a dialog."""
    visible_screen_stack.set(screen.app._background_screens)
    return screen._compositor.render_strips()
