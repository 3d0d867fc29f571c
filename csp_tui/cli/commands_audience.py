"""``csp-tui audience``: who may resell an offer, from the option to the single partner."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from csp_tui.cli import shapes
from csp_tui.cli.audience_text import audience_lines
from csp_tui.cli.commands_offers import add_offer
from csp_tui.cli.files import add_file, byte_source, byte_target, standard_output
from csp_tui.cli.ids import read_tenants
from csp_tui.cli.imports import reject_lines
from csp_tui.cli.parser import Commands, Parser
from csp_tui.cli.partner_query import add_query, read_query
from csp_tui.cli.session import Session
from csp_tui.cli.values import option, tenant
from csp_tui.domain.history import summarize
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.undoing import AUDIENCE_DRAFT
from csp_tui.domain.verdict import Outcome
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.views import ImportPreview, SaveResult
from csp_tui.services.workbench import Workbench

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("audience", _("choose who in the CSP program may resell an offer"))
    parser = group.add(
        "show",
        show_audience,
        _("show an offer's audience, what differs and what comes next"),
        "csp-tui audience show contoso-backup",
    )
    add_offer(parser)
    parser = group.add(
        "choose",
        choose_option,
        _("choose one of the three options in draft"),
        "csp-tui audience choose contoso-backup some",
    )
    add_offer(parser)
    parser.add_argument(
        "option",
        type=option,
        metavar="all|some|none",
        help=_("any partner, specific partners, or no partners in the CSP program"),
    )
    parser = group.add(
        "add",
        add_partners,
        _("put partners on an offer's draft list"),
        f"csp-tui audience add contoso-backup {_TENANT}",
        "csp-tui partners search --country FR --ids | csp-tui audience add contoso-backup -",
    )
    add_offer(parser)
    add_tenants(parser)
    parser = group.add(
        "add-matching",
        add_matching,
        _("put all partners that match a search on an offer's draft list, as one step"),
        "csp-tui audience add-matching contoso-backup --country FR --skill backup --dry-run",
    )
    add_offer(parser)
    add_query(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what it would do, and change nothing")
    )
    parser = group.add(
        "undo",
        undo_change,
        _("take back the last change of an offer's draft audience, as one step"),
        "csp-tui audience undo contoso-backup",
    )
    add_offer(parser)
    parser.add_argument(
        "--others", action="store_true", help=_("also take back what someone else changed")
    )
    parser = group.add(
        "remove",
        remove_partners,
        _("take partners off an offer's draft list"),
        f"csp-tui audience remove contoso-backup {_TENANT}",
    )
    add_offer(parser)
    add_tenants(parser)
    parser = group.add(
        "sync",
        sync_audience,
        _("make added partners of a live list live"),
        "csp-tui audience sync contoso-backup",
    )
    add_offer(parser)
    parser = group.add(
        "export",
        export_audience,
        _("write an offer's draft list as CSV"),
        "csp-tui audience export contoso-backup partners.csv",
        "csp-tui audience export contoso-backup - | csp-tui audience import contoso-vm -",
        json=False,
    )
    add_offer(parser)
    add_file(parser, _("the file to write, - for standard output"))
    parser = group.add(
        "import",
        import_audience,
        _("put the partners of a CSV file on an offer's draft list"),
        "csp-tui audience import contoso-backup partners.csv --dry-run",
    )
    add_offer(parser)
    add_file(parser, _("the file to read, - for standard input"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=_("also take off partners that are not in the file"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what it would do, and change nothing")
    )


def add_tenants(parser: Parser) -> None:
    """Let a command name partners."""
    parser.add_argument(
        "tenants",
        type=tenant,
        nargs="+",
        metavar=_("TENANT"),
        help=_("a partner's Microsoft Entra tenant ID, - for those on standard input"),
    )


def show_audience(session: Session, args: argparse.Namespace) -> None:
    """Print an offer's audience."""
    with session.workbench() as workbench:
        view = workbench.audience.show(args.offer)
        rows = workbench.audience.rows(args.offer)
    session.show(
        lambda: shapes.audience(view, rows),
        lambda: audience_lines(view, rows, args),
    )


def _audience(workbench: Workbench, offer_id: str) -> dict[str, Any]:
    return shapes.audience(workbench.audience.show(offer_id), workbench.audience.rows(offer_id))


def choose_option(session: Session, args: argparse.Namespace) -> None:
    """Choose an option in draft."""
    chosen: ResellerChannel = args.option
    with session.workbench() as workbench:
        result = workbench.audience.save_draft(args.offer, AudienceEdit(channel=chosen))
        title = render(channel_title(chosen))
        if not result.changed:
            message = _("The option is already “{option}”.")
        elif result.standing.channel_changed:
            message = _("Saved draft: “{option}”; publish the offer to make it live.")
        else:
            message = _("Saved draft: “{option}”.")
        session.done(message.format(option=title), lambda: _audience(workbench, args.offer))


def add_matching(session: Session, args: argparse.Namespace) -> None:
    """Put all partners that match on the draft list."""
    with session.workbench() as workbench:
        query = read_query(workbench, args)
        result = workbench.audience.add_matching(args.offer, query, preview=args.dry_run)
        parts = [ngettext("{count} partner added.", "{count} partners added.", result.added)]
        if result.already:
            parts.append(
                ngettext(
                    "{count} was on the list already.",
                    "{count} were on the list already.",
                    result.already,
                )
            )
        if args.dry_run:
            parts.append(_("Nothing was changed: this was a dry run."))
            session.say(" ".join(parts))
            session.show(lambda: _matching(args.offer, result, dry_run=True))
        else:
            session.done(" ".join(parts), lambda: _matching(args.offer, result, dry_run=False))


def _matching(offer_id: str, result: SaveResult, *, dry_run: bool) -> dict[str, Any]:
    return {
        "offer_id": offer_id,
        "added": result.added,
        "already": result.already,
        "dry_run": dry_run,
    }


def undo_change(session: Session, args: argparse.Namespace) -> None:
    """Take back the last change of the draft."""
    with session.workbench() as workbench:
        entry = workbench.undo.undo(args.offer, others=args.others, only=AUDIENCE_DRAFT)
        message = _("Taken back: {what}").format(what=render(summarize(entry)))
        session.done(message, lambda: _audience(workbench, args.offer))


def add_partners(session: Session, args: argparse.Namespace) -> None:
    """Put partners on the draft list."""
    tenants = tuple(read_tenants(args.tenants))
    with session.workbench() as workbench:
        result = workbench.audience.save_draft(args.offer, AudienceEdit(add=tenants))
        parts = []
        if result.added or not result.already:
            parts.append(
                ngettext("{count} partner added.", "{count} partners added.", result.added)
            )
        if result.already:
            parts.append(
                ngettext(
                    "{count} was on the list already.",
                    "{count} were on the list already.",
                    result.already,
                )
            )
        session.done(" ".join(parts), lambda: _changed(workbench, args.offer, result))


def remove_partners(session: Session, args: argparse.Namespace) -> None:
    """Take partners off the draft list."""
    tenants = tuple(read_tenants(args.tenants))
    with session.workbench() as workbench:
        result = workbench.audience.save_draft(args.offer, AudienceEdit(remove=tenants))
        absent = len(set(tenants)) - result.removed
        parts = []
        if result.removed:
            parts.append(
                ngettext("{count} partner removed.", "{count} partners removed.", result.removed)
            )
        if absent:
            parts.append(
                ngettext("{count} was not on the list.", "{count} were not on the list.", absent)
            )
        session.done(" ".join(parts), lambda: _changed(workbench, args.offer, result))


def _changed(workbench: Workbench, offer_id: str, result: SaveResult) -> dict[str, Any]:
    counts = {"added": result.added, "already": result.already, "removed": result.removed}
    return {**_audience(workbench, offer_id), **counts}


def sync_audience(session: Session, args: argparse.Namespace) -> None:
    """Make waiting additions live."""
    with session.workbench() as workbench:
        waiting = workbench.offers.show(args.offer).additions
        verdict = workbench.audience.sync(args.offer)
        if verdict.outcome is Outcome.NO_CHANGE:
            message = render(verdict.message)
        else:
            message = ngettext("{count} partner is live.", "{count} partners are live.", waiting)
        session.done(message, lambda: _audience(workbench, args.offer))
    session.warn(verdict.warnings)


def export_audience(session: Session, args: argparse.Namespace) -> None:
    """Write the draft list as CSV."""
    from csp_tui.exchange.audience_csv import write_audience

    with session.workbench() as workbench:
        rows = workbench.audience.export(args.offer)
        with standard_output(args.file):
            count = write_audience(byte_target(args.file), rows)
    session.say(
        ngettext("{count} partner written.", "{count} partners written.", count),
    )


def import_audience(session: Session, args: argparse.Namespace) -> None:
    """Put the partners of a file on the draft list."""
    from csp_tui.exchange.audience_csv import read_audience

    file = read_audience(byte_source(args.file))
    with session.workbench() as workbench:
        service = workbench.audience_import
        preview = service.preview(args.offer, file, replace=args.replace)
        if args.dry_run:
            service.require_allowed(preview, file)
        else:
            service.run(preview, file)
            session.changed = True
    for line in _import_lines(preview, dry_run=args.dry_run):
        session.say(line)
    session.show(lambda: shapes.audience_import(preview, dry_run=args.dry_run))


def _import_lines(preview: ImportPreview, *, dry_run: bool) -> Sequence[str]:
    added, removed, unknown = map(len, (preview.added, preview.removed, preview.unknown))
    lines = [
        _("Added {added}, already there {already}, removed {removed}, rejected {rejected}.").format(
            added=added, already=preview.already, removed=removed, rejected=len(preview.rejects)
        )
    ]
    if unknown:
        lines.append(
            ngettext(
                "{count} of the added is not in the partner directory.",
                "{count} of the added are not in the partner directory.",
                unknown,
            )
        )
    if dry_run:
        lines.append(_("Nothing was changed: this was a dry run."))
    return [*lines, *reject_lines(preview.rejects, len(preview.rejects))]
