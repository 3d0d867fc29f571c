"""Support requests from the refusal to the answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csp_tui.domain.errors import InvalidInput, NotFound, RuleRefusal, StaleRequest
from csp_tui.domain.support import RequestStatus, Severity, SupportRequest
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, NONE, SOME, tenant

CONTACT = RequestDetails(contact_name="Amélie", contact_email="csp@contoso.example")


def removal(workbench: Workbench, offer_id: str, *numbers: int, lang: str = "en") -> SupportRequest:
    ids = [tenant(number) for number in numbers]
    return workbench.support.begin_removal(offer_id, ids, language=lang, details=CONTACT)


def option_change(
    workbench: Workbench, offer_id: str, to: object, *authorize: int
) -> SupportRequest:
    return workbench.support.begin_option_change(
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


def test_a_removal_is_refused_for_who_has_resold_meanwhile(
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
def test_no_request_for_who_has_resold(
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
    with pytest.raises(InvalidInput):
        removal(stocked, name, 1)
    stocked.support.withdraw(first.id)
    assert removal(stocked, name, 1).id != first.id


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


def test_closing_is_refused_when_a_partner_resold_meanwhile(
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


def test_a_request_that_no_longer_fits_is_not_completed(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL)
    narrow = option_change(stocked, name, SOME)
    close = option_change(stocked, name, NONE)
    completed(stocked, close)
    stocked.audience.save_draft(name, AudienceEdit(channel=SOME, add=(tenant(3),)))
    stocked.offers.publish(name)
    stocked.support.submit(narrow.id)
    with pytest.raises(InvalidInput):
        stocked.support.complete(narrow.id)
    assert lists(stocked, name)[1] == {tenant(3)}


def test_half_filled_is_there_tomorrow(stocked: Workbench, offer: Callable[..., str]) -> None:
    request = stocked.support.begin_removal(offer(SOME, (1,)), [tenant(1)], language="en")
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
        (RequestDetails(contact_name="A", contact_email="nobody"), "csp_contact_email"),
        (RequestDetails(contact_name="A", contact_phone="1", title=" "), "title"),
        (RequestDetails(contact_name="A", contact_phone="1", description=""), "description"),
    ],
)
def test_an_incomplete_request_is_not_submitted(
    stocked: Workbench, offer: Callable[..., str], details: RequestDetails, field: str
) -> None:
    request = stocked.support.begin_removal(offer(SOME, (1,)), [tenant(1)], language="en")
    stocked.support.edit(request.id, details)
    with pytest.raises(InvalidInput) as caught:
        stocked.support.submit(request.id)
    assert caught.value.field == field
    assert stocked.support.show(request.id).status is RequestStatus.DRAFT


def test_the_ticket_number_may_come_later(stocked: Workbench, offer: Callable[..., str]) -> None:
    request = removal(stocked, offer(SOME, (1,)), 1)
    assert stocked.support.submit(request.id).ticket is None
    assert stocked.support.submit(request.id, " 2611 ").ticket == "2611"


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


def test_a_removal_does_not_touch_the_option_once_the_list_is_not_live_any_more(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer_id = offer(SOME, (1,))
    asked = removal(stocked, offer_id, 1)
    stocked.support.submit(asked.id)
    completed(stocked, option_change(stocked, offer_id, NONE))
    stocked.audience.save_draft(offer_id, AudienceEdit(SOME, (tenant(2),)))
    with pytest.raises(InvalidInput, match="no longer fits"):
        stocked.support.complete(asked.id)
    standing = stocked.offers.show(offer_id)
    assert (standing.offer.draft_channel, standing.draft_partners) == (SOME, 1)


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


def test_a_request_that_was_submitted_meanwhile_takes_no_edit_and_no_second_ticket(
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
