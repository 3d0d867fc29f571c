"""Carries a plan out in one unit of work: every offer as a whole, all of them as one batch."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.plan import Step, StepAction, StepOutcome
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say, say_n
from csp_tui.services.audience import AudienceEdit, apply_edit, apply_sync
from csp_tui.services.list_changes import create_list, edit_list, follow_list
from csp_tui.services.offers import publish_offer
from csp_tui.services.plan_values import (
    Applied,
    ListChange,
    OfferResult,
    Plan,
    PlanRefused,
    ResultKind,
)
from csp_tui.services.request_factory import create_option_change, create_removal

if TYPE_CHECKING:
    from csp_tui.services.context import Context
    from csp_tui.services.ports import UnitOfWork

_DETAILS_AT_MOST = 50
"""How many refused offers are listed; a summary says how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyOptions:
    """How a plan is carried out.

    Attributes:
        skip_refused: Whether offers with refused steps are skipped and the rest is done.
        allow_removals: How many times a partner may lose access, None for no limit.
        language: ``en`` or ``fr``, the language of the requests' texts.
        skip: Offers that are left as they are, with the reason.
        is_saved: Whether the plan is a saved one, whose steps are settled.
    """

    skip_refused: bool = False
    allow_removals: int | None = None
    language: str = "en"
    skip: Mapping[str, Message] | None = None
    is_saved: bool = False


def require_carried_out(plan: Plan, options: ApplyOptions) -> dict[str, OfferResult]:
    """Check that a plan can be carried out, before anything is written.

    Returns:
        The offers that are skipped or refused, with what to say about them.

    Raises:
        PlanRefused: A step is refused, or too many partners would lose access.
    """
    results: dict[str, OfferResult] = {}
    for offer_id, reason in (options.skip or {}).items():
        results[offer_id] = OfferResult(offer_id, ResultKind.SKIPPED, message=reason)
    for offer_id, steps in plan.by_offer():
        refused = [step for step in steps if plan.is_refused(step)]
        if refused and offer_id not in results:
            results[offer_id] = OfferResult(offer_id, ResultKind.REFUSED, message=_why(refused[0]))
    refusals = [one for one in results.values() if one.result is ResultKind.REFUSED]
    if refusals and not options.skip_refused:
        raise _refused(plan, refusals, is_saved=options.is_saved)
    losing = sum(
        len(step.removed)
        for step in plan.steps
        if step.offer_id not in results
        and step.is_open
        and step.action in (StepAction.DRAFT, StepAction.REQUEST)
    )
    if options.allow_removals is not None and losing > options.allow_removals:
        raise PlanRefused(
            say_n(
                "{count} partner would lose access, more than the {limit} that are allowed.",
                "{count} partners would lose access, more than the {limit} that are allowed.",
                losing,
                limit=options.allow_removals,
            ),
            say("Check the plan. To go ahead, use --allow-removals {count}.", count=losing),
            plan=plan,
        )
    return results


def _refused(plan: Plan, refusals: Collection[OfferResult], *, is_saved: bool) -> PlanRefused:
    shown = tuple(
        say("{offer_id}: {reason}", offer_id=one.offer_id, reason=one.message)
        for one in list(refusals)[:_DETAILS_AT_MOST]
        if one.message is not None
    )
    wanting = sum(
        step.outcome is StepOutcome.SUPPORT_REQUEST and not plan.requests for step in plan.steps
    )
    hard = plan.summary.refused - wanting
    if wanting and not hard and is_saved:
        step = say(
            "This plan was made without support requests. Plan again with --requests, or use "
            "--skip-refused to do the rest."
        )
    elif wanting and not hard:
        step = say(
            "Use --requests to prepare the support requests, or --skip-refused to do the rest."
        )
    else:
        step = say("Use --skip-refused to leave out what is refused and do the rest.")
    return PlanRefused(
        say_n(
            "Nothing was changed, because {count} offer can't be changed as planned.",
            "Nothing was changed, because {count} offers can't be changed as planned.",
            len(refusals),
        ),
        step,
        details=shown,
        plan=plan,
        results=tuple(refusals),
    )


def _why(step: Step) -> Message:
    return say("{reason} ({rule})", reason=step.message, rule=step.rule)


def carry_out(unit: UnitOfWork, context: Context, plan: Plan, options: ApplyOptions) -> Applied:
    """Carry a plan out: lists, then each offer; the entries share one batch.

    Args:
        unit: The unit of work; it is not committed here.
        context: Time and the current user.
        plan: A plan that was made from the state that ``unit`` sees.
        options: How.

    Raises:
        PlanRefused: A step is refused, or too many partners would lose access.
    """
    results = require_carried_out(plan, options)
    doing = {
        offer_id: open_steps
        for offer_id, steps in plan.by_offer()
        if offer_id not in results and (open_steps := [one for one in steps if one.is_open])
    }
    follows = [one for one in plan.follows if one.offer_id not in results]
    if not doing and not plan.lists and not follows:
        return Applied(plan, results=_in_order(plan, results, {}))
    batch = unit.history.begin_batch()
    for change in plan.lists:
        _change_list(unit, context, change)
    for name in sorted({name for one in follows for name in (*one.follow, *one.unfollow)}):
        joining = [one.offer_id for one in follows if name in one.follow]
        leaving = [one.offer_id for one in follows if name in one.unfollow]
        follow_list(unit, context, name, joining, follow=True)
        follow_list(unit, context, name, leaving, follow=False)
    requests = {
        offer_id: _change_offer(unit, context, plan, steps, options.language)
        for offer_id, steps in doing.items()
    }
    touched = {one.offer_id for one in follows}
    done = {
        offer_id: OfferResult(offer_id, ResultKind.DONE, requests.get(offer_id, ()))
        for offer_id in (*doing, *touched)
    }
    return Applied(plan, True, batch, _in_order(plan, results, done))


def _in_order(
    plan: Plan, skipped: Mapping[str, OfferResult], done: Mapping[str, OfferResult]
) -> tuple[OfferResult, ...]:
    return tuple(
        skipped.get(offer_id)
        or done.get(offer_id)
        or OfferResult(offer_id, ResultKind.NOTHING_TO_DO)
        for offer_id in plan.offers
    )


def _change_list(unit: UnitOfWork, context: Context, change: ListChange) -> None:
    if change.is_new:
        create_list(
            unit,
            context,
            change.name,
            title=change.title,
            tenant_ids=change.added,
            query=change.query,
        )
        return
    edit_list(
        unit,
        context,
        change.name,
        title=change.title,
        query=change.query,
        fix=change.query is None,
        add=change.added,
        remove=() if change.query is not None else change.removed,
    )


def _change_offer(
    unit: UnitOfWork, context: Context, plan: Plan, steps: Collection[Step], language: str
) -> tuple[int, ...]:
    """Carry out the steps of one offer; the numbers of the requests that were prepared."""
    requests = []
    for step in steps:
        match step.action:
            case StepAction.DRAFT:
                through = {
                    tenant: name
                    for name, tenants in plan.through.get(step.n, {}).items()
                    for tenant in tenants
                }
                edit = AudienceEdit(
                    channel=None if step.reseller_channel is None else step.reseller_channel[1],
                    add=tuple(step.added),
                    remove=tuple(step.removed),
                    through=through,
                )
                apply_edit(unit, context, step.offer_id, edit)
            case StepAction.REQUEST:
                requests.append(_prepare(unit, context, step, language))
            case StepAction.SYNC:
                apply_sync(unit, context, step.offer_id)
            case StepAction.PUBLISH:
                publish_offer(unit, context, step.offer_id)
            case StepAction.WAIT:
                pass
    return tuple(requests)


def _prepare(unit: UnitOfWork, context: Context, step: Step, language: str) -> int:
    if step.reseller_channel is None:
        request = create_removal(unit, context, step.offer_id, step.removed, language=language)
        return request.id
    to = step.reseller_channel[1]
    assert to is not None
    authorize = step.added if to is ResellerChannel.SOME else ()
    request = create_option_change(
        unit, context, step.offer_id, to, authorize=authorize, language=language
    )
    return request.id
