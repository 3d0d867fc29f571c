"""Support requests as a place and as a section, and a request after it was submitted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.widgets import Input, OptionList, Select

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.choices import OptionSet
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.requests.list import RequestList
from csp_tui.ui.requests.list_screen import RequestsScreen
from csp_tui.ui.requests.new_dialog import NewRequestDialog
from csp_tui.ui.requests.screen import RequestScreen
from tests.conftest import ALL, NONE, SOME, tenant
from tests.ui.steering import opened, painted, press, said, settle

DETAILS = RequestDetails(contact_name="Amélie Roux", contact_email="csp@contoso.example")


@pytest.fixture
def submitted(stocked: Workbench, offer: Callable[..., str]) -> SupportRequest:
    """A submitted request to deauthorize one of three partners, without a ticket number."""
    offer_id = offer(SOME, (1, 3, 6))
    support = stocked.support
    request = support.create_removal(offer_id, [tenant(6)], language="en", details=DETAILS)
    return support.submit(request.id)


async def open_request(app: Any, pilot: Any, request: SupportRequest) -> RequestScreen:
    app.navigation.open_request(request.id)
    await settle(pilot)
    assert isinstance(app.screen, RequestScreen)
    return app.screen


def members(workbench: Workbench) -> dict[str, tuple[bool, bool]]:
    rows = workbench.audience.rows("contoso-backup")
    return {row.tenant_id: (row.in_draft, row.in_live) for row in rows}


def keys(listing: RecordList) -> list[str]:
    records = (listing._source.record(place) for place in range(listing._source.total))
    return [record.key for record in records if record is not None]


async def test_completing_says_what_will_change_and_changes_live_and_draft(
    workbench: Workbench, submitted: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, submitted)
        await press(pilot, "c")
        question = " ".join(painted(app.screen).replace("│", " ").split())
        assert "[/x] O'Neill & Sons [red]" in question
        assert "removed from the live list and the draft" in question
        await press(pilot, "n")
        assert workbench.support.show(submitted.id).status is RequestStatus.SUBMITTED
        await press(pilot, "c", "y")
        assert "Request 1 completed" in said(screen)
        assert "Closed: the change was made" in painted(screen)
        over = {"request.complete", "request.decline", "request.ticket", "request.withdraw"}
        assert over.isdisjoint(command.id for command in screen.commands())
        buttons = [one for one in screen.query(CommandButton) if one.region.width]
        assert {button.command.id for button in buttons} == {"request.copy", "request.save"}
    assert workbench.support.show(submitted.id).status is RequestStatus.COMPLETED
    assert members(workbench) == {tenant(1): (True, True), tenant(3): (True, True)}


async def test_a_withdrawn_request_shows_that_it_had_been_submitted(
    workbench: Workbench, submitted: SupportRequest, clock: FixedClock
) -> None:
    clock.moment += timedelta(days=1)
    workbench.support.withdraw(submitted.id)
    async with opened(workbench, size=(160, 45)) as (app, pilot):
        screen = await open_request(app, pilot, submitted)
        lines = [line.strip() for line in painted(screen).splitlines()]
        assert "Submitted  2026-11-16 09:00 UTC" in lines
        assert "Status     withdrawn, 2026-11-17 09:00 UTC" in lines
        assert "submitted" in next(
            line for line in lines if "draft" in line and "withdrawn" in line
        )
        await press(pilot, "2")
        assert "Submitted  2026-11-16 09:00 UTC" in painted(app.screen)


async def test_completing_is_refused_when_the_partner_has_resold_since(
    workbench: Workbench, submitted: SupportRequest
) -> None:
    workbench.resales.record("contoso-backup", tenant(6))
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, submitted)
        shown = " ".join(painted(screen).split())
        assert "The text is out of date" in shown
        assert "(R30)" in shown
        await press(pilot, "c")
        assert app.screen is screen
        assert "R30" in said(screen)
        await press(pilot, "d", "y")
    assert workbench.support.show(submitted.id).status is RequestStatus.DECLINED
    assert members(workbench)[tenant(6)] == (True, True)


async def test_completing_a_change_of_the_option_empties_the_list(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    support = stocked.support
    request = support.create_option_change(
        offer(SOME, (1, 3)), NONE, language="en", details=DETAILS
    )
    support.submit(request.id, "T-1")
    async with opened(stocked) as (app, pilot):
        await open_request(app, pilot, request)
        await press(pilot, "c")
        question = " ".join(painted(app.screen).replace("│", " ").split())
        assert "The list of partners becomes empty" in question
        await press(pilot, "y")
    assert stocked.offers.show("contoso-backup").offer.live_channel is NONE
    assert members(stocked) == {}


@pytest.mark.parametrize(
    ("key", "status"), [("d", RequestStatus.DECLINED), ("w", RequestStatus.WITHDRAWN)]
)
async def test_closing_without_a_change_asks_first_and_leaves_the_audience(
    workbench: Workbench, submitted: SupportRequest, key: str, status: RequestStatus
) -> None:
    before = members(workbench)
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, submitted)
        await press(pilot, key, "escape")
        assert workbench.support.show(submitted.id).status is RequestStatus.SUBMITTED
        await press(pilot, key, "y")
        assert screen.opened.request is not None
        assert screen.opened.request.status is status
        await press(pilot, key)
        assert app.screen is screen
        assert f"closed: {status.value}" in said(screen)
    assert workbench.support.show(submitted.id).status is status
    assert members(workbench) == before


async def test_a_draft_can_be_withdrawn_but_not_answered(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    request = stocked.support.create_removal(offer(SOME, (1, 3)), [tenant(1)], language="en")
    async with opened(stocked) as (app, pilot):
        screen = await open_request(app, pilot, request)
        for key in ("c", "d", "t"):
            await press(pilot, key)
            assert app.screen is screen
            assert "Submit it first" in said(screen)
        await press(pilot, "w", "y")
        assert screen.has_class("-filed")
    assert stocked.support.show(request.id).status is RequestStatus.WITHDRAWN


async def test_the_ticket_number_can_follow_later_and_be_copied(
    workbench: Workbench, submitted: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, submitted)
        await press(pilot, "t")
        app.screen.query_one(Input).value = "  TrackingID#7 "
        await press(pilot, "enter")
        assert "Ticket number TrackingID#7 saved." in said(screen)
        await press(pilot, "t", "enter")
        assert "The ticket number has not changed." in said(screen)
        app.navigation.go_to("requests")
        await settle(pilot)
        await press(pilot, "y")
        assert app.copied == "TrackingID#7"
    assert workbench.support.show(submitted.id).ticket == "TrackingID#7"


async def test_an_empty_ticket_number_changes_nothing(
    workbench: Workbench, submitted: SupportRequest
) -> None:
    async with opened(workbench) as (app, pilot):
        screen = await open_request(app, pilot, submitted)
        await press(pilot, "t", "enter")
        assert app.screen is screen
    assert workbench.support.show(submitted.id) == submitted


async def test_a_request_that_does_not_exist_is_explained(workbench: Workbench) -> None:
    async with opened(workbench, "requests") as (app, pilot):
        app.navigation.open_request(99)
        await settle(pilot)
        assert "99" in painted(app.screen)
        await press(pilot, "escape")
        assert isinstance(app.screen, RequestsScreen)


async def test_the_place_shows_open_requests_first_and_only_them_when_asked(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 3, 6))
    offer(ALL, offer_id="books")
    support = stocked.support
    first = support.create_removal("contoso-backup", [tenant(1)], language="en")
    second = support.create_option_change("books", NONE, language="en")
    third = support.create_removal("contoso-backup", [tenant(3)], language="en")
    support.withdraw(second.id)
    async with opened(stocked, "requests") as (app, pilot):
        listing = app.screen.query_one(RequestList)
        assert keys(listing) == [str(third.id), str(first.id), str(second.id)]
        assert "3 requests · 2 open" in painted(app.screen)
        await press(pilot, "h")
        assert keys(listing) == [str(third.id), str(first.id)]
        await press(pilot, "h", "down", "enter")
        assert isinstance(app.screen, RequestScreen)
        assert app.screen.request_id == first.id
        await press(pilot, "escape")
        assert listing.cursor == 1


async def test_without_requests_the_place_says_where_they_come_from(workbench: Workbench) -> None:
    async with opened(workbench, "requests") as (app, pilot):
        assert "No support requests." in painted(app.screen)
        await press(pilot, "h")
        assert "There are no requests yet" in said(app.screen)
        await press(pilot, "y")
        assert "No request is selected" in said(app.screen)


async def test_a_new_request_to_deauthorize_begins_in_the_place(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2, 6), resold=(2,))
    async with opened(stocked, "requests") as (app, pilot):
        await press(pilot, "n")
        dialog = app.screen
        assert isinstance(dialog, NewRequestDialog)
        shown = painted(dialog)
        assert "locked: resold" in shown
        assert "[/x] O'N" in shown
        dialog.partners.focus()
        place = keys(dialog.partners).index(tenant(2))
        await press(pilot, *["down"] * place, "space")
        assert "R30" in painted(dialog)
        await press(pilot, "home")
        place = keys(dialog.partners).index(tenant(6))
        await press(pilot, *["down"] * place, "space")
        await pilot.click("#begin")
        await settle(pilot)
        assert isinstance(app.screen, RequestScreen)
    (request,) = stocked.support.rows()
    assert request.tenant_ids == (tenant(6),)


async def test_the_partner_under_the_cursor_is_chosen_in_any_order(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2, 3))
    chosen: set[str] = set()
    async with opened(stocked, "requests") as (app, pilot):
        await press(pilot, "n")
        dialog = app.screen
        assert isinstance(dialog, NewRequestDialog)
        dialog.partners.focus()
        for sort in ((), ("O",), ("o", "O")):
            await press(pilot, *sort, "home")
            record = dialog.partners.cursor_record
            assert record is not None
            chosen ^= {record.key}
            await press(pilot, "space")
            assert set(dialog.partners.selected) == chosen, sort
        await pilot.click("#begin")
        await settle(pilot)
    (request,) = stocked.support.rows()
    assert set(request.tenant_ids) == chosen


async def test_a_new_request_needs_a_partner(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(SOME, (1, 3))
    async with opened(stocked, "requests") as (app, pilot):
        await press(pilot, "n")
        await pilot.click("#begin")
        await settle(pilot)
        assert "Name at least one partner" in painted(app.screen)
    assert stocked.support.rows() == []


@pytest.mark.parametrize("resold", [(), (1,)])
async def test_a_new_request_to_change_the_option_goes_through_the_rules(
    stocked: Workbench, offer: Callable[..., str], resold: tuple[int, ...]
) -> None:
    offer(SOME, (1, 3), resold=resold)
    async with opened(stocked, "requests") as (app, pilot):
        await press(pilot, "n")
        dialog = app.screen
        dialog.query_one("#new-kind", OptionSet).focus()
        await press(pilot, "down", "space", "tab")
        place = list(ResellerChannel).index(NONE)
        await press(pilot, *["down"] * place, "space")
        await pilot.click("#begin")
        await settle(pilot)
        expected = NONE
        if resold:
            assert isinstance(app.screen, RefusalDialog)
            assert "R42" in painted(app.screen)
            assert stocked.support.rows() == []
            await press(pilot, "escape")
            dialog.query_one("#panel-change-option", OptionSet).focus()
            place -= list(ResellerChannel).index(ALL)
            await press(pilot, *["up"] * place, "space")
            await pilot.click("#begin")
            await settle(pilot)
            expected = ALL
        assert isinstance(app.screen, RequestScreen)
    assert [request.change_to for request in stocked.support.rows()] == [expected]


async def test_the_same_is_not_asked_twice(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(ALL)
    stocked.support.create_option_change("contoso-backup", NONE, language="en")
    async with opened(stocked, "requests") as (app, pilot):
        await press(pilot, "n")
        app.screen.query_one("#panel-change-option", OptionSet).focus()
        await press(pilot, "down", "down", "space")
        await pilot.click("#begin")
        await settle(pilot)
        assert "already asks for this" in painted(app.screen)
    assert len(stocked.support.rows()) == 1


async def test_only_live_offers_are_offered(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(SOME, (1,), live=False)
    async with opened(stocked, "requests") as (app, pilot):
        await press(pilot, "n")
        assert "No offer is live" in painted(app.screen)
        select = app.screen.query_one(Select)
        select.expanded = True
        await settle(pilot)
        assert app.screen.query_one(OptionList).option_count == 1


async def test_the_section_of_an_offer_shows_its_own_requests_only(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 3))
    offer(ALL, offer_id="books")
    support = stocked.support
    mine = support.create_removal("contoso-backup", [tenant(1)], language="en")
    support.create_option_change("books", NONE, language="en")
    async with opened(stocked) as (app, pilot):
        app.navigation.open_offer("contoso-backup", "requests")
        await settle(pilot)
        assert isinstance(app.screen, OfferScreen)
        assert keys(app.screen.query_one(RequestList)) == [str(mine.id)]
        await press(pilot, "n")
        assert isinstance(app.screen, NewRequestDialog)
        assert not app.screen.query("#new-offer")
        await press(pilot, "escape")
        app.screen.query_one(RequestList).focus()
        await press(pilot, "enter")
        assert isinstance(app.screen, RequestScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, OfferScreen)


async def test_a_draft_offer_takes_no_request(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), live=False)
    async with opened(stocked) as (app, pilot):
        app.navigation.open_offer("contoso-backup", "requests")
        await settle(pilot)
        await press(pilot, "n")
        assert "never been published" in said(app.screen)


async def test_an_outdated_draft_is_marked_and_cannot_be_submitted_until_its_text_is_updated(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    request = stocked.support.create_option_change(
        offer(ALL), SOME, authorize=[tenant(3)], language="en", details=DETAILS
    )
    async with opened(stocked) as (app, pilot):
        screen = await open_request(app, pilot, request)
        assert "out of date" not in painted(screen)
        await press(pilot, "escape")
        stocked.resales.record("contoso-backup", tenant(1))
        screen = await open_request(app, pilot, request)
        shown = " ".join(painted(screen).split())
        assert "does not name Alpine Cloud SARL" in shown
        assert "Update the text of the request, or withdraw it." in shown
        await press(pilot, "f2", "f2", "S")
        assert stocked.support.show(request.id).status is RequestStatus.DRAFT
        assert "out of date" in said(screen)
        await press(pilot, "b")
        assert "is up to date" in said(screen)
        assert "out of date" not in painted(screen)
        await press(pilot, "S", "y")
    updated = stocked.support.show(request.id)
    assert updated.status is RequestStatus.SUBMITTED
    assert "Alpine Cloud SARL" in updated.description
