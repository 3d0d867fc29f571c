"""The history as a place and as a section, page by page and entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.history import Action
from csp_tui.domain.history_fold import fold_edits
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.history import section
from csp_tui.ui.history.entry_dialog import HistoryEntryDialog
from csp_tui.ui.history.list import HistoryList
from csp_tui.ui.kit.widgets.read_only_text import RequestText
from tests.conftest import SOME, tenant
from tests.ui.driving import running
from tests.ui.steering import opened, painted, press, settle


def shown_text(screen: object) -> str:
    assert isinstance(screen, HistoryEntryDialog)
    return screen.query_one(RequestText).text


async def test_changes_are_shown_newest_first_with_time_and_author(
    stocked: Workbench, offer: Callable[..., str], clock: FixedClock
) -> None:
    clock.moment += timedelta(hours=3, minutes=7)
    offer(SOME, (1, 6))
    async with opened(stocked, "history", size=(120, 40)) as (app, _pilot):
        rows = painted(app.screen).splitlines()
        first = next(row for row in rows if "Published the offer" in row)
        assert "2026-11-16 12:07" in first
        assert "tester" in first
        assert "Contoso Backup" in first
        titles = [row for row in rows if "2026-11-16" in row]
        assert "Published" in titles[0]
        assert "Imported partners" in titles[-1]


async def test_an_entry_opens_with_before_and_after_and_the_partners_by_name(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = offer(SOME, (1,))
    edit = AudienceEdit(add=(tenant(6),), labels={})
    stocked.audience.save_draft(offer_id, edit)
    stocked.offers.edit(offer_id, SetupEdit(name="Contoso [/x] Vault"))
    async with opened(stocked, "history") as (app, pilot):
        await press(pilot, "enter")
        text = shown_text(app.screen)
        assert "before: Contoso Backup" in text
        assert "after: Contoso [/x] Vault" in text
        await press(pilot, "y")
        assert app.copied == text
        assert "clipboard" in painted(app.screen)
        await press(pilot, "escape", "down", "enter")
        assert f"[/x] O'Neill & Sons [red]  {tenant(6)}" in shown_text(app.screen)
        assert "Joined the draft list, 1 partner:" in shown_text(app.screen)


async def test_the_section_of_an_offer_has_its_own_entries_only(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    offer(SOME, (1,), offer_id="books")
    async with opened(stocked) as (app, pilot):
        app.navigation.open_offer("books", "history")
        await settle(pilot)
        listing = app.screen.query_one(HistoryList)
        wanted = [str(entry.id) for entry in stocked.history.entries("books")]
        found = [listing._source.record(place) for place in range(listing._source.total)]
        assert [record.key for record in found if record is not None] == wanted


async def test_older_entries_come_while_scrolling_down(
    stocked: Workbench, offer: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(section, "PAGE", 30)
    offer_id = offer(SOME, (1,))
    for number in range(section.PAGE + 50):
        stocked.offers.edit(offer_id, SetupEdit(name=f"Name {number}"))
    total = len(stocked.history.entries(limit=10_000))
    async with opened(stocked, "history") as (app, pilot):
        listing = app.screen.query_one(HistoryList)
        assert listing.total == total
        assert listing.source.record(total - 1) is None
        await press(pilot, "end")
        await settle(pilot)
        assert listing.cursor == total - 1
        await press(pilot, "enter")
        assert "Imported partners" in shown_text(app.screen)


async def test_an_empty_history_says_what_would_be_here(workbench: Workbench) -> None:
    async with opened(workbench, "history") as (app, pilot):
        assert "Nothing has been changed yet." in painted(app.screen)
        await press(pilot, "enter")
        assert not isinstance(app.screen, HistoryEntryDialog)


async def test_an_entry_of_a_deleted_offer_can_still_be_read(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = offer(SOME, (1,), live=False)
    stocked.offers.delete(offer_id)
    async with opened(stocked, "history") as (app, pilot):
        await press(pilot, "enter")
        text = shown_text(app.screen)
        assert "Deleted the offer" in text
        assert f"Alpine Cloud SARL  {tenant(1)}" in text


def test_edits_of_one_request_in_a_row_are_one_line(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = offer(SOME, (1, 3))
    support = stocked.support
    request = support.create_removal(offer_id, [tenant(1)], language="en")
    for title in ("D", "De", "Dea"):
        support.edit(request.id, RequestDetails(title=title))
    support.edit(request.id, RequestDetails(contact_name="Ada"))
    folded = fold_edits(stocked.history.entries())
    actions = [entry.action for entry in folded]
    assert actions.count(Action.REQUEST_EDITED) == 1
    assert folded[0].detail["before"]["title"] == "Deauthorize CSP"
    assert folded[0].detail["after"]["title"] == "Dea"
    assert folded[0].detail["after"]["contact"]["name"] == "Ada"
    other = support.create_removal(offer_id, [tenant(3)], language="en")
    support.edit(other.id, RequestDetails(title="x"))
    support.edit(request.id, RequestDetails(title="y"))
    actions = [entry.action for entry in fold_edits(stocked.history.entries())]
    assert actions.count(Action.REQUEST_EDITED) == 3


async def test_entries_name_their_first_partners(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), live=False)
    async with running(stocked, (200, 40)) as driver:
        await driver.press("4")
        assert "Saved draft: option" in driver.page
        assert "Alpine Cloud SARL, Fabrikam Ltd" in driver.page
