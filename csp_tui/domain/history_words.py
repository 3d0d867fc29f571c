"""What an entry of the history did, in a sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from csp_tui.domain.field_names import WITHIN_A_SENTENCE
from csp_tui.domain.history import Action, Entry, turned
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.wording import Listed, Message, say, say_n


def summarize(entry: Entry) -> Message:
    """Say in a sentence what an entry did."""
    detail = entry.detail
    added, removed = list_counts(detail)
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
            option = channel_title(ResellerChannel(detail["after"]["reseller_channel"]))
            what = (say("option “{option}”", option=option), *_list_changes(added, removed))
            return say("Saved draft: {changes}", changes=Listed(what))
        case Action.DRAFT_SAVED if added or removed:
            return say("Saved draft: {changes}", changes=Listed(_list_changes(added, removed)))
        case Action.DRAFT_SAVED:
            return say("Saved draft")
        case Action.AUDIENCE_IMPORTED if added or removed:
            changes = Listed(_list_changes(added, removed))
            return say("Imported a list: {changes}", changes=changes)
        case Action.AUDIENCE_IMPORTED:
            return say("Imported a list without changes")
        case Action.MATCHING_ADDED:
            return say_n(
                "Added {count} partner that matches a search",
                "Added all {count} partners that match a search",
                detail.get("added", 0),
            )
        case Action.UNDONE:
            return _undone(entry)
        case Action.REDONE:
            return _redone(entry)
        case Action.AUDIENCE_SYNCED:
            return say_n(
                "Synced {count} partner",
                "Synced {count} partners",
                list_counts(detail, "live")[0],
            )
        case Action.RESALES_RECORDED if not detail.get("resales", {}).get("added"):
            return say_n(
                "Recorded an earlier date for {count} resale",
                "Recorded an earlier date for {count} resales",
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
            return _imported(detail)
        case Action.REMOTE_PULLED if detail.get("created"):
            return say("Pulled the offer from Partner Center")
        case Action.REMOTE_PULLED if added or removed:
            changes = Listed(_list_changes(added, removed))
            return say("Pulled from Partner Center: {changes}", changes=changes)
        case Action.REMOTE_PULLED:
            return say("Pulled changes from Partner Center")
        case Action.REMOTE_PUSHED:
            return say("Pushed the draft to Partner Center")
        case Action.REMOTE_PUBLISHED if detail.get("target") == "live":
            return say("Published to live in Partner Center")
        case Action.REMOTE_PUBLISHED:
            return say("Published to preview in Partner Center")
        case Action.CONFLICT_RESOLVED:
            return say("Resolved a conflict with Partner Center")
        case Action.EVIDENCE_IMPORTED | Action.EVIDENCE_MATCHED | Action.EVIDENCE_DISMISSED:
            return _evidence(entry.action, detail)
        case Action.REQUEST_CREATED:
            return say("Created support request {id}", id=detail.get("request"))
        case Action.REQUEST_EDITED:
            return say("Edited support request {id}", id=detail.get("request"))
        case Action.REQUEST_SUBMITTED | Action.REQUEST_TICKET_SAVED:
            return _submitted(entry)
        case Action.REQUEST_COMPLETED:
            return say("Completed support request {id}", id=detail.get("request"))
        case Action.REQUEST_DECLINED:
            return say("Support request {id} was declined", id=detail.get("request"))
        case Action.REQUEST_WITHDRAWN:
            return say("Withdrew support request {id}", id=detail.get("request"))
        case Action.LIST_CREATED:
            return say("Created the partner list {name}", name=detail.get("list"))
        case Action.LIST_EDITED:
            return _list_edited(detail)
        case Action.LIST_DELETED:
            return say("Deleted the partner list {name}", name=detail.get("list"))
        case Action.LIST_FOLLOWED:
            return say_n(
                "{count} offer follows the partner list {name}",
                "{count} offers follow the partner list {name}",
                len(detail.get("offers", ())),
                name=detail.get("list"),
            )
        case Action.LIST_UNFOLLOWED:
            return say_n(
                "{count} offer no longer follows the partner list {name}",
                "{count} offers no longer follow the partner list {name}",
                len(detail.get("offers", ())),
                name=detail.get("list"),
            )


def _list_edited(detail: Mapping[str, Any]) -> Message:
    changes = _list_changes(*list_counts(detail, "members"))
    if not changes:
        return say("Edited the partner list {name}", name=detail.get("list"))
    return say(
        "Edited the partner list {name}: {changes}",
        name=detail.get("list"),
        changes=Listed(changes),
    )


def saves_ticket(entry: Entry) -> bool:
    """Whether an entry gave a ticket number to a request that was submitted already.

    Earlier versions recorded it as another submission.
    """
    before = entry.detail.get("before", {})
    return entry.action is Action.REQUEST_TICKET_SAVED or (
        entry.action is Action.REQUEST_SUBMITTED and before.get("status") == "submitted"
    )


def _submitted(entry: Entry) -> Message:
    number, ticket = entry.detail.get("request"), entry.detail.get("after", {}).get("ticket")
    if saves_ticket(entry):
        if not ticket:
            return say("Removed the ticket number of support request {id}", id=number)
        return say("Saved ticket {ticket} of support request {id}", id=number, ticket=ticket)
    if not ticket:
        return say("Submitted support request {id}", id=number)
    return say("Submitted support request {id}, ticket {ticket}", id=number, ticket=ticket)


def _undone(entry: Entry) -> Message:
    detail = entry.detail
    if "action" not in detail:
        return say("Undid entry {id}", id=detail.get("undoes"))
    what = summarize_undone(entry)
    return say("Undid entry {id}: {what}", id=detail.get("undoes"), what=what)


def summarize_undone(entry: Entry) -> Message:
    """Say in a sentence what the change did that an entry has undone."""
    detail = entry.detail
    if entry.action is not Action.UNDONE or "action" not in detail:
        return summarize(entry)
    return summarize(
        dataclasses.replace(entry, action=Action(detail["action"]), detail=turned(detail))
    )


def _redone(entry: Entry) -> Message:
    detail = entry.detail
    what = dataclasses.replace(entry, action=Action(detail["action"]))
    return say("Redid entry {id}: {what}", id=detail.get("restores"), what=summarize(what))


def list_counts(detail: Mapping[str, Any], name: str = "draft") -> tuple[int, int]:
    """How many partners joined and left a list; a very long list is counted instead of named."""
    part = detail.get(name, {})
    return (
        int(part.get("added_count", len(part.get("added", ())))),
        int(part.get("removed_count", len(part.get("removed", ())))),
    )


def _list_changes(added: int, removed: int) -> tuple[Message, ...]:
    """How many joined and left; numbers of zero are left out."""
    counts = (
        say_n("{count} added", "{count} added", added),
        say_n("{count} removed", "{count} removed", removed),
    )
    return tuple(message for message in counts if message.count)


def _evidence(action: Action, detail: Mapping[str, Any]) -> Message:
    if action is Action.EVIDENCE_IMPORTED:
        return say_n(
            "Imported {file}: {count} new piece of evidence",
            "Imported {file}: {count} new pieces of evidence",
            int(detail.get("new", 0)),
            file=detail.get("file", ""),
        )
    if action is Action.EVIDENCE_MATCHED:
        target = detail.get("after", {}).get("target")
        if target is None:
            return say("Removed the match of “{name}”", name=detail.get("name", ""))
        return say("Matched “{name}” to {target}", name=detail.get("name", ""), target=target)
    if detail.get("after", {}).get("dismissed") is None:
        return say("Accepted dismissed evidence again: {place}", place=detail.get("place", ""))
    return say(
        "Dismissed evidence: {place}. Reason: {why}",
        place=detail.get("place", ""),
        why=detail.get("after", {}).get("dismissed"),
    )


def _imported(detail: Mapping[str, Any]) -> Message:
    counts = (
        say_n("{count} added", "{count} added", int(detail.get("added", 0))),
        say_n("{count} updated", "{count} updated", int(detail.get("updated", 0))),
        say_n("{count} removed", "{count} removed", int(detail.get("removed", 0))),
    )
    changes = tuple(message for message in counts if message.count)
    if not changes:
        return say("Imported partners without changes")
    return say("Imported partners: {changes}", changes=Listed(changes))


def _edited(after: Mapping[str, Any]) -> Message:
    """Name the fields that were edited; a message in a message, each translated where shown."""
    fields: Message | None = None
    for name in after:
        field_name = WITHIN_A_SENTENCE.get(name, say("{name}", name=name))
        if fields is None:
            fields = field_name
        else:
            fields = say("{first}, {then}", first=fields, then=field_name)
    return say("Edited {fields}", fields=fields or "")
