"""``csp-tui resales``: which partners have already resold which offer."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from csp_tui.cli import json_output
from csp_tui.cli.column_map import add_map, read_map
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.confirmation import confirms
from csp_tui.cli.failures import STOPPED, command_line
from csp_tui.cli.files import add_file, byte_source
from csp_tui.cli.ids import read_tenants
from csp_tui.cli.imports import reject_lines
from csp_tui.cli.options import add_dry_run, add_offer, add_offer_filter
from csp_tui.cli.output import table
from csp_tui.cli.values import day, tenants
from csp_tui.domain import identifiers
from csp_tui.domain.import_rows import RESALES_FIELDS
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.import_report import resales_summary

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session
    from csp_tui.services.views import ResaleRow, ResalesImport
    from csp_tui.services.workbench import Workbench

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("resales", summary_of("resales"))
    parser = group.add(
        "import",
        import_resales,
        _("record the resales of a CSV file"),
        "csp-tui resales import resales.csv",
    )
    add_file(parser, _("the file to read, - for standard input"))
    add_map(parser, RESALES_FIELDS)
    add_dry_run(parser)
    parser = group.add(
        "record",
        record_resale,
        _("record that a partner has resold an offer"),
        f"csp-tui resales record contoso-backup {_TENANT} --on 2026-03-01",
    )
    add_offer(parser)
    parser.add_argument(
        "tenants",
        type=tenants,
        metavar=_("TENANT"),
        help=_("a partner's tenant ID, or several; - for standard input"),
    )
    parser.add_argument(
        "--on", type=day, metavar=_("DATE"), help=_("date of first sale, such as 2026-03-01")
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help=_("do not ask about a date before the first publication of the offer"),
    )
    parser = group.add(
        "remove",
        remove_resale,
        _("remove a resale that was recorded by mistake"),
        f"csp-tui resales remove contoso-backup {_TENANT}",
    )
    _add_pair(parser)
    parser = group.add(
        "list",
        list_resales,
        _("list recorded resales"),
        "csp-tui resales list --offer contoso-backup",
    )
    add_offer_filter(parser)


def _add_pair(parser: Parser) -> None:
    add_offer(parser)
    parser.add_argument(
        "tenant",
        type=identifiers.tenant_id,
        metavar=_("TENANT"),
        help=_("a partner's Microsoft Entra tenant ID"),
    )


def import_resales(session: Session, args: argparse.Namespace) -> None:
    """Record the resales of a file."""
    from csp_tui.exchange.resales_csv import read_resales

    file = read_resales(byte_source(args.file), mapping=read_map(args.mapping))
    with session.workbench() as workbench:
        if args.dry_run:
            result = workbench.resales.preview(file)
        else:
            result = workbench.resales.import_resales(file)
            session.changed = True
    session.say(*_import_lines(result, dry_run=args.dry_run))
    session.show(lambda: json_output.resales_import(result, dry_run=args.dry_run))


def _import_lines(result: ResalesImport, *, dry_run: bool) -> Iterator[str]:
    yield render(resales_summary(result))
    if result.early:
        early = ngettext(
            "{count} sale is older than the first publication of its offer here.",
            "{count} sales are older than the first publication of their offers here.",
            result.early,
        )
        yield _("Note: {warning}").format(warning=early)
    if dry_run:
        yield _("Nothing was changed: this was a dry run.")
    yield from reject_lines(result.rejects, result.rejected)


def record_resale(session: Session, args: argparse.Namespace) -> int | None:
    """Record one resale; a sale before the first publication only after a yes."""
    with session.workbench() as workbench:
        question = workbench.resales.date_question(args.offer, args.on)
        lines = [] if question is None or args.yes else [render(question)]
        if lines and not confirms(lines, _("Record it?")):
            session.say(_("Nothing was changed."))
            return STOPPED
        wanted = read_tenants([args.tenants])
        added = workbench.resales.record_all(args.offer, wanted, on=args.on)
        session.done(
            _recorded_text(added, len(wanted)), lambda: _recorded(workbench, args.offer, wanted)
        )
    return None


def _recorded_text(added: int, wanted: int) -> str:
    if wanted == 1:
        return _("Recorded the resale.") if added else _("The resale was already recorded.")
    if not added:
        return _("All of these resales were already recorded.")
    return ngettext("Recorded {count} resale.", "Recorded {count} resales.", added)


def _recorded(workbench: Workbench, offer_id: str, wanted: Sequence[str]) -> object:
    """The record of one partner, or a list of those of several."""
    rows = {row.tenant_id: row for row in workbench.resales.rows(offer_id)}
    shown = [json_output.resale(rows[tenant]) for tenant in dict.fromkeys(wanted)]
    return shown[0] if len(shown) == 1 else shown


def remove_resale(session: Session, args: argparse.Namespace) -> None:
    """Remove one record."""
    with session.workbench() as workbench:
        workbench.resales.remove(args.offer, args.tenant)
    session.done(
        _("Removed the record of the resale."),
        lambda: {"offer_id": args.offer, "tenant_id": args.tenant, "removed": True},
    )


def list_resales(session: Session, args: argparse.Namespace) -> None:
    """Print recorded resales."""
    with session.workbench() as workbench:
        rows = workbench.resales.each(args.offer)
        first = next(rows, None)
        listed = () if first is None else itertools.chain((first,), rows)
        session.show(
            lambda: map(json_output.resale, listed),
            lambda: _resale_table(listed),
        )
    if first is None:
        example = command_line(args, "resales", "record", "OFFER", "TENANT")
        session.say(_("No resales yet. Record one with: {command}").format(command=example))


def _resale_table(rows: Iterable[ResaleRow]) -> Iterator[str]:
    yield from table(
        (_("Offer ID"), _("Partner"), _("Tenant ID"), _("First sold on")),
        (
            (
                row.offer_id,
                row.name,
                row.tenant_id,
                row.first_sold_on.isoformat() if row.first_sold_on else "–",
            )
            for row in rows
        ),
    )
