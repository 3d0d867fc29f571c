"""A plan saved to a file on its page, opened again, and carried out once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from csp_tui.domain.desired import DesiredState, OfferWish
from csp_tui.domain.errors import InvalidInput
from csp_tui.exchange.pasted import Pasted
from csp_tui.exchange.plan_file import plan_pieces, saved_document
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.plans.page import PlanPage
from csp_tui.ui.plans.sources import FilePlan
from tests.conftest import SOME, tenant
from tests.ui.driving import Driver, running
from tests.ui.test_state_on_screen import name_file

Offer = Callable[..., str]
ONE, TWO = "contoso-backup", "contoso-vault"


def adding(*numbers: int) -> DesiredState:
    partners = tuple(tenant(number) for number in numbers)
    return DesiredState(
        tuple(OfferWish(offer_id=one, partners=partners, at_least=True) for one in (ONE, TWO))
    )


def drafted(workbench: Workbench, offer_id: str) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows(offer_id) if row.in_draft}


async def save_plan(driver: Driver, path: Path) -> None:
    driver.app.push_screen(PlanPage("Add partners", adding(3)))
    await driver.settle()
    await driver.press("e")
    await name_file(driver, path)
    assert "Saved as" in driver.page
    await driver.press("escape")


async def open_plan(driver: Driver, path: Path) -> PlanPage:
    await driver.press("T")
    await name_file(driver, path)
    page = driver.app.screen
    assert isinstance(page, PlanPage), driver.page
    return page


async def test_a_plan_is_saved_opened_carried_out_once_and_undone(
    stocked: Workbench, offer: Offer, tmp_path: Path
) -> None:
    offer(SOME, (1,), offer_id=ONE)
    offer(SOME, (2,), offer_id=TWO)
    path = tmp_path / "offers.plan"
    async with running(stocked) as driver:
        await save_plan(driver, path)
        # Nothing but the file was written, and it is what “plan --out” writes.
        same = stocked.plans.plan(adding(3), requests=True)
        assert path.read_text("utf-8") == "".join(plan_pieces(same))
        page = await open_plan(driver, path)
        assert "+1 partner" in driver.page
        assert page.disabled_reason_plan_requests() is not None
        await driver.press("f2")
        await driver.confirm()
        assert drafted(stocked, ONE) == {tenant(1), tenant(3)}
        assert drafted(stocked, TWO) == {tenant(2), tenant(3)}
        assert "already carried out" in driver.page
        assert "already carried out" in (page.disabled_reason_plan_carry_out() or "")
        stocked.undo.undo()
        assert drafted(stocked, ONE) == {tenant(1)}
        # Undone, it can be carried out again.
        page.load()
        await driver.settle()
        assert page.disabled_reason_plan_carry_out() is None


async def test_offers_that_changed_since_are_named_and_can_be_skipped(
    stocked: Workbench, offer: Offer, tmp_path: Path
) -> None:
    offer(SOME, (1,), offer_id=ONE)
    offer(SOME, (2,), offer_id=TWO)
    path = tmp_path / "offers.plan"
    async with running(stocked) as driver:
        await save_plan(driver, path)
        stocked.audience.save_draft(ONE, AudienceEdit(add=(tenant(5),)))
        page = await open_plan(driver, path)
        assert "1 offer has changed since the plan was made:" in driver.page
        assert "skips them" in (page.disabled_reason_plan_carry_out() or "")
        await driver.press("K", "f2")
        assert f"1 offer is skipped: {ONE}." in driver.page
        await driver.confirm()
        assert "1 offer changed. 1 skipped." in driver.page
        assert drafted(stocked, ONE) == {tenant(1), tenant(5)}
        assert drafted(stocked, TWO) == {tenant(2), tenant(3)}


async def test_an_offer_of_a_saved_plan_that_is_gone_is_said(
    stocked: Workbench, offer: Offer, tmp_path: Path
) -> None:
    offer(SOME, (1,), offer_id=ONE)
    offer(SOME, (2,), offer_id=TWO, live=False)
    path = tmp_path / "offers.plan"
    async with running(stocked, (160, 45)) as driver:
        await save_plan(driver, path)
        stocked.offers.delete(TWO)
        await open_plan(driver, path)
        assert f"{TWO}: the offer was deleted." in driver.page
        await driver.press("end", "up", "down")


async def test_a_file_that_is_no_plan_is_refused(
    stocked: Workbench, offer: Offer, tmp_path: Path
) -> None:
    offer(SOME, (1,))
    path = tmp_path / "offers.plan"
    async with running(stocked) as driver:
        for text in (
            *("{", "{}", '{"format": 2, "steps": []}', '{"format": 1, "steps": [{}]}'),
            "{" * 5000,
        ):
            path.write_text(text, "utf-8")
            await driver.press("T")
            await name_file(driver, path)
            assert isinstance(driver.app.screen, ProblemDialog), (text[:40], driver.page)
            assert "plan" in driver.page, text[:40]
            while len(driver.app.screen_stack) > 1:
                await driver.press("escape")


async def test_what_a_file_says_is_shown_as_it_is(stocked: Workbench, offer: Offer) -> None:
    """Texts of a file are shown as they are, never as markup."""
    offer(SOME, (1,), offer_id=ONE)
    offer(SOME, (2,), offer_id=TWO)
    document = json.loads("".join(plan_pieces(stocked.plans.plan(adding(3)))))
    document["steps"][0]["message"] = "[bold]\x1b[2J gone"
    async with running(stocked, (160, 45)) as driver:
        driver.app.push_screen(PlanPage("A plan", FilePlan(document)))
        await driver.settle()
        assert "[bold]" in driver.page
        assert "\x1b" not in driver.page


def test_a_state_file_is_not_a_plan(tmp_path: Path) -> None:
    assert saved_document(Pasted("format = 1\n", "pasted")) is None
    with pytest.raises(InvalidInput, match="no file"):
        saved_document(tmp_path / "missing.plan")
