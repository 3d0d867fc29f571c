"""Taking changes back, newest first, each as a change of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from csp_tui.domain.errors import InvalidInput, Overtaken, RuleRefusal
from csp_tui.domain.history import Action, Entry, summarize, turned
from csp_tui.domain.undoing import Step, steps, steps_forward
from csp_tui.domain.wording import say
from csp_tui.services.context import Context, require_version
from csp_tui.services.ports import Progress, UnitOfWork
from csp_tui.services.undo.rules import require_way_back

_PAGE = 50
_OWN = ("undoes", "folded", "action", "redoes", "restores")
"""What an entry says of the undoing itself; the rest is that of the change."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What ``undo`` would do next.

    Attributes:
        step: What it would take back, None where there is nothing.
        blocked: The newest change that cannot be taken back, where it is newer than ``step``.
    """

    step: Step | None
    blocked: Step | None


class UndoService:
    """Takes changes back and makes them again, of one offer or of everything.

    Args:
        context: Storage, time and who is at work.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def steps(self, offer_id: str | None = None, *, limit: int = 20) -> list[Step]:
        """What would be taken back in order, with the first of each offer that cannot be."""
        return list(islice(steps(self._history(offer_id)), limit))

    def outlook(self, offer_id: str | None = None) -> Outlook:
        """What would be taken back next, and what newer change cannot be."""
        blocked = None
        for step in steps(self._history(offer_id)):
            if step.verdict.is_open:
                return Outlook(step, blocked)
            blocked = blocked or step
        return Outlook(None, blocked)

    def last(self, offer_id: str | None = None) -> Entry | None:
        """The change that ``undo`` would take back, None where there is none."""
        step = self.outlook(offer_id).step
        return None if step is None else step.entry

    def undo(
        self,
        offer_id: str | None = None,
        *,
        entry: int | None = None,
        version: int | None = None,
        others: bool = False,
        only: Collection[Action] = (),
        preview: bool = False,
        progress: Progress | None = None,
    ) -> Entry:
        """Take back the newest change that can be.

        Args:
            offer_id: Only of this offer.
            entry: The number of the change that was seen as the newest.
            version: The offer's version that was seen.
            others: Whether the change of someone else may be taken back.
            only: The kinds of change that may be taken back; any by default.
            preview: Only say what would be taken back, or why nothing can be.
            progress: While a directory is put back; may raise ``Cancelled``.

        Returns:
            The entry of the change that was taken back.

        Raises:
            Cancelled: ``progress`` stopped it.
            InvalidInput: There is nothing to take back, or someone else did it.
            NotFound: There is no such offer.
            Overtaken: It is not what was seen any more.
            RuleRefusal: The rules do not allow the way back.
            StaleOffer: The offer has changed since ``version``.
        """
        with self._context.open_unit() as unit:
            if version is not None and offer_id is not None:
                require_version(unit.offers.get(offer_id), version)
            outlook = self.outlook(offer_id)
            step = outlook.step
            self._require_seen(step, entry, offer_id)
            if step is None or (only and not self._is_there(offer_id, only)):
                if offer_id is not None and outlook.blocked is None:
                    unit.offers.get(offer_id)
                raise _nothing(None if only else outlook.blocked)
            if only and step.entry.action not in only:
                raise InvalidInput(
                    say("A newer change comes first: {what}", what=summarize(step.entry)),
                    say("Take that one back first, with “csp-tui undo --offer”."),
                )
            self._require_own(step, others=others)
            require_way_back(unit, step.entry)
            if not preview:
                self._take_back(unit, step, progress)
                unit.commit()
        return step.entry

    def is_own(self, entry: Entry) -> bool:
        """Whether whoever works now made the change."""
        return entry.who == self._context.who

    def last_undone(self, offer_id: str | None = None) -> Entry | None:
        """What ``redo`` would make again, as the entry that took it back; None for nothing."""
        step = next(steps_forward(self._history(offer_id)), None)
        return None if step is None else step.entry

    def redo(
        self,
        offer_id: str | None = None,
        *,
        entry: int | None = None,
        others: bool = False,
        progress: Progress | None = None,
    ) -> Entry:
        """Make again what was taken back last, as long as nothing was changed since.

        Args:
            offer_id: Only of this offer.
            entry: The number of the undoing that was seen as the last.
            others: Whether what someone else took back may be made again.
            progress: While a directory is put back; may raise ``Cancelled``.

        Returns:
            The entry that had taken it back.

        Raises:
            Cancelled: ``progress`` stopped it.
            InvalidInput: There is nothing to make again, or someone else took it back.
            Overtaken: It is not what was seen any more.
        """
        with self._context.open_unit() as unit:
            step = next(steps_forward(self._history(offer_id)), None)
            self._require_seen(step, entry, offer_id)
            if step is None:
                raise InvalidInput(
                    say("There is nothing to make again."),
                    say("A change that was taken back can be made again until another is made."),
                )
            self._require_own(step, others=others)
            self._make_again(unit, step.entry, progress)
            unit.commit()
        return step.entry

    def _history(self, offer_id: str | None) -> Iterator[Entry]:
        before: int | None = None
        while page := self._context.read.history(offer_id, limit=_PAGE, before=before):
            yield from page
            before = page[-1].id

    def _is_there(self, offer_id: str | None, only: Collection[Action]) -> bool:
        return any(
            step.entry.action in only and step.verdict.is_open
            for step in steps(self._history(offer_id))
        )

    def _require_seen(self, step: Step | None, seen: int | None, offer_id: str | None) -> None:
        if seen is None or (step is not None and seen == step.entry.id):
            return
        newest = next(self._history(offer_id), None)
        if newest is not None:
            raise Overtaken(newest, summarize(newest))

    def _require_own(self, step: Step, *, others: bool) -> None:
        if not others and not self.is_own(step.entry):
            raise InvalidInput(
                say("{who} made the last change.", who=step.entry.who),
                say("Take it back only if they agree, and say so."),
            )

    def _take_back(self, unit: UnitOfWork, step: Step, progress: Progress | None) -> None:
        entry = step.entry
        detail: dict[str, Any] = {"undoes": entry.id, "action": entry.action.value}
        if len(step.ids) > 1:
            detail["folded"] = list(step.ids)
        detail |= turned(entry.detail)

        def note(_done: object = None) -> int:
            return self._context.note(unit, Action.UNDONE, entry.offer_id, detail)

        if entry.action is Action.PARTNERS_IMPORTED:
            kept = unit.directory.put_back(entry.id, progress=progress, keep=note)
        else:
            kept = unit.inverses.put_back(step.ids[-1], kept_as=note())
        if not kept:
            raise _not_kept()

    def _make_again(self, unit: UnitOfWork, undone: Entry, progress: Progress | None) -> None:
        of_change = {name: value for name, value in undone.detail.items() if name not in _OWN}
        detail = {
            "redoes": undone.id,
            "restores": undone.detail["undoes"],
            "action": undone.detail["action"],
            **turned(of_change),
        }
        self._context.note(unit, Action.REDONE, undone.offer_id, detail)
        if undone.detail["action"] == Action.PARTNERS_IMPORTED:
            kept = unit.directory.put_back(undone.id, progress=progress, keep=None)
        else:
            kept = unit.inverses.put_back(undone.id)
        if not kept:
            raise _not_kept()


def _nothing(blocked: Step | None) -> Exception:
    if blocked is None:
        return InvalidInput(
            say("There is no change to take back."), say("Every change is in the history.")
        )
    if blocked.verdict.rule:
        return RuleRefusal(blocked.verdict)
    return InvalidInput(blocked.verdict.message, blocked.verdict.next_step)


def _not_kept() -> InvalidInput:
    return InvalidInput(
        say("What was before this change is not kept any more."),
        say("Change it by hand; the history entry says what was before."),
    )
