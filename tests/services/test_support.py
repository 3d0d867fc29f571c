"""Support requests from the refusal to the answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest

from csp_tui.domain.clock import FixedClock
from csp_tui.domain.errors import InvalidInput, NotFound, RuleRefusal
from csp_tui.domain.history import Action
from csp_tui.domain.support import (
    RequestContact,
    RequestStatus,
    Severity,
    StaleRequest,
    SupportRequest,
)
from csp_tui.i18n import render
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, NONE, SOME, tenant

CONTACT = RequestDetails(contact_name="Amélie", contact_email="csp@contoso.example")


def removal(workbench: Workbench, offer_id: str, *numbers: int, lang: str = "en") -> SupportRequest:
    ids = [tenant(number) for number in numbers]
    return workbench.support.create_removal(offer_id, ids, language=lang, details=CONTACT)


def option_change(
    workbench: Workbench, offer_id: str, to: object, *authorize: int
) -> SupportRequest:
    return workbench.support.create_option_change(
        offer_id,
        to,  # type: ignore[arg-type]
        authorize=[tenant(number) for number in authorize],
        language="en",
        details=CONTACT,
    )


def completed(workbench: Workbench, request: SupportRequest) -> SupportRequest:
    workbench.support.submit(request.id, "2611")
    return workbench.support.complete(request.id)


def lists(workbench: Workbench, offer_id: str) -> tuple[set[str], set[str]]:
    rows = workbench.audience.rows(offer_id)
    return {r.tenant_id for r in rows if r.in_draft}, {r.tenant_id for r in rows if r.in_live}


@pytest.mark.parametrize(
    ("lang", "version", "problem", "title"),
    [
        ("en", "Live offer management", "Update existing offer", "Deauthorize CSP"),
        (
            "fr",
            "Gestion des offres en direct",
            "Mettre à jour l’offre existante",
            "Supprimer l’autorisation CSP",
        ),
    ],
)
def test_the_form_is_filled_in_with_exact_values(
    stocked: Workbench,
    offer: Callable[..., str],
    lang: str,
    version: str,
    problem: str,
    title: str,
) -> None:
    request = removal(stocked, offer(SOME, (1, 2)), 1, lang=lang)
    assert request.selections.product_version == version
    assert request.selections.problem == problem
    assert request.title == title
    assert request.selections.category in ("SaaS apps", "Applications SaaS")
    assert "Alpine Cloud SARL" in request.description
    assert tenant(1) in request.description
    assert "contoso-backup" in request.description


def test_completing_a_removal_changes_live_and_draft(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(3),)))
    request = removal(stocked, name, 1)
    assert lists(stocked, name)[1] == {tenant(1), tenant(2)}
    assert completed(stocked, request).status is RequestStatus.COMPLETED
    assert lists(stocked, name) == ({tenant(2), tenant(3)}, {tenant(2)})


def test_a_removal_is_refused_for_partners_that_have_resold_since(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    request = removal(stocked, name, 1)
    stocked.support.submit(request.id)
    stocked.resales.record(name, tenant(1))
    with pytest.raises(RuleRefusal) as caught:
        stocked.support.complete(request.id)
    assert caught.value.verdict.rule == "R30"
    assert stocked.support.show(request.id).status is RequestStatus.SUBMITTED
    assert tenant(1) in lists(stocked, name)[1]


@pytest.mark.parametrize(("resold", "rule"), [((1,), "R30")])
def test_no_request_for_partners_that_have_resold(
    stocked: Workbench, offer: Callable[..., str], resold: tuple[int, ...], rule: str
) -> None:
    name = offer(SOME, (1, 2), resold=resold)
    with pytest.raises(RuleRefusal) as caught:
        removal(stocked, name, 1, 2)
    assert caught.value.verdict.rule == rule
    assert stocked.support.rows(name) == []


def test_no_request_where_none_is_needed(stocked: Workbench, offer: Callable[..., str]) -> None:
    draft = offer(SOME, (1,), live=False)
    with pytest.raises(RuleRefusal):
        removal(stocked, draft, 1)
    closed = offer(NONE, offer_id="contoso-closed")
    with pytest.raises(RuleRefusal) as caught:
        option_change(stocked, closed, ALL)
    assert caught.value.verdict.rule == "R43"


def test_a_partner_that_is_not_listed_cannot_be_asked_for(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    with pytest.raises(InvalidInput):
        removal(stocked, name, 5)
    stocked.audience.save_draft(name, AudienceEdit(add=(tenant(2),)))
    with pytest.raises(InvalidInput):
        removal(stocked, name, 1, 2)


def test_the_same_is_not_asked_twice(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(SOME, (1, 2))
    first = removal(stocked, name, 1)
    with pytest.raises(RuleRefusal) as caught:
        removal(stocked, name, 1, 2)
    assert caught.value.verdict.rule == "R44"
    assert f"support request {first.id}" in str(caught.value.next_step)
    stocked.support.withdraw(first.id)
    assert removal(stocked, name, 1).id != first.id


def test_removals_of_different_partners_are_open_together(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2, 3))
    first, second = removal(stocked, name, 1), removal(stocked, name, 2)
    completed(stocked, second)
    completed(stocked, first)
    assert lists(stocked, name)[1] == {tenant(3)}


@pytest.mark.parametrize("is_submitted", [False, True])
@pytest.mark.parametrize(
    ("first", "second"),
    [("none", "all"), ("none", "none"), ("none", "removal"), ("removal", "all")],
)
def test_a_request_that_contradicts_an_open_one_is_not_created(
    stocked: Workbench, offer: Callable[..., str], first: str, second: str, is_submitted: bool
) -> None:
    name = offer(SOME, (1, 2))

    def create(what: str) -> SupportRequest:
        if what == "removal":
            return removal(stocked, name, 1)
        return option_change(stocked, name, NONE if what == "none" else ALL)

    existing = create(first)
    if is_submitted:
        stocked.support.submit(existing.id)
    before = stocked.watching.newest()
    with pytest.raises(RuleRefusal) as caught:
        create(second)
    verdict = caught.value.verdict
    assert verdict.rule == "R44"
    assert f"request {existing.id}" in str(verdict.message)
    assert "withdraw it" in str(verdict.next_step)
    assert stocked.watching.newest() == before
    stocked.support.withdraw(existing.id)
    assert create(second).status is RequestStatus.DRAFT


def test_a_reopened_request_must_not_contradict_another(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    first = option_change(stocked, name, NONE)
    stocked.support.withdraw(first.id)
    option_change(stocked, name, ALL)
    stocked.undo.undo(name)
    assert stocked.undo.undo(name).entry.action.value == "request-withdrawn"
    assert stocked.support.show(first.id).status is RequestStatus.DRAFT


def test_a_request_keeps_when_it_was_submitted(
    stocked: Workbench, offer: Callable[..., str], clock: FixedClock
) -> None:
    name, support = offer(SOME, (1, 2, 3)), stocked.support
    asked, unasked = removal(stocked, name, 1), removal(stocked, name, 2)
    assert support.submitted_at(asked) is None
    clock.moment += timedelta(hours=1)
    submitted = clock.moment
    support.submit(asked.id)
    clock.moment += timedelta(hours=1)
    ticketed = support.submit(asked.id, "2611")
    assert support.submitted_at(ticketed) == submitted
    assert support.submitted_at(support.withdraw(asked.id)) == submitted
    assert support.submitted_at(support.withdraw(unasked.id)) is None


def test_a_submission_that_was_undone_does_not_count(
    stocked: Workbench, offer: Callable[..., str], clock: FixedClock
) -> None:
    name, support = offer(SOME, (1,)), stocked.support
    request = removal(stocked, name, 1)
    support.submit(request.id)
    stocked.undo.undo(name)
    clock.moment += timedelta(hours=1)
    stocked.undo.redo(name)
    assert support.submitted_at(support.show(request.id)) == clock.moment
    stocked.undo.undo(name)
    assert support.submitted_at(support.withdraw(request.id)) is None


def test_any_to_specific_lists_resold_partners_locked(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL, resold=(2,))
    completed(stocked, option_change(stocked, name, SOME, 1))
    assert lists(stocked, name) == ({tenant(1), tenant(2)}, {tenant(1), tenant(2)})
    assert stocked.offers.show(name).offer.live_channel is SOME
    with pytest.raises(RuleRefusal) as caught:
        stocked.audience.save_draft(name, AudienceEdit(remove=(tenant(2),)))
    assert caught.value.verdict.rule == "R30"


@pytest.mark.parametrize("to", [ALL, NONE])
def test_specific_to_another_option_clears_the_list(
    stocked: Workbench, offer: Callable[..., str], to: object
) -> None:
    name = offer(SOME, (1, 2))
    completed(stocked, option_change(stocked, name, to))
    now = stocked.offers.show(name).offer
    assert (now.live_channel, now.draft_channel) == (to, to)
    assert lists(stocked, name) == (set(), set())


def test_closing_is_refused_when_a_partner_has_resold_since(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    request = option_change(stocked, name, NONE)
    stocked.support.submit(request.id)
    stocked.resales.record(name, tenant(1))
    with pytest.raises(RuleRefusal) as caught:
        stocked.support.complete(request.id)
    assert caught.value.verdict.rule == "R42"
    assert stocked.offers.show(name).offer.live_channel is SOME


def test_a_request_whose_text_names_another_option_is_neither_submitted_nor_completed(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    """Two contradicting requests as an earlier version let them be, completed one by one."""
    name = offer(SOME, (1, 2))
    closing = option_change(stocked, name, NONE)
    opening = beside(stocked, option_change, name, ALL)
    for request in (closing, opening):
        stocked.support.submit(request.id)
    stocked.support.complete(opening.id)
    stocked.resales.record(name, tenant(1))
    with pytest.raises(RuleRefusal, match="no longer applies") as caught:
        stocked.support.complete(closing.id)
    assert str(caught.value.next_step).startswith("Withdraw")
    assert stocked.offers.show(name).offer.live_channel is ALL
    stocked.support.decline(closing.id)


def beside(
    workbench: Workbench, create: Callable[..., SupportRequest], *asked: object
) -> SupportRequest:
    """Create a request although an open one contradicts it, as earlier versions did."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "csp_tui.services.request_factory.require_no_contradiction", lambda *_a, **_k: None
        )
        return create(workbench, *asked)


@pytest.mark.parametrize("is_submitted", [False, True])
@pytest.mark.parametrize(
    ("origin", "to", "rule"), [(ALL, SOME, "R41"), (ALL, NONE, "R40"), (SOME, NONE, "R42")]
)
def test_a_resale_makes_the_text_of_a_request_out_of_date(
    stocked: Workbench,
    offer: Callable[..., str],
    origin: object,
    to: object,
    rule: str,
    is_submitted: bool,
) -> None:
    name = offer(origin, (1, 2) if origin is SOME else ())
    request = option_change(stocked, name, to)
    if is_submitted:
        request = stocked.support.submit(request.id)
    assert stocked.support.check(request).out_of_date is None
    stocked.resales.record(name, tenant(1))
    check = stocked.support.check(request)
    assert check.out_of_date is not None
    assert check.out_of_date.rule == rule
    assert check.can_update is (not is_submitted and origin is ALL)
    step = stocked.support.complete if is_submitted else stocked.support.submit
    with pytest.raises(RuleRefusal) as caught:
        step(request.id)
    assert caught.value.verdict == check.out_of_date
    # A record that was a mistake and is gone again makes the text true again.
    stocked.resales.remove(name, tenant(1))
    assert stocked.support.check(request).out_of_date is None
    step(request.id)


def test_opening_to_any_partner_does_not_depend_on_resales(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    request = option_change(stocked, name, ALL)
    stocked.resales.record(name, tenant(1))
    assert "resold" not in request.description
    assert stocked.support.check(request).out_of_date is None
    completed(stocked, request)
    assert stocked.offers.show(name).offer.live_channel is ALL


@pytest.mark.parametrize("is_submitted", [False, True])
def test_a_resale_blocks_a_removal_whose_text_says_that_none_has_resold(
    stocked: Workbench, offer: Callable[..., str], is_submitted: bool
) -> None:
    name = offer(SOME, (1, 2, 3))
    request = removal(stocked, name, 1, 2)
    if is_submitted:
        request = stocked.support.submit(request.id)
    stocked.resales.record(name, tenant(2))
    step = stocked.support.complete if is_submitted else stocked.support.submit
    with pytest.raises(RuleRefusal, match="out of date") as caught:
        step(request.id)
    verdict = caught.value.verdict
    assert (verdict.rule, verdict.tenant_ids) == ("R30", (tenant(2),))
    assert "create a new one" in str(verdict.next_step)
    # The next step is possible.
    stocked.support.withdraw(request.id)
    completed(stocked, removal(stocked, name, 1))
    assert lists(stocked, name)[1] == {tenant(2), tenant(3)}


def test_the_text_of_a_draft_is_updated_to_the_present_state(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL)
    request = option_change(stocked, name, SOME, 2)
    stocked.support.edit(request.id, RequestDetails(description="My own words"))
    stocked.resales.record(name, tenant(1))
    updated = stocked.support.update_text(request.id)
    assert "Alpine Cloud SARL" in updated.description
    assert stocked.support.check(updated).out_of_date is None
    assert stocked.support.update_text(request.id) == updated
    completed(stocked, updated)
    assert lists(stocked, name)[1] == {tenant(1), tenant(2)}


def test_undo_brings_back_the_text_before_an_update_with_its_basis(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL)
    request = option_change(stocked, name, SOME, 2)
    stocked.resales.record(name, tenant(1))
    stocked.support.update_text(request.id)
    stocked.undo.undo(name)
    assert stocked.support.show(request.id) == request
    assert stocked.support.check(request).out_of_date is not None


def test_the_text_is_not_updated_for_what_is_impossible_or_filed(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2))
    closing = option_change(stocked, name, NONE)
    stocked.resales.record(name, tenant(1))
    with pytest.raises(RuleRefusal):
        stocked.support.update_text(closing.id)
    stocked.resales.remove(name, tenant(1))
    stocked.support.submit(closing.id)
    with pytest.raises(InvalidInput):
        stocked.support.update_text(closing.id)


def test_a_request_without_a_basis_is_judged_by_the_present_state(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL)
    stocked.resales.record(name, tenant(1))
    request = option_change(stocked, name, SOME, 2)
    old = dataclasses.replace(request, basis=None)
    check = stocked.support.check(old)
    assert check.out_of_date is None
    assert "earlier version" in str(check.note)
    assert stocked.support.check(request).note is None
    stocked.resales.record(name, tenant(3))
    assert stocked.support.check(old).out_of_date is None
    closed = dataclasses.replace(old, status=RequestStatus.DECLINED)
    assert stocked.support.check(closed).note is None


def test_half_filled_is_there_tomorrow(stocked: Workbench, offer: Callable[..., str]) -> None:
    request = stocked.support.create_removal(offer(SOME, (1,)), [tenant(1)], language="en")
    stocked.support.edit(request.id, RequestDetails(description="Please\nremove", step=2))
    again = stocked.support.show(request.id)
    assert (again.description, again.step, again.status) == (
        "Please\nremove",
        2,
        RequestStatus.DRAFT,
    )


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (RequestDetails(), "contact_name"),
        (RequestDetails(contact_name="A"), "contact_email"),
        (RequestDetails(contact_name="A", contact_email="nobody"), "contact_email"),
        (RequestDetails(contact_name="A", contact_phone="Joe"), "contact_phone"),
        (RequestDetails(contact_name="A", contact_phone="1", title=" "), "title"),
        (RequestDetails(contact_name="A", contact_phone="1", description=""), "description"),
    ],
)
def test_an_incomplete_request_is_not_submitted(
    stocked: Workbench, offer: Callable[..., str], details: RequestDetails, field: str
) -> None:
    request = stocked.support.create_removal(offer(SOME, (1,)), [tenant(1)], language="en")
    stocked.support.edit(request.id, details)
    with pytest.raises(InvalidInput) as caught:
        stocked.support.submit(request.id)
    assert caught.value.field == field
    assert stocked.support.show(request.id).status is RequestStatus.DRAFT


def test_the_ticket_number_may_come_later(stocked: Workbench, offer: Callable[..., str]) -> None:
    request = removal(stocked, offer(SOME, (1,)), 1)
    assert stocked.support.submit(request.id).ticket is None
    assert stocked.support.submit(request.id, " 2611 ").ticket == "2611"


def test_a_ticket_number_leaves_the_time_of_the_submission(
    stocked: Workbench, offer: Callable[..., str], clock: FixedClock
) -> None:
    submitted = stocked.support.submit(removal(stocked, offer(SOME, (1,)), 1).id, "2611")
    clock.moment += timedelta(days=14)
    changed = stocked.support.submit(submitted.id, "2612")
    assert (changed.ticket, changed.updated_at) == ("2612", submitted.updated_at)
    entries = stocked.history.entries()
    assert stocked.support.submit(submitted.id, "2612") == changed
    assert stocked.history.entries() == entries


def test_what_is_no_ticket_number_is_not_recorded(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    request = removal(stocked, offer(SOME, (1, 2)), 1)
    for wrong in ("abc !!", "abc", "1 2", "é1", "1" * 61):
        with pytest.raises(InvalidInput) as caught:
            stocked.support.submit(request.id, wrong)
        assert caught.value.field == "ticket"
        assert caught.value.next_step is not None
        lacks_digit = "at least one digit" in render(caught.value.next_step)
        assert lacks_digit == (wrong == "abc")
    for right in ("2611160040001234", "TrackingID#2611160001", "SR-12.3/4:5_6"):
        assert stocked.support.submit(request.id, right).ticket == right
    actions = [entry.action for entry in stocked.history.entries()][:3]
    assert actions == [
        Action.REQUEST_TICKET_SAVED,
        Action.REQUEST_TICKET_SAVED,
        Action.REQUEST_SUBMITTED,
    ]


@pytest.mark.parametrize("verb", ["complete", "decline"])
def test_a_draft_cannot_be_answered(
    stocked: Workbench, offer: Callable[..., str], verb: str
) -> None:
    request = removal(stocked, offer(SOME, (1,)), 1)
    with pytest.raises(InvalidInput):
        getattr(stocked.support, verb)(request.id)


@pytest.mark.parametrize("verb", ["submit", "complete", "decline", "withdraw"])
def test_a_closed_request_stays_closed(
    stocked: Workbench, offer: Callable[..., str], verb: str
) -> None:
    request = removal(stocked, offer(SOME, (1,)), 1)
    stocked.support.submit(request.id)
    stocked.support.decline(request.id)
    with pytest.raises(InvalidInput):
        getattr(stocked.support, verb)(request.id)
    with pytest.raises(InvalidInput):
        stocked.support.edit(request.id, CONTACT)


def test_unknown_requests_are_explained(stocked: Workbench) -> None:
    with pytest.raises(NotFound):
        stocked.support.show(99)


def test_text_for_the_form_holds_everything(stocked: Workbench, offer: Callable[..., str]) -> None:
    text = stocked.support.as_text(removal(stocked, offer(SOME, (1, 6)), 6))
    for part in ("Live offer management", "Deauthorize CSP", "[/x] O'Neill & Sons [red]", "Amélie"):
        assert part in text


def test_a_removal_does_not_touch_the_option_once_the_list_is_no_longer_live(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,))
    asked = removal(stocked, name, 1)
    stocked.support.submit(asked.id)
    completed(stocked, beside(stocked, option_change, name, NONE))
    stocked.audience.save_draft(name, AudienceEdit(SOME, (tenant(2),)))
    with pytest.raises(RuleRefusal, match="no longer applies"):
        stocked.support.complete(asked.id)
    state = stocked.offers.show(name)
    assert (state.offer.draft_channel, state.draft_partners) == (SOME, 1)


def test_an_edit_overwrites_nothing_that_was_not_seen(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    support = stocked.support
    seen = removal(stocked, offer(SOME, (1, 2)), 1)
    support.edit(seen.id, RequestDetails(title="Theirs", contact_phone="1", step=2))
    # What others have changed stays beside what is written, and the same twice is no quarrel.
    mine = RequestDetails(description="Mine", contact_phone="1")
    edited = support.edit(seen.id, mine, seen=seen)
    assert (edited.title, edited.description, edited.step) == ("Theirs", "Mine", 2)
    with pytest.raises(StaleRequest) as caught:
        support.edit(seen.id, RequestDetails(title="Mine", severity=Severity.CRITICAL), seen=seen)
    assert caught.value.now == edited == support.show(seen.id)
    assert support.edit(seen.id, RequestDetails(title="Mine"), seen=edited).title == "Mine"


@pytest.mark.parametrize("step", ["edit", "submit", "complete", "decline", "withdraw"])
def test_no_step_is_taken_on_what_someone_else_has_changed(
    stocked: Workbench, offer: Callable[..., str], step: str
) -> None:
    support = stocked.support
    draft = removal(stocked, offer(SOME, (1, 2)), 1)
    if step in ("edit", "submit", "withdraw"):
        seen, theirs = draft, support.edit(draft.id, RequestDetails(title="Theirs"))
    else:
        seen, theirs = support.submit(draft.id), support.submit(draft.id, "2611")
    before = stocked.watching.newest()
    take = {
        "edit": lambda: support.edit(draft.id, RequestDetails(title="Mine"), seen=seen),
        "submit": lambda: support.submit(draft.id, "2612", seen=seen),
        "complete": lambda: support.complete(draft.id, seen=seen),
        "decline": lambda: support.decline(draft.id, seen=seen),
        "withdraw": lambda: support.withdraw(draft.id, seen=seen),
    }
    with pytest.raises(StaleRequest):
        take[step]()
    assert support.show(draft.id) == theirs
    assert stocked.watching.newest() == before
    seen = theirs
    take[step]()
    assert stocked.watching.newest() > before


def test_a_request_that_was_submitted_since_then_takes_no_edit_and_no_second_ticket(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    support = stocked.support
    seen = removal(stocked, offer(SOME, (1, 2)), 1)
    theirs = support.submit(seen.id, "2611")
    for take in (
        lambda: support.edit(seen.id, RequestDetails(title="Mine"), seen=seen),
        lambda: support.submit(seen.id, "2612", seen=seen),
        lambda: support.withdraw(seen.id, seen=seen),
    ):
        with pytest.raises(StaleRequest):
            take()
    assert support.show(seen.id) == theirs


def test_a_new_request_starts_with_the_contact_of_the_last_one_and_never_mixes_two(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    """Without an entered contact the newest one is used; one entered field replaces all."""
    name, support = offer(SOME, (1, 2, 3)), stocked.support

    def contact(number: int, details: RequestDetails | None = None) -> RequestContact:
        asked = support.create_removal(name, [tenant(number)], language="en", details=details)
        support.withdraw(asked.id)
        return asked.contact

    assert contact(1) == RequestContact()
    first = RequestContact("Ada King", "ada@example.com", "1")
    entered = RequestDetails(
        contact_name=first.name, contact_email=first.email, contact_phone=first.phone
    )
    assert contact(1, entered) == first
    assert contact(2) == first
    assert contact(3, RequestDetails(contact_name="Ben")) == RequestContact("Ben")
    assert contact(1, RequestDetails(title="Other title")) == RequestContact("Ben")
