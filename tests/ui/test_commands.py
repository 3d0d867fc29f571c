"""Everything is reached by Tab, arrows, Enter and Escape, and by the mouse alone."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from csp_tui.services.workbench import Workbench
from csp_tui.ui.commands.catalog.common import ALWAYS_IN_BAR
from csp_tui.ui.help.dialog import HelpDialog
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.keys import KeysDialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.command_bar import CommandBar
from csp_tui.ui.kit.widgets.key_panel import KeyPanel
from csp_tui.ui.kit.widgets.menu_button import MenuButton
from csp_tui.ui.kit.widgets.top_bar import TopBar
from csp_tui.ui.offer.listing import ListingSection
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offer.section_menu import SectionMenu
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.palette.palette import Palette
from csp_tui.ui.partners.screen import PartnersScreen
from tests.scenes import SCENES
from tests.ui.driving import Driver, running
from tests.ui.shown_keys import silent_keys


async def _tab_to(driver: Driver, kind: type) -> None:
    for _step in range(40):
        if isinstance(driver.app.focused, kind):
            return
        await driver.press("tab")
    raise AssertionError(f"Tab never comes to {kind.__name__}")


async def _click_bar(driver: Driver, command_id: str) -> None:
    bar = driver.app.screen.query_one(CommandBar)
    await driver.pilot.click(bar, offset=(bar.places.index(command_id) + 1, 0))
    await driver.settle()


async def test_tab_ends_at_the_menu_and_begins_in_the_page(demo: Workbench) -> None:
    async with running(demo) as driver:
        assert driver.app.focused is not None
        assert driver.app.focused.id == "offers-list"
        chain = driver.app.screen.focus_chain
        assert isinstance(chain[-1], TopBar)
        await _tab_to(driver, TopBar)
        await driver.press("enter")
        assert isinstance(driver.app.screen, Palette)


async def test_places_are_reached_by_tab_and_arrows(demo: Workbench) -> None:
    async with running(demo) as driver:
        await _tab_to(driver, TopBar)
        # Partner Center, History, Partners.
        await driver.press("left", "left", "left", "enter")
        assert isinstance(driver.app.screen, PartnersScreen)


async def test_keys_after_an_entry_of_the_top_bar_are_for_the_page_again(demo: Workbench) -> None:
    async with running(demo) as driver:
        await _tab_to(driver, TopBar)
        await driver.press("left", "left", "left", "left", "enter", "1")
        before = driver.app.screen.query_one(RecordList).cursor
        await driver.press("down")
        assert driver.app.screen.query_one(RecordList).cursor == before + 1
        for place in ("2", "3", "4", "5"):
            await driver.press(place)
            await _tab_to(driver, TopBar)
            await driver.press("enter", "escape")
            assert not isinstance(driver.app.focused, TopBar), place
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await _tab_to(driver, TopBar)
        await driver.press("enter", "escape")
        assert driver.app.focused is driver.app.screen.query_one("#audience-partners")


async def test_saving_before_another_section_leads_there(demo: Workbench) -> None:
    async with running(demo) as driver:
        for answer in ("save", "discard"):
            driver.app.navigation.open_offer("contoso-edge-cache", "setup")
            await driver.settle()
            page = driver.app.screen
            assert isinstance(page, OfferScreen)
            await driver.write("x")
            page.sections.go_to_field("csp_url")
            await driver.settle()
            dialog = driver.app.screen
            assert isinstance(dialog, ConfirmDialog)
            assert page.query_one(SectionMenu).chosen == "setup"
            dialog.dismiss(answer)
            await driver.settle()
            assert page.sections.current is page.query_one(ListingSection)
            assert page.query_one(SectionMenu).chosen == "listing"
            assert isinstance(driver.app.focused, Input)
            driver.app.navigation.go_to("offers")
            await driver.settle()


async def test_a_dialogs_menu_is_reached_by_tab(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await driver.press("p")
        dialog = driver.app.screen
        await _tab_to(driver, MenuButton)
        await driver.press("enter")
        assert isinstance(driver.app.screen, Palette)
        await driver.press("escape", "escape")
        assert dialog not in driver.app.screen_stack


async def test_help_back_and_the_menu_are_clicked(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await _click_bar(driver, "help")
        assert isinstance(driver.app.screen, HelpDialog)
        await driver.pilot.click("#close")
        await driver.settle()
        bar = driver.app.screen.query_one(TopBar)
        await driver.pilot.click(bar, offset=(bar.place_of("commands").start + 1, 0))
        await driver.settle()
        assert isinstance(driver.app.screen, Palette)
        await driver.press("escape")
        await _click_bar(driver, "back")
        assert isinstance(driver.app.screen, OffersScreen)


async def test_the_bar_has_at_most_seven_always_with_back(demo: Workbench) -> None:
    async with running(demo, (60, 20)) as driver:
        for go in ("2", "3", "4", "1"):
            await driver.press(go)
            bar = driver.app.screen.query_one(CommandBar)
            shown = [command.id for command in bar.shown()]
            assert len(shown) <= 7
            assert set(ALWAYS_IN_BAR) <= set(shown)
            screen = driver.app.screen
            assert isinstance(screen, CommandScreen)
            runs = {one.id for one in bar.shown() if screen.reason_against(one) is None}
            # What cannot run leaves before anything that can.
            if not runs <= set(bar.places):
                assert set(bar.places) <= runs
            assert ("back" in bar.places) or "back" not in runs


async def test_the_narrowest_bar_keeps_the_main_action(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await driver.press("p")
        await driver.write("contoso")
        for size in ((60, 20), (80, 24), (120, 40)):
            await driver.resize(*size)
            await driver.press("slash")
            for key in ("f1", "down"):
                bar = driver.app.screen.query_one(CommandBar)
                assert {"choose.add", "back"} <= set(bar.places), (size, key)
                sign = driver.app.screen.query_one(MenuButton)
                fits = bar.size.width >= bar.full_width
                assert fits or "help" not in bar.places, (size, key)
                assert fits or sign.size.width <= 2, (size, key)
                await driver.press(key)
                if key == "f1":
                    await driver.press("escape")


async def test_the_bar_shows_no_letter_while_letters_are_typed(demo: Workbench) -> None:
    async with running(demo, (120, 40)) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await driver.press("p")
        bar = driver.app.screen.query_one(CommandBar)
        letters = {"choose.all", "find.country", "find.competency", "find.skill"}
        assert letters.isdisjoint(bar.places)
        await driver.press("down")
        assert "choose.all" in bar.places
        await driver.press("escape", "3")
        assert "partners.import" in driver.app.screen.query_one(CommandBar).places
        await driver.press("slash")
        assert "partners.import" not in driver.app.screen.query_one(CommandBar).places


async def test_the_bar_of_a_dialog_shows_its_commands(demo: Workbench) -> None:
    async with running(demo, (80, 24)) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await driver.press("p", "down")
        await _click_bar(driver, "back")
        assert isinstance(driver.app.screen, OfferScreen)
        await driver.press("p", "down", "space")
        line = next(line for line in driver.page.splitlines() if "space " in line)
        assert "F2 Add" in line
        assert "esc Back" in line


async def test_the_key_panel_follows_focus_and_screen(demo: Workbench) -> None:
    async with running(demo, (110, 60)) as driver:
        await driver.press("f4")
        assert driver.app.screen.query(KeyPanel)
        assert "space     Mark" in driver.page
        await driver.press("slash")
        assert "space     Mark" not in driver.page
        assert "Start, end" in driver.page
        await driver.press("escape", "3")
        assert driver.app.screen.query(KeyPanel)
        assert "Competency" in driver.page
        await driver.press("f4")
        assert not driver.app.screen.query(KeyPanel)
        await driver.press("1")
        assert not driver.app.screen.query(KeyPanel)


async def test_the_key_panel_is_scrolled_with_keys_where_it_is_cut_off(demo: Workbench) -> None:
    async with running(demo, (110, 20)) as driver:
        screen = driver.app.screen
        listing = screen.focused
        await driver.press("f4")
        panel = screen.query_one(KeyPanel)
        assert "Scroll: tab to here, then ↑ ↓" in driver.page
        assert "Next area" not in driver.page
        await driver.press("tab", "tab")
        assert panel.has_focus
        await driver.press("end")
        assert "Next area" in driver.page
        assert "Focused element" in driver.page
        await driver.press("f4")
        assert screen.focused is listing
        await driver.resize(110, 60)
        await driver.press("f4")
        assert screen.query_one(KeyPanel) not in screen.focus_chain
        assert "Scroll: tab" not in driver.page


async def test_where_there_is_no_room_the_keys_lie_over_the_screen(demo: Workbench) -> None:
    async with running(demo, (70, 24)) as driver:
        await driver.press("f4")
        assert isinstance(driver.app.screen, KeysDialog)
        assert "Focused element" in driver.page or "Commands" in driver.page
        await driver.press("enter")
        assert isinstance(driver.app.screen, OffersScreen)


async def test_only_ctrl_q_leaves_the_program(demo: Workbench) -> None:
    async with running(demo) as driver:
        await driver.press("slash", "q")
        assert driver.app.screen.field.value == "q"  # type: ignore[attr-defined]
        await driver.press("escape", "q")
        assert not driver.app.is_exiting
        await driver.pilot.press("ctrl+q")
        assert driver.app.is_exiting


async def test_ctrl_q_in_a_dialog_asks_for_what_is_unsaved(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.navigation.open_offer("contoso-backup", "listing")
        await driver.settle()
        await driver.write("x")
        await driver.press("f1")
        await driver.press("ctrl+q")
        assert "Leave without saving?" in driver.page
        assert not driver.app.is_exiting


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("setup", "ctrl+q"),
        ("setup", "3"),
        ("audience_unsaved", "ctrl+q"),
        ("audience_unsaved", "escape"),
    ],
)
async def test_saving_before_leaving_leaves(demo: Workbench, name: str, key: str) -> None:
    async with running(demo) as driver:
        await SCENES[name](driver)
        page = driver.app.screen
        assert isinstance(page, OfferScreen)
        if name == "setup":
            await driver.write("x")
            await driver.press("escape")
        assert page.view is not None
        before = page.view.state.offer.version
        await driver.press(key)
        assert "Leave without saving?" in driver.page
        await driver.press("y")
        assert demo.offers.show(page.offer_id).offer.version > before
        if key == "ctrl+q":
            assert driver.app.is_exiting
        else:
            assert driver.app.screen is not page
            assert "Draft saved." in driver.page


async def test_a_refused_save_stays_where_it_was(demo: Workbench) -> None:
    async with running(demo) as driver:
        await SCENES["setup"](driver)
        page = driver.app.screen
        assert isinstance(page, OfferScreen)
        page.query(Input).first().value = ""
        await driver.settle()
        await driver.press("ctrl+q", "y")
        assert not driver.app.is_exiting
        assert page.has_unsaved
        page.query(Input).first().value = "A name"
        await driver.press("f2")
        assert not page.has_unsaved
        assert not driver.app.is_exiting


@pytest.mark.parametrize(
    "name", ["offers", "audience", "setup", "offer_history", "partner_search", "wizard_review"]
)
async def test_every_key_that_is_shown_acts_or_explains_why_not(name: str) -> None:
    """All scenes: ``python -m tests.ui.shown_keys``."""
    assert await silent_keys(name) == []
