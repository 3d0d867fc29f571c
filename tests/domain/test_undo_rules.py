"""What can be undone and in which order, from the history alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from csp_tui.domain.history import Action, Entry, turned
from csp_tui.domain.history_words import summarize
from csp_tui.domain.support import RequestStatus
from csp_tui.domain.undoing import KEPT_IMPORTS, judge, steps, steps_forward
from csp_tui.domain.undoing_words import summarize_step, undo_effect

STAYS = {Action.OFFER_PUBLISHED: "R25", Action.AUDIENCE_SYNCED: "R27"}
STAYS |= dict.fromkeys(
    (
        Action.REMOTE_PULLED,
        Action.REMOTE_PUSHED,
        Action.REMOTE_PUBLISHED,
        Action.CONFLICT_RESOLVED,
    ),
    "R25",
)
NO_STEPS = {Action.UNDONE, Action.REDONE}
CORRECTIONS = {
    Action.REQUEST_SUBMITTED,
    Action.REQUEST_TICKET_SAVED,
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


def forward(entries: list[Entry]) -> list[int]:
    return [step.entry.id for step in steps_forward(entries)]


def found(entries: list[Entry]) -> list[tuple[tuple[int, ...], bool]]:
    return [(step.ids, step.verdict.is_allowed) for step in steps(entries)]


CREATED, EDITED, SAVED = Action.OFFER_CREATED, Action.OFFER_EDITED, Action.DRAFT_SAVED
TYPED = Action.REQUEST_EDITED


@pytest.mark.parametrize("action", sorted(set(Action) - NO_STEPS))
def test_every_kind_can_be_undone_but_what_happened_at_partner_center(action: Action) -> None:
    verdict = judge(history((action, "an-offer"))[0])
    assert verdict.is_allowed == (action not in STAYS)
    assert verdict.rule == STAYS.get(action, "")
    assert bool(verdict.warnings) == (action in CORRECTIONS)
    if action in STAYS:
        assert verdict.next_step is not None
        assert "support request" in str(verdict.next_step)


def test_the_newest_comes_first() -> None:
    entries = history((CREATED, "a"), (SAVED, "a"), (EDITED, "a"))
    assert found(entries) == [((3,), True), ((2,), True), ((1,), True)]


def test_what_cannot_be_undone_ends_its_own_offer_alone() -> None:
    entries = history(
        (CREATED, "a"), (CREATED, "b"), (Action.OFFER_PUBLISHED, "a"), (SAVED, "a"), (SAVED, "b")
    )
    assert found(entries) == [((5,), True), ((4,), True), ((3,), False), ((2,), True)]


def test_what_was_undone_is_skipped_and_so_is_the_undo() -> None:
    entries = history((CREATED, "a"), (SAVED, "a"), (Action.UNDONE, "a", {"undoes": 2}))
    assert found(entries) == [((1,), True)]
    assert forward(entries) == [3]


def test_what_was_redone_can_be_undone_again() -> None:
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
    assert forward(entries) == [5]


def test_another_change_of_the_offer_ends_what_could_be_redone() -> None:
    undone = ((CREATED, "a"), (SAVED, "a"), (Action.UNDONE, "a", {"undoes": 2}))
    assert list(steps_forward(history(*undone, (EDITED, "a")))) == []
    assert forward(history(*undone, (CREATED, "b"))) == [3]


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


def test_undo_and_redo_says_the_same() -> None:
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
def test_everything_that_can_be_undone_says_what_that_means(action: Action) -> None:
    detail = {"before": {"status": RequestStatus.DRAFT.value}, "request": 1}
    entry = history((action, "a", detail))[0]
    assert str(undo_effect(entry)).endswith(".")
    undone = {"undoes": 1, "action": action.value, **turned(detail)}
    told = str(summarize(history((Action.UNDONE, "a", undone))[0]))
    assert told == f"Undid entry 1: {summarize(entry)}"


def test_undo_of_a_draft_names_leaving_and_joining_partners_and_the_option() -> None:
    detail = {
        "before": {"reseller_channel": None},
        "after": {"reseller_channel": "some"},
        "draft": {"added": ["x", "y"], "removed": ["z"]},
    }
    told = str(undo_effect(history((SAVED, "a", detail))[0]))
    assert told == (
        "2 partners will be removed from the draft list. 1 partner will return to the draft "
        "list. The option will be “Not set” again."
    )


SUBMITTED, TICKETED = Action.REQUEST_SUBMITTED, Action.REQUEST_TICKET_SAVED


def ticket_entry(action: Action, before: str, old: str | None, new: str | None) -> Entry:
    detail = {
        "request": 7,
        "before": {"status": before, "ticket": old},
        "after": {"status": "submitted", "ticket": new},
    }
    return history((action, "a", detail))[0]


@pytest.mark.parametrize(
    ("entry", "did", "undone"),
    [
        (
            ticket_entry(SUBMITTED, "draft", None, None),
            "Submitted support request 7",
            "The request will be marked as draft again.",
        ),
        (
            ticket_entry(SUBMITTED, "draft", None, "T1"),
            "Submitted support request 7, ticket T1",
            "The request will be marked as draft again.",
        ),
        (
            ticket_entry(TICKETED, "submitted", None, "T1"),
            "Saved ticket T1 of support request 7",
            "The request will have no ticket number again.",
        ),
        # As earlier versions recorded it.
        (
            ticket_entry(SUBMITTED, "submitted", "T1", "T2"),
            "Saved ticket T2 of support request 7",
            "The ticket number will be T1 again.",
        ),
    ],
)
def test_a_ticket_number_is_no_second_submission(entry: Entry, did: str, undone: str) -> None:
    assert str(summarize(entry)) == did
    assert str(undo_effect(entry)) == undone


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("a", "ab", "Plan b will be removed."),
        ("ab", "b", "Plan a will be added again."),
        ("ab", "bc", "The plans will be as they were before."),
    ],
)
def test_undoing_an_edit_of_plans_names_the_plan(before: str, after: str, told: str) -> None:
    sides = {
        side: {"plans": [{"plan_id": one, "kind": "standard"} for one in plans]}
        for side, plans in (("before", before), ("after", after))
    }
    assert str(undo_effect(history((Action.OFFER_EDITED, "a", sides))[0])) == told


def test_what_is_redone_is_called_by_its_name() -> None:
    detail = {"undoes": 1, "action": "draft-saved", "draft": {"removed": ["x"]}}
    (step,) = steps_forward(history((SAVED, "a"), (Action.UNDONE, "a", detail)))
    assert str(summarize(step.entry)) == "Undid entry 1: Saved draft: 1 added"
    assert str(summarize_step(step)) == "Saved draft: 1 added"
