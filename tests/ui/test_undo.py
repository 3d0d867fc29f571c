"""Undo and Redo on every screen: says what would be undone, and Enter does it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from textual.widgets import Input

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import NotFound
from csp_tui.domain.product import ProductType
from csp_tui.domain.setup import Setup
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.section import AudienceSection
from csp_tui.ui.history.entry_dialog import HistoryEntryDialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.requests.screen import RequestScreen
from csp_tui.ui.resales.figures import show_resale_figures
from tests.conftest import ALL, LISTED, NOW, SOME, tenant
from tests.scenes import SCENES
from tests.ui.driving import Driver, running

MakeOffer = Callable[..., str]


def draft(workbench: Workbench, name: str) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows(name) if row.in_draft}


async def undo_last(driver: Driver) -> None:
    """Ask for Undo, and say yes."""
    await driver.press("ctrl+z")
    assert isinstance(driver.app.screen, ConfirmDialog)
    await driver.press("y")


async def test_escape_changes_nothing_and_undo_is_the_default(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        await driver.press("ctrl+z")
        assert "Undo this change?" in driver.page
        assert "1 added" in driver.page
        assert "by tester, 2026-11-16 09:00" in driver.page
        assert "1 partner will be removed from the draft list" in driver.page
        await driver.press("escape")
        assert draft(stocked, name) == {tenant(1)}
        await driver.press("ctrl+z", "left", "enter")
        assert draft(stocked, name) == {tenant(1)}
        await driver.press("ctrl+z", "n")
        assert draft(stocked, name) == {tenant(1)}
        # Pressed once too often, it does not answer its own question.
        await driver.press("ctrl+z", "ctrl+z")
        assert draft(stocked, name) == {tenant(1)}
        assert "Answer this question first: y or n." in driver.page
        # Nor does the key that saves, which is pressed by habit.
        await driver.press("f2")
        assert draft(stocked, name) == {tenant(1)}
        await driver.press("y")
        assert draft(stocked, name) == set()


async def test_several_steps_back_and_forward_from_home(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,), live=False)
    stocked.offers.edit(name, SetupEdit(name="Renamed"))
    async with running(stocked) as driver:
        await driver.press("down")
        assert "Renamed" in driver.page
        await undo_last(driver)
        assert "Undone" in driver.status
        assert "Contoso Backup" in driver.page
        await undo_last(driver)
        assert draft(stocked, name) == set()
        await undo_last(driver)
        assert name not in [row.state.offer.offer_id for row in stocked.offers.rows()]
        for _ in range(3):
            await driver.press("ctrl+y")
            assert "Redo this change?" in driver.page
            await driver.press("y")
        assert "Renamed" in driver.page
        assert draft(stocked, name) == {tenant(1)}
        await driver.press("ctrl+y")
        assert "Nothing to redo" in driver.status


async def test_a_deleted_offer_comes_back(stocked: Workbench, offer: MakeOffer) -> None:
    name = offer(SOME, (1, 2), live=False)
    async with running(stocked) as driver:
        await driver.press("down", "delete")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("y")
        assert stocked.offers.rows() == []
        await undo_last(driver)
        assert "Contoso Backup" in driver.page
        assert draft(stocked, name) == {tenant(1), tenant(2)}


async def test_what_was_published_stays_and_the_next_step_is_named(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    stocked.audience.sync(name)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(name)
        await driver.settle()
        await driver.press("ctrl+z")
        assert "This cannot be undone" in driver.page
        assert "R27" in driver.page
        assert "support request" in driver.page
        await driver.press("enter")
        assert draft(stocked, name) == {tenant(1), tenant(2)}


async def test_home_says_what_newer_change_stays(stocked: Workbench, offer: MakeOffer) -> None:
    offer(SOME, (1,))
    async with running(stocked) as driver:
        await driver.press("ctrl+z")
        assert "Imported partners" in driver.page
        words = " ".join(driver.page.split())
        # That is said first, so that the older change is not taken for the newest one.
        assert "Undo an older change?" in words
        assert words.index("newest change cannot be undone:") < words.index("Imported partners")
        # Enter is meant for the newest change, as it is everywhere else.
        await driver.press("enter")
        assert stocked.directory.count() == 6
        await driver.press("ctrl+z", "y")
        assert stocked.directory.count() == 0


async def test_someone_elses_change_is_reported_as_theirs(
    stocked: Workbench, offer: MakeOffer, tmp_path: Path
) -> None:
    name = offer(SOME, (), live=False)
    theirs = open_workbench(tmp_path / "test.sqlite", clock=FixedClock(NOW), who="Amélie")
    theirs.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    theirs.close()
    async with running(stocked) as driver:
        await driver.press("ctrl+z")
        assert "Amélie made this change, not you" in driver.page
        await driver.press("y")
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
            await driver.press("y")
            # Neither theirs nor mine is undone; theirs is asked about, and Cancel is first.
            assert draft(stocked, name) == {tenant(1), tenant(2)}
            assert "Nothing was changed" in driver.page
            assert "by Amélie, 2026-11-16 10:00 UTC" in driver.page
            assert "Amélie made this change, not you" in driver.page
            await driver.press("enter")
            assert draft(stocked, name) == {tenant(1), tenant(2)}
            # What was undone here and changed there since is not redone.
            await undo_last(driver)
            assert draft(stocked, name) == {tenant(1)}
            await driver.press("ctrl+y")
            assert isinstance(driver.app.screen, ConfirmDialog)
            theirs.offers.edit(name, SetupEdit(name="Theirs"))
            await driver.press("y")
            assert draft(stocked, name) == {tenant(1)}
            assert "by Amélie, 2026-11-16 10:00 UTC: Edited name" in driver.status


async def test_fields_are_undone_and_redone_one_by_one_before_stored_changes(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, live=False)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(name, "listing")
        await driver.settle()

        def entered() -> list[str]:
            return [field.value for field in driver.app.screen.query(Input)][:2]

        before = entered()
        await driver.write("XY")
        await driver.press("tab")
        await driver.write("Z")
        both = entered()
        assert all(new != old for new, old in zip(both, before, strict=True))
        await driver.press("ctrl+z")
        assert entered() == [both[0], before[1]]
        assert "Redo: Ctrl+Y" in driver.status
        await driver.press("ctrl+z")
        assert entered() == before
        assert "Not saved yet" not in driver.page
        await driver.press("ctrl+y", "ctrl+y")
        assert entered() == both
        assert "Not saved yet" in driver.page
        # Pressed more often than something was typed, it asks, and does not answer itself.
        await driver.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        assert isinstance(driver.app.screen, ConfirmDialog)
        assert "Answer this question first: y or n." in driver.page


async def test_unsaved_partners_and_options_are_undone_and_redone_one_by_one(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2), live=False)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(name, "audience")
        await driver.settle()
        section = driver.app.screen.query_one(AudienceSection)
        await driver.press("delete", "down", "delete")
        assert len(section.draft.removed) == 2
        section.options.focus()
        await driver.press("up", "space")
        assert section.draft.option == ALL
        # One step at a time, and all of them come back.
        for removed in (2, 1, 0):
            await driver.press("ctrl+z")
            assert (section.draft.option, len(section.draft.removed)) == (None, removed)
        for removed in (1, 2):
            await driver.press("ctrl+y")
            assert len(section.draft.removed) == removed
        await driver.press("ctrl+y")
        assert section.draft.option == ALL
        # A new step leaves nothing to redo; a saved one is undone after asking.
        await driver.press("ctrl+z", "ctrl+z", "f2")
        assert draft(stocked, name) == {tenant(2)}
        await driver.press("ctrl+z")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("y")
        assert draft(stocked, name) == {tenant(1), tenant(2)}


async def test_a_new_request_undone_closes_its_screen(stocked: Workbench, offer: MakeOffer) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.create_removal(name, (tenant(1),), language="en")
    stocked.support.edit(request.id, RequestDetails(description="a"))
    stocked.support.edit(request.id, RequestDetails(description="a b"))
    async with running(stocked) as driver:
        await driver.press("2")
        driver.app.navigation.open_request(request.id)
        await driver.settle()
        await undo_last(driver)
        assert stocked.support.show(request.id).description == request.description
        await undo_last(driver)
        assert "Undone: Created support request" in driver.status
        assert stocked.support.rows() == []


async def test_a_request_withdrawn_by_mistake_is_open_again(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.create_removal(name, (tenant(1),), language="en")
    stocked.support.withdraw(request.id)
    async with running(stocked) as driver:
        driver.app.navigation.open_request(request.id)
        await driver.settle()
        await driver.press("ctrl+z")
        assert "marked as draft again" in driver.page
        assert "Partner Center is not informed" in driver.page
        await driver.press("y")
        assert stocked.support.show(request.id).status.is_open
        assert driver.app.screen.has_class("-draft")


async def test_only_the_newest_entry_can_be_undone_from_the_history(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        await driver.press("4", "down", "enter")
        assert isinstance(driver.app.screen, HistoryEntryDialog)
        assert not driver.app.screen.query("#undo-change")
        await driver.press("escape", "up", "enter")
        assert driver.app.screen.query_one("#undo-change").region.width > 0
        driver.app.screen.query_one("#undo-change").focus()
        await driver.press("enter")
        assert "Undo this change?" in driver.page
        await driver.press("y")
        assert draft(stocked, name) == set()
        assert "Undid entry" in driver.page


async def test_after_a_restart_undo_continues(
    stocked: Workbench, offer: MakeOffer, tmp_path: Path
) -> None:
    offer(SOME, (1,), live=False)
    stocked.offers.create("other-offer", ProductType.SAAS, LISTED)
    stocked.undo.undo()
    stocked.close()
    shutil.copy(tmp_path / "test.sqlite", tmp_path / "later.sqlite")
    later = open_workbench(tmp_path / "later.sqlite", clock=FixedClock(NOW), who="tester")
    async with running(later) as driver:
        await undo_last(driver)
        assert draft(later, "contoso-backup") == set()
        await driver.press("ctrl+y")
        await driver.press("y")
        assert draft(later, "contoso-backup") == {tenant(1)}
    try:
        later.offers.show("other-offer")
    except NotFound:
        pass
    else:
        raise AssertionError("the offer that was undone is there")
    later.close()


async def test_a_late_answer_closes_only_the_page_that_asked(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.create_removal(name, (tenant(1),), language="en")
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(name, "audience")
        await driver.settle()
        offer_page = driver.app.screen
        driver.app.navigation.open_request(request.id)
        await driver.settle()
        page = driver.app.screen
        assert isinstance(page, RequestScreen)
        stocked.undo.undo(name)
        # Two readings were on their way; the second answer finds the page closed.
        page.load()
        await driver.settle()
        assert isinstance(driver.app.screen, ProblemDialog)
        await driver.press("escape")
        assert driver.app.screen is offer_page
        page.load()
        await driver.settle()
        assert driver.app.screen is offer_page


async def test_a_reading_while_its_subject_is_undone_is_no_error(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.create_removal(name, (tenant(1),), language="en")
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(name, "audience")
        await driver.settle()
        offer_page = driver.app.screen
        driver.app.navigation.open_request(request.id)
        await driver.settle()
        page = driver.app.screen
        assert isinstance(page, RequestScreen)
        page.expects_removal = True
        stocked.undo.undo(name)
        page.load()
        await driver.settle()
        assert driver.app.screen is page
        page.expects_removal = False
        page.load()
        await driver.settle()
        await driver.press("escape")
        assert driver.app.screen is offer_page


async def test_offers_are_named_by_their_names_also_those_that_are_gone(
    stocked: Workbench,
) -> None:
    async with running(stocked) as driver:
        stocked.offers.create("an-offer", ProductType.SAAS, Setup(name="Some Offer"))
        for key in ("ctrl+z", "ctrl+y"):
            await driver.press(key)
            assert "Some Offer: Created the offer" in driver.page, key
            await driver.press("y")
            assert "Some Offer: Created the offer" in driver.status, key
        stocked.offers.delete("an-offer")
        for key in ("ctrl+z", "ctrl+y", "4", "ctrl+z"):
            await driver.press(key)
            if key != "4":
                assert "Some Offer: Deleted the offer" in driver.page, key
                await driver.press("y")
                assert "Some Offer: Deleted the offer" in driver.status, key


async def test_dialogs_about_an_offer_have_its_name_in_their_title(demo: Workbench) -> None:
    async with running(demo) as driver:
        await SCENES["resales"](driver)
        assert "Resales of Contoso Monitor" in driver.page
        show_resale_figures(driver.app.tasks, driver.app, "contoso-backup")
        await driver.settle()
        assert "Resales of Contoso Backup in figures" in driver.page
