"""Dialogs of partner lists and bulk changes: labels, warnings, F2 and help on each control."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen
from textual.widget import Widget

from csp_tui.domain.desired import DesiredState, OfferWish
from csp_tui.domain.partner import PartnerQuery
from csp_tui.services.workbench import Workbench
from csp_tui.ui.compare.coverage_page import CoveragePage
from csp_tui.ui.compare.page import ComparePage
from csp_tui.ui.help.controls import control_help
from csp_tui.ui.history.report_dialog import ReportDialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.lists.dialogs import EditListDialog, FollowDialog, NewListDialog
from csp_tui.ui.partners.page import PartnerPage
from csp_tui.ui.plans.bulk_dialog import BulkDialog
from csp_tui.ui.plans.page import PlanPage
from csp_tui.ui.tour.scenes import until
from tests.conftest import SOME, tenant
from tests.ui.driving import Driver, running

Offer = Callable[..., str]


async def assert_explained(driver: Driver, screen: Screen[object]) -> None:
    driver.app.push_screen(screen)
    await driver.settle()
    controls: list[Widget] = list(driver.app.screen.focus_chain)
    assert controls
    for control in controls:
        found = control_help(control)
        assert found is not None, control
        assert found.title != "A longer text", control
    driver.app.pop_screen()
    await driver.settle()


async def test_every_control_says_what_it_is_for(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1, 2))
    stocked.lists.create("fixed", tenant_ids=[tenant(1)])
    stocked.lists.create("found", query=PartnerQuery(text="alpine"))
    desired = DesiredState(offers=(OfferWish(offer_id=offer_id, without=(tenant(1),)),))
    async with running(stocked, (100, 30)) as driver:
        for screen in (
            BulkDialog(2),
            NewListDialog(),
            EditListDialog(stocked.lists.show("fixed")),
            EditListDialog(stocked.lists.show("found")),
            FollowDialog(stocked.lists.show("fixed")),
            PlanPage("Plan", desired),
            ComparePage(offer_id, f"{offer_id}@live"),
            CoveragePage(),
            ReportDialog([offer_id]),
        ):
            await assert_explained(driver, screen)


async def test_f2_saves_and_a_search_that_finds_no_one_warns_once(stocked: Workbench) -> None:
    async with running(stocked, (100, 30)) as driver:
        await driver.press("L", "n")
        await driver.write("nobody")
        await driver.press("tab", "tab", "tab")
        await driver.write("zzzz")
        assert await until(lambda: "The search finds no partner." in driver.page)
        await driver.press("f2")
        assert "Save again to create" in driver.page
        assert stocked.lists.names() == []
        await driver.press("f2")
        assert stocked.lists.names() == ["nobody"]
        await driver.press("e")
        await driver.write("Title")
        await driver.press("f2")
        assert stocked.lists.show("nobody").list.title == "Title"


async def test_a_search_takes_what_the_directory_has(stocked: Workbench) -> None:
    async with running(stocked, (100, 30)) as driver:
        await driver.press("L", "n")
        await driver.write("New List")
        await driver.press(*["tab"] * 4)
        await driver.write("ZZ QQ")
        await driver.press("tab")
        await driver.write("securty")
        await driver.press("tab")
        await driver.write("backup; sap")
        await driver.press("f2")
        # Everything that is wrong is said at once, and each until its field is changed.
        for text in ("the name of a list", "There is no country 'ZZ'", "the competency 'securty'"):
            assert text in driver.page, driver.page.split("\n")
        assert "Did you mean: Security?" in driver.page
        assert stocked.lists.names() == []
        assert driver.app.focused is driver.app.screen.query_one("#list-name")
        await driver.press("ctrl+u")
        await driver.write("french")
        assert "the name of a list" not in driver.page
        await driver.press(*["tab"] * 4, "ctrl+u")
        await driver.write("fr, united kingdom")
        assert "There is no country" not in driver.page
        await driver.press("tab", "ctrl+u")
        assert "securty" not in driver.page
        await driver.press("f2")
        query = stocked.lists.show("french").list.query
        assert query == PartnerQuery(
            countries=frozenset({"FR", "GB"}), skills=frozenset({"Backup", "SAP"})
        )
        await driver.press("e", *["tab"] * 3)
        await driver.write("security")
        await driver.press("f2")
        changed = stocked.lists.show("french").list.query
        assert changed is not None
        assert changed.competencies == {"Security"}
        assert changed.skills == {"Backup", "SAP"}


async def test_values_that_no_partner_has_any_more_can_stay(stocked: Workbench) -> None:
    stocked.lists.create("old", query=PartnerQuery(skills=frozenset({"Fax"})))
    async with running(stocked, (100, 30)) as driver:
        driver.app.push_screen(EditListDialog(stocked.lists.show("old")))
        await driver.settle()
        await driver.write("Title")
        await driver.press("f2")
        listed = stocked.lists.show("old").list
        assert (listed.title, listed.query) == ("Title", PartnerQuery(skills=frozenset({"Fax"})))


async def test_a_plan_says_what_is_skipped_and_ends_once_it_is_carried_out(
    stocked: Workbench, offer: Offer
) -> None:
    offer(SOME, (1,), offer_id="alpha-one", resold=(1,))
    offer(SOME, (1,), offer_id="alpha-two", live=False)
    async with running(stocked) as driver:
        await driver.press("space", "space", "B", "shift+tab")
        await driver.write(tenant(1))
        await driver.press("tab", "down", "f2", "K", "f2")
        assert "1 offer is skipped: alpha-one." in " ".join(driver.page.split())
        await driver.confirm()
        await driver.press("f2")
        assert "what is left is refused" in driver.status


async def test_without_requests_a_step_that_needs_one_is_shown_as_refused(
    stocked: Workbench, offer: Offer
) -> None:
    offer(SOME, (1, 2), offer_id="alpha-one")
    async with running(stocked, (120, 40)) as driver:
        await driver.press("B", "shift+tab")
        await driver.write(tenant(1))
        await driver.press("tab", "down", "enter")
        assert "by support request" in driver.page
        await driver.press("r")
        assert "refused without a request" in driver.page


async def test_a_wrong_side_leaves_no_title_of_the_comparison_before(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(SOME, (1, 2))
    async with running(stocked, (100, 30)) as driver:
        page = ComparePage(offer_id, f"{offer_id}@live")
        driver.app.push_screen(page)
        await driver.settle()
        assert f"Only {offer_id}" in driver.page
        page.left.value = "missing"
        await driver.press("f2")
        assert f"Only {offer_id}" not in driver.page
        assert "There is no offer missing" in driver.page
        assert page.query_one("#only-left", RecordList).total == 0


async def test_the_cursor_stays_on_a_pair_that_was_compared(
    stocked: Workbench, offer: Offer
) -> None:
    for number in range(7):
        offer(SOME, (1, 2), offer_id=f"offer-{number}")
    async with running(stocked, (120, 40)) as driver:
        await driver.press("G")
        page = driver.app.screen
        assert isinstance(page, CoveragePage)
        assert "offer-4 2 and 2 more" in driver.page
        await driver.press("p", "down", "down", "down")
        record = page.listing.cursor_record
        assert record is not None
        await driver.press("enter")
        assert isinstance(driver.app.screen, ComparePage)
        await driver.press("escape")
        assert driver.app.screen is page
        assert page.listing.cursor_record == record


async def test_coverage_is_listed_by_offer_and_by_region(stocked: Workbench, offer: Offer) -> None:
    for name in ("alpha-one", "alpha-two"):
        offer(SOME, (1, 2), offer_id=name)
    async with running(stocked, (120, 40)) as driver:
        await driver.press("G")
        page = driver.app.screen
        assert isinstance(page, CoveragePage)
        assert page.listing.total == 2
        assert "Shared partners: alpha-two 2" in driver.page
        await driver.press("p")
        assert page.listing.total == 1
        assert "100%" in driver.page
        assert "All partners of alpha-one are on alpha-two." in driver.page
        await driver.press("enter")
        assert isinstance(driver.app.screen, ComparePage)
        assert "2 partners on both." in driver.page
        await driver.press("escape", "p")
        assert page.listing.total == 2
        await driver.press("slash")
        await driver.write("xx")
        await driver.press("enter")
        assert "is not a market of the CSP program" in driver.status
        page.field.value = "JP"
        await driver.press("enter")
        assert "outside" in driver.page
        await driver.press("x")
        assert page.listing.total > 0
        assert "Compared with: Japan" in driver.page
        await driver.press("enter")
        assert isinstance(driver.app.screen, PartnerPage)
        await driver.press("escape", "b")
        assert page.listing.total == 1
        assert "0/2" in driver.page
