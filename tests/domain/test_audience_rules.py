"""The program's rules, row by row (csp-rules sections 3 to 5 and 9)."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from csp_tui.domain.audience import AddPartners, ChooseOption, Publish, RemovePartners, Sync, decide
from csp_tui.domain.audience_state import AudienceState, Member
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.domain.verdict import Outcome

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE
ALLOWED, REQUEST, REFUSED, NO_CHANGE = (
    Outcome.ALLOWED,
    Outcome.SUPPORT_REQUEST,
    Outcome.REFUSED,
    Outcome.NO_CHANGE,
)
SETUP = Setup(
    name="Contoso Backup",
    csp_url="https://contoso.example/csp",
    csp_contact=CspContact("Amélie", "csp@contoso.example"),
)


def state(
    live: ResellerChannel | None = None,
    draft: ResellerChannel | None = None,
    *,
    published: bool = True,
    setup: Setup = SETUP,
    product_type: ProductType = ProductType.SAAS,
    **counts: object,
) -> AudienceState:
    offer = Offer(
        offer_id="contoso-backup",
        product_type=product_type,
        setup=setup,
        live_setup=setup if published else None,
        draft_channel=draft,
        live_channel=live if published else None,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return AudienceState(offer=offer, **counts)  # type: ignore[arg-type]


def member(name: str = "Alpine", *, live: bool = True, resold: bool = False) -> Member:
    return Member(f"{name.lower()}-id", name, in_draft=True, in_live=live, resold=resold)


@pytest.mark.parametrize(
    ("live", "to", "resold", "outcome", "rule"),
    [
        (ALL, SOME, 0, REQUEST, "R40"),
        (ALL, SOME, 2, REQUEST, "R40"),
        (ALL, NONE, 0, REQUEST, "R40"),
        (ALL, NONE, 2, REQUEST, "R40"),
        (SOME, ALL, 0, REQUEST, "R42"),
        (SOME, ALL, 1, REQUEST, "R42"),
        (SOME, NONE, 0, REQUEST, "R42"),
        (SOME, NONE, 1, REFUSED, "R42"),
        (NONE, ALL, 0, ALLOWED, "R43"),
        (NONE, SOME, 0, ALLOWED, "R43"),
        (NONE, ALL, 3, ALLOWED, "R43"),
        (None, ALL, 0, ALLOWED, "R43"),
        (None, SOME, 0, ALLOWED, "R43"),
        (None, NONE, 0, ALLOWED, "R43"),
    ],
)
def test_options_of_a_live_offer(
    live: ResellerChannel | None,
    to: ResellerChannel,
    resold: int,
    outcome: Outcome,
    rule: str,
) -> None:
    names = tuple(f"Partner {number}" for number in range(resold))
    verdict = decide(state(live, live, resold=resold, resold_names=names), ChooseOption(to))
    assert (verdict.outcome, verdict.rule) == (outcome, rule)
    assert str(verdict.message)
    if outcome is not ALLOWED:
        assert verdict.next_step is not None


@pytest.mark.parametrize("option", ResellerChannel)
def test_same_option_is_no_change(option: ResellerChannel) -> None:
    assert decide(state(option, option), ChooseOption(option)).outcome is NO_CHANGE


@pytest.mark.parametrize(
    ("draft", "to"), itertools.product([None, *ResellerChannel], ResellerChannel)
)
def test_an_unpublished_offer_may_choose_anything(
    draft: ResellerChannel | None, to: ResellerChannel
) -> None:
    verdict = decide(state(None, draft, published=False, resold=0), ChooseOption(to))
    assert verdict.outcome is (NO_CHANGE if draft == to else ALLOWED)


def test_going_back_to_the_live_option_is_always_allowed() -> None:
    verdict = decide(state(NONE, SOME), ChooseOption(NONE))
    assert verdict.outcome is ALLOWED


def test_a_live_offer_is_judged_from_its_live_option_not_from_its_draft() -> None:
    verdict = decide(state(NONE, ALL, resold=1, resold_names=("A",)), ChooseOption(SOME))
    assert (verdict.outcome, verdict.rule) == (ALLOWED, "R43")


def test_resold_partners_are_named_when_any_becomes_specific() -> None:
    verdict = decide(
        state(ALL, ALL, resold=7, resold_names=("A", "B", "C", "D", "E")), ChooseOption(SOME)
    )
    assert "A, B, C, D, E and 2 more" in str(verdict.warnings[0])
    assert "R41" in str(verdict.warnings[0])


def test_any_to_none_with_resold_partners_warns_that_it_may_be_declined() -> None:
    verdict = decide(state(ALL, ALL, resold=1, resold_names=("Fabrikam",)), ChooseOption(NONE))
    assert verdict.outcome is REQUEST
    assert "Fabrikam" in str(verdict.warnings[0])
    assert "declined" in str(verdict.warnings[0])


@pytest.mark.parametrize(
    ("published", "live_channel", "members", "outcome", "rule"),
    [
        (False, None, (member(live=False),), ALLOWED, "R32"),
        (True, SOME, (member(live=False),), ALLOWED, "R33"),
        (True, NONE, (member(live=False, resold=True),), ALLOWED, "R33"),
        (True, SOME, (member(),), REQUEST, "R31"),
        (True, SOME, (member(resold=True),), REFUSED, "R30"),
        (True, SOME, (member("A"), member("B", resold=True)), REFUSED, "R30"),
        (True, SOME, (member("A", live=False), member("B")), REQUEST, "R31"),
        (True, SOME, (), NO_CHANGE, "R30"),
    ],
)
def test_removing_partners(
    published: bool,
    live_channel: ResellerChannel | None,
    members: tuple[Member, ...],
    outcome: Outcome,
    rule: str,
) -> None:
    verdict = decide(state(live_channel, SOME, published=published), RemovePartners(members))
    assert (verdict.outcome, verdict.rule) == (outcome, rule)


def test_a_refused_removal_names_only_partners_that_have_resold() -> None:
    members = (member("Alpine"), member("Fabrikam", resold=True))
    verdict = decide(state(SOME, SOME), RemovePartners(members))
    assert verdict.tenant_ids == ("fabrikam-id",)
    assert "Fabrikam" in str(verdict.message)
    assert "Alpine" not in str(verdict.message)


@pytest.mark.parametrize(
    ("published", "live", "draft", "rule"),
    [(True, SOME, SOME, "R26"), (True, NONE, SOME, "R24"), (False, None, SOME, "R24")],
)
def test_adding_partners(
    published: bool, live: ResellerChannel | None, draft: ResellerChannel, rule: str
) -> None:
    verdict = decide(state(live, draft, published=published), AddPartners(3))
    assert (verdict.outcome, verdict.rule) == (ALLOWED, rule)


@pytest.mark.parametrize("draft", [ALL, NONE, None])
@pytest.mark.parametrize("change", [AddPartners(1), RemovePartners((member(),))])
def test_a_list_belongs_to_the_second_option_only(
    draft: ResellerChannel | None, change: AddPartners | RemovePartners
) -> None:
    verdict = decide(state(None, draft, published=False), change)
    assert (verdict.outcome, verdict.rule) == (REFUSED, "R12")


@pytest.mark.parametrize("option", [ALL, SOME])
@pytest.mark.parametrize(
    ("url", "contact"),
    [
        ("", CspContact()),
        ("", CspContact("A", "a@b.example")),
        ("https://x.example", CspContact()),
        ("https://x.example", CspContact("A")),
        ("https://x.example", CspContact("", "a@b.example")),
    ],
)
def test_publishing_into_the_channel_needs_material_and_contact(
    option: ResellerChannel, url: str, contact: CspContact
) -> None:
    setup = replace(SETUP, csp_url=url, csp_contact=contact)
    verdict = decide(state(None, option, published=False, setup=setup), Publish())
    assert (verdict.outcome, verdict.rule) == (REFUSED, "R50")


@pytest.mark.parametrize("option", [NONE, None])
def test_publishing_outside_the_channel_needs_nothing(option: ResellerChannel | None) -> None:
    setup = Setup(name="Contoso Sign")
    verdict = decide(state(None, option, published=False, setup=setup), Publish())
    assert verdict.outcome is ALLOWED


def test_a_contact_with_a_phone_alone_is_enough() -> None:
    setup = replace(SETUP, csp_contact=CspContact("A", "", "+33 1"))
    assert decide(state(None, ALL, published=False, setup=setup), Publish()).is_allowed


def test_publishing_an_empty_list_warns() -> None:
    verdict = decide(state(None, SOME, published=False), Publish())
    assert verdict.outcome is ALLOWED
    assert "R14" in str(verdict.warnings[0])


def test_nothing_to_publish_is_no_change() -> None:
    assert decide(state(ALL, ALL), Publish()).outcome is NO_CHANGE


@pytest.mark.parametrize(
    ("published", "live", "draft", "additions", "outcome", "rule"),
    [
        (True, SOME, SOME, 2, ALLOWED, "R26"),
        (True, SOME, SOME, 0, NO_CHANGE, "R26"),
        (False, None, SOME, 2, REFUSED, "R25"),
        (True, NONE, SOME, 2, REFUSED, "R26"),
        (True, ALL, ALL, 0, REFUSED, "R26"),
    ],
)
def test_sync(
    published: bool,
    live: ResellerChannel | None,
    draft: ResellerChannel,
    additions: int,
    outcome: Outcome,
    rule: str,
) -> None:
    verdict = decide(state(live, draft, published=published, additions=additions), Sync())
    assert (verdict.outcome, verdict.rule) == (outcome, rule)


@pytest.mark.parametrize("change", [ChooseOption(ALL), AddPartners(1), Sync()])
def test_an_ineligible_offer_is_refused_everything(
    change: ChooseOption | AddPartners | Sync,
) -> None:
    place = state(
        None, None, published=False, product_type=ProductType.POWER_BI_APP, setup=Setup(name="X")
    )
    verdict = decide(place, change)
    assert (verdict.outcome, verdict.rule) == (REFUSED, "R2")


def test_every_question_has_an_answer_with_rule_and_sentence() -> None:
    """No combination of states and changes falls through, and none answers without a rule."""
    channels = [None, *ResellerChannel]
    changes = [
        *(ChooseOption(to) for to in ResellerChannel),
        AddPartners(0),
        AddPartners(1),
        RemovePartners(()),
        RemovePartners((member(),)),
        RemovePartners((member(resold=True),)),
        Publish(),
        Sync(),
    ]
    types = [
        (ProductType.SAAS, ()),
        (ProductType.AZURE_APPLICATION, (Plan("a", PlanKind.SOLUTION_TEMPLATE),)),
        (ProductType.CONTAINER, (Plan("a", PlanKind.BYOL),)),
    ]
    for live, draft, published, resold, change, (kind, plans) in itertools.product(
        channels, channels, (True, False), (0, 1), changes, types
    ):
        place = state(
            live,
            draft,
            published=published,
            product_type=kind,
            setup=replace(SETUP, plans=plans),
            resold=resold,
            resold_names=("A",) * resold,
            additions=1,
        )
        verdict = decide(place, change)
        assert verdict.rule.startswith("R")
        assert verdict.rule[1:].isdigit()
        assert str(verdict.message)
        if verdict.outcome is REQUEST:
            assert published
            assert verdict.next_step is not None
