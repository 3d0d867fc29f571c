"""What undoing a change does, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from csp_tui.domain.field_names import REQUEST_FIELD_NAMES
from csp_tui.domain.history import Action, Entry
from csp_tui.domain.history_fold import edited_fields
from csp_tui.domain.history_words import list_counts, saves_ticket, summarize_undone
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.support import RequestStatus, status_title
from csp_tui.domain.wording import Listed, Message, say, say_n

if TYPE_CHECKING:
    from csp_tui.domain.undoing import Step

_LISTED_AT_MOST = 10
_RESTORED = say("The earlier state will be restored.")
_EFFECTS: Mapping[Action, Message] = {
    Action.OFFER_CREATED: say("The offer will be deleted."),
    Action.OFFER_EDITED: say("The edited fields will be restored."),
    Action.OFFER_DELETED: say("The offer will be restored with everything it had."),
    Action.RESALES_RECORDED: say("The resale records will be as they were before."),
    Action.RESALE_REMOVED: say("The resale will be recorded again and will lock its partner."),
    Action.REQUEST_CREATED: say("The request will be deleted."),
    Action.REQUEST_EDITED: say("The request will have its earlier text again."),
    Action.REQUEST_COMPLETED: say(
        "The request will be open again, with the option and both lists as they were before."
    ),
    Action.EVIDENCE_IMPORTED: say(
        "The evidence from the file will no longer count or lock partners."
    ),
    Action.EVIDENCE_MATCHED: say(
        "The name will have to be matched again, or will have its earlier match."
    ),
    Action.EVIDENCE_DISMISSED: say("The evidence will count again and lock its partner."),
}


def summarize_step(step: Step) -> Message:
    """Say in a sentence what a step did; of a batch, how many changes and what the newest was.

    Of a step that was undone, it is what is redone.
    """
    if len(step.changes) == 1:
        return summarize_undone(step.entry)
    return say_n(
        "{count} change in one batch, the last: {what}",
        "{count} changes in one batch, the last: {what}",
        len(step.changes),
        what=summarize_undone(step.entry),
    )


def recorded_offer_names(step: Step) -> dict[str, str]:
    """The names that a step's offers had, by their IDs, as far as its changes have them."""
    names: dict[str, str] = {}
    for change in step.changes:
        for side in ("before", "after"):
            facts = change.entry.detail.get(side)
            name = facts.get("name") if isinstance(facts, Mapping) else None
            if change.entry.offer_id is not None and isinstance(name, str):
                names[change.entry.offer_id] = name
    return names


def step_effects(step: Step, names: Mapping[str, str] = MappingProxyType({})) -> list[Message]:
    """Say what undoing a step does; of a batch, for each offer and at most the first ten.

    Args:
        step: The step.
        names: Names of offers by their IDs; an offer that is not among them is named by its ID.
    """
    if len(step.changes) == 1:
        return [undo_effect(step.entry)]
    count = len(step.changes)
    lines: list[Message] = [
        say_n(
            "{count} change was made as one and will be undone as one:",
            "{count} changes were made as one and will be undone as one:",
            count,
        )
    ]
    for change in step.changes[:_LISTED_AT_MOST]:
        effect = undo_effect(change.entry)
        if change.entry.offer_id is not None:
            title = names.get(change.entry.offer_id, change.entry.offer_id)
            effect = say("{title}: {effect}", title=title, effect=effect)
        lines.append(effect)
    if count > _LISTED_AT_MOST:
        lines.append(say_n("and {count} more", "and {count} more", count - _LISTED_AT_MOST))
    return lines


def undo_effect(entry: Entry) -> Message:
    """Say what is different once a change is undone."""
    detail = entry.detail
    match entry.action:
        case Action.DRAFT_SAVED | Action.AUDIENCE_IMPORTED:
            return _draft(entry)
        case Action.MATCHING_ADDED:
            return say_n(
                "{count} partner will be removed from the draft list.",
                "{count} partners will be removed from the draft list.",
                detail.get("added", 0),
            )
        case Action.REQUEST_SUBMITTED | Action.REQUEST_TICKET_SAVED if saves_ticket(entry):
            before = detail["before"].get("ticket")
            if before:
                return say("The ticket number will be {ticket} again.", ticket=before)
            return say("The request will have no ticket number again.")
        case Action.REQUEST_SUBMITTED | Action.REQUEST_DECLINED | Action.REQUEST_WITHDRAWN:
            status = RequestStatus(detail["before"]["status"])
            return say("The request will be marked as {status} again.", status=status_title(status))
        case Action.REQUEST_EDITED if len(fields := edited_fields(entry)) == 1:
            field = REQUEST_FIELD_NAMES.get(next(iter(fields)))
            if field is None:
                return _EFFECTS[entry.action]
            return say("{field} will have its earlier value again.", field=field)
        case Action.OFFER_EDITED if detail.get("after", {}).keys() == {"plans"}:
            return _plans(detail.get("before", {}).get("plans", ()), detail["after"]["plans"])
        case Action.PARTNERS_IMPORTED:
            return _directory(detail)
        case _:
            return _EFFECTS.get(entry.action, _RESTORED)


def _plans(before: Iterable[Mapping[str, str]], after: Iterable[Mapping[str, str]]) -> Message:
    """What undoing an edit of the list of plans does to them."""
    was, now = ({plan["plan_id"] for plan in plans} for plans in (before, after))
    match sorted(now - was), sorted(was - now):
        case [added], []:
            return say("Plan {id} will be removed.", id=added)
        case [], [removed]:
            return say("Plan {id} will be added again.", id=removed)
        case _:
            return say("The plans will be as they were before.")


def _directory(detail: Mapping[str, Any]) -> Message:
    counts = (
        say_n("{count} partner removed", "{count} partners removed", detail.get("added", 0)),
        say_n(
            "{count} partner restored to its earlier data",
            "{count} partners restored to their earlier data",
            detail.get("updated", 0),
        ),
        say_n("{count} partner put back", "{count} partners put back", detail.get("removed", 0)),
    )
    changes = tuple(message for message in counts if message.count)
    if not changes:
        return say("The directory will stay as it is.")
    return say("The directory will be as it was before: {changes}.", changes=Listed(changes))


def _draft(entry: Entry) -> Message:
    lists = _lists(*list_counts(entry.detail))
    before = entry.detail.get("before", {})
    if "reseller_channel" not in before:
        return lists or _RESTORED
    chosen = before["reseller_channel"]
    title = channel_title(None if chosen is None else ResellerChannel(chosen))
    option = say("The option will be “{option}” again.", option=title)
    return option if lists is None else say("{first} {then}", first=lists, then=option)


def _lists(added: int, removed: int) -> Message | None:
    leaving = returning = None
    if added:
        leaving = say_n(
            "{count} partner will be removed from the draft list.",
            "{count} partners will be removed from the draft list.",
            added,
        )
    if removed:
        returning = say_n(
            "{count} partner will return to the draft list.",
            "{count} partners will return to the draft list.",
            removed,
        )
    if leaving is not None and returning is not None:
        return say("{first} {then}", first=leaving, then=returning)
    return leaving or returning
