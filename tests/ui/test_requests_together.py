"""Two workbenches on one support request: nothing is overwritten, and both versions are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.compare_versions import VersionsDialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.conflict import ConflictDialog
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.requests.screen import RequestScreen
from csp_tui.ui.requests.ticket_dialog import TicketDialog
from tests.conftest import SOME, tenant
from tests.ui.driving import Driver, running

COMPLETE = RequestDetails(contact_name="Amélie", contact_email="csp@contoso.example")


@pytest.fixture
def draft(stocked: Workbench, offer: Callable[..., str]) -> SupportRequest:
    """A draft request to deauthorize a partner of a live list."""
    offer_id = offer(SOME, (1, 3))
    ids = [tenant(1)]
    return stocked.support.create_removal(offer_id, ids, language="en", details=COMPLETE)


@pytest.fixture
def other(stocked: Workbench, tmp_path: Path, clock: FixedClock) -> Iterator[Workbench]:
    """Another program on the same file."""
    (path,) = tmp_path.glob("*.sqlite")
    with closing(open_workbench(path, clock=clock, who="ada")) as opened:
        yield opened


async def open_request(driver: Driver, request: SupportRequest) -> RequestScreen:
    driver.app.navigation.open_request(request.id)
    await look(driver)
    screen = driver.app.screen
    assert isinstance(screen, RequestScreen)
    return screen


async def look(driver: Driver) -> None:
    driver.app.external_changes.poll()
    await driver.settle()


async def choose(driver: Driver, way: str) -> None:
    driver.app.screen.query_one(f"#{way}").focus()
    await driver.settle()
    await driver.press("enter")


async def confirm(driver: Driver) -> None:
    await driver.press("y")


async def type_into(driver: Driver, name: str, text: str) -> Input:
    field = driver.app.screen.query_one(f"#details-{name}", Input)
    field.focus()
    await driver.settle()
    await driver.write(text)
    return field


async def test_two_type_into_one_draft_and_neither_loses_anything(
    stocked: Workbench, other: Workbench, draft: SupportRequest
) -> None:
    async with running(stocked, (120, 40)) as driver:
        screen = await open_request(driver, draft)
        await driver.press("f2")
        phone = await type_into(driver, "contact_phone", "1")
        # Another field: both stay, and theirs is shown once mine is written.
        other.support.edit(draft.id, RequestDetails(title="Theirs"))
        screen.saver.flush()
        await driver.settle()
        assert screen.query_one("#details-title", Input).value == "Theirs"
        assert other.support.show(draft.id).contact.phone == "1"
        # While nothing is being typed, it is shown as it comes.
        other.support.edit(draft.id, RequestDetails(description="Theirs, too"))
        await look(driver)
        assert screen.query_one("#details-description", TextArea).text == "Theirs, too"
        assert "the last by ada" in driver.status
        assert screen.conflict.disabled_reason_changes() is not None
        # The same field: mine waits, and is not written over theirs.
        phone.cursor_position = 1
        await driver.write("23")
        other.support.edit(draft.id, RequestDetails(contact_phone="9"))
        screen.saver.flush()
        await driver.settle()
        assert phone.value == "123"
        assert other.support.show(draft.id).contact.phone == "9"
        assert "F6 shows both versions" in driver.status
        await driver.press("f6")
        assert isinstance(driver.app.screen, VersionsDialog)
        (row,) = driver.app.screen._rows
        assert (row.label, row.before, row.yours, row.theirs) == ("Contact phone", "1", "123", "9")
        assert "ada" in driver.page
        await driver.press("escape")
        assert phone.value == "123"
        # Nothing can be reviewed or left before that is decided.
        await driver.press("f2")
        assert isinstance(driver.app.screen, VersionsDialog)
        await choose(driver, "mine")
        assert other.support.show(draft.id).contact.phone == "123"
        assert screen.conflict.disabled_reason_changes() is not None


async def test_theirs_is_taken_on_the_way_out(
    stocked: Workbench, other: Workbench, draft: SupportRequest
) -> None:
    async with running(stocked) as driver:
        screen = await open_request(driver, draft)
        await driver.press("f2")
        await type_into(driver, "contact_phone", "12")
        other.support.edit(draft.id, RequestDetails(contact_phone="9"))
        # Had the session ended here, the next one would not write over theirs either.
        unsaved = screen.unsaved_here(None)
        assert unsaved is not None
        after = RequestScreen(draft.id)
        after.start_typed = {**unsaved.typed}
        driver.app.push_screen(after)
        await driver.settle()
        after.saver.flush()
        await driver.settle()
        assert after.wizard.details.query_one("#details-contact_phone", Input).value == "12"
        assert after.conflict.disabled_reason_changes() is None
        assert stocked.support.show(draft.id).contact.phone == "9"
        after.saver.discard()
        driver.app.pop_screen()
        await driver.settle()
        await driver.press("escape")
        await choose(driver, "theirs")
        assert isinstance(driver.app.screen, OffersScreen)
        assert stocked.support.show(draft.id).contact.phone == "9"


async def test_what_is_submitted_is_what_was_reviewed(
    stocked: Workbench, other: Workbench, draft: SupportRequest
) -> None:
    async with running(stocked, (120, 40)) as driver:
        screen = await open_request(driver, draft)
        await driver.press("f2", "f2")
        screen.wizard.review.enter_ticket("2611")
        other.support.edit(draft.id, RequestDetails(title="Theirs"))
        await driver.press("S", "y")
        assert isinstance(driver.app.screen, ConflictDialog)
        assert "Theirs" in driver.page
        assert other.support.show(draft.id).status is RequestStatus.DRAFT
        await driver.press("escape")
        assert "Theirs" in driver.page
        assert screen.wizard.review.ticket == "2611"
        # Someone else has submitted it since: the number can still be entered after a comparison.
        other.support.submit(draft.id, "2612")
        await driver.press("S", "y")
        assert isinstance(driver.app.screen, ConflictDialog)
        await choose(driver, "again")
        assert isinstance(driver.app.screen, TicketDialog)
        await driver.press("escape")
        assert other.support.show(draft.id).ticket == "2612"


async def test_an_answer_that_comes_late_shows_what_the_other_noted(
    stocked: Workbench, other: Workbench, draft: SupportRequest
) -> None:
    stocked.support.submit(draft.id)
    async with running(stocked, (120, 40)) as driver:
        await open_request(driver, draft)
        await driver.press("c")
        assert isinstance(driver.app.screen, ConfirmDialog)
        other.support.submit(draft.id, "2612")
        await confirm(driver)
        assert isinstance(driver.app.screen, ConflictDialog)
        assert "ada: Saved ticket 2612 of support request" in driver.page
        assert "2612" in driver.page
        await choose(driver, "again")
        assert isinstance(driver.app.screen, ConfirmDialog)
        other.support.decline(draft.id)
        await confirm(driver)
        await choose(driver, "again")
        assert "closed: declined" in driver.status
        assert other.support.show(draft.id).status is RequestStatus.DECLINED
