"""A screen is laid out once when it opens, and again only where that changes something."""

from __future__ import annotations

from typing import Any, Self

import pytest
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.kit.widgets.steady_text import SteadyText
from csp_tui.ui.terminal.lifecycle import ResilientScreen
from csp_tui.ui.terminal.terminal_app import TerminalApp
from tests.ui import quiet
from tests.ui.driving import running


class _CutLine(Static):
    """A line that is as long as the width that it has, known only after a layout."""

    DEFAULT_CSS = "_CutLine { height: auto; }"

    def render(self) -> Content:
        """Dots up to the edge."""
        return Content("." * self.content_size.width)


class _Place(ResilientScreen, Screen[None]):
    CSS = """
    _Place { #list { height: 5; } #growing { height: auto; min-height: 1; } #hidden { height: 1; } }
    """

    def compose(self) -> ComposeResult:
        """Something of each kind."""
        yield SteadyText("one", id="text")
        yield _CutLine(id="cut")
        yield SearchField(id="field")
        yield RecordList((Column("name", "Name"),), id="list")
        yield RecordList((Column("name", "Name"),), id="growing")
        with VerticalScroll():
            yield Static("below")


class _App(TerminalApp):
    def __init__(self) -> None:
        super().__init__()
        self.layouts = 0
        self.place = _Place()

    def count(self, _screen: object) -> None:
        """Count a layout of the screen."""
        self.layouts += 1


async def _opened(app: _App, pilot: Any) -> _Place:
    place = app.place
    place.screen_layout_refresh_signal.subscribe(app, app.count, immediate=True)
    await app.push_screen(place)
    await pilot.pause()
    return place


async def test_widgets_that_get_another_size_do_not_ask_for_another_layout() -> None:
    app = _App()
    async with app.run_test(size=(80, 24)) as pilot:
        place = await _opened(app, pilot)
        place.query_one("#cut").display = False
        await pilot.pause()
        before = app.layouts
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        # Textual lays a screen out for the terminal's event and for the screen's own.
        assert app.layouts == before + 2


async def test_a_text_that_depends_on_its_width_is_laid_out_once_it_has_it() -> None:
    app = _App()
    async with app.run_test(size=(80, 24)) as pilot:
        place = await _opened(app, pilot)
        await pilot.resize_terminal(40, 24)
        await pilot.pause()
        assert place.query_one("#cut").size == Size(40, 1)


async def test_an_unchanged_text_is_not_laid_out_and_another_one_is() -> None:
    app = _App()
    async with app.run_test(size=(80, 24)) as pilot:
        text = (await _opened(app, pilot)).query_one(SteadyText)
        before = app.layouts
        text.update("one")
        await pilot.pause()
        assert app.layouts == before
        text.update(Content("one\ntwo"))
        await pilot.pause()
        assert (app.layouts, text.size.height) == (before + 1, 2)
        text.update(Content("one\ntwo").stylize("bold"))
        await pilot.pause()
        assert app.layouts == before + 2


async def test_typing_lays_nothing_out_but_hiding_the_field_does() -> None:
    app = _App()
    async with app.run_test(size=(80, 24)) as pilot:
        place = await _opened(app, pilot)
        field = place.query_one(SearchField)
        field.focus()
        await pilot.pause()
        before = app.layouts
        await pilot.press(*"north")
        field.value = "another"
        await pilot.pause()
        assert (app.layouts, field.value) == (before, "another")
        top = place.query_one("#list").region.y
        field.display = False
        await pilot.pause()
        assert place.query_one("#list").region.y < top


async def test_records_lay_out_a_list_that_grows_with_them_and_no_other() -> None:
    app = _App()
    async with app.run_test(size=(80, 24)) as pilot:
        place = await _opened(app, pilot)
        before = app.layouts
        rows = [Record((f"Partner {number}",), key=str(number)) for number in range(3)]
        place.query_one("#list", RecordList).set_source(ListSource(rows))
        await pilot.pause()
        assert app.layouts == before
        growing = place.query_one("#growing", RecordList)
        growing.set_source(ListSource(rows))
        await pilot.pause()
        assert growing.size.height == len(rows) + growing.header_height


async def test_a_scrollbar_comes_when_a_fixed_list_gets_too_long() -> None:
    app = _App()
    async with app.run_test(size=(80, 24)) as pilot:
        listing = (await _opened(app, pilot)).query_one("#list", RecordList)
        width = listing.line_width
        rows = [Record((f"Partner {number}",), key=str(number)) for number in range(50)]
        listing.set_source(ListSource(rows))
        await pilot.pause()
        assert listing.show_vertical_scrollbar
        assert listing.line_width < width


async def test_columns_follow_the_records_that_a_taller_list_shows() -> None:
    app = _App()
    async with app.run_test(size=(80, 24)) as pilot:
        listing = (await _opened(app, pilot)).query_one("#list", RecordList)
        listing.set_columns((Column("name", "Name"), Column("state", "State")))
        states = ["new"] * 6 + ["a state that takes more room"] * 40
        rows = [Record((f"{n}" * 70, state), key=f"{n}") for n, state in enumerate(states)]
        listing.set_source(ListSource(rows))
        await pilot.pause()
        listing.styles.height = 12
        await pilot.pause()
        lines = [listing.render_line(y).text for y in range(listing.size.height)]
        assert any(states[-1] in line for line in lines)


class _Above(ResilientScreen, ModalScreen[None]):
    CSS = "_Above { background: black 50%; }"

    def __init__(self) -> None:
        super().__init__()
        self.drawn = 0

    def refresh(self, *regions: Region, **options: Any) -> Self:
        """Count what is to be drawn again."""
        self.drawn += 1
        return super().refresh(*regions, **options)


async def test_what_is_behind_a_dialog_is_drawn_again_only_where_it_changes() -> None:
    app = _App()
    async with app.run_test(size=(80, 24)) as pilot:
        place = await _opened(app, pilot)
        above = _Above()
        await app.push_screen(above)
        await pilot.pause()
        before = above.drawn
        place.call_later(lambda: None)
        await pilot.pause()
        assert above.drawn == before
        place.query_one(SteadyText).update("another", layout=False)
        await pilot.pause()
        assert above.drawn == before + 1


async def test_what_changes_behind_two_dialogs_is_drawn(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the dialogs keeps its lines, with what shows through it."""
    quiet.paint_every_frame(monkeypatch)
    async with running(demo, (120, 40)) as driver:
        page = driver.app.screen
        assert isinstance(page, Page)
        for title in ("First?", "Second?"):
            driver.app.push_screen(ConfirmDialog(title, ["It goes."], [("go", "Go")]))
            await driver.settle()
        page.tell("Changed below.", "plain")
        await driver.settle()
        assert "Changed below." in driver.page
        await driver.resize(90, 30)
        assert "Changed below." in driver.page.splitlines()[-2]
        narrow = driver.page
        await driver.resize(120, 40)
        await driver.resize(90, 30)
        assert driver.page == narrow
