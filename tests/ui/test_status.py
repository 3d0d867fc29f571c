"""The status line describes the last action, and only that."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import say
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.dialogs.keys import KeysDialog
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.palette.palette import Palette
from csp_tui.ui.shell import write_effects
from csp_tui.ui.shell.write_effects import SHOWN_AFTER
from tests.conftest import SOME, tenant
from tests.dialogs import DIALOGS
from tests.ui.driving import Driver, running


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
        assert driver.status == "1 partner removed."


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


async def test_a_write_that_takes_long_says_so_on_every_screen(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On pages and in dialogs, with or without a status line, until it ends."""
    monkeypatch.setattr(write_effects, "SHOWN_AFTER", 0.01)
    async with running(demo, (100, 30)) as driver:
        await assert_write_is_shown(driver)
        for kind in DIALOGS.keys() - {KeysDialog, Palette}:
            dialog = DIALOGS[kind](driver.app)
            driver.app.push_screen(dialog)
            await driver.settle()
            await assert_write_is_shown(driver)
            dialog.dismiss(None)
            await driver.settle()


async def assert_write_is_shown(driver: Driver) -> None:
    """Write slowly on the screen that is open."""
    screen, going_on = driver.app.screen, threading.Event()
    assert isinstance(screen, CommandScreen)
    for line in screen.query(StatusLine):
        line.tell("", "plain")
    screen.tasks.run_write(lambda: going_on.wait(10))
    await driver.pilot.pause(0.02)
    assert "Working…" in driver.page, f"{screen} does not say that it writes"
    going_on.set()
    await driver.settle()
    assert "Working…" not in driver.page, screen


async def test_a_short_write_does_not_say_that_it_runs(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(StatusLine, "tell", lambda _line, text, _kind: said.append(text))
    async with running(demo) as driver:
        driver.app.tasks.run_write(lambda: None)
        await driver.settle()
        await driver.pilot.pause(SHOWN_AFTER)
        assert "Working…" not in said
