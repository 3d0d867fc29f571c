"""More closed requests than are read at once, in the list of requests."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui.services.workbench import Workbench
from csp_tui.ui.requests.list import RequestList
from csp_tui.ui.requests.screen import RequestScreen
from tests.conftest import SOME, tenant
from tests.ui.driving import Driver, running

CLOSED = 250


@pytest.fixture
def many(stocked: Workbench, offer: Callable[..., str], tmp_path: Path) -> Workbench:
    """Request 1 is closed, 2 and 3 are open, and the others are closed, copies of the first."""
    name = offer(SOME, (1, 2, 3))
    for number in (1, 2, 3):
        stocked.support.create_removal(name, [tenant(number)], language="en")
    stocked.support.withdraw(1)
    with closing(sqlite3.connect(tmp_path / "test.sqlite")) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(support_request)")]
        others = ", ".join(one for one in columns if one != "id")
        connection.execute(
            f"INSERT INTO support_request ({others}) SELECT {others} FROM support_request, ("
            "WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers LIMIT ?)"
            " SELECT n FROM numbers) WHERE id = 1",
            (CLOSED - 1,),
        )
        connection.execute("UPDATE support_request SET title = 'Request ' || id")
    return stocked


def at(driver: Driver) -> str | None:
    return driver.app.screen.query_one(RequestList).cursor_key


async def test_closed_requests_are_read_as_they_come_into_view(many: Workbench) -> None:
    async with running(many) as driver:
        await driver.press("2")
        assert f"{CLOSED + 2} requests · 2 open" in driver.page
        assert at(driver) == "3"
        await driver.press("end")
        assert at(driver) == "1"
        await driver.press("enter")
        assert isinstance(driver.app.screen, RequestScreen)
        await driver.press("escape")
        assert at(driver) == "1"
        await driver.press("pageup", "f5")
        row = driver.app.screen.query_one(RequestList).cursor_record
        assert row is not None
        assert row.key in driver.page


async def test_a_request_that_is_closed_keeps_the_cursor_where_it_goes(many: Workbench) -> None:
    async with running(many) as driver:
        await driver.press("2", "down")
        assert at(driver) == "2"
        many.support.withdraw(2)
        await driver.press("f5")
        # It is the oldest closed request but one now, far beyond what was read.
        assert at(driver) == "2"
        assert f"{CLOSED + 2} requests · 1 open" in driver.page


async def test_sorting_and_finding_read_all_of_them(many: Workbench) -> None:
    async with running(many) as driver:
        await driver.press("2", "o")
        listing = driver.app.screen.query_one(RequestList)
        assert at(driver) == "3"
        await driver.press("home")
        assert at(driver) == "1"
        await driver.press("O", "home")
        assert at(driver) == str(CLOSED + 2)
        many.support.withdraw(3)
        await driver.press("f5")
        assert (at(driver), listing.total) == (str(CLOSED + 2), CLOSED + 2)
        await driver.press("slash", *"draft")
        assert listing.shown_keys() == ["2"]
        await driver.press("escape")
        assert listing.total == CLOSED + 2


async def test_all_open_requests_are_marked_whatever_was_read(many: Workbench) -> None:
    async with running(many) as driver:
        await driver.press("2", "asterisk")
        assert "2 requests are marked." in driver.status
        await driver.press("slash", *"withdrawn", "enter", "asterisk")
        assert "2 requests are marked." not in driver.status
        assert "No open request is shown." in driver.status


async def test_a_filter_that_is_turned_off_shows_the_closed_ones_again(many: Workbench) -> None:
    async with running(many) as driver:
        await driver.press("2", "end", "h", "h")
        listing = driver.app.screen.query_one(RequestList)
        assert listing.total == CLOSED + 2
        assert str(CLOSED + 2) in driver.page
