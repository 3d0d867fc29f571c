"""Undoing changes, newest first, each as a change of its own, and redoing them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import islice

from csp_tui.domain.errors import BusyDirectory, InvalidInput
from csp_tui.domain.history import Action, Entry, Overtaken
from csp_tui.domain.history_words import summarize
from csp_tui.domain.undoing import Step, steps
from csp_tui.domain.wording import say
from csp_tui.services.context import Context, Service, require_version
from csp_tui.services.directory_plan import DirectoryPlan
from csp_tui.services.directory_port import ATTEMPTS
from csp_tui.services.past import require_known
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.read_unit import Progress, ReadUnit
from csp_tui.services.undo.finding import (
    UndoPreview,
    newest_of_each_offer,
    next_redo,
    next_undo,
    open_steps,
    preview_undo,
    require_seen,
)
from csp_tui.services.undo.reverting import import_of, not_kept, redo_step, undo_step
from csp_tui.services.undo.rules import require_undo_allowed

_Find = Callable[[ReadUnit], Step]
_Do = Callable[[UnitOfWork, Context, Step, DirectoryPlan | None], bool]


class UndoService(Service):
    """Undoes and redoes changes, of one offer or of everything; a batch as one."""

    def steps(self, offer_id: str | None = None, *, limit: int = 20) -> list[Step]:
        """What would be undone in order, with the first of each offer that cannot be."""
        with self._context.open_read() as unit:
            return list(islice(open_steps(unit.history, offer_id, steps), limit))

    def preview(self, offer_id: str | None = None) -> UndoPreview:
        """What would be undone next, and what newer change cannot be."""
        with self._context.open_read() as unit:
            return preview_undo(unit, offer_id)

    def last(self, offer_id: str | None = None) -> Step | None:
        """What ``undo`` would undo, None where there is nothing."""
        return self.preview(offer_id).step

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
    ) -> Step:
        """Undo the newest change that can be undone, with its batch.

        Args:
            offer_id: Only of this offer.
            entry: The number of the change that was seen as the newest.
            version: The offer's version that was seen.
            others: Whether the change of someone else may be undone.
            only: The kinds of change that may be undone; any by default.
            preview: Only say what would be undone, or why nothing can be; nothing is locked.
            progress: While a directory is restored; may raise ``Canceled``.

        Returns:
            What was undone.

        Raises:
            Canceled: ``progress`` stopped it.
            InvalidInput: There is nothing to undo, or someone else did it.
            NotFound: There is no such offer.
            Overtaken: It is no longer what was seen.
            RuleRefusal: The rules do not allow undoing it.
            StaleOffer: The offer has changed since ``version``.
        """

        def found(unit: ReadUnit) -> Step:
            if version is not None and offer_id is not None:
                require_version(unit.offers.get(offer_id), version)
            step = next_undo(unit, offer_id, entry, only)
            self._require_own(step, others=others)
            return step

        if preview:
            with self._context.open_read() as reading:
                step = found(reading)
                for change in newest_of_each_offer(step):
                    require_undo_allowed(reading, change.entry)
            return step
        return self._do(found, undo_step, progress)

    def is_own(self, entry: Entry) -> bool:
        """Whether the change was made by the current user."""
        return entry.who == self._context.who

    def redo_preview(self, offer_id: str | None = None) -> Step | None:
        """What ``redo`` would redo, as the entries that undid it; None for nothing."""
        with self._context.open_read() as unit:
            return next_redo(unit, offer_id)

    def redo(
        self,
        offer_id: str | None = None,
        *,
        entry: int | None = None,
        others: bool = False,
        progress: Progress | None = None,
    ) -> Step:
        """Redo what was undone last, as long as nothing was changed since.

        Args:
            offer_id: Only of this offer.
            entry: The number of the undoing that was seen as the last.
            others: Whether what someone else undid may be redone.
            progress: While a directory is restored; may raise ``Canceled``.

        Returns:
            The entries that had undone it.

        Raises:
            Canceled: ``progress`` stopped it.
            InvalidInput: There is nothing to redo, or someone else undid it.
            NotFound: There never was such an offer.
            Overtaken: It is no longer what was seen.
        """

        def found(unit: ReadUnit) -> Step:
            step = next_redo(unit, offer_id)
            require_seen(unit, step, entry, offer_id)
            if step is None:
                if offer_id is not None:
                    require_known(unit, offer_id)
                raise InvalidInput(
                    say("Nothing to redo."),
                    say("A change that was undone can be redone until another change is made."),
                )
            self._require_own(step, others=others)
            return step

        return self._do(found, redo_step, progress)

    def _do(self, find: _Find, do: _Do, progress: Progress | None) -> Step:
        """Undo or redo a step; a directory is computed before the write lock is taken.

        Raises:
            BusyDirectory: Others changed the directory again and again while it was computed.
            InvalidInput: What was before an import is no longer kept.
            Overtaken: A newer change came while a directory was computed.
        """
        context = self._context
        with context.open_read() as reading:
            seen = find(reading)
        directory = import_of(seen)
        if directory is None:
            with context.open_unit() as unit:
                step = find(unit)
                if import_of(step) is not None:
                    raise Overtaken(step.entry, summarize(step.entry))
                do(unit, context, step, None)
                unit.commit()
            return step
        with context.open_draft() as draft:
            for _attempt in range(ATTEMPTS):
                # What is undone is kept to be redone; what is redone is kept already.
                keep = directory.action is not Action.UNDONE
                plan = draft.compute_before(directory.id, progress, keep=keep)
                if plan is None:
                    raise not_kept()
                with draft.open_unit() as unit:
                    step = find(unit)
                    if step.ids != seen.ids:
                        raise Overtaken(step.entry, summarize(step.entry))
                    if do(unit, context, step, plan):
                        unit.commit()
                        return step
        raise BusyDirectory

    def _require_own(self, step: Step, *, others: bool) -> None:
        if not others and not self.is_own(step.entry):
            raise InvalidInput(
                say("{who} made the last change.", who=step.entry.who),
                say("Undo it only if they agree; on the command line, add --others."),
            )
