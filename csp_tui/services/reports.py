"""Reports for an auditor: who could resell what on a day, and what has changed between two."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.history import Action, Entry, ListDelta
from csp_tui.domain.history_words import summarize
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.support import RequestKind
from csp_tui.domain.wording import say
from csp_tui.services.context import Service
from csp_tui.services.past import (
    PastAudience,
    audience_on,
    end_of,
    entries_after,
    require_known,
    require_not_future,
)

if TYPE_CHECKING:
    from csp_tui.domain.support import SupportRequest
    from csp_tui.domain.wording import Message
    from csp_tui.services.views import LocatedPartner

_RULES = {
    Action.DRAFT_SAVED: "R24",
    Action.AUDIENCE_IMPORTED: "R24",
    Action.MATCHING_ADDED: "R24",
    Action.OFFER_PUBLISHED: "R25",
    Action.AUDIENCE_SYNCED: "R26",
    Action.RESALES_RECORDED: "R30",
    Action.RESALE_REMOVED: "R30",
}
_OF_REQUESTS = (
    Action.REQUEST_CREATED,
    Action.REQUEST_SUBMITTED,
    Action.REQUEST_COMPLETED,
    Action.REQUEST_DECLINED,
    Action.REQUEST_WITHDRAWN,
)
NAMED_AT_MOST = 200
"""Partners that one line of a report names; more are counted."""


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """One change, for an auditor.

    Attributes:
        entry: The history entry.
        what: What was done.
        rule: The rule that it comes under, "" without one.
        request: The number of the support request behind it, None without one.
        added: Names of partners that joined a list, at most ``NAMED_AT_MOST``.
        removed: Names of partners that left one.
    """

    entry: Entry
    what: Message
    rule: str
    request: int | None
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AudienceReport:
    """Who could resell an offer on a day.

    Attributes:
        audience: The audience.
        name: The offer's name.
        partners: The partners on the list in the order of names.
    """

    audience: PastAudience
    name: str
    partners: tuple[LocatedPartner, ...]


class ReportService(Service):
    """Reads the history for an auditor."""

    def audience(self, offer_id: str, day: date) -> AudienceReport:
        """Who could resell an offer at the end of a day, UTC.

        Raises:
            InvalidInput: It is unknown, because a later change was not recorded one by one, or
                because the day is in the future.
            NotFound: There is no such offer.
        """
        with self._context.open_read() as unit:
            past = audience_on(unit, offer_id, day, self._context.clock.now())
            name = unit.offers.get(offer_id).setup.name
            return AudienceReport(past, name, self._context.located(unit, past.partners))

    def changes(
        self, first: date, last: date, offer_ids: Collection[str] = ()
    ) -> list[ReportedChange]:
        """What was changed from the beginning of a day to the end of another, oldest first.

        Args:
            first: The first day, UTC.
            last: The last day, UTC.
            offer_ids: Only of these offers, also of deleted ones; of everything without.

        Raises:
            InvalidInput: The last day is before the first, or one is in the future.
            NotFound: There never was such an offer.
        """
        if last < first:
            raise InvalidInput(
                say(
                    "The last day, {last}, is before the first, {first}.",
                    last=last.isoformat(),
                    first=first.isoformat(),
                ),
                say("Swap the two days."),
                field="last",
            )
        now = self._context.clock.now()
        require_not_future(first, now, "first")
        require_not_future(last, now, "last")
        start, end = datetime.combine(first, time.min, UTC), end_of(last)
        with self._context.open_read() as unit:
            for offer_id in offer_ids:
                require_known(unit, offer_id)
            just_before = start.replace(microsecond=0)
            entries = [
                entry
                for entry in entries_after(unit, None, _tick_before(just_before))
                if entry.at <= end and (not offer_ids or entry.offer_id in offer_ids)
            ]
            tenants = {one for entry in entries for one in _tenants(entry)}
            names = unit.directory.names(tenants) if tenants else {}
            asking = {
                entry.offer_id
                for entry in entries
                if entry.action in _OF_REQUESTS and entry.offer_id is not None
            }
            requests = {one.id: one for offer in asking for one in unit.requests.of_offer(offer)}
        return [_reported(entry, names, requests) for entry in reversed(entries)]


def _tick_before(moment: datetime) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() - 1e-3, UTC)


def _tenants(entry: Entry) -> list[str]:
    delta = ListDelta.from_detail(entry.detail)
    sales = entry.detail.get("resales", {})
    parts = (
        delta.draft_added,
        delta.draft_removed,
        delta.live_added,
        delta.live_removed,
        tuple(sales.get("added", ())),
        tuple(sales.get("removed", ())),
    )
    return [one for part in parts for one in part[:NAMED_AT_MOST]]


def _rule(entry: Entry, requests: Mapping[int, SupportRequest]) -> str:
    """The rule behind a change; of a support request, the one that asks for it."""
    if entry.action not in _OF_REQUESTS:
        return _RULES.get(entry.action, "")
    request = requests.get(int(entry.detail["request"]))
    if request is None:
        return ""
    if request.kind is RequestKind.DEAUTHORIZE:
        return "R31"
    before = None if request.basis is None else request.basis.option
    # From any partner to anything else; else from specific partners.
    return "R40" if before is ResellerChannel.ALL else "R42"


def _reported(
    entry: Entry, names: dict[str, str], requests: Mapping[int, SupportRequest]
) -> ReportedChange:
    delta, sales = ListDelta.from_detail(entry.detail), entry.detail.get("resales", {})

    def named(*parts: Collection[str]) -> tuple[str, ...]:
        tenants = dict.fromkeys(one for part in parts for one in list(part)[:NAMED_AT_MOST])
        return tuple(names.get(one, one) for one in tenants)

    number = entry.detail.get("request")
    return ReportedChange(
        entry,
        summarize(entry),
        _rule(entry, requests),
        number if isinstance(number, int) else None,
        named(delta.draft_added, delta.live_added, sales.get("added", ())),
        named(delta.draft_removed, delta.live_removed, sales.get("removed", ())),
    )
