"""What the services hand out as the JSON values that scripts rely on; never in a language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from csp_tui.domain.history import Entry
from csp_tui.domain.intake import Reject
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.standing import Standing
from csp_tui.domain.support import SupportRequest
from csp_tui.i18n import render
from csp_tui.services.offers import setup_facts
from csp_tui.services.views import (
    AudienceRow,
    AudienceView,
    DirectoryImport,
    ImportPreview,
    PartnerRow,
    ResaleRow,
    ResalesImport,
)

Shape = dict[str, Any]


def listed(channel: ResellerChannel | None, partners: int) -> int:
    """How many partners a list has effect for: it counts under the second option only (R12)."""
    return partners if channel is ResellerChannel.SOME else 0


def offer_line(standing: Standing) -> Shape:
    """One offer of ``offers list``."""
    offer, eligibility = standing.offer, standing.eligibility
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
            "draft": listed(offer.draft_channel, standing.draft_partners),
            "live": listed(offer.live_channel, standing.live_partners),
        },
        "has_changes": standing.has_changes,
    }


def offer(standing: Standing) -> Shape:
    """The offer of ``offers show``."""
    return {**offer_line(standing), **setup_facts(standing.offer.setup)}


def draft_rows(view: AudienceView, rows: Iterable[AudienceRow]) -> list[AudienceRow]:
    """The partners that the draft names; none under another option than the second."""
    if view.standing.offer.draft_channel is not ResellerChannel.SOME:
        return []
    return [row for row in rows if row.in_draft]


def live_rows(view: AudienceView, rows: Iterable[AudienceRow]) -> list[AudienceRow]:
    """The partners that the live audience names; none under another option than the second."""
    if view.standing.offer.live_channel is not ResellerChannel.SOME:
        return []
    return [row for row in rows if row.in_live]


def audience(view: AudienceView, rows: Sequence[AudienceRow]) -> Shape:
    """The audience of ``audience show``."""
    offer = view.standing.offer
    draft, live = draft_rows(view, rows), live_rows(view, rows)
    drafted, alive = {row.tenant_id for row in draft}, {row.tenant_id for row in live}
    moved = offer.draft_channel != offer.live_channel
    return {
        "offer_id": offer.offer_id,
        "status": offer.status.value,
        "draft": _audience_list(offer.draft_channel, draft),
        "live": _audience_list(offer.live_channel, live) if offer.is_live else None,
        "changes": {
            "reseller_channel": [offer.live_channel, offer.draft_channel] if moved else None,
            "added": [row.tenant_id for row in draft if row.tenant_id not in alive],
            "removed": [row.tenant_id for row in live if row.tenant_id not in drafted],
        },
        "coverage": {
            "regions": list(view.draft_coverage.regions),
            "markets": view.draft_coverage.markets,
        },
        "next": view.next,
    }


def _audience_list(channel: ResellerChannel | None, rows: Iterable[AudienceRow]) -> Shape:
    return {"reseller_channel": channel, "partners": [_audience_partner(row) for row in rows]}


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
    """The outcome of ``audience import``."""
    return {
        "added": len(preview.added),
        "already": preview.already,
        "removed": len(preview.removed),
        "unknown": len(preview.unknown),
        "rejected": rejects(preview.rejects),
        "dry_run": dry_run,
    }


def rejects(rows: Iterable[Reject]) -> list[Shape]:
    """Rows that could not be used."""
    return [
        {"line": row.line, "value": row.value, "reason": render(row.reason, "en")} for row in rows
    ]


def directory_import(result: DirectoryImport, *, dry_run: bool) -> Shape:
    """The outcome of ``partners import``."""
    return {
        "added": result.added,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "removed": result.removed,
        "cleaned": result.cleaned,
        "rejected": result.rejected,
        "rejects": rejects(result.rejects),
        "dry_run": dry_run,
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
