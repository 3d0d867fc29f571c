"""Evidence as changes of a unit of work: matching names, dismissing, and undoing both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.evidence import match_key
from csp_tui.domain.history import Action
from csp_tui.domain.limits import exceeds_length
from csp_tui.domain.text import clean
from csp_tui.domain.wording import quoted, say

if TYPE_CHECKING:
    from csp_tui.services.context import Context
    from csp_tui.services.evidence_port import EvidenceItem
    from csp_tui.services.ports import UnitOfWork

NO_COUNTRY = say(
    "The tenant ID of this partner is known, but not its country. Import it with the partner "
    "directory."
)
"""Why a partner that a file names with its tenant ID still waits."""
EVIDENCE_ACTIONS = (Action.EVIDENCE_IMPORTED, Action.EVIDENCE_MATCHED, Action.EVIDENCE_DISMISSED)
"""The changes of evidence, which are undone by what their history entries say."""
_REASON_LENGTH = 500


def set_match(unit: UnitOfWork, context: Context, kind: str, name: str, target: str) -> bool:
    """Say what a name of the files means, in a unit of work.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        kind: ``partner`` or ``offer``.
        name: The name in the files.
        target: The tenant ID or offer ID.

    Returns:
        False where that was said before; nothing is changed then.

    Raises:
        NotFound: No file has that name.
    """
    name = clean(name)
    if not match_key(name) or not unit.evidence.is_named(kind, name):
        raise NotFound(
            say("No imported file has the name {name}.", name=quoted(name[:80])),
            say("“csp-tui evidence list --unmatched” shows the names that are not matched."),
            field="name",
        )
    before = unit.evidence.match_of(kind, name)
    if before == target:
        return False
    unit.evidence.set_match(kind, name, target)
    unit.evidence.project()
    detail = {
        "kind": kind,
        "name": name,
        "before": {"target": before},
        "after": {"target": target},
    }
    context.record(unit, Action.EVIDENCE_MATCHED, None, detail)
    return True


def dismiss(unit: UnitOfWork, context: Context, number: int, why: str) -> EvidenceItem:
    """Let a piece of evidence no longer count, in a unit of work.

    Args:
        unit: The unit of work.
        context: Time and the current user.
        number: The piece of evidence.
        why: The reason, which the history keeps.

    Returns:
        The evidence as it was.

    Raises:
        InvalidInput: There is no reason, it is too long, or the evidence is dismissed already.
        NotFound: There is no such evidence.
    """
    item = unit.evidence.get(number)
    why = clean(why)
    if not why:
        raise InvalidInput(
            say("A reason is needed to dismiss evidence."),
            say("Enter why the file is wrong; the history keeps the reason."),
            field="why",
        )
    if problem := exceeds_length("why", why, _REASON_LENGTH):
        raise InvalidInput(problem, say("Shorten the reason."), field="why")
    if item.dismissed is not None:
        raise InvalidInput(
            say("This evidence is already dismissed: {why}", why=item.dismissed),
            say("Undo the dismissal to let it count again."),
            field="evidence",
        )
    unit.evidence.set_dismissed(number, why)
    unit.evidence.project(item.offer_id)
    detail = {
        "evidence": number,
        "place": f"{item.file}:{item.line}",
        "tenant_ids": [] if item.tenant_id is None else [item.tenant_id],
        "before": {"dismissed": None},
        "after": {"dismissed": why},
    }
    context.record(unit, Action.EVIDENCE_DISMISSED, item.offer_id, detail)
    return item


def revert(unit: UnitOfWork, action: Action, detail: Mapping[str, Any], *, undo: bool) -> None:
    """Undo or redo a change of evidence, as its history entry describes it.

    Args:
        unit: The unit of work.
        action: What was done.
        detail: The facts of the entry that is undone, or that undid what is redone.
        undo: Whether it is undone rather than redone.
    """
    before = detail.get("before", {})
    if action is Action.EVIDENCE_IMPORTED:
        unit.evidence.set_active(int(detail["import"]), active=not undo)
    elif action is Action.EVIDENCE_MATCHED:
        unit.evidence.set_match(str(detail["kind"]), str(detail["name"]), before.get("target"))
    else:
        unit.evidence.set_dismissed(int(detail["evidence"]), before.get("dismissed"))
    unit.evidence.project()
