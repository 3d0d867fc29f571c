"""What can be taken back and in which order, told from the history alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from csp_tui.domain.history import Action, Entry, summarize, turned
from csp_tui.domain.support import RequestStatus
from csp_tui.domain.undoing import KEPT_IMPORTS, judge, steps, steps_forward
from csp_tui.domain.undoing_words import way_back

STAYS = {Action.OFFER_PUBLISHED: "R25", Action.AUDIENCE_SYNCED: "R27"}
NO_STEPS = {Action.UNDONE, Action.REDONE}
CORRECTIONS = {
    Action.REQUEST_SUBMITTED,
    Action.REQUEST_COMPLETED,
    Action.REQUEST_DECLINED,
    Action.REQUEST_WITHDRAWN,
}


def history(*told: tuple[Any, ...]) -> list[Entry]:
    """Entries newest first, from actions told in the order in which they happened.

    Each is an action, its offer and its detail; numbers are given from 1.
    """
    return [
        Entry(
            id=number,
            at=datetime(2026, 11, 16, tzinfo=UTC),
            who="ann",
            action=action,
            offer_id=offer_id,
            detail=detail[0] if detail else {},
        )
        for number, (action, offer_id, *detail) in enumerate(told, 1)
    ][::-1]


def found(entries: list[Entry]) -> list[tuple[tuple[int, ...], bool]]:
    return [(step.ids, step.verdict.is_open) for step in steps(entries)]


CREATED, EDITED, SAVED = Action.OFFER_CREATED, Action.OFFER_EDITED, Action.DRAFT_SAVED
TYPED = Action.REQUEST_EDITED


@pytest.mark.parametrize("action", sorted(set(Action) - NO_STEPS))
def test_every_kind_can_be_taken_back_but_what_happened_at_partner_center(action: Action) -> None:
    verdict = judge(history((action, "an-offer"))[0])
    assert verdict.is_open == (action not in STAYS)
    assert verdict.rule == STAYS.get(action, "")
    assert bool(verdict.warnings) == (action in CORRECTIONS)
    if action in STAYS:
        assert verdict.next_step is not None
        assert "support request" in str(verdict.next_step)


def test_the_newest_comes_first() -> None:
    entries = history((CREATED, "a"), (SAVED, "a"), (EDITED, "a"))
    assert found(entries) == [((3,), True), ((2,), True), ((1,), True)]


def test_what_cannot_be_taken_back_ends_its_own_offer_alone() -> None:
    entries = history(
        (CREATED, "a"), (CREATED, "b"), (Action.OFFER_PUBLISHED, "a"), (SAVED, "a"), (SAVED, "b")
    )
    assert found(entries) == [((5,), True), ((4,), True), ((3,), False), ((2,), True)]


def test_what_was_taken_back_is_passed_over_and_so_is_the_taking_back() -> None:
    entries = history((CREATED, "a"), (SAVED, "a"), (Action.UNDONE, "a", {"undoes": 2}))
    assert found(entries) == [((1,), True)]
    assert [step.undone for step in steps_forward(entries)] == [3]


def test_what_was_made_again_can_be_taken_back_again() -> None:
    entries = history(
        (CREATED, "a"),
        (SAVED, "a"),
        (Action.UNDONE, "a", {"undoes": 2}),
        (Action.REDONE, "a", {"redoes": 3, "restores": 2}),
    )
    assert found(entries) == [((2,), True), ((1,), True)]
    assert list(steps_forward(entries)) == []
    entries = history(
        *((entry.action, entry.offer_id, entry.detail) for entry in entries[::-1]),
        (Action.UNDONE, "a", {"undoes": 2}),
    )
    assert found(entries) == [((1,), True)]
    assert [step.undone for step in steps_forward(entries)] == [5]


def test_another_change_of_the_offer_ends_what_could_be_made_again() -> None:
    undone = ((CREATED, "a"), (SAVED, "a"), (Action.UNDONE, "a", {"undoes": 2}))
    assert list(steps_forward(history(*undone, (EDITED, "a")))) == []
    assert [step.undone for step in steps_forward(history(*undone, (CREATED, "b")))] == [3]


def test_edits_of_a_request_that_follow_each_other_are_one_step() -> None:
    def typed(before: str, after: str, request: int = 1) -> tuple[Any, ...]:
        sides = {"before": {"title": before}, "after": {"title": after}}
        return TYPED, "a", {"request": request, **sides}

    entries = history(typed("", "a"), typed("a", "b"), typed("x", "y", 2), typed("b", "c"))
    assert [ids for ids, _open in found(entries)] == [(4,), (3,), (2, 1)]
    last = list(steps(entries))[-1].entry
    assert last.detail["before"] == {"title": ""}
    assert last.detail["after"] == {"title": "b"}
    taken = (Action.UNDONE, "a", {"undoes": 2, "folded": [2, 1]})
    assert found(history(typed("", "a"), typed("a", "b"), taken)) == []


def test_only_the_newest_imports_of_the_directory_are_kept() -> None:
    entries = history(*[(Action.PARTNERS_IMPORTED, None)] * (KEPT_IMPORTS + 2))
    assert [is_open for _ids, is_open in found(entries)] == [True] * KEPT_IMPORTS + [False]


def test_the_way_back_and_back_again_says_the_same() -> None:
    detail = {
        "before": {"name": "A"},
        "after": {"name": "B"},
        "draft": {"added": ["x"], "removed": ["y"]},
        "live": {"added_count": 3},
        "added": 4,
        "query": {"text": "added"},
    }
    back = turned(detail)
    assert back["before"] == {"name": "B"}
    assert back["draft"] == {"removed": ["x"], "added": ["y"]}
    assert back["live"] == {"removed_count": 3}
    assert back["removed"] == 4
    assert turned(back) == detail


@pytest.mark.parametrize("action", sorted(set(Action) - NO_STEPS))
def test_everything_that_can_be_taken_back_says_what_that_means(action: Action) -> None:
    detail = {"before": {"status": RequestStatus.DRAFT.value}, "request": 1}
    entry = history((action, "a", detail))[0]
    assert str(way_back(entry)).endswith(".")
    undone = {"undoes": 1, "action": action.value, **turned(detail)}
    told = str(summarize(history((Action.UNDONE, "a", undone))[0]))
    assert told == f"Took back entry 1: {summarize(entry)}"


def test_the_way_back_of_a_draft_names_who_goes_who_comes_and_the_option() -> None:
    detail = {
        "before": {"reseller_channel": None},
        "after": {"reseller_channel": "some"},
        "draft": {"added": ["x", "y"], "removed": ["z"]},
    }
    told = str(way_back(history((SAVED, "a", detail))[0]))
    assert told == (
        "2 partners leave the draft list. 1 partner returns to the draft list. "
        "The option is “Not set” again."
    )
