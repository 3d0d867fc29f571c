"""Plans against a second, plain model of the program's rules, for thousands of small states."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.domain.audience_state import AudienceState, Member
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.plan import (
    AudienceNow,
    GoLive,
    Step,
    StepAction,
    StepOutcome,
    Wish,
    summarize_steps,
)
from csp_tui.domain.planner import delta_of, plan_offer
from csp_tui.domain.product import ProductType
from csp_tui.domain.support import (
    RequestContact,
    RequestKind,
    RequestStatus,
    Selections,
    Severity,
    SupportRequest,
)
from csp_tui.domain.tenant_ids import TenantIds

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
IDS = tuple(f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e" for number in range(6))
SETUP = Setup(
    name="Contoso Backup",
    csp_url="https://contoso.example/csp",
    csp_contact=CspContact("Ada", "ada@example.com"),
)


@dataclasses.dataclass
class Model:
    """An offer as plain sets, and what the program's table of rules says, written a second time."""

    live: bool
    draft_channel: ResellerChannel | None
    live_channel: ResellerChannel | None
    draft: set[str]
    published: set[str]
    resold: set[str]
    requests: list[SupportRequest] = dataclasses.field(default_factory=list)

    def now(self) -> AudienceNow:
        offer = Offer(
            offer_id="contoso-backup",
            product_type=ProductType.SAAS,
            setup=SETUP,
            live_setup=SETUP if self.live else None,
            draft_channel=self.draft_channel,
            live_channel=self.live_channel,
            version=1,
            created_at=NOW,
            published_at=NOW if self.live else None,
        )
        state = AudienceState(
            offer=offer,
            draft_partners=len(self.draft),
            live_partners=len(self.published),
            additions=len(self.draft - self.published),
            resold=len(self.resold),
            live_resold=len(self.resold & self.published),
        )
        return AudienceNow(
            state=state,
            draft_only=frozenset(self.draft - self.published),
            both=frozenset(self.draft & self.published),
            live_only=frozenset(self.published - self.draft),
            requests=tuple(self.requests),
        )

    def members(self, tenant_ids: Collection[str]) -> Iterable[Member]:
        return [
            Member(one, one, one in self.draft, one in self.published, one in self.resold)
            for one in sorted(tenant_ids)
        ]

    def plan(self, wish: Wish) -> list[Step]:
        return plan_offer(self.now(), wish, self.members)

    def carry_out(self, steps: list[Step]) -> None:
        """Do what the program can do, and prepare the requests; all of it or nothing."""
        if any(step.outcome is StepOutcome.REFUSED for step in steps):
            return
        for step in steps:
            if step.outcome is StepOutcome.ALLOWED and step.action is StepAction.DRAFT:
                if step.reseller_channel is not None:
                    self.draft_channel = step.reseller_channel[1]
                self.draft = (self.draft | set(step.added)) - set(step.removed)
            elif step.outcome is StepOutcome.ALLOWED and step.action is StepAction.SYNC:
                self.published |= self.draft
            elif step.outcome is StepOutcome.ALLOWED and step.action is StepAction.PUBLISH:
                self.live, self.live_channel = True, self.draft_channel
                if self.draft_channel is SOME:
                    self.published |= self.draft
                else:
                    self.draft, self.published = set(), set()
            elif step.outcome is StepOutcome.SUPPORT_REQUEST:
                change = None if step.reseller_channel is None else step.reseller_channel[1]
                ids = step.removed if change is None else step.added
                self.requests.append(request(len(self.requests) + 1, change, tuple(ids)))

    def complete_all(self) -> None:
        """Let Microsoft answer every open request."""
        for one in self.requests:
            if one.kind is RequestKind.DEAUTHORIZE:
                self.draft -= set(one.tenant_ids)
                self.published -= set(one.tenant_ids)
            else:
                wanted = set(one.tenant_ids) | self.resold if one.change_to is SOME else set()
                self.draft, self.published = set(wanted), set(wanted)
                self.draft_channel = self.live_channel = one.change_to
        self.requests.clear()


def request(number: int, change: ResellerChannel | None, ids: tuple[str, ...]) -> SupportRequest:
    return SupportRequest(
        id=number,
        offer_id="contoso-backup",
        kind=RequestKind.DEAUTHORIZE if change is None else RequestKind.CHANGE_OPTION,
        change_to=change,
        tenant_ids=ids,
        status=RequestStatus.DRAFT,
        ticket=None,
        selections=Selections("", "", "", "", ""),
        title="",
        description="",
        contact=RequestContact(),
        severity=Severity.MODERATE,
        language="en",
        step=1,
        created_at=NOW,
        updated_at=NOW,
    )


some_ids = st.sets(st.sampled_from(IDS))
channels = st.sampled_from([ALL, SOME, NONE])


@st.composite
def models(draw: st.DrawFn) -> Model:
    """States that the program can be in: a live list is part of the draft list, and so on."""
    live = draw(st.booleans())
    if not live:
        return Model(False, draw(st.none() | channels), None, draw(some_ids), set(), set())
    channel = draw(channels)
    published = draw(some_ids) if channel is SOME else set()
    resold = draw(some_ids) if channel is not NONE else set()
    if channel is SOME:
        return Model(True, SOME, SOME, published | draw(some_ids), published, resold & published)
    drafted = draw(channels) if channel is NONE else channel
    return Model(
        True, drafted, channel, draw(some_ids) if drafted is SOME else set(), set(), resold
    )


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    go_live = draw(st.sampled_from([GoLive.NO, GoLive.NEXT]))
    channel = draw(st.none() | channels)
    if channel in (ALL, NONE):
        return Wish(channel, go_live=go_live)
    return Wish(
        channel,
        frozenset(draw(some_ids)),
        remove=frozenset(draw(some_ids)),
        at_least=draw(st.booleans()),
        go_live=go_live,
    )


def own_wish(model: Model) -> Wish:
    """What an export of the model says."""
    return Wish(model.draft_channel, frozenset(model.draft))


@given(models())
def test_the_plan_of_an_export_is_empty(model: Model) -> None:
    assert model.plan(own_wish(model)) == []


@given(models(), wishes())
def test_a_plan_reaches_the_wish_or_stops_at_a_rule_or_a_person(model: Model, wish: Wish) -> None:
    steps = model.plan(wish)
    model.carry_out(steps)
    stopped = [step for step in steps if step.outcome is not StepOutcome.ALLOWED]
    assert all(step.rule for step in steps)
    if stopped:
        return
    if wish.channel is not None:
        assert model.draft_channel is wish.channel
    if wish.partners is not None and model.draft_channel is SOME:
        wanted = set(wish.partners) - wish.remove
        assert wanted <= model.draft
        assert not model.draft & wish.remove
        if not wish.at_least:
            assert model.draft == wanted
    if wish.go_live is GoLive.NEXT and model.draft_channel is SOME and model.live:
        assert model.draft <= model.published


@given(models(), wishes())
def test_a_plan_that_was_carried_out_leaves_only_what_persons_do(model: Model, wish: Wish) -> None:
    first = model.plan(wish)
    model.carry_out(first)
    second = model.plan(wish)
    assert all(step.outcome in (StepOutcome.PENDING, StepOutcome.REFUSED) for step in second), (
        second
    )
    if (wish.channel or model.draft_channel) is None:
        # Publishing ends a list that no option gives effect, so that no wish can name it.
        return
    refused = [step for step in first if step.outcome is StepOutcome.REFUSED]
    assert len([step for step in second if step.outcome is StepOutcome.REFUSED]) == len(refused)


@given(models(), wishes())
def test_completed_requests_and_a_second_run_reach_the_wish(model: Model, wish: Wish) -> None:
    first = model.plan(wish)
    if any(step.outcome is StepOutcome.REFUSED for step in first):
        return
    model.carry_out(first)
    model.complete_all()
    rest = model.plan(dataclasses.replace(wish, go_live=GoLive.NO))
    # Partners that have resold stay on a list that support has made (R41).
    named = [step for step in rest if set(step.removed) - model.resold or step.reseller_channel]
    assert not named or wish.channel is None


@given(models(), wishes())
def test_no_plan_removes_a_partner_that_has_resold_from_a_live_list(
    model: Model, wish: Wish
) -> None:
    locked = model.resold & model.published if model.live_channel is SOME else set()
    for step in model.plan(wish):
        if step.outcome is not StepOutcome.REFUSED:
            assert not locked & set(step.removed)


@given(models(), wishes())
def test_steps_name_their_numbers_and_come_after_what_they_need(model: Model, wish: Wish) -> None:
    steps = plan_offer(model.now(), wish, model.members, first=7)
    assert [step.n for step in steps] == list(range(7, 7 + len(steps)))
    for step in steps:
        assert all(7 <= before < step.n for before in step.after)


@given(models(), wishes())
def test_the_delta_is_what_set_algebra_says(model: Model, wish: Wish) -> None:
    delta = delta_of(model.now(), wish)
    assert not delta.added & model.draft
    assert delta.removed <= model.draft
    if wish.partners is not None and (wish.channel or model.draft_channel) is SOME:
        assert delta.added == (wish.partners - wish.remove) - model.draft


def test_an_open_request_for_some_of_the_partners_leaves_the_others_to_a_new_one() -> None:
    model = Model(True, SOME, SOME, set(IDS[:4]), set(IDS[:4]), set())
    model.requests.append(request(5, None, IDS[:2]))
    waiting, asking = model.plan(Wish(SOME, frozenset(IDS[3:4])))
    assert (waiting.action, waiting.outcome, waiting.request) == (
        StepAction.WAIT,
        StepOutcome.PENDING,
        5,
    )
    assert set(waiting.removed) == set(IDS[:2])
    assert (asking.action, tuple(asking.removed)) == (StepAction.REQUEST, IDS[2:3])


@given(models(), wishes(), channels, st.booleans())
def test_a_plan_that_goes_live_names_every_open_request_once(
    model: Model, wish: Wish, change: ResellerChannel, submitted: bool
) -> None:
    ask = request(5, None, IDS[:2]) if model.live_channel is SOME else request(5, change, ())
    if submitted:
        ask = dataclasses.replace(ask, status=RequestStatus.SUBMITTED)
    model.requests.append(ask)
    pending = [step for step in model.plan(wish) if step.outcome is StepOutcome.PENDING]
    goes_live = wish.go_live is GoLive.NEXT
    assert [step.request for step in pending] in ([5], [5] if goes_live else [])
    for step in pending:
        assert "(submitted)" in str(step.message) if submitted else "(draft)" in str(step.message)
        assert ("Submit" in str(step.next_step)) is not submitted
    assert model.plan(own_wish(model)) == []


def test_a_request_that_contradicts_an_open_one_is_refused() -> None:
    model = Model(True, SOME, SOME, set(IDS[:2]), set(IDS[:2]), set())
    model.requests.append(request(5, NONE, ()))
    (step,) = model.plan(Wish(SOME, frozenset(IDS[:1])))
    assert (step.outcome, step.rule) == (StepOutcome.REFUSED, "R44")


def test_requests_that_may_not_be_prepared_count_as_refused() -> None:
    model = Model(True, ALL, ALL, set(), set(), set())
    steps = model.plan(Wish(NONE))
    assert summarize_steps(steps, offers=2, requests_allowed=True).refused == 0
    summary = summarize_steps(steps, offers=2, requests_allowed=False)
    assert (summary.request, summary.refused, summary.unchanged) == (1, 1, 1)


@given(st.lists(st.uuids().map(str), max_size=40))
def test_tenant_ids_are_a_sequence_of_the_same_texts(ids: list[str]) -> None:
    packed = TenantIds(ids)
    assert list(packed) == ids
    assert len(packed) == len(ids)
    assert packed[: len(ids)] == tuple(ids)
    assert packed == TenantIds(iter(ids))
    assert [packed[place] for place in range(-len(ids), len(ids))] == ids + ids


def test_tenant_ids_refuse_what_is_no_guid() -> None:
    with pytest.raises(ValueError, match="GUID"):
        TenantIds(["abcd"])
    with pytest.raises(IndexError):
        TenantIds(IDS)[6]
