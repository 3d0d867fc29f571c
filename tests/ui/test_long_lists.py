"""Lists of thousands of lines are sorted and searched like short ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Button

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import PartnerQuery
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.lists.record_order import AT_ONCE
from csp_tui.ui.requests.new_dialog import NewRequestDialog
from csp_tui.ui.text.cells import one_line
from tests.conftest import SOME, tenant
from tests.storage.test_long_lists import fill_history, many_partners
from tests.ui.driving import Driver, running
from tests.ui.test_list_order import go_to

REQUESTS = AT_ONCE + 2_000


async def settled(driver: Driver) -> None:
    """Wait until what a long list reads and sorts in threads is shown."""
    await driver.settle()
    await driver.settle()


def column_in_view(listing: RecordList, key: str) -> list[str]:
    """The texts of a column of the records in view."""
    at = [column.key for column in listing.columns].index(key)
    found = (listing._source.record(place) for place in listing.records_in_view)
    return [str(one_line(record.cells[at])) for record in found if record is not None]


async def sort_by(driver: Driver, listing: RecordList, column: str) -> None:
    while listing.order.column != column:
        await driver.press("o")
        await settled(driver)


@pytest.fixture
def much(workbench: Workbench, tmp_path: Path, offer: Callable[..., str]) -> Workbench:
    """A long history, and more requests than are sorted at once."""
    offer(SOME, (1, 2))
    workbench.support.create_option_change("contoso-backup", ResellerChannel.NONE, language="en")
    path = tmp_path / "test.sqlite"
    fill_history(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(support_request)")]
        ticket = f"'T-' || (n * 7919 % {REQUESTS})"
        others = {"id": "NULL", "status": "'submitted'", "ticket": ticket}
        connection.execute(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT ?)"
            f" INSERT INTO support_request SELECT {', '.join(others.get(c, c) for c in columns)}"
            " FROM numbers, support_request WHERE id = 1",
            (REQUESTS,),
        )
    return workbench


async def test_a_long_history_is_sorted_and_found_on_its_page(much: Workbench) -> None:
    async with running(much, (120, 40)) as driver:
        listing = await go_to(driver, "history")
        total = listing.total
        await driver.press("down", "down", "down")
        assert listing.cursor_record is not None
        key = listing.cursor_record.key
        await sort_by(driver, listing, "who")
        assert listing.total == total
        assert listing.cursor_key == key
        await driver.press("home")
        await settled(driver)
        assert set(column_in_view(listing, "who")) == {"ada"}
        assert listing.cursor_record is not None
        key = listing.cursor_record.key
        await driver.press("O")
        await settled(driver)
        assert listing.cursor_key == key
        await driver.press("home")
        await settled(driver)
        assert column_in_view(listing, "who")[0] == "tester"
        await driver.press("slash")
        await driver.write("bob 10 books")
        await settled(driver)
        assert 0 < listing.total < total / 3
        assert set(column_in_view(listing, "who")) == {"Bob 10"}
        await driver.press("escape")
        await settled(driver)
        assert listing.total == total


async def test_many_requests_are_sorted_and_found(much: Workbench) -> None:
    async with running(much, (160, 40)) as driver:
        listing = await go_to(driver, "requests")
        assert listing.total == REQUESTS + 1
        await driver.press("down", "down")
        assert listing.cursor_record is not None
        key = listing.cursor_record.key
        await sort_by(driver, listing, "ticket")
        assert listing.cursor_key == key
        await driver.press("home")
        await settled(driver)
        assert column_in_view(listing, "ticket")[:3] == ["T-0", "T-1", "T-2"]
        await driver.press("slash")
        await driver.write("T-1234")
        await settled(driver)
        assert "T-1234" in column_in_view(listing, "ticket")
        assert listing.total < 5
        await driver.press("escape")
        await settled(driver)
        assert listing.total == REQUESTS + 1


async def test_many_partners_are_sorted(workbench: Workbench) -> None:
    workbench.directory.import_partners(many_partners(10_000))
    async with running(workbench, (120, 40)) as driver:
        listing = await go_to(driver, "partners")
        await driver.press("down", "down", "down")
        assert listing.cursor_record is not None
        key = listing.cursor_record.key
        await sort_by(driver, listing, "country")
        assert listing.total == 10_000
        assert listing.cursor_key == key
        await driver.press("home")
        await settled(driver)
        assert set(column_in_view(listing, "country")) == {"France (FR)"}
        await driver.press("O", "end")
        await settled(driver)
        assert set(column_in_view(listing, "country")) == {"France (FR)"}
        assert listing.cursor == 9_999


async def test_a_request_about_a_long_list_reads_only_what_is_in_view(
    workbench: Workbench, offer: Callable[..., str]
) -> None:
    workbench.directory.import_partners(many_partners(10_000))
    offer_id = offer(SOME, (), live=False)
    workbench.audience.add_matching(offer_id, PartnerQuery())
    workbench.offers.publish(offer_id)
    workbench.resales.record(offer_id, tenant(5))
    async with running(workbench, (120, 40)) as driver:
        dialog = NewRequestDialog(offer_id)
        driver.app.push_screen(dialog)
        await settled(driver)
        listing = dialog.partners
        assert listing.total == 10_000
        assert listing.source.record(5_000) is None
        listing.focus()
        await driver.press("space", "end")
        await settled(driver)
        await driver.press("space")
        assert len(dialog.partners.selected) == 2
        await sort_by(driver, listing, "state")
        await driver.press("home")
        await settled(driver)
        assert column_in_view(listing, "state")[0] == "locked: resold"
        await driver.press("space")
        assert "has already resold" in driver.page
        dialog.query_one("#begin", Button).press()
        await settled(driver)
    requests = workbench.support.rows(offer_id)
    assert [len(request.tenant_ids) for request in requests] == [2]
