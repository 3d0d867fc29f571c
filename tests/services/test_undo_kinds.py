"""Undo of each kind of change: what exactly is restored, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import InvalidInput, NotFound, RuleRefusal, StaleOffer
from csp_tui.domain.history import Action
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.domain.product import Plan
from csp_tui.domain.support import RequestStatus
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.storage import directory_inverse
from csp_tui.storage.connections import connect
from csp_tui.storage.location import DatabaseLocation
from tests.conftest import ALL, NOW, PARTNERS, SOME, tenant

MakeOffer = Callable[..., str]
ASKED = RequestDetails(title="T", description="D", contact_name="Ann", contact_email="a@b.example")


def lists(workbench: Workbench, name: str) -> tuple[set[str], set[str]]:
    rows = workbench.audience.rows(name)
    return (
        {row.tenant_id for row in rows if row.in_draft},
        {row.tenant_id for row in rows if row.in_live},
    )


def test_an_edited_setup_is_as_it_was(stocked: Workbench, offer: MakeOffer) -> None:
    name = offer(ALL)
    before = stocked.offers.show(name).offer.setup
    plans = (Plan.parse("solo:standard"), Plan.parse("team:standard"))
    stocked.offers.edit(name, SetupEdit(name="New", plans=plans, csp_contact_name="Else"))
    stocked.undo.undo(name)
    assert stocked.offers.show(name).offer.setup == before
    assert not stocked.offers.show(name).has_changes


def test_a_deleted_offer_returns_with_version_and_labels_of_its_own(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,), live=False)
    unknown = tenant(99)
    edit = AudienceEdit(add=(unknown,), labels={unknown: "Not in the directory"})
    stocked.audience.save_draft(name, edit)
    seen = stocked.offers.show(name).offer
    stocked.offers.delete(name)
    stocked.undo.undo(name)
    back = stocked.offers.show(name).offer
    assert (back.setup, back.draft_channel, back.created_at) == (
        seen.setup,
        seen.draft_channel,
        seen.created_at,
    )
    assert back.version > seen.version
    names = {row.name for row in stocked.audience.rows(name)}
    assert names == {"Alpine Cloud SARL", "Not in the directory"}


def test_a_label_that_only_the_list_knew_comes_back(stocked: Workbench, offer: MakeOffer) -> None:
    name = offer(SOME, live=False)
    unknown = tenant(99)
    edit = AudienceEdit(add=(unknown,), labels={unknown: "Only here"})
    stocked.audience.save_draft(name, edit)
    stocked.audience.save_draft(name, AudienceEdit(remove=(unknown,)))
    stocked.undo.undo(name)
    assert [row.name for row in stocked.audience.rows(name)] == ["Only here"]


def test_partners_added_by_a_search_leave_with_it_even_if_removed_and_added_back(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,), live=False)
    stocked.audience.add_matching(name, PartnerQuery())
    stocked.audience.save_draft(name, AudienceEdit(remove=(tenant(3),)))
    stocked.undo.undo(name)
    stocked.undo.undo(name)
    assert lists(stocked, name)[0] == {tenant(1)}
    stocked.undo.redo(name)
    assert len(lists(stocked, name)[0]) == len(PARTNERS)
    stocked.undo.undo(name)
    assert lists(stocked, name)[0] == {tenant(1)}


def test_an_earlier_day_of_a_resale_is_noted_and_undone(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1,))
    late, early = date(2026, 3, 1), date(2026, 2, 1)
    stocked.resales.record(name, tenant(1), on=late)
    stocked.resales.record(name, tenant(1), on=early)
    newest = stocked.history.entries(name)[0]
    assert newest.detail["resales"] == {"dated": [tenant(1)]}
    stocked.undo.undo(name)
    assert [row.first_sold_on for row in stocked.resales.rows(name)] == [late]
    stocked.undo.undo(name)
    assert stocked.resales.rows(name) == []


def test_a_request_completed_by_mistake_is_open_again_and_lists_are_as_before(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.create_removal(name, (tenant(1),), language="en", details=ASKED)
    stocked.support.submit(request.id, "T-1")
    stocked.support.complete(request.id)
    assert lists(stocked, name) == ({tenant(2)}, {tenant(2)})
    stocked.undo.undo(name)
    assert lists(stocked, name) == ({tenant(1), tenant(2)}, {tenant(1), tenant(2)})
    back = stocked.support.show(request.id)
    assert (back.status, back.ticket) == (RequestStatus.SUBMITTED, "T-1")
    stocked.undo.undo(name)
    assert stocked.support.show(request.id).ticket is None
    assert stocked.support.show(request.id).status is RequestStatus.DRAFT


def test_an_option_changed_by_request_is_as_before(stocked: Workbench, offer: MakeOffer) -> None:
    name = offer(ALL, resold=(2,))
    published = stocked.offers.show(name).offer.published_at
    request = stocked.support.create_option_change(
        name, SOME, authorize=(tenant(1),), language="en", details=ASKED
    )
    stocked.support.submit(request.id)
    stocked.support.complete(request.id)
    assert lists(stocked, name)[1] == {tenant(1), tenant(2)}
    stocked.undo.undo(name)
    now = stocked.offers.show(name).offer
    assert (now.draft_channel, now.live_channel, now.published_at) == (ALL, ALL, published)
    assert lists(stocked, name) == (set(), set())


def test_what_came_after_a_completed_request_is_undone_before_it(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2))
    request = stocked.support.create_removal(name, (tenant(1),), language="en", details=ASKED)
    stocked.support.submit(request.id)
    stocked.support.complete(request.id)
    stocked.resales.record(name, tenant(2))
    assert stocked.undo.undo(name).entry.action is Action.RESALES_RECORDED
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(3),)))
    stocked.audience.sync(name)
    with pytest.raises(RuleRefusal) as caught:
        stocked.undo.undo(name)
    assert caught.value.verdict.rule == "R27"


def test_a_created_request_is_deleted_and_its_number_never_given_again(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, (1, 2))
    first = stocked.support.create_removal(name, (tenant(1),), language="en")
    stocked.undo.undo(name)
    with pytest.raises(NotFound):
        stocked.support.show(first.id)
    second = stocked.support.create_removal(name, (tenant(1),), language="en")
    assert second.id > first.id


def test_a_large_directory_is_put_back_to_the_letter(
    workbench: Workbench, location: DatabaseLocation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_inverse, "_ROWS", 400)

    def partners(first: int, last: int, city: str) -> list[Partner]:
        return [
            Partner(tenant_id=tenant(n), name=f"Näme {n % 97} {n}", country="FR", city=city)
            for n in range(first, last)
        ]

    def stored() -> list[object]:
        with closing(connect(location)) as connection:
            return connection.execute("SELECT * FROM partner ORDER BY rank").fetchall()

    states = [stored()]
    steps = (
        (partners(0, 900, "Lyon"), False),
        (partners(800, 1_050, "Nice"), False),
        (partners(50, 990, "Nice"), True),
    )
    for rows, replace in steps:
        workbench.directory.import_partners(rows, replace=replace)
        states.append(stored())
    for before in states[-2::-1]:
        workbench.undo.undo()
        assert stored() == before
    for after in states[1:]:
        workbench.undo.redo()
        assert stored() == after
    assert workbench.database.check().ok


def test_the_change_that_was_seen_is_the_one_that_is_undone(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, live=False)
    seen = stocked.undo.last(name)
    assert seen is not None
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(1),)))
    with pytest.raises(InvalidInput, match="there is a newer change, by tester"):
        stocked.undo.undo(name, entry=seen.entry.id)
    assert lists(stocked, name)[0] == {tenant(1)}


def test_a_screen_that_saw_the_state_before_undo_is_stale(
    stocked: Workbench, offer: MakeOffer
) -> None:
    name = offer(SOME, live=False)
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(1),)))
    seen = stocked.offers.show(name).offer.version
    stocked.undo.undo(name)
    with pytest.raises(StaleOffer):
        stocked.offers.edit(name, SetupEdit(name="Late"), version=seen)


def test_the_work_of_someone_else_takes_an_explicit_yes(
    stocked: Workbench, offer: MakeOffer, location: DatabaseLocation
) -> None:
    name = offer(SOME, live=False)
    theirs = open_workbench(location, clock=FixedClock(NOW), who="someone")
    with pytest.raises(InvalidInput, match="tester made the last change"):
        theirs.undo.undo(name)
    theirs.undo.undo(name, others=True)
    with pytest.raises(InvalidInput, match="someone made the last change"):
        stocked.undo.redo(name)
    theirs.close()


def test_nothing_to_undo_is_distinguished_from_an_unknown_offer(workbench: Workbench) -> None:
    assert workbench.undo.steps() == []
    with pytest.raises(InvalidInput, match="Nothing to undo"):
        workbench.undo.undo()
    with pytest.raises(NotFound):
        workbench.undo.undo("unknown-offer")
    with pytest.raises(InvalidInput, match="Nothing to redo"):
        workbench.undo.redo()


def test_a_published_offer_keeps_nothing_that_cannot_be_used(
    stocked: Workbench, offer: MakeOffer, location: DatabaseLocation
) -> None:
    name = offer(SOME, (1,), live=False)

    def kept() -> int:
        with closing(connect(location)) as connection:
            query = "SELECT count(*) FROM inverse JOIN history ON id = entry WHERE offer_id = ?"
            return int(connection.execute(query, (name,)).fetchone()[0])

    assert kept() > 0
    stocked.offers.publish(name)
    assert kept() == 0
