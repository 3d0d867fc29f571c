"""Everything is reached by Tab, arrows, Enter and Escape, and by the mouse alone."""

from __future__ import annotations

from csp_tui.services.workbench import Workbench
from csp_tui.ui.commands.everywhere import ALWAYS_IN_BAR
from csp_tui.ui.commands.key_panel import KeyPanel
from csp_tui.ui.commands.palette import Palette
from csp_tui.ui.dialogs.help import HelpDialog
from csp_tui.ui.dialogs.keys import KeysDialog
from csp_tui.ui.screens.offer import OfferScreen
from csp_tui.ui.screens.offers import OffersScreen
from csp_tui.ui.screens.partners import PartnersScreen
from csp_tui.ui.widgets.command_bar import CommandBar
from csp_tui.ui.widgets.menu_sign import MenuSign
from tests.ui.driving import Driver, running


async def _tab_to(driver: Driver, kind: type) -> None:
    for _step in range(40):
        if isinstance(driver.app.focused, kind):
            return
        await driver.press("tab")
    raise AssertionError(f"Tab never comes to {kind.__name__}")


async def _click_bar(driver: Driver, command_id: str) -> None:
    bar = driver.app.screen.query_one(CommandBar)
    await driver.pilot.click(bar, offset=(bar._places.index(command_id) + 1, 0))
    await driver.settle()


async def test_tab_ends_at_the_menu_and_begins_in_the_page(demo: Workbench) -> None:
    async with running(demo) as driver:
        assert driver.app.focused is not None
        assert driver.app.focused.id == "offers-list"
        chain = driver.app.screen.focus_chain
        assert isinstance(chain[-1], MenuSign)
        await _tab_to(driver, MenuSign)
        await driver.press("enter")
        assert isinstance(driver.app.screen, Palette)


async def test_places_are_reached_by_tab_and_arrows(demo: Workbench) -> None:
    async with running(demo) as driver:
        await _tab_to(driver, MenuSign)
        await driver.press("left", "left", "enter")
        assert isinstance(driver.app.screen, PartnersScreen)


async def test_a_dialogs_menu_is_reached_by_tab(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.open_offer("contoso-backup")
        await driver.settle()
        await driver.press("p")
        dialog = driver.app.screen
        await _tab_to(driver, MenuSign)
        await driver.press("enter")
        assert isinstance(driver.app.screen, Palette)
        await driver.press("escape", "escape")
        assert dialog not in driver.app.screen_stack


async def test_help_back_and_the_menu_are_clicked(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.open_offer("contoso-backup")
        await driver.settle()
        await _click_bar(driver, "help")
        assert isinstance(driver.app.screen, HelpDialog)
        await driver.pilot.click("#close")
        await driver.settle()
        await driver.pilot.click(MenuSign)
        await driver.settle()
        assert isinstance(driver.app.screen, Palette)
        await driver.press("escape")
        await _click_bar(driver, "back")
        assert isinstance(driver.app.screen, OffersScreen)


async def test_the_bar_has_at_most_seven_always_with_help_and_back(demo: Workbench) -> None:
    async with running(demo, (60, 20)) as driver:
        for go in ("2", "3", "4", "1"):
            await driver.press(go)
            bar = driver.app.screen.query_one(CommandBar)
            shown = [command.id for command in bar.shown()]
            assert len(shown) <= 7
            assert set(ALWAYS_IN_BAR) <= set(shown)
            assert set(ALWAYS_IN_BAR) <= set(bar._places)


async def test_the_bar_of_a_dialog_shows_its_commands(demo: Workbench) -> None:
    async with running(demo, (80, 24)) as driver:
        driver.app.open_offer("contoso-backup")
        await driver.settle()
        await driver.press("p")
        line = next(
            line for line in driver.page.splitlines() if "≡ Menu" in line and "Choose" in line
        )
        assert "F1 Help" in line
        assert "esc Back" in line
        await _click_bar(driver, "back")
        assert isinstance(driver.app.screen, OfferScreen)


async def test_the_key_panel_follows_focus_and_screen(demo: Workbench) -> None:
    async with running(demo, (110, 40)) as driver:
        await driver.press("f4")
        assert driver.app.screen.query(KeyPanel)
        assert "space     Mark" in driver.page
        await driver.press("slash")
        assert "space     Mark" not in driver.page
        assert "Begin, end" in driver.page
        await driver.press("escape", "3")
        assert driver.app.screen.query(KeyPanel)
        assert "Competency" in driver.page
        await driver.press("f4")
        assert not driver.app.screen.query(KeyPanel)
        await driver.press("1")
        assert not driver.app.screen.query(KeyPanel)


async def test_where_there_is_no_room_the_keys_lie_over_the_screen(demo: Workbench) -> None:
    async with running(demo, (70, 24)) as driver:
        await driver.press("f4")
        assert isinstance(driver.app.screen, KeysDialog)
        assert "What has the focus" in driver.page or "Commands" in driver.page
        await driver.press("enter")
        assert isinstance(driver.app.screen, OffersScreen)


async def test_q_leaves_from_a_place_but_is_typed_in_a_field(demo: Workbench) -> None:
    async with running(demo) as driver:
        await driver.press("slash", "q")
        assert isinstance(driver.app.screen, OffersScreen)
        assert driver.app.screen.field.value == "q"
        assert not driver.app._exit
        await driver.press("escape")
        await driver.pilot.press("q")
        assert driver.app._exit


async def test_ctrl_q_in_a_dialog_asks_for_what_is_unsaved(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.open_offer("contoso-backup", "listing")
        await driver.settle()
        await driver.press("enter")
        await driver.write("x")
        await driver.press("f1")
        await driver.press("ctrl+q")
        assert "Leave without saving?" in driver.page
        assert not driver.app._exit
