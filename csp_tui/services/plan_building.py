"""Makes a plan: compares the desired state with one state of the database, offer by offer."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from csp_tui.domain.decisions.warnings import not_in_directory
from csp_tui.domain.digest import blake2b
from csp_tui.domain.offer import no_such_offer
from csp_tui.domain.partner_list import no_such_list
from csp_tui.domain.plan import (
    AudienceNow,
    Effect,
    GoLive,
    Step,
    StepAction,
    StepOutcome,
    Wish,
)
from csp_tui.domain.planner import plan_offer
from csp_tui.domain.tenant_ids import TenantIds
from csp_tui.domain.wording import Message, say_n
from csp_tui.services.plan_effects import effect_of
from csp_tui.services.plan_values import FollowChange, ListChange, Plan

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.domain.desired import DesiredState, ListWish, OfferWish
    from csp_tui.domain.support import SupportRequest
    from csp_tui.services.context import Context
    from csp_tui.services.read_unit import ReadUnit


def build_plan(
    unit: ReadUnit,
    context: Context,
    desired: DesiredState,
    *,
    go_live: GoLive = GoLive.NO,
    requests: bool = False,
) -> Plan:
    """Plan the steps from the current to the desired state; nothing is written.

    Args:
        unit: One state of the database.
        context: Time and markets.
        desired: Offers and lists as they should be.
        go_live: How far to go beyond the drafts.
        requests: Whether support requests may be prepared.

    Raises:
        InvalidInput: A file that the desired state names can't be read.
        NotFound: An offer or list does not exist.
    """
    return _Builder(unit, context, go_live).build(desired, requests=requests)


class _Builder:
    def __init__(self, unit: ReadUnit, context: Context, go_live: GoLive) -> None:
        self._unit = unit
        self._context = context
        self._go_live = go_live
        self._sets: dict[str, int] = {}
        self._changes: list[ListChange] = []
        self._steps: list[Step] = []
        self._effects: list[Effect] = []
        self._follows: list[FollowChange] = []
        self._through: dict[int, Mapping[str, TenantIds]] = {}
        self._fingerprints: dict[str, str] = {}
        self._unknown = 0

    def build(self, desired: DesiredState, *, requests: bool) -> Plan:
        unit = self._unit
        for listed in desired.lists:
            self._stage_list(listed)
        ids = tuple(wish.offer_id for wish in desired.offers)
        states = unit.offers.states(ids)
        open_requests: dict[str, list[SupportRequest]] = defaultdict(list)
        for request in unit.requests.open_ones():
            open_requests[request.offer_id].append(request)
        followed = unit.lists.followed()
        for wish in desired.offers:
            state = states.get(wish.offer_id)
            if state is None:
                raise no_such_offer(wish.offer_id)
            self._plan_offer(wish, state, tuple(open_requests.get(wish.offer_id, ())))
            if wish.follows:
                self._plan_follows(wish, followed.get(wish.offer_id, []))
        newest = unit.history.entries(limit=1)
        plan = Plan(
            made_at=self._context.clock.now(),
            history=newest[0].id if newest else 0,
            go_live=self._go_live,
            requests=requests,
            offers=ids,
            steps=tuple(self._steps),
            effects=tuple(self._effects),
            lists=tuple(self._changes),
            follows=tuple(self._follows),
            through=self._through,
            state=self._fingerprints,
            warnings=self._warnings(),
        )
        return dataclasses.replace(plan, id=plan_id(plan))

    def _warnings(self) -> tuple[Message, ...]:
        if not self._unknown:
            return ()
        return (
            say_n(
                "{count} partner is not in the partner directory. Check its tenant ID.",
                "{count} partners are not in the partner directory. Check their tenant IDs.",
                self._unknown,
            ),
        )

    def _stage_list(self, wish: ListWish) -> None:
        unit = self._unit
        stored = unit.lists.find(wish.name)
        added: AbstractSet[str] = frozenset()
        removed: AbstractSet[str] = frozenset()
        known = frozenset(unit.lists.ids(wish.name)) if stored is not None else frozenset()
        if wish.query is not None:
            unit.directory.stage_matching(wish.query)
            self._sets[wish.name] = unit.planning.add_staged()
            removed = known
        elif wish.partners is not None:
            self._sets[wish.name] = unit.planning.add_set(wish.partners)
            wanted = unit.planning.ids(self._sets[wish.name])
            added, removed = wanted - known, known - wanted
        title = wish.title if wish.title is not None else stored.title if stored else ""
        same = stored is not None and (stored.title, stored.query) == (title, wish.query)
        if same and not added and not removed:
            return
        self._changes.append(
            ListChange(
                name=wish.name,
                is_new=stored is None,
                title=title,
                query=wish.query,
                added=TenantIds(sorted(added)),
                removed=TenantIds(sorted(removed)),
            )
        )

    def list_set(self, name: str) -> int:
        """The number of the set of a list's members.

        Raises:
            NotFound: There is no such list.
        """
        if name not in self._sets:
            listed = self._unit.lists.find(name)
            if listed is None:
                raise no_such_list(name)
            if listed.query is None:
                self._sets[name] = self._unit.planning.add_list(name)
            else:
                self._unit.directory.stage_matching(listed.query)
                self._sets[name] = self._unit.planning.add_staged()
        return self._sets[name]

    def _members(self, names: Iterable[str]) -> AbstractSet[str]:
        sets = [self._unit.planning.ids(self.list_set(name)) for name in names]
        return sets[0] if len(sets) == 1 else frozenset().union(*sets)

    def _plan_offer(
        self, wish: OfferWish, state: AudienceState, requests: tuple[SupportRequest, ...]
    ) -> None:
        unit, offer_id = self._unit, wish.offer_id
        draft_only, both, live_only = unit.planning.places(offer_id)
        now = AudienceNow(
            state=state,
            draft_only=draft_only,
            both=both,
            live_only=live_only,
            requests=requests,
        )
        steps = plan_offer(
            now,
            self._wish(wish),
            lambda leaving: unit.audiences.members(offer_id, sorted(leaving)).values(),
            first=len(self._steps) + 1,
        )
        if not steps:
            return
        steps = [self._with_notes(step) for step in steps]
        if wish.lists:
            self._find_lists(steps, wish.lists)
        self._fingerprints[offer_id] = unit.planning.fingerprint(offer_id)
        self._steps.extend(steps)
        doing = [step for step in steps if step.outcome is not StepOutcome.REFUSED]
        effect, unknown = effect_of(unit, self._context.regions, now, doing)
        self._effects.append(effect)
        self._unknown += unknown

    def _with_notes(self, step: Step) -> Step:
        """A publication with the warning that names partners the directory lacks."""
        if step.action not in (StepAction.PUBLISH, StepAction.SYNC):
            return step
        unlisted = self._unit.audiences.unlisted(step.offer_id)
        return dataclasses.replace(step, warnings=(*step.warnings, *not_in_directory(unlisted)))

    def _wish(self, wish: OfferWish) -> Wish:
        planning = self._unit.planning
        partners: AbstractSet[str] = self._members(wish.lists) if wish.lists else frozenset()
        # Only this offer needs them, and only until the next one.
        beside = frozenset(wish.partners)
        without: AbstractSet[str] = frozenset(wish.without)
        for query in wish.queries:
            self._unit.directory.stage_matching(query)
            beside = beside | planning.ids(planning.add_staged())
        if beside:
            partners = partners | beside
        if wish.without_lists:
            without = without | self._members(wish.without_lists)
        if wish.drift_of is not None:
            came = planning.came_through(wish.offer_id, wish.drift_of)
            followed = self._unit.lists.followed_by(wish.offer_id)
            without = without | (came - self._members({wish.drift_of, *followed}))
        return Wish(
            channel=wish.channel,
            partners=partners if wish.exact else None,
            add=frozenset() if wish.exact else partners,
            remove=without,
            at_least=wish.at_least,
            go_live=self._go_live if wish.go_live is None else wish.go_live,
        )

    def _find_lists(self, steps: Iterable[Step], names: tuple[str, ...]) -> None:
        """Note through which list the partners of draft steps come."""
        for step in steps:
            if step.action is not StepAction.DRAFT or not step.added:
                continue
            left = set(step.added)
            found = {}
            for name in names:
                through = left & self._unit.planning.ids(self.list_set(name))
                if through:
                    found[name] = TenantIds(sorted(through))
                    left -= through
            if found:
                self._through[step.n] = found

    def _plan_follows(self, wish: OfferWish, followed: list[str]) -> None:
        wanted, current = set(wish.lists), set(followed)
        gone = set() if wish.at_least else current - wanted
        if wanted - current or gone:
            self._follows.append(
                FollowChange(wish.offer_id, tuple(sorted(wanted - current)), tuple(sorted(gone)))
            )


def plan_id(plan: Plan) -> str:
    """The ID of a plan: a digest of its moment, the state it was made from, and its steps."""
    digest = blake2b(digest_size=10)

    def add(*facts: object) -> None:
        digest.update(repr(facts).encode())

    add(plan.made_at, plan.history, plan.go_live, plan.requests, plan.offers)
    for step in plan.steps:
        add(step.n, step.offer_id, step.action, step.outcome, step.reseller_channel)
        add(_hash_of(step.added), _hash_of(step.removed), step.request)
    for change in plan.lists:
        add(change.name, change.title, change.query, _hash_of(change.added))
        add(_hash_of(change.removed))
    add(plan.follows, sorted(plan.state.items()))
    return digest.hexdigest()


def _hash_of(tenant_ids: TenantIds) -> str:
    return blake2b(tenant_ids.packed, digest_size=8).hexdigest()
