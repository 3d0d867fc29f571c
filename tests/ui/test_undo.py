"""Undo and Redo on every screen: what would be taken back is said, and Cancel is the default."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import NotFound
from csp_tui.domain.product import ProductType
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.dialogs.confirm import ConfirmDialog
from csp_tui.ui.dialogs.history_entry import HistoryEntryDialog
from tests.conftest import LISTED, NOW, SOME, tenant
from tests.ui.driving import Driver, running

MakeOffer = Callable[..., str]


def draft(workbench: Workbench, name: str) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows(name) if row.in_draft}


async def take_back(driver: Driver) -> None:
    """Ask for Undo, and say yes."""
    await driver.press("ctrl+z")
    assert isinstance(driver.app.screen, ConfirmDialog)
    await driver.press("tab", "enter")


async def test_cancel_is_the_default_and_changes_nothing(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        await driver.press("ctrl+z")
        assert "Take this back?" in driver.page
        assert "1 added" in driver.page
        assert "by tester, 2026-11-16 09:00" in driver.page
        assert "1 partner leaves the draft list" in driver.page
        assert driver.app.focused is not None
        assert driver.app.focused.id == "cancel"
        await driver.press("enter")
        assert draft(stocked, name) == {tenant(1)}


async def test_several_steps_back_and_forward_from_home(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,), live=False)
    stocked.offers.edit(name, SetupEdit(name="Renamed"))
    async with running(stocked) as driver:
        await driver.press("down")
        assert "Renamed" in driver.page
        await take_back(driver)
        assert "Taken back" in driver.status
        assert "Contoso Backup" in driver.page
        await take_back(driver)
        assert draft(stocked, name) == set()
        await take_back(driver)
        assert name not in [row.standing.offer.offer_id for row in stocked.offers.rows()]
        for _ in range(3):
            await driver.press("ctrl+y")
            assert "Make this again?" in driver.page
            await driver.press("tab", "enter")
        assert "Renamed" in driver.page
        assert draft(stocked, name) == {tenant(1)}
        await driver.press("ctrl+y")
        assert "nothing to make again" in driver.status


async def test_a_deleted_offer_comes_back(stocked: Workbench, offer: MakeOffer) -> None:
    name = offer(SOME, (1, 2), live=False)
    async with running(stocked) as driver:
        await driver.press("down", "delete")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("tab", "enter")
        assert stocked.offers.rows() == []
        await take_back(driver)
        assert "Contoso Backup" in driver.page
        assert draft(stocked, name) == {tenant(1), tenant(2)}


async def test_what_was_published_stays_and_the_way_on_is_said(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    stocked.audience.sync(name)
    async with running(stocked) as driver:
        driver.app.open_offer(name)
        await driver.settle()
        await driver.press("ctrl+z")
        assert "This cannot be taken back" in driver.page
        assert "R27" in driver.page
        assert "support request" in driver.page
        await driver.press("enter")
        assert draft(stocked, name) == {tenant(1), tenant(2)}


async def test_home_says_what_newer_change_stays(stocked: Workbench, offer: MakeOffer) -> None:
    offer(SOME, (1,))
    async with running(stocked) as driver:
        await driver.press("ctrl+z")
        assert "Imported partners" in driver.page
        assert "The newest change cannot be taken back" in driver.page


async def test_someone_elses_change_is_said_to_be_theirs(
    stocked: Workbench, offer: MakeOffer, tmp_path: Path
) -> None:
    name = offer(SOME, (), live=False)
    theirs = open_workbench(tmp_path / "test.sqlite", clock=FixedClock(NOW), who="Amélie")
    theirs.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    theirs.close()
    async with running(stocked) as driver:
        await driver.press("ctrl+z")
        assert "Amélie did this, not you" in driver.page
        await driver.press("tab", "enter")
        assert draft(stocked, name) == set()


async def test_a_change_that_comes_while_one_is_asked_is_named_and_asked_about_in_its_turn(
    stocked: Workbench, offer: MakeOffer, tmp_path: Path
) -> None:
    name = offer(SOME, (1,), live=False)
    later = FixedClock(NOW + timedelta(hours=1))
    with closing(open_workbench(tmp_path / "test.sqlite", clock=later, who="Amélie")) as theirs:
        async with running(stocked, (120, 40)) as driver:
            await driver.press("ctrl+z")
            theirs.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
            await driver.press("tab", "enter")
            # Neither theirs nor mine is taken back; theirs is asked about, and Cancel is first.
            assert draft(stocked, name) == {tenant(1), tenant(2)}
            assert "Nothing was done" in driver.page
            assert "by Amélie, 2026-11-16 10:00 UTC" in driver.page
            assert "Amélie did this, not you" in driver.page
            await driver.press("enter")
            assert draft(stocked, name) == {tenant(1), tenant(2)}
            # What was taken back here and changed there since is not made again over it.
            await take_back(driver)
            assert draft(stocked, name) == {tenant(1)}
            await driver.press("ctrl+y")
            assert isinstance(driver.app.screen, ConfirmDialog)
            theirs.offers.edit(name, SetupEdit(name="Theirs"))
            await driver.press("tab", "enter")
            assert draft(stocked, name) == {tenant(1)}
            assert "by Amélie, 2026-11-16 10:00 UTC: Edited name" in driver.status


async def test_a_form_drops_what_is_not_saved_first(stocked: Workbench, offer: MakeOffer) -> None:
    name = offer(SOME, live=False)
    async with running(stocked) as driver:
        driver.app.open_offer(name, "setup")
        await driver.settle()
        await driver.press("enter")
        await driver.write("X")
        assert "Not saved yet" in driver.page
        await driver.press("ctrl+z")
        assert "What was not saved is dropped" in driver.status
        assert "Not saved yet" not in driver.page
        await driver.press("ctrl+z")
        assert isinstance(driver.app.screen, ConfirmDialog)


async def test_a_new_request_taken_back_closes_its_screen(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.begin_removal(name, (tenant(1),), language="en")
    stocked.support.edit(request.id, RequestDetails(description="a"))
    stocked.support.edit(request.id, RequestDetails(description="a b"))
    async with running(stocked) as driver:
        await driver.press("2")
        driver.app.open_request(request.id)
        await driver.settle()
        await take_back(driver)
        assert stocked.support.show(request.id).description == request.description
        await take_back(driver)
        assert "Taken back: Created support request" in driver.status
        assert stocked.support.rows() == []


async def test_a_request_withdrawn_by_mistake_is_open_again(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.begin_removal(name, (tenant(1),), language="en")
    stocked.support.withdraw(request.id)
    async with running(stocked) as driver:
        driver.app.open_request(request.id)
        await driver.settle()
        await driver.press("ctrl+z")
        assert "noted as draft again" in driver.page
        assert "Partner Center is not told" in driver.page
        await driver.press("tab", "enter")
        assert stocked.support.show(request.id).status.is_open
        assert driver.app.screen.has_class("-draft")


async def test_only_the_newest_entry_can_be_taken_back_from_the_history(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        await driver.press("4", "down", "enter")
        assert isinstance(driver.app.screen, HistoryEntryDialog)
        assert not driver.app.screen.query("#take-back")
        await driver.press("escape", "up", "enter")
        assert driver.app.screen.query_one("#take-back").region.width > 0
        driver.app.screen.query_one("#take-back").focus()
        await driver.press("enter")
        assert "Take this back?" in driver.page
        await driver.press("tab", "enter")
        assert draft(stocked, name) == set()
        assert "Took back entry" in driver.page


async def test_after_a_restart_undo_goes_on(
    stocked: Workbench, offer: MakeOffer, tmp_path: Path
) -> None:
    offer(SOME, (1,), live=False)
    stocked.offers.create("other-offer", ProductType.SAAS, LISTED)
    stocked.undo.undo()
    stocked.close()
    shutil.copy(tmp_path / "test.sqlite", tmp_path / "later.sqlite")
    later = open_workbench(tmp_path / "later.sqlite", clock=FixedClock(NOW), who="tester")
    async with running(later) as driver:
        await take_back(driver)
        assert draft(later, "contoso-backup") == set()
        await driver.press("ctrl+y")
        await driver.press("tab", "enter")
        assert draft(later, "contoso-backup") == {tenant(1)}
    try:
        later.offers.show("other-offer")
    except NotFound:
        pass
    else:
        raise AssertionError("the offer that was taken back is there")
    later.close()
