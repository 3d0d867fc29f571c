"""Help where one is: the screen, the focused control, the rule behind it."""

from __future__ import annotations

from textual.css.parse import parse_selectors
from textual.screen import Screen
from textual.widgets import Button

from csp_tui.domain.rules.catalog import rule_of
from csp_tui.services.workbench import Workbench
from csp_tui.ui.help.command_rules import COMMAND_RULES
from csp_tui.ui.help.controls import control_help
from csp_tui.ui.help.dialog import HelpDialog, RuleLink
from csp_tui.ui.help.rules_screen import RulesScreen
from csp_tui.ui.help.sheet import SHEET
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.widgets.scroll_text import ScrollText
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.requests.list_screen import RequestsScreen
from csp_tui.ui.requests.screen import RequestScreen
from tests import scenes
from tests.dialogs import DIALOGS
from tests.ui.driving import running
from tests.ui.steering import painted


def text_of(screen: Screen[object]) -> str:
    """The words of a dialog without its frame, in one line."""
    return " ".join(painted(screen).replace("│", " ").split())


async def test_help_explains_page_control_and_rules_and_commands(demo: Workbench) -> None:
    async with running(demo, (120, 40)) as driver:
        await scenes.audience(driver)
        await driver.press("f1")
        text = text_of(driver.app.screen)
        for part in (
            "Resell through CSPs: who may resell this offer.",
            "Here: Selected partners",
            "(R30) Partners that have resold can't be deauthorized",
            "Remove: Remove the marked partners, or this one",
            "Not now: There is nothing to save here.",
        ):
            assert part in text, part


async def test_a_rule_named_by_the_help_is_opened_and_left_again(demo: Workbench) -> None:
    async with running(demo) as driver:
        await scenes.listing(driver)
        driver.app.screen.query_one("#field-csp_url Input").focus()
        await driver.press("f1")
        links = [link.name for link in driver.app.screen.query(RuleLink)]
        assert links == ["R50", "R51", "R52"]
        await driver.press("tab", "tab", "enter")
        assert isinstance(driver.app.screen, RulesScreen)
        assert driver.app.screen.rule == rule_of("R51")
        await driver.press("escape")
        assert isinstance(driver.app.screen, HelpDialog)
        await driver.press("escape")
        assert driver.app.focused is driver.app.screen.query_one("#field-csp_url Input")


async def test_a_long_help_is_scrolled_with_keys_whatever_has_the_focus(demo: Workbench) -> None:
    async with running(demo, (60, 20)) as driver:
        await scenes.audience(driver)
        await driver.press("f1")
        assert "Here: Selected partners" in driver.page
        assert "Quit the program" not in driver.page
        await driver.press(*["pagedown"] * 15)
        assert "Quit the program" in text_of(driver.app.screen)
        last = driver.page
        await driver.press("up", "up", "up")
        assert driver.page != last
        await driver.press(*["pageup"] * 15)
        assert "Here: Selected partners" in driver.page


async def test_a_button_that_cannot_run_says_why(demo: Workbench) -> None:
    async with running(demo) as driver:
        await scenes.audience(driver)
        button = next(b for b in driver.app.screen.query(Button) if b.name == "draft.save")
        found = control_help(button)
        assert found is not None
        assert "Not now: There is nothing to save here." in found.text
        assert found.rules == ("R24",)


def test_the_sheet_can_be_read_and_names_rules_that_exist() -> None:
    for found in SHEET:
        assert parse_selectors(found.selector), found.selector
        for number in found.rules:
            assert rule_of(number).number == number
    screens = (OffersScreen, OfferScreen, RequestsScreen, RequestScreen)
    commands = {command.id for screen in screens for command in screen.declared_commands()}
    for command, rules in COMMAND_RULES.items():
        assert command in commands, command
        assert [rule_of(number).number for number in rules] == list(rules)


async def test_home_and_end_scroll_every_text_in_a_dialog(demo: Workbench) -> None:
    """Whatever has the focus, as long as it does not need the keys itself."""
    scrolled, tried = set(), set()
    async with running(demo, (60, 20)) as driver:
        for kind, make in DIALOGS.items():
            dialog = make(driver.app)
            driver.app.push_screen(dialog)
            await driver.settle()
            for text in dialog.query(ScrollText):
                for focused in dialog.query("Button, RadioSet, ScrollText, Checkbox"):
                    if text.max_scroll_y <= 0 or not focused.focusable:
                        continue
                    if isinstance(focused, ScrollText) and focused is not text:
                        continue
                    # In each dialog, and with the focus on each kind of control somewhere.
                    if kind in scrolled and type(focused) in tried:
                        continue
                    tried.add(type(focused))
                    focused.focus()
                    await driver.settle()
                    await driver.press("end")
                    assert text.scroll_y == text.max_scroll_y, (kind, focused)
                    await driver.press("home")
                    assert text.scroll_y == 0, (kind, focused)
                    scrolled.add(kind)
            dialog.dismiss(None)
            await driver.settle()
        assert scrolled
        await driver.press("f1", "end")
        assert "Quit the program" in text_of(driver.app.screen)
        await driver.press("home")
        assert "Quit the program" not in text_of(driver.app.screen)
        lines = "\n".join(str(number) for number in range(100))
        driver.app.push_screen(TextViewDialog("Text", lines))
        await driver.settle()
        await driver.press("end")
        assert "99" in driver.page
        await driver.press("home")
        assert "99" not in driver.page
