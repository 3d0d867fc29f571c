"""Texts have contrast in every theme, and states differ without any color."""

from __future__ import annotations

import pytest
from textual.widget import Widget
from textual.widgets import Button, Input

from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.theme import DARK, LIGHT
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.kit.widgets.top_bar import TopBar
from tests import scenes
from tests.ui.contrast import LEAST, contrast, too_faint
from tests.ui.driving import Driver, running
from tests.ui.steering import strips_of

THEMES = (DARK.name, LIGHT.name)
PLACES = {
    "audience": ("#audience-options .-selected", "CommandButton", "RecordList", "SectionMenu"),
    "setup": ("CheckOption", "Input"),
    "wizard_selections": ("LockedField", "#wizard-next"),
    "wizard_review": ("RequestText",),
    "new_offer": ("SelectCurrent", "Button"),
}
"""Where each kind of control is found."""


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_colors_of_states_stand_out_from_every_ground(theme: object) -> None:
    from rich.color import Color as RichColor
    from textual.theme import Theme

    assert isinstance(theme, Theme)
    made = theme.to_color_system().generate()
    made.update(theme.variables)
    for ground in ("background", "surface", "panel", "boost"):
        back = RichColor.parse(made[ground][:7])
        for name in ("text-muted", "text-disabled", "text-success", "text-warning", "text-error"):
            ratio = contrast(RichColor.parse(made[name][:7]), back)
            assert ratio >= LEAST, f"{name} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("name", ["offers", "audience", "listing", "partner_search", "publish"])
async def test_in_the_terminals_own_colors_no_text_has_the_color_of_its_ground(
    demo: Workbench, name: str
) -> None:
    async with running(demo, demo=True) as driver:
        await scenes.SCENES[name](driver)
        for theme in ("ansi-dark", "ansi-light"):
            driver.app.theme = theme
            await driver.settle()
            for strip in strips_of(driver.app.screen):
                for segment in strip:
                    style = segment.style
                    if segment.text.strip() and style is not None and style.color is not None:
                        # The terminal's default text and ground are two colors under one name.
                        distinct = style.color.is_default or style.color != style.bgcolor
                        assert distinct, (theme, segment)


def signs(widget: Widget) -> list[tuple[str, bool, bool, bool]]:
    """The text of a widget without its colors: characters, bold, underlined, reversed."""
    strips = strips_of(widget.screen)
    area = widget.region
    shown = []
    for strip in strips[area.y : area.bottom]:
        for text, style, _control in strip.crop(area.x, area.right):
            assert style is not None
            shown.append((text, bool(style.bold), bool(style.underline), bool(style.reverse)))
    return shown


@pytest.mark.parametrize("name", PLACES)
async def test_the_focus_shows_without_colors(
    demo: Workbench, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(demo, demo=True) as driver:
        await scenes.SCENES[name](driver)
        for theme in (DARK.name, "ansi-dark"):
            driver.app.theme = theme
            for kind in PLACES[name]:
                widget = driver.app.screen.query(kind).first(Widget)
                control = next(
                    node
                    for node in widget.ancestors_with_self
                    if isinstance(node, Widget) and node.focusable
                )
                driver.app.screen.set_focus(None)
                await driver.settle()
                without = signs(widget)
                control.focus()
                await driver.settle()
                assert signs(widget) != without, (theme, kind)


async def test_states_are_shown_by_symbols_and_words(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(demo, (120, 60), demo=True) as driver:
        await scenes.audience(driver)
        page = driver.page
        for sign, word in (
            ("+", "pending sync"),
            ("■", "locked: resold"),
            ("-", "removal: request"),
        ):
            assert any(sign in line and word in line for line in page.splitlines()), word
        assert "(•) Specific partners" in page
        assert "( ) Any partner" in page
        assert "(Save draft)" in page
        buttons = driver.app.screen.query(CommandButton)
        for button in buttons:
            text = button.render_line(0).text
            assert text.startswith("(") == button.has_class("-off"), text
        listing = driver.app.screen.query_one(RecordList)
        assert listing.render_line(1).text.startswith("▸")


async def test_an_error_is_a_symbol_and_a_sentence_beside_its_field(demo: Workbench) -> None:
    async with running(demo, demo=True) as driver:
        await scenes.listing(driver)
        field = next(
            field for field in driver.app.screen.query(Input) if field.has_class("-invalid")
        )
        lines = driver.page.splitlines()
        below = lines[field.region.bottom]
        assert below.strip(" ▸│").startswith("! 'contoso' is not a web address")


async def test_a_button_that_cannot_run_says_why(demo: Workbench) -> None:
    async with running(demo, demo=True) as driver:
        await scenes.audience(driver)
        button = next(
            button for button in driver.app.screen.query(CommandButton) if button.has_class("-off")
        )
        assert isinstance(button, Button)
        button.focus()
        await driver.press("enter")
        assert driver.status


async def test_every_entry_of_the_top_bar_can_be_read_and_is_seen_with_the_focus(
    demo: Workbench,
) -> None:
    async with running(demo, demo=True) as driver:
        for theme in ("csp-dark", "csp-light"):
            driver.app.theme = theme
            await driver.settle()
            bar = driver.app.screen.query_one(TopBar)
            plain = _grounds(driver, bar)
            bar.focus()
            seen = set()
            for _entry in range(6):
                await driver.press("right")
                marked = _grounds(driver, bar)
                seen.add(tuple(at for at, ground in enumerate(marked) if ground != plain[at]))
                assert too_faint(driver.app.screen) == [], theme
            # Five places and the menu, each of them somewhere else.
            assert len(seen) == 6, theme
            assert () not in seen, theme
            driver.app.screen.set_focus(None)


def _grounds(driver: Driver, bar: TopBar) -> list[object]:
    """The background of each cell of a bar."""
    line = strips_of(driver.app.screen)[bar.region.y]
    return [
        segment.style and segment.style.bgcolor
        for segment in line
        for _cell in range(len(segment.text))
    ]
