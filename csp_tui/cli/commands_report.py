"""``csp-tui report`` and ``audit``: reports for an auditor, and what needs attention."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import UTC, date
from typing import TYPE_CHECKING, Any

from csp_tui import i18n
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.coverage_report import register_coverage
from csp_tui.cli.document_output import add_format, show_document
from csp_tui.cli.failures import DIFFERENT, DONE
from csp_tui.cli.options import add_offer
from csp_tui.cli.values import day, days
from csp_tui.domain import identifiers
from csp_tui.domain.support import OLD_AFTER
from csp_tui.exchange.documents import Document, Part
from csp_tui.exchange.report_documents import (
    audience_document,
    audience_words,
    changes_document,
)
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.audit import Finding

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.services.reports import AudienceReport, ReportedChange


def register(commands: Commands) -> None:
    """Add the commands."""
    group = commands.group("report", summary_of("report"))
    parser = group.add(
        "changes",
        report_changes,
        _("who changed what between two days, why, and which partners it concerns"),
        "csp-tui report changes --from 2026-01-01 --to 2026-03-31 --format html --out q1.html",
    )
    parser.add_argument(
        "--from",
        dest="first",
        type=day,
        required=True,
        metavar=_("DATE"),
        help=_("the first day, UTC"),
    )
    parser.add_argument(
        "--to", dest="last", type=day, metavar=_("DATE"), help=_("the last day (default: today)")
    )
    parser.add_argument(
        "--offer",
        dest="offers",
        action="append",
        default=[],
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("only of this offer, even if it was deleted; repeat it for more"),
    )
    add_format(parser)
    parser = group.add(
        "audience",
        report_audience,
        _("who could resell an offer on a past day"),
        "csp-tui report audience contoso-backup --on 2026-03-01",
    )
    add_offer(parser)
    parser.add_argument(
        "--on",
        type=day,
        required=True,
        metavar=_("DATE"),
        help=_("the day; the audience at its end, UTC"),
    )
    add_format(parser)
    register_coverage(group)
    parser = commands.add(
        "audit",
        audit,
        summary_of("audit"),
        "csp-tui audit --days 30",
    )
    parser.add_argument(
        "--days",
        type=days,
        default=OLD_AFTER,
        metavar="N",
        help=_("report what has been waiting for more days than this (default: {count})").format(
            count=OLD_AFTER
        ),
    )
    add_format(parser)
    parser.add_argument(
        "--exit-code", action="store_true", help=_("exit with 5 if anything is found")
    )


def report_changes(session: Session, args: argparse.Namespace) -> None:
    """Print what was changed between two days."""
    with session.workbench() as workbench:
        last: date = args.last or workbench.clock.now().astimezone(UTC).date()
        changes = workbench.reports.changes(args.first, last, args.offers)
    show_document(
        args,
        lambda: changes_document(changes, args.first, last),
        lambda: [_change_shape(one) for one in changes],
    )
    session.say(ngettext("{count} change.", "{count} changes.", len(changes)))


def _change_shape(change: ReportedChange) -> dict[str, Any]:
    entry = change.entry
    return {
        "id": entry.id,
        "at": entry.at,
        "who": entry.who,
        "action": entry.action.value,
        "offer_id": entry.offer_id,
        "what": render(change.what, "en"),
        "rule": change.rule or None,
        "request": change.request,
        "batch": entry.batch,
        "added": list(change.added),
        "removed": list(change.removed),
        "detail": dict(entry.detail),
    }


def report_audience(session: Session, args: argparse.Namespace) -> None:
    """Print who could resell an offer on a past day."""
    with session.workbench() as workbench:
        report = workbench.reports.audience(args.offer, args.on)
    show_document(args, lambda: audience_document(report), lambda: _audience_shape(report))
    session.say(audience_words(report))


def _audience_shape(report: AudienceReport) -> dict[str, Any]:
    past = report.audience
    return {
        "offer_id": past.offer_id,
        "name": report.name,
        "on": past.day,
        "status": "live" if past.was_live else "draft",
        "reseller_channel": past.channel,
        "partners": [asdict(one) for one in report.partners],
    }


def audit(session: Session, args: argparse.Namespace) -> int:
    """Print what needs attention."""
    with session.workbench() as workbench:
        findings = workbench.audit.run(args.days)
    show_document(
        args,
        lambda: _audit_document(findings),
        lambda: [_finding_shape(one) for one in findings],
    )
    session.say(
        ngettext("{count} finding.", "{count} findings.", len(findings))
        if findings
        else _("Nothing needs attention.")
    )
    return DIFFERENT if args.exit_code and findings else DONE


def _audit_document(findings: list[Finding]) -> Document:
    columns = (_("Where"), _("Rule"), _("Finding"), _("Next step"))
    rows = [
        (
            one.offer_id or one.list_name or "–",
            one.rule,
            render(one.message),
            "" if one.next_step is None else render(one.next_step),
        )
        for one in findings
    ]
    return Document(_("Audit"), i18n.current(), (), [Part(_("Findings"), columns, rows)])


def _finding_shape(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "offer_id": finding.offer_id,
        "list": finding.list_name,
        "request": finding.request,
        "rule": finding.rule or None,
        "message": render(finding.message, "en"),
        "next_step": None if finding.next_step is None else render(finding.next_step, "en"),
    }
