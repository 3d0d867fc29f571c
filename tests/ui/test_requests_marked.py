"""Several support requests at once in their list: marks, filters, one change with one undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.support import OLD_AFTER, RequestStatus
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.requests.list import RequestList
from csp_tui.ui.requests.list_screen import RequestsScreen
from csp_tui.ui.requests.section import Shown
from tests.conftest import SOME, tenant
from tests.ui.driving import running

CONTACT = RequestDetails(contact_name="Ada", contact_email="ada@contoso.example")
OFFERS = ("contoso-backup", "contoso-vault")


@pytest.fixture
def asked(stocked: Workbench, offer: Callable[..., str]) -> Workbench:
    """Two live offers with a request to remove a partner of each."""
    for name in OFFERS:
        offer(SOME, (1, 2, 3), offer_id=name)
        stocked.support.create_removal(name, [tenant(1)], language="en", details=CONTACT)
    return stocked


def statuses(workbench: Workbench) -> list[RequestStatus]:
    return [workbench.support.show(number).status for number in (1, 2)]


async def test_marked_requests_are_submitted_and_completed_with_one_undo_each(
    asked: Workbench,
) -> None:
    async with running(asked, (100, 30)) as driver:
        await driver.press("2", "space", "space")
        assert "2 requests are marked." in driver.status
        assert driver.page.count("draft · marked") == 2
        await driver.press("F")
        assert "No submitted request" in driver.status
        await driver.press("S")
        assert "Mark 2 requests as submitted?" in driver.page
        await driver.confirm()
        assert statuses(asked) == [RequestStatus.SUBMITTED] * 2
        assert "2 requests submitted." in driver.status
        await driver.press("asterisk", "F")
        await driver.confirm()
        assert statuses(asked) == [RequestStatus.COMPLETED] * 2
        await driver.press("space")
        assert "Only open requests can be marked." in driver.status
        await driver.press("ctrl+z")
        await driver.confirm()
        assert statuses(asked) == [RequestStatus.SUBMITTED] * 2


async def test_marks_are_there_again_on_return(asked: Workbench) -> None:
    async with running(asked, (100, 30)) as driver:
        await driver.press("2", "asterisk", "1", "2")
        assert "2 requests are marked." in driver.status
        assert driver.page.count("draft · marked") == 2
        await driver.press("asterisk", "1", "2")
        assert "draft · marked" not in driver.page


async def test_a_step_asks_the_same_in_the_list_and_on_the_page(asked: Workbench) -> None:
    asked.support.submit(2)
    questions = []
    async with running(asked, (100, 30)) as driver:
        for key, number in (("S", 1), ("F", 2)):
            driver.app.navigation.open_request(number)
            await driver.settle()
            if number == 1:
                await driver.press("f2", "f2")
            await driver.press(key)
            page = driver.app.screen
            assert isinstance(page, ConfirmDialog)
            questions.append(driver.page)
            await driver.press("escape", "escape", "2")
            driver.app.screen.query_one(RequestList).start_at(str(number), 0)
            await driver.press("f5", key)
            assert isinstance(driver.app.screen, ConfirmDialog)
            for text in ("as submitted?", "as completed?", "Do this after you have filed"):
                assert (text in driver.page) == (text in questions[-1])
            await driver.press("escape")


async def test_a_request_that_another_has_changed_since_stops_all(asked: Workbench) -> None:
    async with running(asked) as driver:
        await driver.press("2", "asterisk", "S")
        asked.support.edit(2, RequestDetails(title="Theirs"))
        await driver.press("y")
        assert statuses(asked) == [RequestStatus.DRAFT] * 2


async def test_marked_requests_become_one_pack(asked: Workbench) -> None:
    async with running(asked) as driver:
        await driver.press("2", "asterisk", "e")
        assert isinstance(driver.app.screen, ConfirmDialog)
        assert "Pack of 2 tickets" in driver.page
        await driver.press("enter")
        assert isinstance(driver.app.screen, FilePathDialog)


async def test_old_requests_are_reminded_of_and_filtered(
    asked: Workbench, clock: FixedClock
) -> None:
    asked.support.withdraw(2)
    clock.moment += timedelta(days=OLD_AFTER + 1)
    asked.support.create_removal(OFFERS[1], [tenant(2)], language="en", details=CONTACT)
    async with running(asked, (160, 45)) as driver:
        await driver.press("2")
        screen = driver.app.screen
        assert isinstance(screen, RequestsScreen)
        assert f"1 request has not changed for more than {OLD_AFTER} days" in driver.page
        assert "1 keeps access" in driver.page
        assert "are shown" not in driver.page
        await driver.press("h")
        assert (screen.section.shown, screen.section.listing.total) == (Shown.OPEN, 2)
        assert "only open ones are shown" in driver.page
        await driver.press("h")
        assert (screen.section.shown, screen.section.listing.total) == (Shown.OLD, 1)
        assert "only old ones are shown" in driver.page
        assert "1 partner can still resell the offer." in driver.page
        assert "No change for 15 days." in driver.page
        await driver.press("h")
        assert (screen.section.shown, screen.section.listing.total) == (Shown.ALL, 3)
