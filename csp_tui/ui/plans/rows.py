"""A plan in words: its summary, its steps as a table, and the question before it is done."""

from __future__ import annotations

from collections.abc import Collection

from csp_tui.domain.plan import Step, StepOutcome
from csp_tui.domain.plan_words import (
    action_title,
    change_message,
    outcome_title,
    summary_message,
)
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render, titled
from csp_tui.services.plan_values import OpenedPlan, Plan
from csp_tui.ui.kit.lists.record_list import Column, Record
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.kit.theme import DONE, State, symbol

_STYLES: dict[StepOutcome, LineStyle] = {
    StepOutcome.REFUSED: "removed",
    StepOutcome.PENDING: "muted",
    StepOutcome.SUPPORT_REQUEST: "locked",
}
_MARKS = {
    StepOutcome.ALLOWED: DONE,
    StepOutcome.SUPPORT_REQUEST: symbol(State.REQUEST),
    StepOutcome.REFUSED: symbol(State.REFUSED),
    StepOutcome.PENDING: symbol(State.STALE),
}
_EFFECTS_AT_MOST = 3
_NAMED_AT_MOST = 5
_CHANGED_AT_MOST = 3


def summary_lines(title: str, opened: OpenedPlan) -> list[str]:
    """What a plan would do, and why it can't be carried out, a line each.

    Args:
        title: What the plan is for; it may hold data.
        opened: The plan.
    """
    plan = opened.plan
    lines = [visible(title), render(summary_message(plan.summary))]
    if opened.used is not None:
        lines.append(render(opened.used))
    else:
        lines += _changed_lines(opened)
    for change in plan.lists:
        lines.append(_("Partner list {name} changes.").format(name=change.name))
    moved = [one for one in plan.effects if one.markets_opened or one.markets_closed]
    for effect in moved[:_EFFECTS_AT_MOST]:
        moves = (
            *_moved("+", effect.regions_opened, effect.markets_opened),
            *_moved("-", effect.regions_closed, effect.markets_closed),
        )
        lines.append(titled(effect.offer_id, "; ".join(moves)))
    if len(moved) > _EFFECTS_AT_MOST:
        rest = len(moved) - _EFFECTS_AT_MOST
        lines.append(
            ngettext(
                "{count} more offer opens or closes regions.",
                "{count} more offers open or close regions.",
                rest,
            )
        )
    return lines + [render(warning) for warning in plan.warnings]


def _moved(sign: str, regions: Collection[str], markets: int) -> list[str]:
    if regions:
        return [f"{sign} " + ", ".join(map(_, regions))]
    if markets:
        return [f"{sign} " + ngettext("{count} market", "{count} markets", markets)]
    return []


def _changed_lines(opened: OpenedPlan) -> list[str]:
    """What has changed since the plan of a file was made."""
    if not opened.changed:
        return []
    count = len(opened.changed)
    lines = [
        ngettext(
            "{count} offer has changed since the plan was made:",
            "{count} offers have changed since the plan was made:",
            count,
        )
    ]
    lines += [visible(render(one)) for one in list(opened.changed.values())[:_CHANGED_AT_MOST]]
    if count > _CHANGED_AT_MOST:
        lines.append("…")
    return lines


def question_lines(plan: Plan, skipped: Collection[str]) -> list[str]:
    """What a user is asked before a plan is carried out."""
    lines = [render(summary_message(plan.summary))]
    if plan.losing:
        lines.append(
            ngettext("{count} partner loses access.", "{count} partners lose access.", plan.losing)
        )
    if skipped:
        names = ", ".join(list(skipped)[:_NAMED_AT_MOST])
        if len(skipped) > _NAMED_AT_MOST:
            names += ", …"
        lines.append(
            ngettext(
                "{count} offer is skipped: {names}.",
                "{count} offers are skipped: {names}.",
                len(skipped),
                names=names,
            )
        )
    lines.append(
        _("This is one change. It cannot be undone, because it takes offers live.")
        if plan.takes_live
        else _("This is one change, which one undo reverts.")
    )
    return lines


def plan_columns() -> list[Column]:
    """The columns of the table of steps."""
    return [
        Column("offer", _("Offer ID"), min_width=14, cut="middle"),
        Column("step", _("Step"), min_width=12),
        Column("change", _("Change"), min_width=14, priority=1),
        Column("outcome", _("Outcome"), min_width=10),
        Column("rule", _("Rule"), min_width=4),
        Column("reason", _("Reason"), min_width=20, priority=2),
    ]


def plan_record(plan: Plan, step: Step) -> Record:
    """One step as a line of the table."""
    outcome, lacks_request = step.outcome, False
    if plan.is_refused(step):
        lacks_request = outcome is StepOutcome.SUPPORT_REQUEST
        outcome = StepOutcome.REFUSED
    return Record(
        (
            step.offer_id,
            render(action_title(step.action)),
            render(change_message(step)),
            _("refused without a request") if lacks_request else render(outcome_title(outcome)),
            step.rule,
            render(step.message),
        ),
        mark=_MARKS[outcome],
        style=_STYLES.get(outcome, ""),
        key=str(step.n),
    )
