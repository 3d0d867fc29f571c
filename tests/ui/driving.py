"""Driving the workbench as a person would, and waiting for what it does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.events import Paste
from textual.pilot import Pilot

from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from tests.ui.steering import paint_at_last, painted, press, said, settle

_TYPED_AT_MOST = 12


class Driver:
    """A running workbench."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Wait until no work is running and everything is painted."""
        await settle(self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each with all that it sets off."""
        await press(self.pilot, *keys)

    async def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        await self.pilot.resize_terminal(columns, rows)
        await self.settle()

    async def confirm(self) -> None:
        """Answer yes to the confirmation that is open."""
        assert isinstance(self.app.screen, ConfirmDialog), self.page
        await self.press("y")

    async def write(self, text: str, *, at_once: bool = False) -> None:
        """Type a text into the focused field.

        Args:
            text: The text; a long one is pasted.
            at_once: Whether a short one is pasted too, so that no search for its first letters
                leaves columns as wide as its results.
        """
        if at_once or len(text) > _TYPED_AT_MOST:
            assert self.app.focused is not None
            self.app.focused.post_message(Paste(text))
        else:
            await self.pilot.press(*("space" if char == " " else char for char in text))
        await self.settle()

    @property
    def status(self) -> str:
        """What the status line says."""
        return said(self.app.screen)

    @property
    def page(self) -> str:
        """The screen as text, a line each."""
        return painted(self.app.screen)


@asynccontextmanager
async def running(
    workbench: Workbench, size: tuple[int, int] = (80, 24), *, demo: bool = False
) -> AsyncIterator[Driver]:
    """The workbench on a database, opened and settled."""
    app = WorkbenchApp(lambda: workbench, demo=demo)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver
        paint_at_last(app)
