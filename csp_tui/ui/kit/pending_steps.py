"""The steps in which unsaved input was made, so that undo and redo take one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

S = TypeVar("S")


class PendingSteps(Generic[S]):
    """Steps of unsaved input, each as what was there before it and after it.

    The type of a state is the caller's: a whole state, or only what a step has changed.
    """

    def __init__(self) -> None:
        self._done: list[tuple[S, S]] = []
        self._undone: list[tuple[S, S]] = []
        self._group: object = None

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone and nothing was entered since."""
        return bool(self._undone)

    def note(self, before: S, after: S, group: object = None) -> None:
        """Note a step that was taken.

        Args:
            before: What was there before it.
            after: What is there now.
            group: What it belongs to: steps of one group that follow each other, such as the
                letters typed in a field, are one step. None stands alone.
        """
        self._undone.clear()
        if group is not None and group == self._group and self._done:
            before = self._done.pop()[0]
        self._group = group
        self._done.append((before, after))

    def undo(self) -> S | None:
        """Undo the last step: what was there before it, None without one."""
        return self._move(self._done, self._undone, 0)

    def redo(self) -> S | None:
        """Redo the step that was undone last: what was there after it, None without one."""
        return self._move(self._undone, self._done, 1)

    def revise(self, change: Callable[[S], object], is_same: Callable[[S, S], bool]) -> None:
        """Change the states of all steps, and forget those that change nothing then.

        Args:
            change: Changes a state in place; it may get the same state twice.
            is_same: Whether two states are alike.
        """
        for steps in (self._done, self._undone):
            for before, after in steps:
                change(before)
                change(after)
            steps[:] = [step for step in steps if not is_same(*step)]
        self._group = None

    def clear(self) -> None:
        """Forget all steps, once the input is saved or discarded."""
        self._done.clear()
        self._undone.clear()
        self._group = None

    def _move(self, source: list[tuple[S, S]], target: list[tuple[S, S]], side: int) -> S | None:
        if not source:
            return None
        step = source.pop()
        target.append(step)
        self._group = None
        return step[side]
