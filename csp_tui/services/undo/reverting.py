"""Undoes and redoes a step in a unit of work, as changes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action, Entry, turned
from csp_tui.domain.wording import say
from csp_tui.services.evidence_changes import EVIDENCE_ACTIONS, revert
from csp_tui.services.undo.rules import require_undo_allowed

if TYPE_CHECKING:
    from csp_tui.domain.undoing import Change, Step
    from csp_tui.services.context import Context
    from csp_tui.services.directory_plan import DirectoryPlan
    from csp_tui.services.ports import UnitOfWork

_OWN = ("undoes", "folded", "action", "redoes", "restores")
"""What an entry says of the undoing itself; the rest is that of the change."""


def undo_step(unit: UnitOfWork, context: Context, step: Step, plan: DirectoryPlan | None) -> bool:
    """Undo all changes of a step in a unit of work, newest first, each checked against the rules.

    Args:
        unit: Of the draft that the plan comes from, where there is one.
        context: Time and the current user.
        step: The step.
        plan: The directory as it was before an import, where the step has one.

    Returns:
        False where the directory has changed since the plan was computed.

    Raises:
        InvalidInput: What was before is no longer kept, or something is in the way.
        RuleRefusal: The rules do not allow it.
    """
    if len(step.changes) > 1:
        unit.history.begin_batch()
    is_done = True
    for change in step.changes:
        # Each is asked about once those that came after it are undone.
        require_undo_allowed(unit, change.entry)
        is_done = _undo_change(unit, context, change, plan) and is_done
    return is_done


def redo_step(unit: UnitOfWork, context: Context, step: Step, plan: DirectoryPlan | None) -> bool:
    """Redo what the entries of a step undid, in a unit of work.

    Args:
        unit: Of the draft that the plan comes from, where there is one.
        context: Time and the current user.
        step: The step.
        plan: The directory as an import had made it, where the step has one.

    Returns:
        False where the directory has changed since the plan was computed.

    Raises:
        InvalidInput: What was before is no longer kept.
    """
    if len(step.changes) > 1:
        unit.history.begin_batch()
    return all(_redo_change(unit, context, change.entry, plan) for change in step.changes)


def import_of(step: Step) -> Entry | None:
    """The entry of a step that replaced the directory, or undid that."""
    for change in step.changes:
        action = change.entry.detail.get("action", change.entry.action)
        if action == Action.PARTNERS_IMPORTED:
            return change.entry
    return None


def _undo_change(
    unit: UnitOfWork, context: Context, change: Change, plan: DirectoryPlan | None
) -> bool:
    entry = change.entry
    detail: dict[str, Any] = {"undoes": entry.id, "action": entry.action.value}
    if len(change.ids) > 1:
        detail["folded"] = list(change.ids)
    detail |= turned(entry.detail)

    def record(_done: object = None) -> int:
        return context.record(unit, Action.UNDONE, entry.offer_id, detail)

    if entry.action is Action.PARTNERS_IMPORTED:
        return plan is not None and unit.directory.put(plan, record)
    if entry.action in EVIDENCE_ACTIONS:
        record()
        revert(unit, entry.action, entry.detail, undo=True)
        return True
    if not unit.snapshots.restore(change.ids[-1], kept_as=record()):
        raise not_kept()
    unit.evidence.project(entry.offer_id)
    return True


def _redo_change(
    unit: UnitOfWork, context: Context, undone: Entry, plan: DirectoryPlan | None
) -> bool:
    of_change = {name: value for name, value in undone.detail.items() if name not in _OWN}
    detail = {
        "redoes": undone.id,
        "restores": undone.detail["undoes"],
        "action": undone.detail["action"],
        **turned(of_change),
    }
    context.record(unit, Action.REDONE, undone.offer_id, detail)
    if undone.detail["action"] == Action.PARTNERS_IMPORTED:
        return plan is not None and unit.directory.put(plan, None)
    action = Action(undone.detail["action"])
    if action in EVIDENCE_ACTIONS:
        revert(unit, action, undone.detail, undo=False)
        return True
    if not unit.snapshots.restore(undone.id):
        raise not_kept()
    unit.evidence.project(undone.offer_id)
    return True


def not_kept() -> InvalidInput:
    """The error for a change whose earlier data is gone."""
    return InvalidInput(
        say("The data from before this change is no longer kept."),
        say("Make the change by hand; the history entry shows the earlier data."),
    )
