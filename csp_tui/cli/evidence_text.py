"""Evidence as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.cli.output import table
from csp_tui.domain.evidence import strength_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

if TYPE_CHECKING:
    from csp_tui.services.evidence_port import EvidenceItem, Suggestion, UnmatchedName


def item_table(items: Sequence[EvidenceItem]) -> Iterator[str]:
    """Pieces of evidence, a line each."""
    if items:
        yield from table(
            (
                _("No. #"),
                _("Offer"),
                _("Partner"),
                _("Tenant ID"),
                _("Date"),
                _("Strength"),
                _("Source"),
                _("Dismissed"),
            ),
            (
                (
                    str(item.id),
                    item.offer_id or item.offer,
                    item.name or item.partner or "–",
                    item.tenant_id or "–",
                    _date(item),
                    render(strength_title(item.strength)),
                    render(item.note.place),
                    item.dismissed or "",
                )
                for item in items
            ),
        )


def _date(item: EvidenceItem) -> str:
    if item.day is None:
        return "–"
    text = item.day.isoformat()
    return _("on or after {date}").format(date=text) if item.since else text


def unmatched_table(
    found: Sequence[tuple[UnmatchedName, Sequence[Suggestion]]],
) -> Iterator[str]:
    """Names that are not matched, a line each, with the partners that they may mean."""
    if found:
        yield from table(
            (
                _("What"),
                _("Name"),
                _("Evidence#"),
                _("Domain"),
                _("Country"),
                _("Tenant ID"),
                _("Suggestions"),
            ),
            (
                (
                    _("Offer") if one.kind == "offer" else _("Partner"),
                    one.name or "–",
                    str(one.pieces),
                    one.domain,
                    one.country,
                    one.tenant_id or "",
                    "; ".join(_suggestion(other) for other in suggested),
                )
                for one, suggested in found
            ),
        )


def _suggestion(suggestion: Suggestion) -> str:
    name = suggestion.name or _("owner of the domain")
    return f"{name} ({suggestion.tenant_id})"
