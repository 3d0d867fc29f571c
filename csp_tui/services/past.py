"""The live audience of an offer on a past day, from what the history says has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action, Entry, ListDelta
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import say

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit

_PAGE = 200
_MOVES_LIVE = (Action.OFFER_PUBLISHED, Action.REQUEST_COMPLETED)


@dataclass(frozen=True, slots=True)
class PastAudience:
    """Who could resell an offer at the end of a day, UTC.

    Attributes:
        offer_id: The offer.
        day: The day.
        was_live: Whether the offer was published by then.
        channel: The live option then.
        partners: Tenant IDs on the live list then.
    """

    offer_id: str
    day: date
    was_live: bool
    channel: ResellerChannel | None
    partners: frozenset[str]


def end_of(day: date) -> datetime:
    """The last moment of a day, UTC."""
    return datetime.combine(day, time.max, UTC)


def require_known(unit: ReadUnit, offer_id: str) -> None:
    """Require that there is an offer, or was one that is still in the history.

    Raises:
        NotFound: There never was such an offer.
    """
    if not unit.history.entries(offer_id, limit=1):
        unit.offers.get(offer_id)


def require_not_future(day: date, now: datetime, field: str = "on") -> None:
    """Reject a day of which nothing can be known yet.

    Args:
        day: The day, UTC.
        now: The present moment.
        field: What the day was entered for.

    Raises:
        InvalidInput: It has not begun.
    """
    today = now.astimezone(UTC).date()
    if day > today:
        raise InvalidInput(
            say("{day} is in the future, so nothing is known of it yet.", day=day.isoformat()),
            say("Enter a day up to {today} (UTC).", today=today.isoformat()),
            field=field,
        )


def audience_on(unit: ReadUnit, offer_id: str, day: date, now: datetime) -> PastAudience:
    """Find the live audience at the end of a day, by undoing what came later.

    Args:
        unit: The present state, and what has changed.
        offer_id: The offer.
        day: The day, UTC; of today, it is the audience up to now.
        now: The present moment.

    Raises:
        InvalidInput: A change since then was too long to be recorded partner by partner, or the
            day is in the future.
        NotFound: There is no such offer.
    """
    require_not_future(day, now)
    offer = unit.offers.get(offer_id)
    _draft, both, live_only = unit.planning.places(offer_id)
    partners = set(both | live_only)
    channel, was_live, counted = offer.live_channel, offer.is_live, False
    for entry in entries_after(unit, offer_id, end_of(day)):
        detail = entry.detail
        delta = ListDelta.from_detail(detail)
        partners.difference_update(delta.live_added)
        partners.update(delta.live_removed)
        live = detail.get("live", {})
        counted = counted or "added_count" in live or "removed_count" in live
        action = Action(detail["action"]) if "action" in detail else entry.action
        before = detail.get("before") or {}
        if action in _MOVES_LIVE and "reseller_channel" in before:
            known = before["reseller_channel"]
            channel = None if known is None else ResellerChannel(known)
        if action is Action.OFFER_PUBLISHED and before.get("status") == "draft":
            partners, channel, was_live, counted = set(), None, False, False
    if counted:
        raise InvalidInput(
            say(
                "The audience of {offer_id} on {day} is unknown: a later change had too many "
                "partners to be recorded one by one.",
                offer_id=offer_id,
                day=day.isoformat(),
            ),
            say("Use a later day, or restore a backup of that day into another file."),
            field="on",
        )
    if channel is not ResellerChannel.SOME:
        partners = set()
    return PastAudience(offer_id, day, was_live, channel, frozenset(partners))


def entries_after(unit: ReadUnit, offer_id: str | None, moment: datetime) -> Iterator[Entry]:
    """Entries newer than a moment, newest first."""
    before: int | None = None
    while page := unit.history.entries(offer_id, limit=_PAGE, before=before):
        for entry in page:
            if entry.at <= moment:
                return
            yield entry
        before = page[-1].id
