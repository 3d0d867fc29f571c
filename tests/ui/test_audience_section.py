"""Resell through CSPs, with the keyboard, and what was stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from csp_tui.domain.offer import Setup
from csp_tui.domain.product import ProductType
from csp_tui.domain.support import RequestKind
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.dialogs.confirm import ConfirmDialog
from csp_tui.ui.dialogs.refusal import RefusalDialog
from csp_tui.ui.screens.offer import OfferScreen
from csp_tui.ui.screens.offers import OffersScreen
from csp_tui.ui.screens.request import RequestScreen
from tests.conftest import ALL, NONE, SOME, tenant
from tests.ui.driving import Driver, running


async def into_options(driver: Driver) -> None:
    """From the list of offers into the three options."""
    await driver.press("enter", "enter")


def lists(workbench: Workbench, offer_id: str) -> tuple[set[str], set[str]]:
    rows = workbench.audience.rows(offer_id)
    return {r.tenant_id for r in rows if r.in_draft}, {r.tenant_id for r in rows if r.in_live}


async def test_the_whole_flow_from_choice_to_sync(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(None, live=False)
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("down", "space")
        assert "Not saved yet" in driver.page
        await driver.press("p")
        await driver.write("alpine")
        await driver.press("down", "space", "f2")
        assert "added, not saved" in driver.page
        assert lists(stocked, name) == (set(), set())
        await driver.press("f2")
        assert lists(stocked, name) == ({tenant(1)}, set())
        await driver.press("u", "tab", "enter")
        assert lists(stocked, name) == ({tenant(1)}, {tenant(1)})
        assert stocked.offers.show(name).offer.is_live
        await driver.press("p")
        await driver.write("fabrikam")
        await driver.press("down", "space", "f2", "f2")
        assert "waits for sync" in driver.page
        await driver.press("s")
        assert lists(stocked, name)[1] == {tenant(1), tenant(2)}
        assert "1 partner is live now" in driver.status


async def test_an_option_that_takes_a_request_opens_the_wizard_filled_in(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL, resold=(2,))
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("down", "space")
        assert isinstance(driver.app.screen, RefusalDialog)
        assert "Fabrikam Ltd" in driver.page
        assert "R40" in driver.page
        await driver.press("enter")
        assert "Who should be authorized?" in driver.page
        await driver.press("tab", "enter")
        await driver.write("alpine")
        await driver.press("down", "space", "f2")
        assert isinstance(driver.app.screen, RequestScreen)
        (request,) = stocked.support.rows(name)
        assert (request.kind, request.change_to) == (RequestKind.CHANGE_OPTION, SOME)
        assert request.tenant_ids == (tenant(1),)
        assert stocked.offers.show(name).offer.draft_channel is ALL


async def test_leaving_a_refusal_changes_nothing(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,), resold=(1,))
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("down", "space")
        assert "R42" in driver.page
        await driver.press("escape")
        assert "(•) Specific partners" in driver.page
        assert stocked.support.rows(name) == []
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        assert screen.section is not None
        assert not screen.section.is_dirty


async def to_list(driver: Driver) -> None:
    """From the list of offers into the list of partners."""
    await driver.press("enter")
    driver.app.screen.query_one("#audience-partners").focus()
    await driver.settle()


async def test_removing_a_live_partner_offers_the_request(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("space", "space", "delete")
        assert "R31" in driver.page
        await driver.press("enter")
        (request,) = stocked.support.rows(name)
        assert set(request.tenant_ids) == {tenant(1), tenant(2)}
        await driver.press("escape", "escape")
        assert lists(stocked, name)[1] == {tenant(1), tenant(2)}


async def test_removing_who_has_resold_is_refused_without_a_way_on(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), resold=(1,))
    async with running(stocked) as driver:
        await to_list(driver)
        assert "locked: resold" in driver.page
        await driver.press("delete")
        assert "R30" in driver.page
        assert "Create support request" not in driver.page
        await driver.press("escape", "r")
        assert "R30" in driver.status
        assert stocked.support.rows(name) == []


async def test_a_partner_that_waits_leaves_with_save_draft(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("down", "delete")
        assert "removed, not saved" in driver.page
        await driver.press("delete")
        assert "waits for sync" in driver.page
        await driver.press("delete", "f2")
        assert lists(stocked, name)[0] == {tenant(1)}


async def test_leaving_with_unsaved_changes_asks(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(None, live=False)
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("down", "space")
        await driver.press("escape", "escape")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("enter")
        assert isinstance(driver.app.screen, OfferScreen)
        await driver.press("1")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("tab", "tab", "enter")
        assert isinstance(driver.app.screen, OffersScreen)
        assert stocked.offers.show(name).offer.draft_channel is None


async def test_an_ineligible_offer_says_why_there_is_nothing_to_choose(
    workbench: Workbench,
) -> None:
    workbench.offers.create("a-container", ProductType.CONTAINER, Setup(name="Edge"))
    async with running(workbench) as driver:
        await driver.press("enter")
        assert "sold by CSP partners by default" in driver.page
        assert "R3" in driver.page
        assert driver.app.screen.query_one("#audience-options").disabled
        await driver.press("p")
        assert "R3" in driver.status


async def test_greyed_commands_explain_themselves(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        await driver.press("enter", "s")
        assert "R25" in driver.status
        await driver.press("f2")
        assert "Nothing was changed" in driver.status
        await driver.press("m")
        assert "saved partner" in driver.status or "R25" in driver.status


async def test_publishing_without_marketing_material_says_what_is_missing(
    stocked: Workbench,
) -> None:
    stocked.offers.create("bare-offer", ProductType.SAAS, Setup(name="Bare"))
    stocked.audience.save_draft("bare-offer", AudienceEdit(channel=ALL))
    async with running(stocked) as driver:
        await driver.press("enter", "u")
        assert "R50" in driver.status
        assert not stocked.offers.show("bare-offer").offer.is_live


async def test_recording_a_resale_locks_and_can_be_taken_back(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("m")
        await driver.write("2026-13-01")
        await driver.press("enter")
        assert "not a day" in driver.page
        await driver.press(*["backspace"] * 10)
        await driver.write("2026-03-01")
        await driver.press("enter")
        assert stocked.offers.show(name).resold == 1
        assert "locked: resold" in driver.page
        await driver.press("m", "tab", "enter")
        assert stocked.offers.show(name).resold == 0


async def test_import_shows_what_it_will_do_and_export_gives_it_back(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1,), live=False)
    source = tmp_path / "list.csv"
    source.write_text(f"ID,Description\n{tenant(2)},Fabrikam\nnobody,\n{tenant(9)},Unknown Ltd\n")
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("i")
        await driver.write(str(source))
        await driver.press("enter")
        assert "2 partners would be added" in driver.page
        assert "1 of the added is not in the directory" in driver.page
        assert "line 3" in driver.page
        assert lists(stocked, name)[0] == {tenant(1)}
        assert "a Add   r Replace" in driver.page
        await driver.press("a")
        assert lists(stocked, name)[0] == {tenant(1), tenant(2), tenant(9)}
        await driver.press("i")
        await driver.write(str(source))
        await driver.press("enter", "a")
        assert "names nobody who could be added" in driver.page
        await driver.press("r")
        assert lists(stocked, name)[0] == {tenant(2), tenant(9)}
        await driver.press("e")
        target = tmp_path / "out.csv"
        field = driver.app.screen.query_one("Input")
        field.value = str(target)  # type: ignore[attr-defined]
        await driver.press("enter")
        assert "2 partners" in driver.status
        assert target.read_text().splitlines()[0] == "ID,Description,Type"
        assert len(target.read_text().splitlines()) == 3


async def test_a_list_of_five_hundred_scrolls_to_its_end(stocked: Workbench) -> None:
    ids = tuple(tenant(number) for number in range(100, 600))
    stocked.offers.create("big-list", ProductType.SAAS, Setup(name="Big"))
    stocked.audience.save_draft("big-list", AudienceEdit(channel=SOME, add=ids))
    async with running(stocked, (120, 40)) as driver:
        await to_list(driver)
        await driver.press("end")
        assert ids[-1][:4] in driver.page
        assert "not in directory" in driver.page


async def test_back_to_none_from_a_draft_change(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(NONE)
    async with running(stocked) as driver:
        await into_options(driver)
        await driver.press("up", "space", "f2")
        assert stocked.offers.show(name).offer.draft_channel is SOME
        assert "differs from live" in driver.page
        await driver.press("down", "space", "f2")
        assert stocked.offers.show(name).offer.draft_channel is NONE
        assert not stocked.offers.show(name).has_changes


async def test_all_that_match_are_added_at_once_and_taken_back(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("p", "down", "a")
        assert "6 partners match" in driver.page
        await driver.press("tab", "enter")
        assert len(lists(stocked, name)[0]) == 6
        assert lists(stocked, name)[1] == {tenant(1)}
        assert "5 partners added" in driver.status
        await driver.press("ctrl+z")
        assert "Added all 5 partners" in driver.page
        await driver.press("tab", "enter")
        assert lists(stocked, name)[0] == {tenant(1)}
        await driver.press("ctrl+z")
        assert "Publishing happened in Partner Center" in driver.page


async def test_undo_drops_what_is_not_saved_first(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), live=False)
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("delete")
        assert "removed, not saved" in driver.page
        await driver.press("ctrl+z")
        assert "removed, not saved" not in driver.page
        assert lists(stocked, name)[0] == {tenant(1), tenant(2)}


async def test_similar_names_are_said_to_be_similar(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, live=False)
    async with running(stocked) as driver:
        await to_list(driver)
        await driver.press("p")
        await driver.write("fabrikan")
        assert "similar names: 1 partner" in driver.page
        assert "Fabrikam Ltd" in driver.page
