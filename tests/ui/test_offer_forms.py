"""Offer setup, plans, listing and review, with the keyboard, and what was stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input

from csp_tui.domain.offer import Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.compare_versions import VersionsDialog
from csp_tui.ui.offer.screen import OfferScreen
from tests.conftest import ALL, SOME, tenant
from tests.ui.driving import Driver, running


async def go(driver: Driver, section: str) -> None:
    """Open the first offer at a section, with the focus in its list or first field."""
    await driver.press("enter")
    screen = driver.app.screen
    assert isinstance(screen, OfferScreen)
    screen.open_section(section)
    await driver.settle()


async def test_listing_is_filled_in_and_saved(workbench: Workbench) -> None:
    workbench.offers.create("an-offer", ProductType.SAAS, Setup(name="An offer"))
    async with running(workbench) as driver:
        await go(driver, "listing")
        await driver.write("contoso.example")
        await driver.press("enter")
        await driver.write("Amelie")
        await driver.press("enter")
        await driver.write("csp@contoso.example")
        await driver.press("f2")
        assert "not a web address" in driver.page
        assert isinstance(driver.app.focused, Input)
        await driver.press("home")
        await driver.write("https://")
        await driver.press("f2")
        setup = workbench.offers.show("an-offer").offer.setup
        assert setup.csp_url == "https://contoso.example"
        assert (setup.csp_contact.name, setup.csp_contact.email) == (
            "Amelie",
            "csp@contoso.example",
        )
        assert "can be opened to CSP partners" in driver.page


async def test_all_fields_that_are_wrong_say_so_until_they_are_changed(
    workbench: Workbench,
) -> None:
    workbench.offers.create("an-offer", ProductType.SAAS, Setup(name="An offer"))
    async with running(workbench) as driver:
        await go(driver, "listing")
        await driver.write("contoso")
        await driver.press("enter", "enter")
        await driver.write("nobody")
        await driver.press("f2")
        assert "'contoso' is not a web address" in driver.page
        assert "'nobody' is not an e-mail address" in driver.page
        field = driver.app.focused
        assert isinstance(field, Input)
        assert field.value == "contoso"
        await driver.press("x")
        assert "is not a web address" not in driver.page
        assert "is not an e-mail address" in driver.page
        await driver.press("tab", "tab", "x")
        assert "is not an e-mail address" not in driver.page


async def test_someone_elses_change_is_not_overwritten(workbench: Workbench) -> None:
    workbench.offers.create("an-offer", ProductType.SAAS, Setup(name="An offer"))
    async with running(workbench) as driver:
        await go(driver, "setup")
        await driver.write("!")
        workbench.offers.edit("an-offer", SetupEdit(name="Theirs"))
        await driver.press("f2")
        assert isinstance(driver.app.screen, VersionsDialog)
        assert workbench.offers.show("an-offer").offer.setup.name == "Theirs"
        driver.app.screen.query_one("#fields").focus()
        await driver.settle()
        await driver.press("enter")
        assert driver.app.screen.query_one("Field Input", Input).value == "An offer!"
        assert "Changed elsewhere to “Theirs”" in driver.page
        await driver.press("f2")
        assert workbench.offers.show("an-offer").offer.setup.name == "An offer!"


async def test_plans_are_added_and_removed(workbench: Workbench) -> None:
    workbench.offers.create("a-machine", ProductType.VIRTUAL_MACHINE, Setup(name="Machine"))
    async with running(workbench) as driver:
        await go(driver, "plans")
        driver.app.screen.query_one("#plan-id").focus()
        await driver.write("Gold Plan")
        await driver.press("enter")
        assert "not a plan ID" in driver.status
        await driver.press(*["backspace"] * 9)
        await driver.write("hourly")
        await driver.press("enter")
        plans = workbench.offers.show("a-machine").offer.setup.plans
        assert plans == (Plan("hourly", PlanKind.PAY_AS_YOU_GO),)
        driver.app.screen.query_one("#plans-list").focus()
        await driver.press("delete")
        assert workbench.offers.show("a-machine").offer.setup.plans == ()


async def test_undo_removes_a_typed_plan_before_it_undoes_what_is_stored(
    workbench: Workbench,
) -> None:
    workbench.offers.create("contoso-backup", ProductType.SAAS, Setup(name="Contoso Backup"))
    async with running(workbench) as driver:
        await go(driver, "plans")
        field = driver.app.screen.query_one("#plan-id", Input)
        field.focus()
        await driver.write("bronze")
        await driver.press("ctrl+z")
        assert field.value == ""
        assert "Undo this change?" not in driver.page
        await driver.press("ctrl+y")
        assert field.value == "bronze"
        await driver.press("ctrl+z", "ctrl+z")
        assert "Undo this change?" in driver.page


async def test_leaving_plans_asks_about_an_id_that_is_typed(workbench: Workbench) -> None:
    workbench.offers.create("contoso-backup", ProductType.SAAS, Setup(name="Contoso Backup"))
    async with running(workbench) as driver:
        await go(driver, "plans")
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        screen.query_one("#plans-list").focus()
        await driver.press("plus")
        field = screen.query_one("#plan-id", Input)
        assert field.has_focus
        assert "Type the ID of the new plan" in driver.status
        await driver.write("bronze")
        assert "Enter in the field adds the plan" in driver.page
        await driver.press("escape", "escape")
        assert "Plan bronze is not added yet." in driver.page
        await driver.press("escape")
        assert field.value == "bronze"

        screen.open_section("listing")
        await driver.settle()
        assert "Add plan (y)" in driver.page
        await driver.press("y")
        assert [one.plan_id for one in plans_of(workbench)] == ["bronze"]
        assert screen.menu.chosen == "listing"

        screen.open_section("plans")
        await driver.settle()
        await driver.press("f2")
        await driver.write("silver")
        await driver.press("f2")
        assert [one.plan_id for one in plans_of(workbench)] == ["bronze", "silver"]
        await driver.write("gold")
        await driver.press("escape", "escape", "tab", "tab", "enter")
        assert driver.app.screen is not screen
        assert len(plans_of(workbench)) == 2


def plans_of(workbench: Workbench) -> tuple[Plan, ...]:
    return workbench.offers.show("contoso-backup").offer.setup.plans


@pytest.mark.parametrize("section", ["setup", "plans", "listing"])
async def test_redo_of_a_stored_change_comes_before_what_was_typed_earlier(
    workbench: Workbench, section: str
) -> None:
    workbench.offers.create("contoso-backup", ProductType.SAAS, Setup(name="Contoso Backup"))
    workbench.offers.edit("contoso-backup", SetupEdit(name="Contoso Vault"))
    async with running(workbench) as driver:
        await go(driver, section)
        field = driver.app.screen.query(Input).first()
        field.focus()
        await driver.write("bronze")
        await driver.press("ctrl+z")
        assert "bronze" not in field.value
        await driver.press("ctrl+z", "y")
        assert workbench.offers.show("contoso-backup").offer.setup.name == "Contoso Backup"
        await driver.press("ctrl+y")
        assert "Redo this change?" in driver.page
        assert "bronze" not in field.value


async def test_byol_plans_show_that_they_are_in_by_default(workbench: Workbench) -> None:
    setup = Setup(name="Machine", plans=(Plan.parse("own:byol"), Plan.parse("paid:pay-as-you-go")))
    workbench.offers.create("a-machine", ProductType.VIRTUAL_MACHINE, setup)
    async with running(workbench) as driver:
        await go(driver, "plans")
        assert "sold by default" in driver.page
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        screen.open_section("audience")
        await driver.settle()
        assert "Sold by default: own (R4)" in driver.page


async def test_review_says_what_publishing_does(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(5),)))
    stocked.offers.edit(name, SetupEdit(name="New name"))
    async with running(stocked, (120, 40)) as driver:
        await go(driver, "review")
        lines = driver.page.splitlines()
        assert any("Live now" in line and "After publishing" in line for line in lines)
        assert any("1 partner" in line and "2 partners" in line for line in lines)
        assert any("Contoso Backup" in line and "New name" in line for line in lines)
        assert "+ " in driver.page
        assert "Europe" in driver.page
        assert "Japan" in driver.page
        await driver.press("u", "y")
        assert not stocked.offers.show(name).has_changes


async def test_review_of_nothing_says_so(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(ALL)
    async with running(stocked) as driver:
        await go(driver, "review")
        assert "the draft is the same as the live version" in driver.page
        await driver.press("u")
        assert "Nothing to publish" in driver.status
