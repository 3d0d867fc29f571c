"""What needs attention: offers in no channel, old changes, drift, requests without a ticket."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from csp_tui.domain.decisions.publishing import missing_channel_material
from csp_tui.domain.decisions.warnings import (
    CLOSED_TO_CUSTOMERS,
    live_outside_directory,
    not_in_directory,
)
from csp_tui.domain.history import Action
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.request_checks import Ask, out_of_date
from csp_tui.domain.support import OLD_AFTER, RequestKind, RequestStatus, SupportRequest, is_old
from csp_tui.domain.wording import Message, say, say_n
from csp_tui.services.past import entries_after
from csp_tui.services.request_rules import current_state

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.domain.regions import RegionTable
    from csp_tui.services.context import Context
    from csp_tui.services.partner_lists import ListService
    from csp_tui.services.read_unit import ReadUnit

_DRAFT = (
    Action.DRAFT_SAVED,
    Action.AUDIENCE_IMPORTED,
    Action.MATCHING_ADDED,
    Action.OFFER_EDITED,
    Action.UNDONE,
    Action.REDONE,
)


class FindingKind(StrEnum):
    """What an audit finds, by the name that scripts see."""

    NO_CHANNEL = "no-channel"
    EMPTY_LIST = "empty-list"
    UNKNOWN_PARTNERS = "unknown-partners"
    MISSING_MATERIAL = "missing-material"
    PENDING_CHANGES = "pending-changes"
    DRIFT = "drift"
    NO_TICKET = "no-ticket"
    OLD_REQUEST = "old-request"
    LOCKED_REMOVAL = "locked-removal"
    OUTSIDE_MARKETS = "outside-markets"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that needs attention.

    Attributes:
        kind: What it is.
        rule: The rule behind it, "" without one.
        message: What it is, in a sentence.
        offer_id: The offer it concerns, None for a list.
        list_name: The partner list it concerns, None without one.
        request: The support request it concerns, None without one.
        next_step: What to do.
    """

    kind: FindingKind
    rule: str
    message: Message
    offer_id: str | None = None
    list_name: str | None = None
    request: int | None = None
    next_step: Message | None = None


class AuditService:
    """Looks through everything for what needs attention.

    Args:
        context: Storage, time and the current user.
        lists: Knows how offers differ from their lists.
    """

    def __init__(self, context: Context, lists: ListService) -> None:
        self._context = context
        self._lists = lists

    def run(self, days: int = OLD_AFTER) -> list[Finding]:
        """Find what needs attention, offer by offer in the order of names.

        Args:
            days: After how many days pending changes and unanswered requests count as old.
        """
        now = self._context.clock.now()
        limit = now - timedelta(days=days)
        regions = self._context.regions
        with self._context.open_read() as unit:
            offers = unit.offers.all()
            states = unit.offers.states([offer.offer_id for offer in offers])
            requests: dict[str, list[SupportRequest]] = defaultdict(list)
            for request in unit.requests.open_ones():
                requests[request.offer_id].append(request)
            found: dict[str, list[Finding]] = {}
            for offer in offers:
                state = states[offer.offer_id]
                found[offer.offer_id] = [
                    *_of_offer(unit, state, limit, now),
                    *_outside(unit, state, regions),
                    *_of_requests(unit, requests[offer.offer_id], days, now),
                ]
        for row in self._lists.rows():
            if not row.partners:
                found.setdefault("", []).append(
                    Finding(
                        FindingKind.EMPTY_LIST,
                        "",
                        say("The partner list {name} has no partners.", name=row.list.name),
                        list_name=row.list.name,
                        next_step=say("Add partners to it, or delete it."),
                    )
                )
            for drift in row.offers:
                if drift.has_drifted:
                    found.setdefault(drift.offer_id, []).append(
                        Finding(
                            FindingKind.DRIFT,
                            "",
                            say(
                                "Differs from the partner list {name}: {difference}.",
                                name=row.list.name,
                                difference=drift.difference,
                            ),
                            drift.offer_id,
                            row.list.name,
                            next_step=say("Apply the list."),
                        )
                    )
        return [finding for findings in found.values() for finding in findings]


def _of_offer(
    unit: ReadUnit, state: AudienceState, limit: datetime, now: datetime
) -> list[Finding]:
    offer, findings = state.offer, []
    if not state.eligibility.eligible:
        return []
    offer_id = offer.offer_id
    in_channel = (ResellerChannel.ALL, ResellerChannel.SOME)
    if offer.draft_channel not in in_channel and offer.live_channel not in in_channel:
        findings.append(
            Finding(
                FindingKind.NO_CHANNEL,
                "R15",
                CLOSED_TO_CUSTOMERS
                if offer.draft_channel is ResellerChannel.NONE
                else say(
                    "No option is selected, so the offer is in no channel and customers with a "
                    "CSP subscription can't deploy it (rule R15)."
                ),
                offer_id,
                next_step=say("Select an option under Resell through CSPs."),
            )
        )
    if offer.draft_channel is ResellerChannel.SOME and not state.draft_partners:
        findings.append(
            Finding(
                FindingKind.EMPTY_LIST,
                "R14",
                say("No partner is selected, so no partner can buy the offer (rule R14)."),
                offer_id,
                next_step=say("Select partners."),
            )
        )
    elif state.is_empty_live:
        findings.append(
            Finding(
                FindingKind.EMPTY_LIST,
                "R14",
                say("No partner is on the live list, so no partner can buy the offer (rule R14)."),
                offer_id,
                next_step=say("Publish or sync the offer once its partners are selected."),
            )
        )
    findings += _unknown(unit, offer_id)
    missing = missing_channel_material(offer.setup)
    if missing is not None and offer.draft_channel in in_channel:
        findings.append(
            Finding(
                FindingKind.MISSING_MATERIAL,
                "R50",
                missing,
                offer_id,
                next_step=say("Fill in Offer listing."),
            )
        )
    since = _pending_since(unit, state)
    if since is not None and since < limit:
        findings.append(
            Finding(
                FindingKind.PENDING_CHANGES,
                "R25",
                say_n(
                    "Changes have been pending for {count} day.",
                    "Changes have been pending for {count} days.",
                    (now - since).days,
                ),
                offer_id,
                next_step=say("Publish or sync the offer, or undo the changes."),
            )
        )
    return findings


def _unknown(unit: ReadUnit, offer_id: str) -> Iterator[Finding]:
    """Partners of an offer that are not in the directory, the live ones first."""
    for message in live_outside_directory(unit.audiences.unlisted(offer_id, are_live=True)):
        yield Finding(
            FindingKind.UNKNOWN_PARTNERS,
            "",
            message,
            offer_id,
            next_step=say(
                "Import a current partner directory, or request the removal of a wrong tenant ID."
            ),
        )
    for message in not_in_directory(unit.audiences.unlisted(offer_id)):
        yield Finding(
            FindingKind.UNKNOWN_PARTNERS,
            "",
            message,
            offer_id,
            next_step=say("Import a current partner directory, or correct the tenant IDs."),
        )


def _outside(unit: ReadUnit, state: AudienceState, regions: RegionTable) -> list[Finding]:
    """Partners of an offer that is not sold in their regions, so that they have no customers."""
    offer = state.offer
    if offer.draft_channel is not ResellerChannel.SOME or not offer.setup.markets:
        return []
    sold = regions.sold_by_region(offer.setup.markets)
    counts = unit.planning.audience_countries([offer.offer_id], live=False)
    outside = sum(number for _, country, number in counts if regions.region_of(country) not in sold)
    if not outside:
        return []
    return [
        Finding(
            FindingKind.OUTSIDE_MARKETS,
            "R28",
            say_n(
                "{count} partner is in a region where the offer is not sold (rule R28).",
                "{count} partners are in regions where the offer is not sold (rule R28).",
                outside,
            ),
            offer.offer_id,
            next_step=say("Add markets on the page Plans, or see Coverage for who they are."),
        )
    ]


def _pending_since(unit: ReadUnit, state: AudienceState) -> datetime | None:
    """When the oldest change that is not live yet was made, None where nothing is pending."""
    if not state.has_changes:
        return None
    offer = state.offer
    if offer.published_at is None:
        return offer.created_at
    made = [
        entry.at
        for entry in entries_after(unit, offer.offer_id, offer.published_at)
        if entry.action in _DRAFT
    ]
    return made[-1] if made else None


def _of_requests(
    unit: ReadUnit, requests: list[SupportRequest], days: int, now: datetime
) -> list[Finding]:
    findings = []
    for request in requests:
        submitted = request.status is RequestStatus.SUBMITTED
        if submitted and request.ticket is None:
            findings.append(
                Finding(
                    FindingKind.NO_TICKET,
                    "",
                    say("Support request {id} has no ticket number.", id=request.id),
                    request.offer_id,
                    request=request.id,
                    next_step=say("Enter the ticket number from Partner Center."),
                )
            )
        if is_old(request, now, days):
            findings.append(
                Finding(
                    FindingKind.OLD_REQUEST,
                    "",
                    say_n(
                        "Support request {id} has been open for {count} day.",
                        "Support request {id} has been open for {count} days.",
                        (now - request.updated_at).days,
                        id=request.id,
                    ),
                    request.offer_id,
                    request=request.id,
                    next_step=say("Ask Microsoft about the ticket.")
                    if submitted
                    else say("Submit the request, or withdraw it."),
                )
            )
        if request.kind is RequestKind.DEAUTHORIZE:
            offer = unit.offers.get(request.offer_id)
            verdict = out_of_date(request, current_state(unit, offer, Ask.of(request)))
            if verdict is not None and verdict.rule == "R30":
                findings.append(
                    Finding(
                        FindingKind.LOCKED_REMOVAL,
                        "R30",
                        verdict.message,
                        request.offer_id,
                        request=request.id,
                        next_step=verdict.next_step,
                    )
                )
    return findings
