"""Every next step that a verdict names can be taken in the state that the verdict is about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from itertools import product

import pytest

from csp_tui.domain.audience import (
    AddPartners,
    Change,
    ChooseOption,
    Publish,
    RemovePartners,
    Sync,
    decide,
)
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.publication import against_deletion, against_resale, against_setup
from csp_tui.domain.verdict import Outcome, Verdict
from tests.reliability.laws import ALL, NONE, SOME, Audience, broken_by_state

PLAN = Plan("one", PlanKind.SOLUTION_TEMPLATE)
REACHED = {"csp_url": "https://contoso.example/csp", "csp_contact": CspContact("Ada", "", "123")}
OFFERS: tuple[tuple[ProductType, Setup], ...] = (
    (ProductType.SAAS, Setup(name="Bare")),
    (ProductType.SAAS, Setup(name="Listed", **REACHED)),  # type: ignore[arg-type]
    (ProductType.SAAS, Setup(name="Elsewhere", transactable=False)),
    (ProductType.AZURE_APPLICATION, Setup(name="Without plans")),
    (ProductType.AZURE_APPLICATION, Setup(name="Planned", plans=(PLAN,), **REACHED)),  # type: ignore[arg-type]
    (ProductType.CONTAINER, Setup(name="Container")),
)
LISTS = tuple(map(frozenset, ("", "a", "b", "ab")))
OPTIONS = (None, ALL, SOME, NONE)
Case = tuple[Audience, Change]


def states() -> Iterator[Audience]:
    for (kind, setup), chosen, live, draft, listed, resold in product(
        OFFERS, OPTIONS, ("never", *OPTIONS), LISTS, LISTS, LISTS
    ):
        state = Audience(
            kind=kind,
            setup=setup,
            live_setup=None if live == "never" else setup,
            chosen=chosen,
            live_option=None if live == "never" else live,  # type: ignore[arg-type]
            draft=draft,
            live=listed,
            resold=resold,
        )
        if not list(broken_by_state(state)):
            yield state


STATES = tuple(states())


def changes(state: Audience) -> Iterator[tuple[Change, Audience]]:
    """Each change, with the state that it leads to where it is allowed."""
    for option in ResellerChannel:
        yield ChooseOption(option), dataclasses.replace(state, chosen=option)
    yield AddPartners(1), dataclasses.replace(state, draft=state.draft | {"new"})
    for removed in LISTS[1:]:
        after = dataclasses.replace(state, draft=state.draft - removed)
        yield RemovePartners(state.members(removed)), after
    yield Publish(), state.published()
    yield Sync(), state.synced()


def outcome(state: Audience, change: Change) -> Outcome:
    return decide(state.to_state(), change).outcome


def can_publish(state: Audience, _change: object) -> bool:
    return outcome(state, Publish()) is Outcome.ALLOWED


def can_complete_listing(state: Audience, _change: object) -> bool:
    setup = dataclasses.replace(state.setup, **REACHED)  # type: ignore[arg-type]
    filled = dataclasses.replace(state, setup=setup)
    return against_setup(state.to_state(), setup) is None and can_publish(filled, _change)


def can_choose(option: ResellerChannel) -> Callable[[Audience, object], bool]:
    return lambda state, _change: (
        outcome(state, ChooseOption(option))
        in (
            Outcome.ALLOWED,
            Outcome.NO_CHANGE,
        )
    )


def can_request(option: ResellerChannel) -> Callable[[Audience, object], bool]:
    return lambda state, _change: outcome(state, ChooseOption(option)) is Outcome.SUPPORT_REQUEST


def removal(state: Audience, change: object, *, live: bool) -> Outcome:
    members = change.members if isinstance(change, RemovePartners) else state.members(state.live)
    others = tuple(
        one for one in members if one.in_live is live and not (one.in_live and one.resold)
    )
    return outcome(state, RemovePartners(others))


def can_request_removal(state: Audience, change: object) -> bool:
    return removal(state, change, live=True) is Outcome.SUPPORT_REQUEST


def is_by_request(state: Audience, change: object) -> bool:
    return outcome(state, change) is Outcome.SUPPORT_REQUEST  # type: ignore[arg-type]


def becomes_eligible(setup: dict[str, object]) -> Callable[[Audience, object], bool]:
    return lambda state, _change: (
        dataclasses.replace(
            state,
            setup=dataclasses.replace(state.setup, **setup),  # type: ignore[arg-type]
        ).is_eligible
    )


def always(_state: Audience, _change: object) -> bool:
    """The step keeps things as they are, or only says where to look."""
    return True


POSSIBLE: dict[str, Callable[[Audience, object], bool]] = {
    "Publish the offer to make it live.": can_publish,
    "Publish the offer to make the change live.": can_publish,
    "Publish the offer to make it available to the selected partners.": can_publish,
    "Publish the offer instead.": can_publish,
    "Fill in Offer listing, then publish the offer.": can_complete_listing,
    "Sync CSP audience then takes the additions live.": lambda state, _change: (
        outcome(state, Sync()) is Outcome.ALLOWED
    ),
    "Create a support request; it is filled in for you.": is_by_request,
    "Keep the partners that have resold. One support request can remove the others.": (
        can_request_removal
    ),
    "Keep the offer available to the partners that have resold.": always,
    "Leave the partners that have resold on the list. A support request can remove the others.": (
        can_request_removal
    ),
    "Leave the partners that have resold on the list, and remove only the others.": (
        lambda state, change: removal(state, change, live=False) is Outcome.ALLOWED
    ),
    "Leave the partners that have resold on the list.": always,
    "Select “Specific partners in the CSP program I select” first.": can_choose(SOME),
    "Select “No partners in the CSP program” first.": can_choose(NONE),
    "Create a support request for “Specific partners in the CSP program I select” first.": (
        can_request(SOME)
    ),
    "Create a support request for “No partners in the CSP program” first.": can_request(NONE),
    "To stop its sale, create a support request for “No partners in the CSP program”.": (
        can_request(NONE)
    ),
    "Keep the offer eligible: partners that have resold stay authorized.": always,
    "Set the offer to sell through Microsoft under Offer setup.": becomes_eligible(
        {"transactable": True}
    ),
    "Add a solution template or a managed application under Plans.": becomes_eligible(
        {"plans": (PLAN,)}
    ),
    "Check the offer ID. Resales are recorded for published offers.": always,
}


def require_possible(state: Audience, change: object, verdict: Verdict | None) -> str | None:
    if verdict is None or verdict.next_step is None:
        return None
    step = str(verdict.next_step)
    assert step in POSSIBLE, f"say here when it is possible: {step}"
    assert POSSIBLE[step](state, change), (step, state, change)
    return step


@pytest.fixture(scope="module")
def named() -> set[str]:
    """The next steps of all verdicts, each checked in its state."""
    seen: set[str | None] = set()
    for state in STATES:
        for change, after in changes(state):
            verdict = decide(state.to_state(), change)
            seen.add(
                require_possible(
                    after if verdict.outcome is Outcome.ALLOWED else state, change, verdict
                )
            )
        audience = state.to_state()
        seen.add(require_possible(state, None, against_deletion(audience)))
        seen.add(require_possible(state, None, against_resale(audience.offer)))
        for kind, setup in OFFERS:
            if kind is state.kind:
                seen.add(require_possible(state, None, against_setup(audience, setup)))
    return {step for step in seen if step is not None}


def test_every_next_step_can_be_taken(named: set[str]) -> None:
    assert named == set(POSSIBLE), "a step that no verdict names needs no check"


def test_an_offer_that_can_never_be_opted_in_is_not_pending() -> None:
    for state in STATES:
        audience = state.to_state()
        if not state.is_published and not state.is_eligible:
            assert audience.next_step is None
            assert not audience.has_changes
        elif not state.is_published:
            assert audience.next_step == "publish"
