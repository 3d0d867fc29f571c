"""Steps of unsaved input: one at a time, forth and back."""

from __future__ import annotations

from csp_tui.ui.kit.pending_steps import PendingSteps


def test_steps_are_undone_and_redone_in_order() -> None:
    steps: PendingSteps[str] = PendingSteps()
    assert (steps.undo(), steps.redo(), steps.can_redo) == (None, None, False)
    steps.note("", "a")
    steps.note("a", "ab")
    assert (steps.undo(), steps.undo(), steps.undo()) == ("a", "", None)
    assert (steps.redo(), steps.redo(), steps.redo()) == ("a", "ab", None)


def test_a_new_step_leaves_nothing_to_redo() -> None:
    steps: PendingSteps[str] = PendingSteps()
    steps.note("", "a")
    steps.undo()
    assert steps.can_redo
    steps.note("", "b")
    assert not steps.can_redo
    steps.clear()
    assert steps.undo() is None


def test_steps_of_a_group_are_one_until_another_comes_between() -> None:
    steps: PendingSteps[str] = PendingSteps()
    steps.note("", "a", "name")
    steps.note("a", "ab", "name")
    steps.note("ab", "abc", "url")
    steps.note("abc", "abcd", "name")
    assert [steps.undo() for _ in range(3)] == ["abc", "ab", ""]
