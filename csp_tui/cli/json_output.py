"""The services' results as the JSON values that scripts rely on; never translated."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.support import age_days, is_old
from csp_tui.i18n import render

if TYPE_CHECKING:
    from datetime import datetime

    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.domain.history import Entry
    from csp_tui.domain.import_rows import RejectedRow
    from csp_tui.domain.name_changes import NameChanges
    from csp_tui.domain.regions import Coverage
    from csp_tui.domain.support import SupportRequest
    from csp_tui.services.views import (
        AudienceRow,
        AudienceView,
        BlockedByRequest,
        DirectoryImport,
        ImportPreview,
        PartnerDetails,
        PartnerRow,
        RequestCheck,
        ResaleRow,
        ResalesImport,
    )

Shape = dict[str, Any]


def listed(channel: ResellerChannel | None, partners: int) -> int:
    """How many partners a list has effect for: it counts under the second option only (R12)."""
    return partners if channel is ResellerChannel.SOME else 0


def offer_line(state: AudienceState) -> Shape:
    """One offer of ``offers list``."""
    offer, eligibility = state.offer, state.eligibility
    return {
        "offer_id": offer.offer_id,
        "name": offer.setup.name,
        "type": offer.product_type.value,
        "status": offer.status.value,
        "csp": {
            "eligible": eligibility.eligible,
            "reason": None if eligibility.eligible else render(eligibility.reason, "en"),
            "default_plans": list(eligibility.default_plans),
        },
        "reseller_channel": {"draft": offer.draft_channel, "live": offer.live_channel},
        "partners": {
            "draft": listed(offer.draft_channel, state.draft_partners),
            "live": listed(offer.live_channel, state.live_partners),
        },
        "has_changes": state.has_changes,
    }


def offer(state: AudienceState) -> Shape:
    """The offer of ``offers show``."""
    from csp_tui.services.offers import setup_facts

    return {**offer_line(state), **setup_facts(state.offer.setup)}


def audience(view: AudienceView, lists: Iterator[tuple[bool, AudienceRow]]) -> Shape:
    """The audience of ``audience show``; its lists are read when they are written, in order.

    Args:
        view: The audience without its lists.
        lists: The rows of the draft list and then those of the live list, each with whether it is
            of the live list.
    """
    offer = view.state.offer
    moved = offer.draft_channel != offer.live_channel
    named = _NamedLists(view, lists)
    return {
        "offer_id": offer.offer_id,
        "status": offer.status.value,
        "draft": {"reseller_channel": offer.draft_channel, "partners": named.draft()},
        "live": {"reseller_channel": offer.live_channel, "partners": named.live()}
        if offer.is_live
        else None,
        "changes": {
            "reseller_channel": [offer.live_channel, offer.draft_channel] if moved else None,
            "added": named.added(),
            "removed": named.removed(),
        },
        "coverage": _coverage(view.draft_coverage),
        "coverage_live": _coverage(view.live_coverage) if offer.is_live else None,
        "next": view.next,
    }


def _coverage(coverage: Coverage) -> Shape:
    return {"regions": list(coverage.regions), "markets": coverage.markets}


class _NamedLists:
    """The partners that draft and live audience name, each list read once and in order.

    A list counts under the second option only (R12); who is on one list only is remembered.
    """

    def __init__(self, view: AudienceView, lists: Iterator[tuple[bool, AudienceRow]]) -> None:
        offer = view.state.offer
        self._drafted = offer.draft_channel is ResellerChannel.SOME
        self._alive = offer.live_channel is ResellerChannel.SOME
        self._lists = lists
        self._first_live: AudienceRow | None = None
        self._added: list[str] = []
        self._removed: list[str] = []

    def draft(self) -> Iterator[Shape]:
        """The draft list; to be read to its end before the others."""
        for is_live, row in self._lists:
            if is_live:
                self._first_live = row
                return
            if self._drafted:
                if not (row.in_live and self._alive):
                    self._added.append(row.tenant_id)
                yield _audience_partner(row)

    def live(self) -> Iterator[Shape]:
        """The live list."""
        first = self._first_live
        rows = (row for _is_live, row in self._lists)
        for row in itertools.chain(() if first is None else (first,), rows):
            if self._alive:
                if not (row.in_draft and self._drafted):
                    self._removed.append(row.tenant_id)
                yield _audience_partner(row)

    def added(self) -> Iterator[str]:
        """Tenant IDs of those on the draft list only."""
        yield from self._added

    def removed(self) -> Iterator[str]:
        """Tenant IDs of those on the live list only."""
        yield from self._removed


def _audience_partner(row: AudienceRow) -> Shape:
    return {
        "tenant_id": row.tenant_id,
        "name": row.name,
        "country": row.country,
        "region": row.region,
        "resold": row.resold,
        "in_directory": row.in_directory,
    }


def audience_import(preview: ImportPreview, *, dry_run: bool) -> Shape:
    """The outcome of ``audience import``; ``stays`` is present only if a partner stays."""
    staying = {
        "support-request": [member.tenant_id for member in preview.by_request],
        "resold": [member.tenant_id for member in preview.resold],
        "rejected-row": list(preview.kept),
    }
    return {
        "added": len(preview.added),
        "already": preview.already,
        "removed": len(preview.removed),
        "unknown": preview.unlisted.count,
        "rejected": rejects(preview.rejects),
        "rejected_rows": preview.rejected,
        **({"stays": staying} if any(staying.values()) else {}),
        "dry_run": dry_run,
    }


def rejects(rows: Iterable[RejectedRow]) -> list[Shape]:
    """Rows that could not be used."""
    return [
        {"line": row.line, "value": row.value, "reason": render(row.reason, "en")} for row in rows
    ]


def directory_import(result: DirectoryImport, *, dry_run: bool) -> Shape:
    """The outcome of ``partners import``; ``kept`` and ``names`` only if there are any."""
    return {
        "added": result.added,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "removed": result.removed,
        "cleaned": result.cleaned,
        "rejected": result.rejected,
        "rejects": rejects(result.rejects),
        **({"kept": result.kept} if result.kept else {}),
        **({"removed_on_lists": result.on_lists.count} if result.on_lists.count else {}),
        **({"names": _name_changes(result.names)} if result.names.count else {}),
        "dry_run": dry_run,
    }


def _name_changes(names: NameChanges) -> Shape:
    return {
        "changed": names.count,
        "damaged": names.damaged,
        "first": [
            {
                "tenant_id": rename.tenant_id,
                "before": rename.before,
                "after": rename.after,
                "damaged": rename.is_damaged,
            }
            for rename in names.renames
        ],
    }


def partner(row: PartnerRow) -> Shape:
    """One partner of the directory."""
    return {
        "tenant_id": row.tenant_id,
        "name": row.name,
        "country": row.country,
        "region": row.region,
        "competencies": list(row.competencies),
        "skills": list(row.skills),
        "type": row.type,
        "mpn_id": row.mpn_id,
        "city": row.city,
    }


def partner_details(details: PartnerDetails) -> Shape:
    """One partner with its offers."""
    return {
        **partner(details.partner),
        "in_directory": details.in_directory,
        "offers": [
            {
                "offer_id": offer.offer_id,
                "name": offer.name,
                "draft": offer.in_draft,
                "live": offer.in_live,
                "resold": offer.resold,
                "first_sold_on": offer.first_sold_on,
                "evidence": None
                if offer.evidence is None
                else render(offer.evidence.sentence, "en"),
                "request": offer.request,
                "lists": list(offer.lists),
            }
            for offer in details.offers
        ],
    }


def resale(row: ResaleRow) -> Shape:
    """One recorded resale."""
    return dataclasses.asdict(row)


def resales_import(result: ResalesImport, *, dry_run: bool) -> Shape:
    """The outcome of ``resales import``."""
    return {
        "added": result.added,
        "already": result.already,
        "rejected": rejects(result.rejects),
        "rejected_rows": result.rejected,
        "before_publication": result.early,
        "dry_run": dry_run,
    }


def request(request: SupportRequest) -> Shape:
    """A support request; its texts are in the language it was made in."""
    return {
        "id": request.id,
        "offer_id": request.offer_id,
        "kind": request.kind.value,
        "change_to": request.change_to,
        "tenant_ids": list(request.tenant_ids),
        "status": request.status.value,
        "ticket": request.ticket,
        "selections": dataclasses.asdict(request.selections),
        "title": request.title,
        "description": request.description,
        "contact": dataclasses.asdict(request.contact),
        "severity": request.severity.value,
        "language": request.language,
        "created_at": request.created_at,
        "updated_at": request.updated_at,
    }


def listed_request(shown: SupportRequest, blocked: BlockedByRequest | None, now: datetime) -> Shape:
    """A support request of a list; an open one with its age and what it blocks until then."""
    if blocked is None:
        return request(shown)
    channel = blocked.reseller_channel
    return {
        **request(shown),
        "days_open": age_days(shown, now),
        "old": is_old(shown, now),
        "blocks": {
            "keeping_access": blocked.keeping_access,
            "waiting_for_access": blocked.waiting_for_access,
            "reseller_channel": None if channel is None else list(channel),
            "plans": list(blocked.plans),
        },
    }


def checked_request(
    shown: SupportRequest, check: RequestCheck, submitted: datetime | None
) -> Shape:
    """A support request, with when it was submitted and why it no longer matches its offer."""
    verdict = check.out_of_date
    return {
        **request(shown),
        "submitted_at": submitted,
        "out_of_date": None
        if verdict is None
        else {"rule": verdict.rule, "reason": render(verdict.message, "en")},
    }


def entry(entry: Entry) -> Shape:
    """One line of the history."""
    return {
        "id": entry.id,
        "at": entry.at,
        "who": entry.who,
        "action": entry.action.value,
        "offer_id": entry.offer_id,
        "detail": dict(entry.detail),
    }
