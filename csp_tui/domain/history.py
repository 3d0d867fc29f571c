"""The log of changes: who did what, when, with what came before and after."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.wording import Message, say, say_n


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
    REQUEST_COMPLETED = "request-completed"
    REQUEST_DECLINED = "request-declined"
    REQUEST_WITHDRAWN = "request-withdrawn"
    PARTNERS_IMPORTED = "partners-imported"


_LISTS = ("draft", "live", "resales")
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
        """The change that takes this one back."""
        return ListDelta(self.draft_removed, self.draft_added, self.live_removed, self.live_added)

    @property
    def touched(self) -> tuple[str, ...]:
        """Everyone who joins or leaves a list."""
        ids = (*self.draft_added, *self.draft_removed, *self.live_added, *self.live_removed)
        return tuple(dict.fromkeys(ids))

    def as_detail(self) -> dict[str, dict[str, list[str]]]:
        """The change as it stands in a history entry, without empty parts."""
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
    """

    id: int
    at: datetime
    who: str
    action: Action
    offer_id: str | None
    detail: Mapping[str, Any] = field(default_factory=dict)


def summarize(entry: Entry) -> Message:
    """Say in a sentence what an entry did."""
    detail = entry.detail
    added = len(detail.get("draft", {}).get("added", ()))
    removed = len(detail.get("draft", {}).get("removed", ()))
    match entry.action:
        case Action.OFFER_CREATED:
            return say("Created the offer")
        case Action.OFFER_EDITED:
            return _edited(detail.get("after", {}))
        case Action.OFFER_PUBLISHED:
            return say("Published the offer")
        case Action.OFFER_DELETED:
            return say("Deleted the offer")
        case Action.DRAFT_SAVED if "reseller_channel" in detail.get("after", {}):
            return say(
                "Saved draft: option “{option}”, {added} added, {removed} removed",
                option=channel_title(ResellerChannel(detail["after"]["reseller_channel"])),
                added=added,
                removed=removed,
            )
        case Action.DRAFT_SAVED:
            return say(
                "Saved draft: {added} added, {removed} removed", added=added, removed=removed
            )
        case Action.AUDIENCE_IMPORTED:
            return say(
                "Imported a list: {added} added, {removed} removed", added=added, removed=removed
            )
        case Action.MATCHING_ADDED:
            return say_n(
                "Added {count} partner that matches a search",
                "Added all {count} partners that match a search",
                detail.get("added", 0),
            )
        case Action.UNDONE:
            return _taken_back(entry)
        case Action.REDONE:
            return _made_again(entry)
        case Action.AUDIENCE_SYNCED:
            return say_n(
                "Synced {count} partner",
                "Synced {count} partners",
                _joined(detail.get("live", {})),
            )
        case Action.RESALES_RECORDED if not detail.get("resales", {}).get("added"):
            return say_n(
                "Recorded an earlier day for {count} resale",
                "Recorded an earlier day for {count} resales",
                len(detail.get("resales", {}).get("dated", ())),
            )
        case Action.RESALES_RECORDED:
            return say_n(
                "Recorded {count} resale",
                "Recorded {count} resales",
                len(detail.get("resales", {}).get("added", ())),
            )
        case Action.RESALE_REMOVED:
            return say("Removed a resale that was recorded by mistake")
        case Action.PARTNERS_IMPORTED:
            return say(
                "Imported partners: {added} added, {updated} updated, {removed} removed",
                added=detail.get("added", 0),
                updated=detail.get("updated", 0),
                removed=detail.get("removed", 0),
            )
        case Action.REQUEST_CREATED:
            return say("Created support request {id}", id=detail.get("request"))
        case Action.REQUEST_EDITED:
            return say("Edited support request {id}", id=detail.get("request"))
        case Action.REQUEST_SUBMITTED:
            return say(
                "Submitted support request {id}, ticket {ticket}",
                id=detail.get("request"),
                ticket=detail.get("after", {}).get("ticket") or "–",
            )
        case Action.REQUEST_COMPLETED:
            return say("Completed support request {id}", id=detail.get("request"))
        case Action.REQUEST_DECLINED:
            return say("Support request {id} was declined", id=detail.get("request"))
        case Action.REQUEST_WITHDRAWN:
            return say("Withdrew support request {id}", id=detail.get("request"))


def _taken_back(entry: Entry) -> Message:
    detail = entry.detail
    if "action" not in detail:
        return say("Took back entry {id}", id=detail.get("undoes"))
    what = dataclasses.replace(entry, action=Action(detail["action"]), detail=turned(detail))
    return say("Took back entry {id}: {what}", id=detail.get("undoes"), what=summarize(what))


def _made_again(entry: Entry) -> Message:
    detail = entry.detail
    what = dataclasses.replace(entry, action=Action(detail["action"]))
    return say("Made entry {id} again: {what}", id=detail.get("restores"), what=summarize(what))


def turned(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the way back: before and after, and who joined and left, change places."""
    return {
        _OPPOSITES.get(name, name): turned(value) if name in _LISTS else value
        for name, value in detail.items()
    }


def _joined(part: Mapping[str, Any]) -> int:
    """How many joined a list; a very long list is counted instead of named."""
    return int(part.get("added_count", len(part.get("added", ()))))


_FIELDS = {
    "name": say("name"),
    "transactable": say("selling channel"),
    "plans": say("plans"),
    "csp_url": say("CSP marketing URL"),
    "csp_contact": say("CSP program contact"),
}


def _edited(after: Mapping[str, Any]) -> Message:
    """Name the fields that were edited; a message in a message, each translated where shown."""
    fields: Message | None = None
    for name in after:
        field_name = _FIELDS.get(name, say("{name}", name=name))
        if fields is None:
            fields = field_name
        else:
            fields = say("{first}, {then}", first=fields, then=field_name)
    return say("Edited {fields}", fields=fields or "")
