"""Columns use the room: nothing is cut beside unused cells, at any width, with any names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.content import Content

from csp_tui.bootstrap import open_demo
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.lists.record_layout import GAP
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.lists.record_painter import gutter_width
from csp_tui.ui.text.cells import one_line
from tests.terminal.spoiled import spoil
from tests.ui.driving import Driver, running

WIDTHS = (60, 72, 80, 90, 99, 100, 110, 119, 120, 132, 150, 159, 160, 180, 200, 240)
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
        driver.app.open_offer("contoso-backup", "audience")
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
    async with running(workbench, (WIDTHS[0], 45), demo=True) as driver:
        await go(driver, name)
        shown = 0
        for width in WIDTHS:
            await driver.resize(width, 45)
            for listing in driver.app.screen.query(RecordList):
                found += [f"{width}: {text}" for text in wasted(listing)]
                columns = len(listing._painter_for(listing.line_width).layout)
                if columns < shown:
                    found.append(f"{width}: {columns} columns after {shown}")
                shown = columns
    assert found == []
