"""Finds what can be undone and redone next, from the newest history entry back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput, RuleRefusal
from csp_tui.domain.history import Action, Entry, Overtaken
from csp_tui.domain.history_words import summarize
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.undoing import Change, Step, steps, steps_forward, whole_batch
from csp_tui.domain.undoing_words import summarize_step
from csp_tui.domain.wording import say

if TYPE_CHECKING:
    from csp_tui.services.read_unit import HistoryReader, ReadUnit

_PAGE = 50
_Steps = Callable[[Iterable[Entry]], Iterator[Step]]


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What ``undo`` would do next.

    Attributes:
        step: What it would undo, None where there is nothing.
        blocked: The newest change that cannot be undone, where it is newer than ``step``.
    """

    step: Step | None
    blocked: Step | None


def preview_undo(unit: ReadUnit, offer_id: str | None) -> UndoPreview:
    """What would be undone next, of one offer or of all."""
    blocked = None
    for step in open_steps(unit.history, offer_id, steps):
        if step.verdict.is_allowed:
            return UndoPreview(step, blocked)
        blocked = blocked or step
    return UndoPreview(None, blocked)


def next_undo(
    unit: ReadUnit, offer_id: str | None, seen: int | None, only: Collection[Action]
) -> Step:
    """What is undone next.

    Raises:
        InvalidInput: There is nothing to undo.
        NotFound: There is no such offer.
        Overtaken: It is no longer what was seen.
        RuleRefusal: The rules do not allow undoing it.
    """
    newest = preview_undo(unit, offer_id)
    step = newest.step
    require_seen(unit, step, seen, offer_id)
    if step is None or (only and not _is_there(unit, offer_id, only)):
        if offer_id is not None and newest.blocked is None:
            unit.offers.get(offer_id)
        raise _nothing(None if only else newest.blocked)
    if only and not _is_only(step, only):
        raise InvalidInput(
            say("Undo the newer change first: {what}", what=summarize_step(step)),
            say("Run “csp-tui undo --offer” to undo it."),
        )
    return step


def next_redo(unit: ReadUnit, offer_id: str | None) -> Step | None:
    """What would be redone next, None if there is nothing."""
    step = next(open_steps(unit.history, offer_id, steps_forward), None)
    return step if step is not None and step.verdict.is_allowed else None


def open_steps(history: HistoryReader, offer_id: str | None, find: _Steps) -> Iterator[Step]:
    """Steps of one offer or of all, each with its whole batch, read page by page.

    Args:
        history: The log.
        offer_id: Only of this offer.
        find: ``steps`` or ``steps_forward``.
    """
    for step in find(_entries(history, offer_id)):
        if offer_id is None or step.batch is None:
            yield step
            continue
        entries = history.batch(step.batch)
        others = {entry.offer_id for entry in entries} - {offer_id}
        newest = [_newest_of(history, other, find) for other in others]
        whole = whole_batch(step, entries, newest) if others else step
        yield whole
        if not whole.verdict.is_allowed:
            return


def _newest_of(history: HistoryReader, offer_id: str | None, find: _Steps) -> Step | None:
    found = find(_entries(history, offer_id))
    return next((step for step in found if offer_id in step.offer_ids), None)


def _entries(history: HistoryReader, offer_id: str | None) -> Iterator[Entry]:
    before: int | None = None
    while page := history.entries(offer_id, limit=_PAGE, before=before):
        yield from page
        before = page[-1].id


def newest_of_each_offer(step: Step) -> Iterator[Change]:
    """The changes that can be checked against the rules before any of the step is undone."""
    seen: set[str | None] = set()
    for change in step.changes:
        if change.entry.offer_id not in seen:
            seen.add(change.entry.offer_id)
            yield change


def _is_there(unit: ReadUnit, offer_id: str | None, only: Collection[Action]) -> bool:
    return any(
        step.verdict.is_allowed and _is_only(step, only)
        for step in open_steps(unit.history, offer_id, steps)
    )


def _is_only(step: Step, only: Collection[Action]) -> bool:
    return all(change.entry.action in only for change in step.changes)


def require_seen(unit: ReadUnit, step: Step | None, seen: int | None, offer_id: str | None) -> None:
    """Continue only if the newest step is the one that the person has seen.

    Raises:
        Overtaken: There is a newer one.
    """
    if seen is None or (step is not None and seen == step.entry.id):
        return
    newest = next(_entries(unit.history, offer_id), None)
    if newest is not None:
        raise Overtaken(newest, summarize(newest))


def _nothing(blocked: Step | None) -> Exception:
    if blocked is None:
        return InvalidInput(say("Nothing to undo."), say("Every change is in the history."))
    if blocked.verdict.rule:
        return RuleRefusal(blocked.verdict)
    return InvalidInput(blocked.verdict.message, blocked.verdict.next_step)
