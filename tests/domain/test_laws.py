"""No sequence of changes that the rules allow leads to a state that they forbid."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from csp_tui.domain.audience import (
    AddPartners,
    Change,
    ChooseOption,
    Publish,
    RemovePartners,
    Sync,
    decide,
)
from csp_tui.domain.offer import CspContact, Offer, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.publication import against_deletion, against_resale, against_setup
from csp_tui.domain.verdict import Outcome
from tests.reliability.laws import (
    ALL,
    NONE,
    SOME,
    Audience,
    broken_by_move,
    broken_by_state,
)

TENANTS = ("a", "b", "c", "d")
PLAIN = Setup(name="Plain")
LISTED = Setup(
    name="Listed",
    plans=(Plan("one", PlanKind.SOLUTION_TEMPLATE),),
    csp_url="https://contoso.example",
    csp_contact=CspContact("Ada", "ada@contoso.example"),
)
SETUPS = (
    PLAIN,
    LISTED,
    dataclasses.replace(LISTED, transactable=False),
    dataclasses.replace(LISTED, csp_url=""),
    dataclasses.replace(LISTED, plans=(), name="Without plans"),
)
KINDS = (ProductType.SAAS, ProductType.AZURE_APPLICATION, ProductType.CONTAINER)
options = st.sampled_from([ALL, SOME, NONE])
some_tenants = st.frozensets(st.sampled_from(TENANTS), min_size=1, max_size=3)
COMMANDS = st.one_of(
    st.tuples(st.just("choose"), options),
    st.tuples(st.just("add"), some_tenants),
    st.tuples(st.just("remove"), some_tenants),
    st.tuples(st.sampled_from(["publish", "publish", "sync"])),
    st.tuples(st.just("edit"), st.sampled_from(SETUPS)),
    st.tuples(st.just("resell"), st.sampled_from(TENANTS)),
    st.tuples(st.just("mistaken"), st.sampled_from(TENANTS)),
    st.tuples(st.just("complete"), st.one_of(options, some_tenants)),
)
BEGINNINGS = st.sampled_from(
    [
        (),
        (("edit", LISTED), ("choose", SOME), ("add", frozenset("ab")), ("publish",)),
        (("edit", LISTED), ("choose", ALL), ("publish",), ("resell", "c")),
        (("edit", LISTED), ("choose", SOME), ("add", frozenset("ab")), ("publish",), ("sync",)),
    ]
)


def carried_out(at: Audience, command: tuple[Any, ...]) -> Audience | None:
    """The audience after a command, None where the rules do not let it happen."""
    state = at.to_state()

    def is_open(change: Change) -> bool:
        return decide(state, change).is_allowed

    match command:
        case ("choose", option):
            return _if(is_open(ChooseOption(option)), at, chosen=option)
        case ("add", tenants):
            new = tenants - at.draft
            return _if(is_open(AddPartners(len(new))), at, draft=at.draft | tenants)
        case ("remove", tenants):
            leaving = at.members(tenants & at.draft)
            return _if(is_open(RemovePartners(leaving)), at, draft=at.draft - tenants)
        case ("publish",):
            verdict = decide(state, Publish())
            return at.published() if verdict.outcome is Outcome.ALLOWED else None
        case ("sync",):
            verdict = decide(state, Sync())
            return at.synced() if verdict.outcome is Outcome.ALLOWED else None
        case ("edit", setup):
            return _if(against_setup(state, setup) is None, at, setup=setup)
        case ("resell", tenant):
            may = against_resale(state.offer) is None
            # Only whom the offer was open to can have sold it.
            sells = at.live_option is ALL or tenant in at.live
            return _if(may and sells, at, resold=at.resold | {tenant})
        case ("mistaken", tenant):
            return dataclasses.replace(at, resold=at.resold - {tenant})
        case ("complete", frozenset() as tenants):
            change: Change = RemovePartners(at.members(tenants))
            gone = tenants & at.live
            done = dataclasses.replace(at, draft=at.draft - gone, live=at.live - gone)
        case ("complete", option):
            change = ChooseOption(option)
            listed = at.resold if option is SOME else frozenset()
            done = dataclasses.replace(
                at, chosen=option, live_option=option, draft=listed, live=listed
            )
        case _:
            raise AssertionError(command)
    return done if decide(state, change).outcome is Outcome.SUPPORT_REQUEST else None


def _if(may: bool, at: Audience, **changes: Any) -> Audience | None:
    return dataclasses.replace(at, **changes) if may else None


@given(
    kind=st.sampled_from(KINDS),
    begin=BEGINNINGS,
    commands=st.lists(COMMANDS, min_size=3, max_size=25),
)
def test_no_way_leads_to_a_forbidden_state(
    kind: ProductType, begin: tuple[Any, ...], commands: list[tuple[Any, ...]]
) -> None:
    at = Audience(kind=kind, setup=PLAIN)
    for command in (*begin, *commands):
        then = carried_out(at, command)
        if then is None:
            continue
        event(command[0])
        assert list(broken_by_state(then)) == [], command
        assert list(broken_by_move(command[0], at, then)) == [], command
        at = then


@st.composite
def reachable(draw: st.DrawFn) -> Audience:
    """An audience that commands have led to."""
    at = Audience(kind=draw(st.sampled_from(KINDS)), setup=PLAIN)
    for command in (*draw(BEGINNINGS), *draw(st.lists(COMMANDS, max_size=10))):
        at = carried_out(at, command) or at
    return at


@given(reachable())
def test_publishing_twice_is_publishing_once(at: Audience) -> None:
    once = carried_out(at, ("publish",))
    if once is not None:
        assert carried_out(once, ("publish",)) is None
        assert decide(once.to_state(), Publish()).outcome is Outcome.NO_CHANGE
        assert carried_out(once, ("sync",)) is None


@given(reachable())
def test_a_sync_only_adds_and_leaves_the_rest_of_the_draft_waiting(at: Audience) -> None:
    synced = carried_out(at, ("sync",))
    if synced is not None:
        assert at.live < synced.live
        assert synced.draft == at.draft
        assert synced.setup == at.setup
        assert carried_out(synced, ("sync",)) is None
        published = carried_out(at, ("publish",))
        assert published is None or published.live == synced.live


@given(reachable())
def test_every_answer_is_one_of_the_rules_and_names_the_next_step(at: Audience) -> None:
    changes: list[Change] = [Publish(), Sync(), *map(ChooseOption, (ALL, SOME, NONE))]
    changes += [AddPartners(1), RemovePartners(at.members(frozenset(TENANTS)))]
    for change in changes:
        verdict = decide(at.to_state(), change)
        assert verdict.rule
        assert str(verdict.message)
        if verdict.outcome is Outcome.SUPPORT_REQUEST:
            assert verdict.next_step is not None


@given(reachable())
def test_from_every_state_there_is_a_way_out_of_the_channel_or_a_resale_that_forbids_it(
    at: Audience,
) -> None:
    closed = carried_out(at, ("choose", NONE)) or carried_out(at, ("complete", NONE))
    if closed is None and at.chosen is not NONE and at.is_eligible:
        assert at.live_option is SOME
        assert at.resold


@given(reachable())
def test_only_what_was_never_published_can_be_deleted_and_only_what_was_can_be_resold(
    at: Audience,
) -> None:
    offer: Offer = at.to_state().offer
    assert (against_deletion(at.to_state()) is None) is not at.is_published
    assert (against_resale(offer) is None) is at.is_published


@pytest.mark.parametrize(
    ("state", "law"),
    [
        ({"live_option": ALL}, "R25"),
        ({"resold": frozenset("a")}, "R25"),
        ({"live_setup": LISTED, "live_option": NONE, "live": frozenset("a")}, "R12"),
        ({"live_setup": LISTED, "live_option": ALL, "chosen": NONE}, "R40"),
        (
            {
                "live_setup": LISTED,
                "live_option": SOME,
                "chosen": SOME,
                "live": frozenset("a"),
            },
            "R31",
        ),
        ({"live_setup": PLAIN, "live_option": ALL, "chosen": ALL}, "R50"),
        ({"kind": ProductType.CONTAINER, "chosen": ALL}, "R2"),
    ],
)
def test_the_laws_find_what_is_forbidden(state: dict[str, Any], law: str) -> None:
    at = Audience(**{"kind": ProductType.SAAS, "setup": LISTED, **state})
    assert any(text.startswith(law) for text in broken_by_state(at))


def test_the_laws_find_a_partner_that_was_deauthorized_after_a_resale() -> None:
    before = Audience(
        kind=ProductType.SAAS,
        setup=LISTED,
        live_setup=LISTED,
        chosen=SOME,
        live_option=SOME,
        draft=frozenset("ab"),
        live=frozenset("ab"),
        resold=frozenset("a"),
    )
    gone = dataclasses.replace(before, draft=frozenset("b"), live=frozenset("b"))
    assert any(text.startswith("R30") for text in broken_by_move("complete", before, gone))
    closed = dataclasses.replace(before, chosen=NONE, live_option=NONE, draft=frozenset())
    assert any(text.startswith("R42") for text in broken_by_move("complete", before, closed))
    assert any("sync" in text for text in broken_by_move("sync", before, gone))
