"""Plans the steps from an offer's current audience to the desired one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from csp_tui.domain.audience import AddPartners, ChooseOption, Publish, RemovePartners, Sync, decide
from csp_tui.domain.audience_state import AudienceState, Member
from csp_tui.domain.decisions.members import sort_removals
from csp_tui.domain.plan import (
    SOME,
    Actor,
    AudienceNow,
    ChannelMove,
    Delta,
    GoLive,
    Step,
    StepAction,
    StepOutcome,
    Wish,
)
from csp_tui.domain.request_checks import Ask, contradiction
from csp_tui.domain.support import RequestKind, RequestStatus, SupportRequest, status_title
from csp_tui.domain.tenant_ids import TenantIds
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import Message, say

Lookup = Callable[[Collection[str]], Iterable[Member]]
"""Makes partners of an offer's lists ``Member`` values, with their names."""


def delta_of(now: AudienceNow, wish: Wish) -> Delta:
    """What the draft list lacks and what it has too many of; nothing without a list (R12)."""
    channel = wish.channel or now.state.offer.draft_channel
    named = wish.partners is not None or wish.add or wish.remove
    if not named or (channel is not SOME and wish.channel is not None):
        return Delta()
    draft = now.draft
    wanted = (draft if wish.partners is None else wish.partners) | wish.add
    wanted = wanted - wish.remove
    leaving = draft & wish.remove if wish.at_least else draft - wanted
    return Delta(wanted - draft, leaving)


def plan_offer(now: AudienceNow, wish: Wish, members: Lookup, *, first: int = 1) -> list[Step]:
    """Plan the steps of one offer.

    Args:
        now: The current state.
        wish: Where it should be.
        members: Looks partners of its lists up; asked only about those that would leave.
        first: The number of the first step.

    Returns:
        Steps in order; none where the offer is as wanted.
    """
    planner = _Planner(now, first)
    delta = delta_of(now, wish)
    after = planner.change_draft(wish, delta, members)
    refused = any(step.outcome is StepOutcome.REFUSED for step in planner.steps)
    if wish.go_live is not GoLive.NO and after is not None and not refused:
        planner.go_live(after, wish.go_live)
    if wish.go_live is GoLive.NEXT:
        planner.wait_for_the_rest()
    return planner.steps


class _Planner:
    """Collects the steps of one offer."""

    def __init__(self, now: AudienceNow, first: int) -> None:
        self._now = now
        self._first = first
        self._offer_id = now.state.offer.offer_id
        self._open = tuple(one for one in now.requests if one.status.is_open)
        self.steps: list[Step] = []

    def change_draft(self, wish: Wish, delta: Delta, members: Lookup) -> AudienceState | None:
        """Plan what happens to the draft.

        Returns:
            The state of the offer after the steps that can be carried out now; None where a
            change of its option is refused or takes a request, so that nothing goes live.
        """
        state = self._now.state
        move: ChannelMove | None = None
        verdicts: list[Verdict] = []
        if wish.channel is not None and wish.channel is not state.offer.draft_channel:
            verdict = decide(state, ChooseOption(wish.channel))
            if not verdict.is_allowed:
                self._change_option(wish, delta, verdict)
                return None
            verdicts.append(verdict)
            move = (state.offer.draft_channel, wish.channel)
            offer = dataclasses.replace(state.offer, draft_channel=wish.channel)
            state = dataclasses.replace(state, offer=offer)
        if delta.added:
            verdict = decide(state, AddPartners(len(delta.added)))
            if not verdict.is_allowed:
                self._refuse(verdict, move, delta.added)
                return None
            verdicts.append(verdict)
        free: frozenset[str] = frozenset()
        if delta.removed:
            free = self._removals(state, tuple(members(delta.removed)), verdicts)
        if move is None and not delta.added and not free:
            return state
        self._add(
            StepAction.DRAFT,
            StepOutcome.ALLOWED,
            verdicts[0],
            warnings=tuple(note for verdict in verdicts for note in verdict.warnings),
            reseller_channel=move,
            added=TenantIds(sorted(delta.added)),
            removed=TenantIds(sorted(free)),
        )
        return self._after(state, delta.added, free)

    def go_live(self, after: AudienceState, how: GoLive) -> None:
        """Plan how the draft goes live."""
        if how is GoLive.NEXT:
            step = after.next_step
            if step is None:
                return
            how = GoLive(step)
        is_sync = how is GoLive.SYNC
        verdict = decide(after, Sync() if is_sync else Publish())
        if verdict.outcome is Outcome.NO_CHANGE:
            return
        action = StepAction.SYNC if is_sync else StepAction.PUBLISH
        refused = not verdict.is_allowed
        offer = after.offer
        moves = not is_sync and offer.live_channel is not offer.draft_channel
        self._add(
            action,
            StepOutcome.REFUSED if refused else StepOutcome.ALLOWED,
            verdict,
            reseller_channel=(offer.live_channel, offer.draft_channel) if moves else None,
            added=TenantIds(sorted(self._joining_live())) if offer.draft_channel is SOME else None,
            after=tuple(step.n for step in self.steps if step.action is StepAction.DRAFT),
        )

    def wait_for_the_rest(self) -> None:
        """Name the open requests that no step names: until they end, live may still change."""
        named = {step.request for step in self.steps}
        state = self._now.state
        for request in self._open:
            if request.id in named:
                continue
            message = say(
                "Support request {id} ({status}) is not completed yet.",
                id=request.id,
                status=status_title(request.status),
            )
            if request.kind is RequestKind.DEAUTHORIZE:
                verdict = Verdict(Outcome.SUPPORT_REQUEST, "R31", message)
                leaving = TenantIds(sorted(filter(self._now.is_live, request.tenant_ids)))
                self._wait(request, verdict, message, removed=leaving)
            elif request.change_to is not None:
                verdict = decide(state, ChooseOption(request.change_to))
                move = (state.offer.live_channel, request.change_to)
                self._wait(request, verdict, message, reseller_channel=move)

    def _joining_live(self) -> AbstractSet[str]:
        """Everyone who is only on the draft list once the steps so far are done."""
        joining = set(self._now.draft_only)
        for step in self.steps:
            if step.action is StepAction.DRAFT and step.outcome is StepOutcome.ALLOWED:
                joining.difference_update(step.removed)
                joining.update(one for one in step.added if not self._now.is_live(one))
        return joining

    def _after(
        self, state: AudienceState, added: AbstractSet[str], removed: AbstractSet[str]
    ) -> AudienceState:
        """The state of the offer once partners have joined and left its draft list."""
        new = sum(not self._now.is_live(one) for one in added)
        gone = len(removed & self._now.draft_only)
        return dataclasses.replace(
            state,
            draft_partners=state.draft_partners + len(added) - len(removed),
            additions=state.additions + new - gone,
        )

    def _change_option(self, wish: Wish, delta: Delta, verdict: Verdict) -> None:
        """A change of the option that is refused, or that only support can make."""
        to = wish.channel
        move = (self._now.state.offer.live_channel, to)
        if verdict.outcome is not Outcome.SUPPORT_REQUEST:
            self._refuse(verdict, move)
            return
        wanted: tuple[str, ...] = ()
        if to is SOME:
            wanted = tuple(sorted((self._now.draft | delta.added) - delta.removed))
        ask = Ask(RequestKind.CHANGE_OPTION, to, wanted)
        for request in self._open:
            if (
                request.kind is ask.kind
                and request.change_to is to
                and set(request.tenant_ids) == set(wanted)
            ):
                self._wait(
                    request,
                    verdict,
                    _asked_already(request),
                    reseller_channel=move,
                    added=TenantIds(wanted),
                )
                return
        self._request(ask, verdict, reseller_channel=move, added=TenantIds(wanted))

    def _removals(
        self, state: AudienceState, leaving: Sequence[Member], verdicts: list[Verdict]
    ) -> frozenset[str]:
        """Plan who leaves.

        Returns:
            Those that can leave the draft list right away.
        """
        removals = sort_removals(state, leaving)
        if removals.refused:
            verdict = decide(state, RemovePartners(removals.refused))
            gone = [member.tenant_id for member in removals.refused]
            self._refuse(verdict, None, (), gone)
        left = {member.tenant_id: member for member in removals.by_request}
        for request in self._open:
            covered = [one for one in request.tenant_ids if one in left]
            if request.kind is RequestKind.DEAUTHORIZE and covered:
                named = tuple(left.pop(one) for one in covered)
                verdict = decide(state, RemovePartners(named))
                self._wait(
                    request,
                    verdict,
                    _asked_already(request),
                    removed=TenantIds(sorted(covered)),
                )
        if left:
            verdict = decide(state, RemovePartners(tuple(left.values())))
            ask = Ask(RequestKind.DEAUTHORIZE, None, tuple(sorted(left)))
            self._request(ask, verdict, removed=TenantIds(ask.tenant_ids))
        if removals.allowed:
            verdicts.append(decide(state, RemovePartners(removals.allowed)))
        return frozenset(member.tenant_id for member in removals.allowed)

    def _request(self, ask: Ask, verdict: Verdict, **facts: Any) -> None:
        against = contradiction(ask, self._open)
        self._add(
            StepAction.REQUEST,
            StepOutcome.SUPPORT_REQUEST if against is None else StepOutcome.REFUSED,
            against or verdict,
            by=Actor.PERSON,
            **facts,
        )

    def _wait(
        self, request: SupportRequest, verdict: Verdict, message: Message, **facts: Any
    ) -> None:
        step = (
            say("Mark it as completed once Microsoft has made the change.")
            if request.status is RequestStatus.SUBMITTED
            else say("Submit it in Partner Center, and mark it as completed once Microsoft has.")
        )
        waiting = dataclasses.replace(verdict, message=message, next_step=step, warnings=())
        self._add(
            StepAction.WAIT,
            StepOutcome.PENDING,
            waiting,
            by=Actor.PERSON,
            request=request.id,
            **facts,
        )

    def _refuse(
        self,
        verdict: Verdict,
        move: ChannelMove | None,
        added: Collection[str] = (),
        removed: Collection[str] = (),
    ) -> None:
        self._add(
            StepAction.DRAFT,
            StepOutcome.REFUSED,
            verdict,
            reseller_channel=move,
            added=TenantIds(sorted(added)),
            removed=TenantIds(sorted(removed)),
        )

    def _add(
        self, action: StepAction, outcome: StepOutcome, verdict: Verdict, **facts: Any
    ) -> None:
        given = {name: value for name, value in facts.items() if value is not None}
        given.setdefault("warnings", verdict.warnings)
        step = Step(
            n=self._first + len(self.steps),
            offer_id=self._offer_id,
            action=action,
            outcome=outcome,
            rule=verdict.rule,
            message=verdict.message,
            next_step=verdict.next_step,
            **given,
        )
        self.steps.append(step)


def _asked_already(request: SupportRequest) -> Message:
    return say(
        "Support request {id} ({status}) already asks for this.",
        id=request.id,
        status=status_title(request.status),
    )
