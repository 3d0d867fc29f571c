"""``csp-tui audience``: who may resell an offer, from the option to the single partner."""

from __future__ import annotations

import argparse
import dataclasses
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from csp_tui import i18n
from csp_tui.cli import json_output
from csp_tui.cli.audience_text import audience_lines
from csp_tui.cli.column_map import add_map, read_map
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.failures import removal_command
from csp_tui.cli.files import add_file, byte_source, byte_target, standard_output
from csp_tui.cli.ids import read_tenants
from csp_tui.cli.imports import reject_lines
from csp_tui.cli.options import add_dry_run, add_offer, add_tenants
from csp_tui.cli.partner_query import add_query, read_query
from csp_tui.cli.values import separator
from csp_tui.domain import identifiers
from csp_tui.domain.import_rows import AUDIENCE_FIELDS, AudienceFile
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.option_terms import read_option
from csp_tui.domain.undoing import AUDIENCE_DRAFT
from csp_tui.domain.undoing_words import summarize_step
from csp_tui.domain.verdict import Outcome
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.domain.audience_state import Member
    from csp_tui.exchange.csv_form import CsvForm
    from csp_tui.services.audience_import import AudienceImportService
    from csp_tui.services.views import SaveResult
    from csp_tui.services.workbench import Workbench

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("audience", summary_of("audience"))
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
        _("select one of the three options in draft"),
        "csp-tui audience choose contoso-backup some",
    )
    add_offer(parser)
    parser.add_argument(
        "option",
        type=read_option,
        metavar="all|some|none",
        help=_(
            "any partner, specific partners, or no partners in the CSP program; the terms of "
            "Partner Center's APIs, such as OptIn, work too"
        ),
    )
    parser = group.add(
        "add",
        add_partners,
        _("add partners to an offer's draft list"),
        f"csp-tui audience add contoso-backup {_TENANT}",
        "csp-tui partners search --country FR --ids | csp-tui audience add contoso-backup -",
    )
    add_offer(parser)
    add_tenants(parser)
    parser = group.add(
        "add-matching",
        add_matching,
        _("add all partners that match a search to an offer's draft list, as one change"),
        "csp-tui audience add-matching contoso-backup --country FR --skill backup --dry-run",
    )
    add_offer(parser)
    add_query(parser)
    add_dry_run(parser)
    parser = group.add(
        "undo",
        undo_change,
        _("undo the last change of an offer's draft audience, as one step"),
        "csp-tui audience undo contoso-backup",
    )
    add_offer(parser)
    parser.add_argument(
        "--others", action="store_true", help=_("also undo a change made by someone else")
    )
    parser = group.add(
        "remove",
        remove_partners,
        _("remove partners from an offer's draft list"),
        f"csp-tui audience remove contoso-backup {_TENANT}",
    )
    add_offer(parser)
    add_tenants(parser)
    parser = group.add(
        "sync",
        sync_audience,
        _("publish the partners added to a live list"),
        "csp-tui audience sync contoso-backup",
        "csp-tui audience sync contoso-backup --dry-run",
    )
    add_offer(parser)
    add_dry_run(parser)
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
    parser.add_argument(
        "--excel",
        action="store_true",
        help=_("write it as Excel opens it: with a byte order mark, and the locale's separator"),
    )
    parser.add_argument(
        "--separator",
        type=separator,
        metavar="comma|semicolon|tab",
        help=_("cell separator, instead of a comma or Excel's separator"),
    )
    parser = group.add(
        "import",
        import_audience,
        _("add the partners of a CSV file to an offer's draft list"),
        "csp-tui audience import contoso-backup partners.csv --dry-run",
    )
    add_offer(parser)
    add_file(parser, _("the file to read, - for standard input"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=_("also remove partners that are not in the file, as far as the rules allow"),
    )
    add_map(parser, AUDIENCE_FIELDS)
    add_dry_run(parser)

    parser = group.add(
        "copy-from",
        copy_list,
        _("copy the partners of another offer's draft list to an offer's draft list"),
        "csp-tui audience copy-from contoso-vm contoso-backup --dry-run",
    )
    add_offer(parser)
    parser.add_argument(
        "source",
        type=identifiers.offer_id,
        metavar=_("SOURCE"),
        help=_("the ID of the offer whose list is copied"),
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help=_("also remove partners that are not on that list, as far as the rules allow"),
    )
    add_dry_run(parser)


def show_audience(session: Session, args: argparse.Namespace) -> None:
    """Print an offer's audience."""
    with session.workbench() as workbench:
        view = workbench.audience.show(args.offer)
        lists = workbench.audience.lists(args.offer)
        session.show(
            lambda: json_output.audience(view, lists),
            lambda: audience_lines(view, lists, args),
        )


def _audience(workbench: Workbench, offer_id: str) -> dict[str, Any]:
    return json_output.audience(
        workbench.audience.show(offer_id), workbench.audience.lists(offer_id)
    )


def choose_option(session: Session, args: argparse.Namespace) -> None:
    """Choose an option in draft."""
    chosen: ResellerChannel = args.option
    with session.workbench() as workbench:
        from csp_tui.services.audience import AudienceEdit

        result = workbench.audience.save_draft(args.offer, AudienceEdit(channel=chosen))
        title = render(channel_title(chosen))
        if not result.changed:
            message = _("The option is already “{option}”.")
        elif result.state.channel_changed:
            message = _("Saved draft: “{option}”; publish the offer to make it live.")
        else:
            message = _("Saved draft: “{option}”.")
        session.done(message.format(option=title), lambda: _audience(workbench, args.offer))
    session.warn(result.warnings)


def add_matching(session: Session, args: argparse.Namespace) -> None:
    """Put all partners that match on the draft list."""
    with session.workbench() as workbench:
        query = read_query(workbench, args)
        result = workbench.audience.add_matching(args.offer, query, preview=args.dry_run)
        parts = [ngettext("{count} partner added.", "{count} partners added.", result.added)]
        if result.already:
            parts.append(
                ngettext(
                    "{count} was already on the list.",
                    "{count} were already on the list.",
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
    """Undo the last change of the draft."""
    with session.workbench() as workbench:
        step = workbench.undo.undo(args.offer, others=args.others, only=AUDIENCE_DRAFT)
        message = _("Undone: {what}").format(what=render(summarize_step(step)))
        session.done(message, lambda: _audience(workbench, args.offer))


def add_partners(session: Session, args: argparse.Namespace) -> None:
    """Put partners on the draft list."""
    tenants = tuple(read_tenants(args.tenants))
    with session.workbench() as workbench:
        from csp_tui.services.audience import AudienceEdit

        result = workbench.audience.save_draft(args.offer, AudienceEdit(add=tenants))
        parts = []
        if result.added or not result.already:
            parts.append(
                ngettext("{count} partner added.", "{count} partners added.", result.added)
            )
        if result.already:
            parts.append(
                ngettext(
                    "{count} was already on the list.",
                    "{count} were already on the list.",
                    result.already,
                )
            )
        session.done(" ".join(parts), lambda: _changed(workbench, args.offer, result))
    session.warn(result.warnings)


def remove_partners(session: Session, args: argparse.Namespace) -> None:
    """Take partners off the draft list."""
    tenants = tuple(read_tenants(args.tenants))
    with session.workbench() as workbench:
        from csp_tui.services.audience import AudienceEdit

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
    counts = {
        "added": result.added,
        "already": result.already,
        "removed": result.removed,
        "unknown": result.unlisted.count,
    }
    return {**_audience(workbench, offer_id), **counts}


def sync_audience(session: Session, args: argparse.Namespace) -> None:
    """Make waiting additions live, or say what that would do."""
    with session.workbench() as workbench:
        waiting = workbench.offers.show(args.offer).additions
        verdict = workbench.audience.sync(args.offer, preview=args.dry_run)
        if verdict.outcome is Outcome.NO_CHANGE:
            message = render(verdict.message)
        elif args.dry_run:
            message = ngettext(
                "{count} partner would go live.",
                "{count} partners would go live.",
                waiting,
            )
        else:
            message = ngettext("{count} partner is live.", "{count} partners are live.", waiting)
        session.done(
            message,
            lambda: {**_audience(workbench, args.offer), "dry_run": args.dry_run},
            dry_run=args.dry_run,
        )
    session.warn(verdict.warnings)


def export_audience(session: Session, args: argparse.Namespace) -> None:
    """Write the draft list as CSV."""
    from csp_tui.exchange.audience_csv import write_audience

    with session.workbench() as workbench:
        rows = workbench.audience.export(args.offer)
        with standard_output(args.file):
            count = write_audience(byte_target(args.file), rows, _form(args))
    session.say(
        ngettext("{count} partner written.", "{count} partners written.", count),
    )


def _form(args: argparse.Namespace) -> CsvForm:
    from csp_tui.exchange.csv_form import PLAIN, excel_form

    form = excel_form(os.environ, i18n.current()) if args.excel else PLAIN
    return dataclasses.replace(form, separator=args.separator) if args.separator else form


def import_audience(session: Session, args: argparse.Namespace) -> None:
    """Put the partners of a file on the draft list."""
    from csp_tui.exchange.audience_csv import read_audience

    file = read_audience(byte_source(args.file), mapping=read_map(args.mapping))
    _import_list(session, args, lambda _service: file)


def copy_list(session: Session, args: argparse.Namespace) -> None:
    """Put the partners on another offer's draft list on the draft list."""
    _import_list(session, args, lambda service: service.list_of(args.source))


def _import_list(
    session: Session,
    args: argparse.Namespace,
    read: Callable[[AudienceImportService], AudienceFile],
) -> None:
    with session.workbench() as workbench:
        service = workbench.audience_import
        file = read(service)
        preview = service.preview(args.offer, file, replace=args.replace)
        if args.dry_run:
            service.require_allowed(preview)
        else:
            service.run(preview, file)
            session.changed = True
    from csp_tui.services.import_report import audience_notes, audience_summary

    session.say(render(audience_summary(preview)))
    if args.dry_run:
        session.say(_("Nothing was changed: this was a dry run."))
    session.warn(audience_notes(preview))
    if preview.by_request:
        session.say(_("Next: {step}").format(step=request_command(args, preview.by_request)))
    session.say(*reject_lines(preview.rejects, preview.rejected))
    session.show(lambda: json_output.audience_import(preview, dry_run=args.dry_run))


def request_command(args: argparse.Namespace, members: Sequence[Member]) -> str:
    """The command that prepares the support request to remove partners."""
    return removal_command(args, args.offer, [member.tenant_id for member in members])
