"""Evidence as the JSON values that scripts rely on; never in a language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from csp_tui.cli import json_output

if TYPE_CHECKING:
    from csp_tui.domain.evidence import TenantHint
    from csp_tui.services.evidence_port import (
        EvidenceImport,
        EvidenceItem,
        Suggestion,
        UnmatchedName,
    )

Shape = dict[str, Any]


def evidence_import(
    result: EvidenceImport, found: Sequence[TenantHint], *, is_sure: bool, dry_run: bool
) -> Shape:
    """The outcome of ``evidence import``.

    Args:
        result: What it did.
        found: Tenant IDs that Microsoft has named for domains of the file.
        is_sure: Whether its kind is sure.
        dry_run: Whether nothing was changed.
    """
    evidence, partners = result.evidence, result.partners
    return {
        "kind": result.kind.value,
        "sure": is_sure,
        "file": result.file,
        "rows": result.rows,
        "new": result.new,
        "known": result.known,
        "unmatched": [{"name": one.name, "rows": one.rows} for one in evidence.unmatched],
        "unmatched_offers": [
            {"name": one.name, "rows": one.rows} for one in evidence.unmatched_offers
        ],
        "rejected": json_output.rejects(result.rejects),
        "rejected_rows": result.rejected,
        "recorded": [
            {
                "offer_id": one.offer_id,
                "tenant_id": one.tenant_id,
                "strength": one.strength.value,
            }
            for one in evidence.recorded
        ],
        "skipped": result.skipped,
        "unclear_dates": result.unclear_days,
        "customers_without_order": evidence.unlinked,
        "before_publication": evidence.early,
        "partners": None
        if partners is None
        else {
            "added": partners.added,
            "updated": partners.updated,
            "unchanged": partners.unchanged,
        },
        "to_identify": result.waiting,
        "without_country": result.countryless,
        "tenants": [
            {"domain": one.domain, "name": one.name, "tenant_id": one.tenant_id}
            for one in (*result.hints, *found)
        ],
        "dry_run": dry_run,
    }


def item(item: EvidenceItem) -> Shape:
    """A piece of evidence."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "file": item.file,
        "row": item.line,
        "imported_at": item.imported_at,
        "strength": item.strength.value,
        "offer": item.offer,
        "offer_id": item.offer_id,
        "partner": item.partner,
        "tenant_id": item.tenant_id,
        "name": item.name,
        "date": item.day,
        "on_or_after": item.since,
        "dismissed": item.dismissed,
    }


def unmatched(one: UnmatchedName, suggestions: Sequence[Suggestion]) -> Shape:
    """A name to match by hand."""
    return {
        "kind": one.kind,
        "name": one.name,
        "pieces": one.pieces,
        "domain": one.domain,
        "country": one.country,
        "tenant_id": one.tenant_id,
        "suggestions": [
            {"tenant_id": other.tenant_id, "name": other.name, "source": other.source}
            for other in suggestions
        ],
    }
