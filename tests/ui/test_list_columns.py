"""Columns use the room: nothing is cut beside unused cells, at any width, with any names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.content import Content

from csp_tui.bootstrap import open_demo
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.overview import AudienceOverview
from csp_tui.ui.kit.lists.record_layout import GAP
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.lists.record_painter import gutter_width
from csp_tui.ui.kit.master_detail import DetailPane
from csp_tui.ui.text.cells import one_line
from tests.terminal.spoiled import spoil
from tests.ui.driving import Driver, running

WIDTHS = {
    "demo": (60, 72, 80, 99, 100, 110, 119, 120, 150, 159, 160, 200, 240),
    "hostile": (60, 80, 100, 119, 120, 160, 240),
}
READABLE = 30
"""Cells of a name that no other column takes away, in windows of 80 columns and more."""
LISTS = ("offers", "requests", "partners", "history", "audience")


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Workbench]:
    """The demo with every kind of harmful text in its names."""
    spoil(tmp_path / "hostile.sqlite")
    opened = open_demo(tmp_path / "hostile.sqlite")
    yield opened
    opened.close()


async def go(driver: Driver, name: str) -> None:
    """Open one of the lists."""
    if name == "audience":
        driver.app.navigation.open_offer("contoso-backup", "audience")
        await driver.settle()
    else:
        await driver.press(str(LISTS.index(name) + 1))


def painted_width(cell: str | Content) -> int:
    """Cells that a text takes when it is not cut."""
    painted = one_line(cell)
    return cell_len(painted if isinstance(painted, str) else painted.plain)


def wasted(listing: RecordList) -> list[str]:
    """Columns with a cell that is cut while the list has room for it."""
    layout = listing._painter_for(listing.line_width).layout
    records = [listing._source.record(index) for index in listing.records_in_view]
    cells = [record.cells for record in records if record is not None]
    needed = {
        place: max(painted_width(row[place]) if place < len(row) else 0 for row in cells)
        for place, _width in layout
        if cells
    }
    used = sum(width for _place, width in layout) + GAP * (len(layout) - 1)
    unused = listing.line_width - gutter_width(listing._mark_width) - used
    spare = unused + sum(
        max(0, width - max(needed.get(place, 0), cell_len(listing.columns[place].title)))
        for place, width in layout
    )
    return [
        f"{listing.columns[place].key} has {width} of {needed[place]} cells beside {spare} unused"
        for place, width in layout
        if width < needed.get(place, 0) and spare > 0
    ]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("names", ["demo", "hostile"])
async def test_no_cell_is_cut_while_there_is_room_and_no_column_goes_as_room_grows(
    request: pytest.FixtureRequest, names: str, name: str
) -> None:
    workbench = request.getfixturevalue(names)
    found = []
    async with running(workbench, (60, 45), demo=True) as driver:
        await go(driver, name)
        shown, wide = 0, dict[int, int]()
        for width in WIDTHS[names]:
            await driver.resize(width, 45)
            for listing in driver.app.screen.query(RecordList):
                found += [f"{width}: {text}" for text in wasted(listing)]
                layout = dict(listing._painter_for(listing.line_width).layout)
                # A detail beside the list has what the columns say that go for it.
                if len(layout) < shown and not has_detail(driver):
                    found.append(f"{width}: {len(layout)} columns after {shown}")
                shown = len(layout)
                first = {i: cells for i, cells in layout.items() if not listing.columns[i].priority}
                if names == "demo":
                    found += [
                        f"{width}: {listing.columns[place].key} has {cells} after {wide[place]}"
                        for place, cells in first.items()
                        if cells < min(wide.get(place, 0), READABLE)
                    ]
                wide = first
    assert found == []


def has_detail(driver: Driver) -> bool:
    """Whether the highlighted record is shown in full beside the list."""
    screen = driver.app.screen
    beside = [*screen.query(DetailPane), *screen.query(AudienceOverview)]
    return any(one.display for one in beside)


async def test_columns_stay_where_they_are_when_a_record_is_marked(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        await go(driver, "audience")
        listing = next(iter(driver.app.screen.query(RecordList)))
        before = listing._painter_for(listing.line_width).layout
        await driver.press("space")
        after = listing._painter_for(listing.line_width).layout
        assert "marked" in driver.page
        assert [place for place, _ in after] == [place for place, _ in before]
        assert after[:-1] == before[:-1]


MARKED = {"offers": "waits", "requests": "status", "audience": "state"}


@pytest.mark.parametrize("name", MARKED)
@pytest.mark.parametrize("names", ["demo", "hostile"])
async def test_words_of_marks_are_not_cut_while_a_name_can_give_room(
    request: pytest.FixtureRequest, names: str, name: str
) -> None:
    cut = []
    async with running(request.getfixturevalue(names), (80, 24), demo=True) as driver:
        await go(driver, name)
        listing = next(iter(driver.app.screen.query(RecordList)))
        before = [place for place, _width in listing._painter_for(listing.line_width).layout]
        await driver.press("asterisk")
        for width in WIDTHS[names]:
            await driver.resize(width, 24)
            layout = dict(listing._painter_for(listing.line_width).layout)
            if width == 80:
                assert list(layout) == before
            records = [listing._source.record(index) for index in listing.records_in_view]
            marked = [record for record in records if record is not None and record.unmarked]
            assert marked
            for place, cells in layout.items():
                column = listing.columns[place]
                longest = max(layout[i] for i in layout if listing.columns[i].cut == "middle")
                needed = max(painted_width(record.cells[place]) for record in marked)
                if column.key == MARKED[name] and cells < needed and longest > 16:
                    cut.append(f"{width}: {cells} of {needed} cells beside a name of {longest}")
    assert cut == []
