"""What gets lower where it is narrower must not make its own scrollbar come and go without end."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from csp_tui import i18n
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.lists.record_list import Column, Record, RecordList
from csp_tui.ui.kit.lists.record_source import ListSource
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.change_table import ChangeTable
from csp_tui.ui.kit.widgets.dialog_box import DialogBox
from csp_tui.ui.kit.widgets.world_map import WorldMapView
from csp_tui.ui.offers.welcome import Welcome
from tests.scenes import SCENES
from tests.ui.driving import running


def unstable(widget: Widget) -> list[str]:
    """The scrolling containers that get a scrollbar from the height of a widget."""
    found = []
    for one in widget.ancestors:
        if not widget.styles.is_auto_height or not isinstance(one, Widget):
            break
        if isinstance(one, DialogBox):  # lays its body out so that it fits, and never scrolls
            break
        if one.styles.overflow_y == "auto" and one.styles.scrollbar_gutter != "stable":
            found.append(f"{one!r} around {widget!r}")
        widget = one
    return found


async def test_a_scrollbar_takes_no_width_from_what_makes_it_come_and_go(demo: Workbench) -> None:
    async with running(demo, (160, 45), demo=True) as driver:
        for name in ("offers", "audience", "review", "publish", "coverage", "plans"):
            await SCENES[name](driver)
            found = [
                line
                for screen in driver.app.screen_stack
                for kind in (ChangeTable, WorldMapView)
                for widget in screen.query(kind)
                for line in unstable(widget)
            ]
            assert found == [], name
            while len(driver.app.screen_stack) > 1:
                driver.app.pop_screen()
                await driver.settle()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_a_long_message_leaves_no_scrollbar_on_the_greeting(
    workbench: Workbench, language: str
) -> None:
    """Where the greeting just fits: the message takes the lines that it needs."""
    i18n.use(language)
    seen = set()
    async with running(workbench) as driver:
        page = driver.app.screen
        assert isinstance(page, Page)
        greeting = page.query_one(Welcome)
        for height in range(20, 27):
            await driver.resize(80, height)
            before = greeting.show_vertical_scrollbar, greeting.virtual_size
            page.tell("word " * 24, "refused")
            await driver.settle()
            seen.add((before[0], greeting.show_vertical_scrollbar))
            page.tell("", "plain")
            await driver.settle()
            assert (greeting.show_vertical_scrollbar, greeting.virtual_size) == before, height
    assert (False, True) in seen


async def test_keys_beside_the_greeting_leave_no_scrollbar_and_no_narrower_lines(
    workbench: Workbench,
) -> None:
    async with running(workbench, (80, 24)) as driver:
        greeting = driver.app.screen.query_one(Welcome)
        for keys in ("f4", "escape", "1"):
            await driver.press(keys)
        # A message has come beside the open panel of keys, and has gone again.
        now = greeting.show_vertical_scrollbar, greeting.virtual_size
        await driver.resize(81, 24)
        await driver.resize(80, 24)
        assert (greeting.show_vertical_scrollbar, greeting.virtual_size) == now


async def test_a_scrollbar_is_drawn_again_when_and_only_when_it_looks_different(
    workbench: Workbench,
) -> None:
    """While someone types in a search, the number of results changes with each letter."""
    async with running(workbench) as driver:
        listing = RecordList([Column("name", "Name")])
        listing.styles.height = 12
        await driver.app.screen.mount(listing)

        def shown() -> list[str]:
            bar = listing.vertical_scrollbar
            return [line.text for line in bar.render_lines(bar.size.region)]

        same = 0
        for total in (5_000, 5_001, 4_000, 300, 40, 2_000, 1_999, 0, 60, 61):
            before = shown() if listing.show_vertical_scrollbar else []
            rows = [Record((f"{place}",), key=f"{place}") for place in range(total)]
            listing.set_source(ListSource(rows))
            await driver.settle()
            assert listing.show_vertical_scrollbar == (total > 0), total
            if not total:
                continue
            now = shown()
            same += now == before
            listing.vertical_scrollbar.refresh()
            await driver.settle()
            assert shown() == now, total
        assert same >= 2
