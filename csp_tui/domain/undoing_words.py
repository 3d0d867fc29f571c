"""What taking a change back means, in a sentence."""

from __future__ import annotations

from csp_tui.domain.history import Action, Entry, ListDelta
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.support import RequestStatus, status_title
from csp_tui.domain.wording import Message, say, say_n


def way_back(entry: Entry) -> Message:
    """Say what is different once a change is taken back."""
    detail = entry.detail
    match entry.action:
        case Action.OFFER_CREATED:
            return say("The offer is deleted.")
        case Action.OFFER_EDITED:
            return say("What was edited is as it was before.")
        case Action.OFFER_DELETED:
            return say("The offer comes back with everything it had.")
        case Action.DRAFT_SAVED | Action.AUDIENCE_IMPORTED:
            return _draft(entry)
        case Action.MATCHING_ADDED:
            return say_n(
                "{count} partner leaves the draft list.",
                "{count} partners leave the draft list.",
                detail.get("added", 0),
            )
        case Action.RESALES_RECORDED:
            return say("The resales are as they were recorded before, and lock nobody else.")
        case Action.RESALE_REMOVED:
            return say("The resale is recorded again and locks its partner.")
        case Action.REQUEST_CREATED:
            return say("The request is deleted.")
        case Action.REQUEST_EDITED:
            return say("The request says what it said before.")
        case Action.REQUEST_SUBMITTED | Action.REQUEST_DECLINED | Action.REQUEST_WITHDRAWN:
            status = RequestStatus(detail["before"]["status"])
            return say("The request is noted as {status} again.", status=status_title(status))
        case Action.REQUEST_COMPLETED:
            return say("The request is open again; option and both lists are as they were.")
        case Action.PARTNERS_IMPORTED:
            return say(
                "The directory is as it was: {added} leave it, {updated} change back, "
                "{removed} return.",
                added=detail.get("added", 0),
                updated=detail.get("updated", 0),
                removed=detail.get("removed", 0),
            )
        case _:
            return say("Everything is as it was before.")


def _draft(entry: Entry) -> Message:
    lists = _lists(ListDelta.from_detail(entry.detail))
    before = entry.detail.get("before", {})
    if "reseller_channel" not in before:
        return lists or say("Everything is as it was before.")
    chosen = before["reseller_channel"]
    title = channel_title(None if chosen is None else ResellerChannel(chosen))
    option = say("The option is “{option}” again.", option=title)
    return option if lists is None else say("{first} {then}", first=lists, then=option)


def _lists(delta: ListDelta) -> Message | None:
    leaving = returning = None
    if delta.draft_added:
        leaving = say_n(
            "{count} partner leaves the draft list.",
            "{count} partners leave the draft list.",
            len(delta.draft_added),
        )
    if delta.draft_removed:
        returning = say_n(
            "{count} partner returns to the draft list.",
            "{count} partners return to the draft list.",
            len(delta.draft_removed),
        )
    if leaving is not None and returning is not None:
        return say("{first} {then}", first=leaving, then=returning)
    return leaving or returning
