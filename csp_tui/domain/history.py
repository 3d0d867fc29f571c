"""The log of changes: who did what, when, with what came before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say


class Action(StrEnum):
    """Everything that is written to the history, by the name that scripts see."""

    OFFER_CREATED = "offer-created"
    OFFER_EDITED = "offer-edited"
    OFFER_PUBLISHED = "offer-published"
    OFFER_DELETED = "offer-deleted"
    DRAFT_SAVED = "draft-saved"
    AUDIENCE_IMPORTED = "audience-imported"
    MATCHING_ADDED = "matching-added"
    AUDIENCE_SYNCED = "audience-synced"
    UNDONE = "undone"
    REDONE = "redone"
    RESALES_RECORDED = "resales-recorded"
    RESALE_REMOVED = "resale-removed"
    REQUEST_CREATED = "request-created"
    REQUEST_EDITED = "request-edited"
    REQUEST_SUBMITTED = "request-submitted"
    REQUEST_TICKET_SAVED = "request-ticket-saved"
    REQUEST_COMPLETED = "request-completed"
    REQUEST_DECLINED = "request-declined"
    REQUEST_WITHDRAWN = "request-withdrawn"
    PARTNERS_IMPORTED = "partners-imported"
    REMOTE_PULLED = "remote-pulled"
    REMOTE_PUSHED = "remote-pushed"
    REMOTE_PUBLISHED = "remote-published"
    CONFLICT_RESOLVED = "conflict-resolved"
    LIST_CREATED = "list-created"
    LIST_EDITED = "list-edited"
    LIST_DELETED = "list-deleted"
    LIST_FOLLOWED = "list-followed"
    LIST_UNFOLLOWED = "list-unfollowed"
    EVIDENCE_IMPORTED = "evidence-imported"
    EVIDENCE_MATCHED = "evidence-matched"
    EVIDENCE_DISMISSED = "evidence-dismissed"


_LISTS = ("draft", "live", "resales", "members")
_OPPOSITES = {
    "before": "after",
    "after": "before",
    "added": "removed",
    "removed": "added",
    "added_count": "removed_count",
    "removed_count": "added_count",
}


@dataclass(frozen=True, slots=True)
class ListDelta:
    """Which partners join and leave the two lists of an audience in one change.

    Attributes:
        draft_added: Tenant IDs that join the draft list.
        draft_removed: Tenant IDs that leave it.
        live_added: Tenant IDs that join the live list.
        live_removed: Tenant IDs that leave it.
    """

    draft_added: tuple[str, ...] = ()
    draft_removed: tuple[str, ...] = ()
    live_added: tuple[str, ...] = ()
    live_removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.draft_added or self.draft_removed or self.live_added or self.live_removed)

    @property
    def inverse(self) -> ListDelta:
        """The change that reverts this one."""
        return ListDelta(self.draft_removed, self.draft_added, self.live_removed, self.live_added)

    @property
    def touched(self) -> tuple[str, ...]:
        """Everyone who joins or leaves a list."""
        ids = (*self.draft_added, *self.draft_removed, *self.live_added, *self.live_removed)
        return tuple(dict.fromkeys(ids))

    def as_detail(self) -> dict[str, dict[str, list[str]]]:
        """The change as in a history entry, without empty parts."""
        parts = {
            "draft": {"added": self.draft_added, "removed": self.draft_removed},
            "live": {"added": self.live_added, "removed": self.live_removed},
        }
        filled = {
            name: {verb: sorted(ids) for verb, ids in part.items() if ids}
            for name, part in parts.items()
        }
        return {name: part for name, part in filled.items() if part}

    @classmethod
    def from_detail(cls, detail: Mapping[str, Any]) -> ListDelta:
        """Read it back from a history entry."""
        draft, live = detail.get("draft", {}), detail.get("live", {})
        return cls(
            tuple(draft.get("added", ())),
            tuple(draft.get("removed", ())),
            tuple(live.get("added", ())),
            tuple(live.get("removed", ())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change that was made.

    Attributes:
        id: Its number; later entries have higher ones.
        at: When, UTC.
        who: The account that ran the program.
        action: What was done.
        offer_id: The offer it concerns, None for the directory.
        detail: JSON-ready facts: ``before`` and ``after`` hold the fields that changed,
            ``draft`` and ``live`` the tenant IDs added and removed, other keys what the action
            needs beside.
        batch: The number of the first of the entries that were made, and are undone, together;
            None for an entry of its own.
    """

    id: int
    at: datetime
    who: str
    action: Action
    offer_id: str | None
    detail: Mapping[str, Any] = field(default_factory=dict)
    batch: int | None = None


class Overtaken(InvalidInput):
    """A newer change was made since, so nothing was undone or redone.

    Attributes:
        entry: That change.
    """

    def __init__(self, entry: Entry, what: Message) -> None:
        super().__init__(
            say(
                "Nothing was changed, because there is a newer change, "
                "by {who}, {when} UTC: {what}",
                who=entry.who,
                when=entry.at,
                what=what,
            ),
            say("Check the newest change, then try again."),
        )
        self.entry = entry


def turned(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of undoing it: before and after, and who joined and left, are swapped."""
    return {
        _OPPOSITES.get(name, name): turned(value) if name in _LISTS else value
        for name, value in detail.items()
    }
