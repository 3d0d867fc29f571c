"""The terminal's own cursor is on what has the focus, for readers and magnifiers."""

from __future__ import annotations

from textual.widgets import Input, RadioSet, TextArea

from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.offer.section_menu import SectionMenu
from tests import scenes
from tests.ui.driving import Driver, running
from tests.ui.fitting import shown


def line_at_cursor(driver: Driver) -> str:
    """The line of the cursor, from the cursor on."""
    place = driver.app.cursor_position
    return driver.page.splitlines()[place.y][place.x :]


async def test_the_cursor_goes_along_within_lists_options_and_menus(demo: Workbench) -> None:
    async with running(demo, demo=True) as driver:
        await scenes.audience(driver)
        assert isinstance(driver.app.focused, RecordList)
        await driver.press("down", "down")
        assert line_at_cursor(driver).startswith("▸+  Adatum Consultoria")
        await driver.press("end")
        assert line_at_cursor(driver).startswith("▸")
        driver.app.screen.query_one(RadioSet).focus()
        await driver.settle()
        await driver.press("down")
        assert line_at_cursor(driver).startswith("▸( ) No partners")
        driver.app.screen.query_one(SectionMenu).focus()
        await driver.settle()
        assert line_at_cursor(driver).startswith("▸Resell through CSPs")


async def test_the_cursor_is_where_text_is_typed(demo: Workbench) -> None:
    async with running(demo, demo=True) as driver:
        await scenes.wizard_review(driver)
        await driver.press("f3")
        for kind in (Input, TextArea):
            field = driver.app.screen.query(kind).first()
            assert isinstance(field, Input | TextArea)
            field.focus()
            await driver.settle()
            assert driver.app.cursor_position == field.cursor_screen_offset


async def test_an_open_drop_down_has_the_cursor(demo: Workbench) -> None:
    async with running(demo, demo=True) as driver:
        await driver.press("n")
        driver.app.screen.query_one("#new-type").focus()
        await driver.settle()
        await driver.press("enter", "down")
        first = line_at_cursor(driver)
        await driver.press("down")
        assert line_at_cursor(driver) != first
        assert driver.app.focused is not None
        assert shown(driver.app.focused).contains_point(driver.app.cursor_position)
