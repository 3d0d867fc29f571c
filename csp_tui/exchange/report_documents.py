"""The reports for an auditor as documents, in the language in use."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING

from csp_tui import i18n
from csp_tui.domain.offer import channel_title
from csp_tui.exchange.documents import Document, Part
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

if TYPE_CHECKING:
    from csp_tui.services.reports import AudienceReport, ReportedChange


def changes_document(changes: list[ReportedChange], first: date, last: date) -> Document:
    """Who changed what between two days, and why.

    Args:
        changes: The changes, oldest first.
        first: The first day.
        last: The last day.
    """
    columns = (
        _("When (UTC)"),
        _("Who"),
        _("Offer ID"),
        _("What"),
        _("Why"),
        _("Added"),
        _("Removed"),
    )
    rows = [
        (
            f"{one.entry.at.astimezone(UTC):%Y-%m-%d %H:%M}",
            one.entry.who,
            one.entry.offer_id or "–",
            render(one.what),
            _why(one),
            ", ".join(one.added),
            ", ".join(one.removed),
        )
        for one in changes
    ]
    title = _("Changes from {first} to {last}").format(
        first=first.isoformat(), last=last.isoformat()
    )
    return Document(title, i18n.current(), (), [Part(_("Changes"), columns, rows)])


def _why(change: ReportedChange) -> str:
    """The rule, request and batch behind a change."""
    parts = []
    if change.rule:
        parts.append(_("rule {rule}").format(rule=change.rule))
    if change.request is not None:
        parts.append(_("request {id}").format(id=change.request))
    if change.entry.batch is not None:
        parts.append(_("batch {id}").format(id=change.entry.batch))
    return ", ".join(parts)


def audience_words(report: AudienceReport) -> str:
    """How many partners could resell the offer on the day, in a sentence."""
    past = report.audience
    if not past.was_live:
        return _("{offer_id} was not published by the end of {day}.").format(
            offer_id=past.offer_id, day=past.day.isoformat()
        )
    return ngettext(
        "{offer_id} at the end of {day}: {option}, {count} partner.",
        "{offer_id} at the end of {day}: {option}, {count} partners.",
        len(report.partners),
        offer_id=past.offer_id,
        day=past.day.isoformat(),
        option=render(channel_title(past.channel)),
    )


def audience_document(report: AudienceReport) -> Document:
    """Who could resell an offer on a past day."""
    columns = (_("Tenant ID"), _("Name"), _("Country"), _("Region"))
    rows = [(one.tenant_id, one.name, one.country, one.region) for one in report.partners]
    title = _("{name} on {day}").format(name=report.name, day=report.audience.day.isoformat())
    words = audience_words(report)
    return Document(title, i18n.current(), [words], [Part(_("Partners"), columns, rows)])
