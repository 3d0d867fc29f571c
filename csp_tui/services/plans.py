"""Plans: made, shown, saved, carried out once, and kept as a checklist until they are done."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import NotFound
from csp_tui.domain.history_words import summarize
from csp_tui.domain.plan import GoLive, PlanStatus, Step, StepAction, StepOutcome
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.tenant_ids import NO_TENANTS
from csp_tui.domain.wording import Listed, Message, say
from csp_tui.services.context import Service
from csp_tui.services.plan_applying import ApplyOptions, carry_out, require_carried_out
from csp_tui.services.plan_building import build_plan
from csp_tui.services.plan_document import document_of, plain, plan_of
from csp_tui.services.plan_values import Applied, OpenedPlan, Plan, PlanRefused
from csp_tui.services.planning_port import SavedPlan

if TYPE_CHECKING:
    from csp_tui.domain.desired import DesiredState
    from csp_tui.domain.support import SupportRequest
    from csp_tui.services.read_unit import ReadUnit

KEPT_IDS_AT_MOST = 20_000
"""Tenant IDs that a kept plan names; a longer one keeps how many they were."""
_CHANGES_NAMED = 5


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One step of a plan that was carried out, with its current state.

    Attributes:
        step: The step.
        is_done: Whether nothing is left to do.
        request: The support request that it prepared or waits for, None without one.
    """

    step: Step
    is_done: bool
    request: SupportRequest | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """A plan that was carried out, with the manual steps that remain.

    Attributes:
        saved: The plan as it is kept.
        items: Its steps; none is done once the plan was undone.
        is_undone: Whether the change that carried it out was undone, so that it can be applied
            again.
    """

    saved: SavedPlan
    items: tuple[ChecklistItem, ...]
    is_undone: bool = False

    @property
    def open_items(self) -> int:
        """How many steps are left to do."""
        return sum(not item.is_done for item in self.items)

    @property
    def status(self) -> PlanStatus:
        """Whether it is open, done or put away, or undone."""
        if self.is_undone:
            return PlanStatus.UNDONE
        is_open = self.saved.closed_at is None and self.open_items
        return PlanStatus.OPEN if is_open else PlanStatus.DONE


class PlanService(Service):
    """Makes plans and carries them out."""

    def partner_names(self, step: Step, at_most: int) -> tuple[list[str], list[str]]:
        """Names of the first partners that join and that leave by a step, in the order of names.

        A partner without a known name is named by its tenant ID.
        """
        with self._context.open_read() as unit:
            joining, leaving = (
                [name or tenant for tenant, name, _country in unit.planning.described(some)]
                for some in (step.added[:at_most], step.removed[:at_most])
            )
        return joining, leaving

    def plan(
        self,
        desired: DesiredState,
        *,
        go_live: GoLive = GoLive.NO,
        requests: bool = False,
    ) -> Plan:
        """Plan the steps to a desired state; nothing is written or locked.

        Raises:
            InvalidInput: A file that the desired state names can't be read.
            NotFound: An offer or list does not exist.
        """
        with self._context.open_read() as unit:
            return build_plan(unit, self._context, desired, go_live=go_live, requests=requests)

    def check(self, plan: Plan, options: ApplyOptions) -> Applied:
        """Say what carrying a plan out would do, writing nothing.

        Raises:
            PlanRefused: It can't be carried out.
        """
        skipped = require_carried_out(plan, options)
        return Applied(plan, results=tuple(skipped.values()))

    def apply(
        self,
        desired: DesiredState,
        options: ApplyOptions,
        *,
        go_live: GoLive = GoLive.NO,
        requests: bool = False,
        title: str = "",
        seen: Plan | None = None,
        keep: bool = False,
    ) -> Applied:
        """Plan and carry out in one transaction; all of it is one batch with one undo.

        Args:
            desired: Offers and lists as they should be.
            options: How it is carried out.
            go_live: How far to go beyond the drafts.
            requests: Whether support requests may be prepared.
            title: What the kept plan is called.
            seen: The plan that the person has confirmed; a different one is refused.
            keep: Whether the plan is kept as a checklist.

        Raises:
            InvalidInput: A file that the desired state names can't be read.
            NotFound: An offer or list does not exist.
            PlanRefused: It can't be carried out, or is another plan than the one that was seen.
        """
        with self._context.open_unit() as unit:
            plan = build_plan(unit, self._context, desired, go_live=go_live, requests=requests)
            if seen is not None and not _is_same(plan, seen):
                raise PlanRefused(
                    say("The data has changed since the plan was made, so nothing was changed."),
                    say("Check the new plan, then confirm it again."),
                    plan=plan,
                )
            applied = carry_out(unit, self._context, plan, options)
            if not applied.applied:
                return applied
            if keep:
                unit.plans.put(self._kept(applied, title))
            unit.commit()
        return applied

    def apply_saved(self, document: object, options: ApplyOptions, *, title: str = "") -> Applied:
        """Carry out exactly the steps of a saved plan, once, or again after it was undone.

        Args:
            document: The plan as ``document_of`` has made it.
            options: How; with ``skip_refused`` offers that have changed since are skipped.
            title: What the kept plan is called.

        Raises:
            InvalidInput: It is not a plan.
            PlanRefused: It was carried out already, an offer has changed since, or a step is
                refused.
        """
        plan = plan_of(document)
        with self._context.open_unit() as unit:
            used = _used(unit, plan)
            if used is not None:
                raise PlanRefused(
                    used, say("Make a new plan; it shows what is left to do."), plan=plan
                )
            changed = _changed(unit, plan)
            if changed and not options.skip_refused:
                raise PlanRefused(
                    say("Data has changed since the plan was made, so nothing was changed."),
                    say(
                        "Make a new plan, or use --skip-refused to carry out the offers that "
                        "have not changed."
                    ),
                    details=tuple(changed.values()),
                    plan=plan,
                )
            applied = carry_out(
                unit,
                self._context,
                plan,
                dataclasses.replace(options, skip=changed, is_saved=True),
            )
            # Where nothing was done, the plan is not used up.
            if applied.applied:
                unit.plans.put(self._kept(applied, title))
                unit.commit()
        return applied

    def look_at_saved(self, document: object) -> OpenedPlan:
        """Check a saved plan against the present state, writing nothing.

        Raises:
            InvalidInput: It is not a plan.
        """
        plan = plan_of(document)
        with self._context.open_read() as unit:
            return OpenedPlan(plan, _used(unit, plan), _changed(unit, plan))

    def saved(self) -> list[SavedPlan]:
        """Plans that were carried out and kept, newest first, without their documents."""
        with self._context.open_read() as unit:
            return unit.plans.all()

    def checklist(self, plan_id: str) -> Checklist:
        """A kept plan, with what is left to do.

        Raises:
            NotFound: There is none with that ID.
        """
        with self._context.open_read() as unit:
            saved = _kept_plan(unit, plan_id)
            return _checklist(unit, saved, is_undone=_is_undone(unit, saved))

    def checklists(self) -> list[Checklist]:
        """All kept plans, newest first, with what is left to do."""
        with self._context.open_read() as unit:
            undone = unit.history.undone_batches()
            found = (unit.plans.find(listed.id) for listed in unit.plans.all())
            return [
                _checklist(unit, saved, is_undone=saved.batch in undone)
                for saved in found
                if saved is not None
            ]

    def close(self, plan_id: str) -> None:
        """Put a kept plan away, whether or not everything in it is done.

        Raises:
            NotFound: There is none with that ID.
        """
        with self._context.open_unit() as unit:
            saved = _kept_plan(unit, plan_id)
            if saved.closed_at is None:
                closed = dataclasses.replace(saved, closed_at=self._context.clock.now())
                unit.plans.put(closed)
                unit.commit()

    def _kept(self, applied: Applied, title: str) -> SavedPlan:
        plan, now = applied.plan, self._context.clock.now()
        requests = {one.offer_id: list(one.requests) for one in applied.results if one.requests}
        skipped = [one.offer_id for one in applied.results if one.message is not None]
        steps = [step for step in plan.steps if step.offer_id not in skipped]
        waits = any(
            step.outcome in (StepOutcome.PENDING, StepOutcome.SUPPORT_REQUEST) for step in steps
        )
        return SavedPlan(
            id=plan.id,
            title=title,
            who=self._context.who,
            made_at=plan.made_at,
            carried_out_at=now,
            closed_at=None if waits else now,
            batch=applied.batch,
            document={**_small(plan), "requests": requests, "skipped": skipped},
        )


def _small(plan: Plan) -> dict[str, Any]:
    """A plan as JSON values, without tenant IDs where they are very many."""
    if sum(len(step.added) + len(step.removed) for step in plan.steps) > KEPT_IDS_AT_MOST:
        plan = dataclasses.replace(
            plan,
            steps=tuple(
                dataclasses.replace(step, added=NO_TENANTS, removed=NO_TENANTS)
                for step in plan.steps
            ),
        )
    # What is needed to show it is kept; what is needed to carry it out is not.
    plan = dataclasses.replace(plan, through={}, lists=())
    kept: dict[str, Any] = plain(document_of(plan))
    return kept


def _used(unit: ReadUnit, plan: Plan) -> Message | None:
    """When and by whom a plan was carried out, None where it can still be."""
    known = unit.plans.find(plan.id)
    if known is None or not known.carried_out_at or _is_undone(unit, known):
        return None
    return say(
        "This plan was already carried out, {when} UTC by {who}.",
        when=known.carried_out_at,
        who=known.who,
    )


def _is_same(plan: Plan, seen: Plan) -> bool:
    """Whether two plans do the same, whenever they were made."""

    def facts(one: Plan) -> Plan:
        return dataclasses.replace(one, id="", made_at=seen.made_at, history=0, warnings=())

    return facts(plan) == facts(seen)


def _changed(unit: ReadUnit, plan: Plan) -> dict[str, Message]:
    """The offers of a plan that have changed since it was made, each with what has changed."""
    changed: dict[str, Message] = {}
    for offer_id, seen in plan.state.items():
        if unit.offers.find(offer_id) is None:
            changed[offer_id] = say("{offer_id}: the offer was deleted.", offer_id=offer_id)
        elif unit.planning.fingerprint(offer_id) != seen:
            changed[offer_id] = _changes_since(unit, offer_id, plan.history)
    return changed


def _changes_since(unit: ReadUnit, offer_id: str, entry: int) -> Message:
    """What the history says of an offer since an entry; fingerprints may differ without one."""
    entries = unit.history.entries(offer_id, limit=_CHANGES_NAMED, after=entry)
    if not entries:
        return say("{offer_id}: the offer is not as it was.", offer_id=offer_id)
    changes = tuple(
        say("{who}, {when} UTC: {what}", who=one.who, when=one.at, what=summarize(one))
        for one in entries
    )
    return say("{offer_id}: {changes}", offer_id=offer_id, changes=Listed(changes))


def _is_undone(unit: ReadUnit, saved: SavedPlan) -> bool:
    return saved.batch in unit.history.undone_batches()


def _checklist(unit: ReadUnit, saved: SavedPlan, *, is_undone: bool) -> Checklist:
    plan = plan_of(saved.document)
    prepared: Mapping[str, Iterable[int]] = saved.document.get("requests", {})
    skipped: Collection[str] = saved.document.get("skipped", ())
    numbers = {offer: iter(ids) for offer, ids in prepared.items()}
    items = []
    for step in plan.steps:
        if step.offer_id in skipped:
            continue
        number = step.request
        if step.action is StepAction.REQUEST:
            number = next(numbers.get(step.offer_id, iter(())), None)
        request = None if number is None else _request(unit, step.offer_id, number)
        by_person = step.action in (StepAction.REQUEST, StepAction.WAIT)
        done = not by_person or request is None or not request.status.is_open
        done = done and not is_undone
        items.append(ChecklistItem(step, done, request))
    return Checklist(saved, tuple(items), is_undone)


def _request(unit: ReadUnit, offer_id: str, number: int) -> SupportRequest | None:
    """A support request, None once it was deleted, as undo does."""
    found = (one for one in unit.requests.of_offer(offer_id) if one.id == number)
    return next(found, None)


def _kept_plan(unit: ReadUnit, plan_id: str) -> SavedPlan:
    saved = unit.plans.find(plan_id)
    if saved is None:
        raise NotFound(
            say("There is no plan {id}.", id=plan_id[:64]),
            say("List the plans to find its ID."),
            field="id",
        )
    return saved
