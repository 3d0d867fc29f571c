"""Plans, bulk changes, lists, comparisons, partners and the audit, with real keys."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.compare.page import ComparePage
from csp_tui.ui.lists.page import ListsPage
from csp_tui.ui.partners.page import PartnerPage
from csp_tui.ui.plans.audit_page import AuditPage
from csp_tui.ui.plans.page import PlanPage
from csp_tui.ui.plans.saved_page import SavedPlansPage
from tests.conftest import SOME, tenant
from tests.ui.driving import running

Offer = Callable[..., str]


def draft_of(workbench: Workbench, offer_id: str) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows(offer_id) if row.in_draft}


async def test_a_bulk_change_of_marked_offers_is_planned_confirmed_and_undone_as_one(
    stocked: Workbench, offer: Offer
) -> None:
    for name in ("alpha-one", "alpha-two", "beta-one"):
        offer(SOME, (1,), offer_id=name, live=False)
    async with running(stocked) as driver:
        await driver.press("space", "space", "B", "shift+tab")
        await driver.write(tenant(2))
        await driver.press("enter")
        assert isinstance(driver.app.screen, PlanPage)
        assert "2 offers, 2 drafts to save" in driver.page
        await driver.press("f2")
        await driver.confirm()
        assert "2 offers changed." in driver.status
        assert draft_of(stocked, "alpha-one") == {tenant(1), tenant(2)}
        assert draft_of(stocked, "beta-one") == {tenant(1)}
        await driver.press("escape")
        stocked.undo.undo()
    assert draft_of(stocked, "alpha-two") == {tenant(1)}


async def test_what_is_not_saved_yet_is_part_of_the_plan(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1, 2), live=False)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(offer_id, "audience")
        await driver.settle()
        driver.app.screen.query_one("#audience-partners").focus()
        await driver.press("delete", "W")
        assert isinstance(driver.app.screen, PlanPage)
        assert "1 draft to save, 1 to publish" in driver.page


async def test_requests_of_a_plan_stay_on_a_checklist(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1, 2))
    async with running(stocked) as driver:
        await driver.press("B", "shift+tab")
        await driver.write(tenant(1))
        await driver.press("tab", "down", "enter")
        assert "1 support request" in driver.page
        await driver.press("f2")
        await driver.confirm()
        assert [one.tenant_ids for one in stocked.support.rows()] == [(tenant(1),)]
        driver.app.screen.action_run_command("plan.saved")  # type: ignore[attr-defined]
        await driver.settle()
        assert isinstance(driver.app.screen, SavedPlansPage)
        assert "1 step" in driver.page
        await driver.press("enter")
        assert f"[ ] {offer_id}" in driver.page


async def test_a_refused_step_holds_the_plan_until_its_offer_is_skipped(
    stocked: Workbench, offer: Offer
) -> None:
    offer(SOME, (1,), offer_id="alpha-one", resold=(1,))
    offer(SOME, (1,), offer_id="alpha-two", live=False)
    async with running(stocked) as driver:
        await driver.press("space", "space", "B", "shift+tab")
        await driver.write(tenant(1))
        await driver.press("tab", "down", "enter")
        assert "1 refused" in driver.page
        await driver.press("f2")
        assert "refused" in driver.status
        await driver.press("K", "f2")
        await driver.confirm()
    assert draft_of(stocked, "alpha-one") == {tenant(1)}
    assert draft_of(stocked, "alpha-two") == set()


async def test_a_list_is_saved_followed_and_applied(stocked: Workbench, offer: Offer) -> None:
    offer(SOME, (1, 2), offer_id="alpha-one", live=False)
    offer(SOME, (3,), offer_id="alpha-two", live=False)
    async with running(stocked) as driver:
        await driver.press("V")
        await driver.write("eu")
        await driver.press("enter", "L")
        assert isinstance(driver.app.screen, ListsPage)
        assert "eu" in driver.page
        await driver.press("f", "down", "space", "tab", "tab", "enter")
        assert "1 differs" in driver.page
        await driver.press("p")
        assert isinstance(driver.app.screen, PlanPage)
        await driver.press("f2")
        await driver.confirm()
        await driver.press("escape")
        assert "up to date" in driver.page
    assert draft_of(stocked, "alpha-two") == {tenant(1), tenant(2), tenant(3)}


async def test_draft_and_live_are_compared_side_by_side_or_stacked(
    stocked: Workbench, offer: Offer
) -> None:
    offer(SOME, (1,), offer_id="alpha-one")
    offer(SOME, (1, 2), offer_id="alpha-two")
    async with running(stocked) as driver:
        await driver.press("space", "space", "equals_sign")
        screen = driver.app.screen
        assert isinstance(screen, ComparePage)
        assert "1 partner on both." in driver.page
        assert "Fabrikam Ltd" in driver.page
        await driver.resize(120, 40)
        left, right = screen.query("#compare-sides RecordList")
        assert left.region.y == right.region.y
        await driver.resize(80, 24)
        assert left.region.x == right.region.x


async def test_a_large_window_maps_what_a_plan_and_a_comparison_open_and_close(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(SOME, (1,))
    stocked.audience.save_draft(offer_id, AudienceEdit(add=(tenant(5),)))
    async with running(stocked, (160, 45)) as driver:
        await driver.press("W")
        assert "Żabka" not in driver.page
        assert "東京クラウド" in driver.page
        assert "opened by this plan: 1" in driver.page
        await driver.press("escape", "=")
        assert f"only {offer_id}: 1" in driver.page
        assert "on both sides: " in driver.page
        assert f"only {offer_id}@live" not in driver.page
        await driver.resize(100, 30)
        assert "on both sides" not in driver.page


async def test_a_partner_page_shows_its_offers_and_changes_many(
    stocked: Workbench, offer: Offer
) -> None:
    offer(SOME, (1,), offer_id="alpha-one", resold=(1,))
    offer(SOME, (), offer_id="alpha-two", live=False)
    async with running(stocked) as driver:
        driver.app.navigation.open_partner(tenant(1))
        await driver.settle()
        assert isinstance(driver.app.screen, PartnerPage)
        assert "Alpine Cloud SARL" in driver.page
        await driver.press("plus", "space", "enter")
        assert isinstance(driver.app.screen, PlanPage)
        await driver.press("f2")
        await driver.confirm()
    assert draft_of(stocked, "alpha-two") == {tenant(1)}


async def test_enter_leads_from_a_finding_to_its_offer(stocked: Workbench, offer: Offer) -> None:
    offer(SOME, (), offer_id="alpha-one", live=False)
    async with running(stocked) as driver:
        await driver.press("A")
        assert isinstance(driver.app.screen, AuditPage)
        assert "R14" in driver.page
        await driver.press("enter")
        assert driver.app.screen.offer_id_shown == "alpha-one"  # type: ignore[attr-defined]
