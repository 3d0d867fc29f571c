"""Undo and redo of the unsaved changes to an audience, a step at a time."""

from __future__ import annotations

from collections.abc import Collection

from csp_tui.ui.audience.draft import AudienceDraft
from csp_tui.ui.kit.pending_steps import PendingSteps


class DraftSteps:
    """Records how a draft changes, and undoes the changes one by one."""

    def __init__(self, draft: AudienceDraft) -> None:
        self._draft = draft
        self._steps: PendingSteps[AudienceDraft] = PendingSteps()
        self._now = draft.copy()

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone and nothing was changed since."""
        return self._steps.can_redo

    def note(self) -> None:
        """Note the step that was just taken, if it has changed anything."""
        if not self._draft.is_like(self._now):
            now = self._draft.copy()
            self._steps.note(self._now, now)
            self._now = now

    def drop_listed(self, listed: Collection[str]) -> bool:
        """Drop additions of partners that are on the stored list, from the steps as well.

        Returns:
            Whether the draft had any.
        """
        self._steps.revise(lambda state: state.drop_listed(listed), AudienceDraft.is_like)
        dropped = self._draft.drop_listed(listed)
        self._now = self._draft.copy()
        return dropped

    def undo(self) -> bool:
        """Undo the last step; changes of an earlier session are one step.

        Returns:
            Whether there was a step to undo.
        """
        before = self._steps.undo()
        if before is None and self._draft:
            # They were restored or had been made before others were saved.
            self._steps.note(AudienceDraft(), self._draft.copy())
            before = self._steps.undo()
        return self._show(before)

    def redo(self) -> bool:
        """Redo the step that was undone last.

        Returns:
            Whether there was one.
        """
        return self._show(self._steps.redo())

    def reset(self) -> None:
        """Start over from what is unsaved now, after something was saved or discarded."""
        self._steps.clear()
        self._now = self._draft.copy()

    def _show(self, state: AudienceDraft | None) -> bool:
        if state is None:
            return False
        self._draft.become(state)
        self._now = state.copy()
        return True
