"""The rules as a screen: found while typing, read, copied, left without losing anything."""

from __future__ import annotations

from textual.widgets import Static

from csp_tui import i18n
from csp_tui.domain.rules.catalog import RULES, rule_of
from csp_tui.services.workbench import Workbench
from csp_tui.ui.help.rules_screen import RulesScreen
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.text.rules import rule_page
from tests import scenes
from tests.ui.driving import Driver, running
from tests.ui.steering import opened, press


def rules_screen(driver: Driver) -> RulesScreen:
    screen = driver.app.screen
    assert isinstance(screen, RulesScreen)
    return screen


def read(driver: Driver) -> str:
    """The text of the rule that is shown."""
    return str(rules_screen(driver).query_one("#rules-text", Static).content)


async def test_rules_are_found_while_typing(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        await driver.press("R")
        assert rules_screen(driver).listing.source.total == len(RULES)
        await driver.press("slash")
        await driver.write("RESÓLD")
        for size in ((60, 20), (120, 40), (80, 24)):
            await driver.resize(*size)
            assert "R30" in driver.page, size
            assert "Partners that have resold can't be deauthorized" in driver.page, size
            assert read(driver).startswith("R30"), size
        await driver.press("down", "down")
        assert read(driver).startswith("R41")
        await driver.press("escape")
        assert rules_screen(driver).field.value == ""
        assert rules_screen(driver).rule == rule_of("R41")
        await driver.press("escape")
        assert isinstance(driver.app.screen, OffersScreen)


async def test_a_search_without_a_rule_says_so(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        await driver.press("R", "slash")
        await driver.write("zebra")
        assert "No rule matches “zebra”." in driver.page
        assert read(driver) == ""
        await driver.press("enter", "y")
        assert driver.status == "No rule is highlighted."


async def test_text_basis_and_source_are_shown(workbench: Workbench) -> None:
    async with running(workbench, (120, 40)) as driver:
        driver.app.navigation.open_rules("R14")
        await driver.settle()
        assert "What resellers see" in driver.page
        assert "Stated in another Microsoft document." in driver.page
        assert "csp-commercial-marketplace-discover.md" in read(driver)
        driver.app.navigation.open_rules("R33")
        await driver.settle()
        assert len(driver.app.screen_stack) == 2
        assert "the workbench's interpretation" in read(driver)


async def test_a_long_rule_is_scrolled_with_keys(workbench: Workbench) -> None:
    async with running(workbench, (60, 20)) as driver:
        driver.app.navigation.open_rules("R42")
        await driver.settle()
        await driver.press("enter", "end")
        assert "cloud-solution-providers" in driver.page
        await driver.press("escape")
        assert driver.app.focused is rules_screen(driver).listing


async def test_a_rule_is_copied_as_it_is_read(workbench: Workbench) -> None:
    async with opened(workbench) as (app, pilot):
        await press(pilot, "R", "down", "y")
        assert app.copied == rule_page(rule_of("R2")).plain
        assert "Dynamics 365 Business Central" in app.copied


async def test_every_rule_can_be_read_in_every_language(workbench: Workbench) -> None:
    for language in i18n.LANGUAGES:
        i18n.use(language)
        for rule in RULES:
            lines = rule_page(rule).plain.split("\n")
            assert lines[0].startswith(rule.number)
            assert len(lines) >= 5


async def test_a_refusal_leads_to_its_rule_and_back(demo: Workbench) -> None:
    async with running(demo) as driver:
        await scenes.refusal_locked(driver)
        assert isinstance(driver.app.screen, RefusalDialog)
        driver.app.screen.query_one("#read-rule").focus()
        await driver.press("enter")
        assert rules_screen(driver).rule == rule_of("R42")
        await driver.press("escape")
        assert isinstance(driver.app.screen, RefusalDialog)


async def test_rules_begin_with_the_reason_that_the_page_shows(demo: Workbench) -> None:
    async with running(demo) as driver:
        await scenes.audience_ineligible(driver)
        await driver.press("R")
        assert rules_screen(driver).rule == rule_of("R3")


async def test_rules_begin_with_what_was_just_refused(demo: Workbench) -> None:
    async with running(demo) as driver:
        await scenes.offer(driver, "contoso-backup", "listing")
        driver.app.screen.tell("The offer is live (R31).", "refused")  # type: ignore[attr-defined]
        driver.app.screen.query_one("#section-menu").focus()
        await driver.press("R")
        assert rules_screen(driver).rule == rule_of("R31")


async def test_leaving_asks_about_unsaved_input_below(demo: Workbench) -> None:
    async with running(demo) as driver:
        await scenes.audience_unsaved(driver)
        for key in ("R", "comma", "A", "L", "G", "equals_sign", "W"):
            await driver.press(key)
            page = driver.app.screen
            assert not isinstance(page, OfferScreen), key
            driver.app.set_focus(None)
            await driver.press("1")
            assert isinstance(driver.app.screen, ConfirmDialog), key
            await driver.press("n")
            assert driver.app.screen is page, key
            driver.app.navigation.go_back()
            await driver.settle()
            assert isinstance(driver.app.screen, OfferScreen), key
            assert driver.app.screen.has_unsaved, key
        await driver.press("comma", "1", "y")
        assert isinstance(driver.app.screen, OffersScreen)
        assert driver.status == "Draft saved."


async def test_leaving_closes_no_dialog_below_in_which_something_is_entered(
    demo: Workbench,
) -> None:
    async with running(demo) as driver:
        await driver.press("n", "a")
        dialog = driver.app.screen
        driver.app.navigation.open_rules()
        await driver.settle()
        await driver.press("1")
        assert "A dialog is still open" in driver.status
        await driver.press("escape")
        assert driver.app.screen is dialog
        await driver.press("escape", "escape")
        await scenes.partner_search_chosen(driver)
        search = driver.app.screen
        assert isinstance(search, PartnerSearchDialog)
        await driver.press("H", "1")
        assert "A dialog is still open" in driver.status
        await driver.press("escape")
        assert driver.app.screen is search
        assert search.chosen


async def test_leaving_from_the_rules_goes_to_the_chosen_page(demo: Workbench) -> None:
    async with running(demo) as driver:
        await scenes.audience(driver)
        await driver.press("f1", "tab", "enter")
        assert rules_screen(driver).rule is not None
        await driver.press("1")
        assert isinstance(driver.app.screen, OffersScreen)
        assert len(driver.app.screen_stack) == 1
