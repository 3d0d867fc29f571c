"""Driving the workbench as a person would, and waiting for what it does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.widgets.status_line import StatusLine


class Driver:
    """A running workbench."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait until no work goes on and everything is painted."""
        for _round in range(3):
            await self.pilot.pause()
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each with all that it sets off."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def write(self, text: str) -> None:
        """Type a text into the focused field."""
        names = {" ": "space"}
        await self.pilot.press(*(names.get(char, char) for char in text))
        await self.settle()

    @property
    def status(self) -> str:
        """What the status line says."""
        return self.app.screen.query_one(StatusLine).text

    @property
    def page(self) -> str:
        """The screen as text, a line each."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text[:width].rstrip() for strip in strips[:height])


@asynccontextmanager
async def running(
    workbench: Workbench, size: tuple[int, int] = (80, 24), **options: bool
) -> AsyncIterator[Driver]:
    """The workbench on a database, opened and settled."""
    app = WorkbenchApp(lambda: workbench, **options)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver
