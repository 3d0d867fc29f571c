"""The status line describes the last action, and only that."""

from __future__ import annotations

import threading
from collections.abc import Callable

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import say
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.page import Page
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from tests.conftest import SOME, tenant
from tests.ui.driving import running


async def test_a_status_disappears_with_the_next_key(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    async with running(stocked) as driver:
        screen = driver.app.screen
        assert isinstance(screen, OffersScreen)
        screen.tell("Imported: 20,000 added")
        await driver.settle()
        assert driver.status == "Imported: 20,000 added"
        await driver.press("down")
        assert driver.status == ""


async def test_a_status_disappears_with_the_next_command(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    async with running(stocked) as driver:
        screen = driver.app.screen
        assert isinstance(screen, OffersScreen)
        screen.tell("Imported: 20,000 added")
        screen.action_run_command("keys")
        assert driver.status == ""


async def test_added_partners_are_not_said_to_wait_after_they_are_removed(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    async with running(stocked) as driver:
        await driver.press("enter")
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        screen.section.selection.add({tenant(2): "Fabrikam Ltd"})  # type: ignore[union-attr]
        await driver.settle()
        assert "1 partner added, not saved yet" in driver.status
        await driver.press("home", "delete")
        assert not screen.has_unsaved
        assert driver.status == ""


async def test_working_ends_with_the_work_even_if_it_fails(stocked: Workbench) -> None:
    failing = threading.Event()

    def fail() -> None:
        failing.wait(10)
        raise InvalidInput(say("There is no change to undo."))

    async with running(stocked) as driver:
        screen = driver.app.screen
        assert isinstance(screen, Page)
        screen.tell("Working…", "busy")
        screen.tasks.run_write(fail, on_error=lambda _error: None)
        await driver.pilot.press("down")
        assert driver.status == "Working…"
        failing.set()
        while driver.status:
            await driver.pilot.pause(0.1)
