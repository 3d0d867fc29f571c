"""``csp-tui resales``: which partners have already resold which offer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from csp_tui.cli import shapes
from csp_tui.cli.commands_offers import add_offer
from csp_tui.cli.files import add_file, byte_source
from csp_tui.cli.imports import reject_lines
from csp_tui.cli.output import table
from csp_tui.cli.parser import Commands, Parser
from csp_tui.cli.session import Session
from csp_tui.cli.values import day
from csp_tui.domain import identifiers
from csp_tui.i18n import gettext as _
from csp_tui.services.views import ResaleRow, ResalesImport
from csp_tui.services.workbench import Workbench

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("resales", _("record which partners have resold which offer"))
    parser = group.add(
        "import",
        import_resales,
        _("record the resales of a CSV file"),
        "csp-tui resales import resales.csv",
    )
    add_file(parser, _("the file to read, - for standard input"))
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what it would do, and change nothing")
    )
    parser = group.add(
        "record",
        record_resale,
        _("record that a partner has resold an offer"),
        f"csp-tui resales record contoso-backup {_TENANT} --on 2026-03-01",
    )
    _add_pair(parser)
    parser.add_argument(
        "--on", type=day, metavar=_("DATE"), help=_("the day of the first sale, like 2026-03-01")
    )
    parser = group.add(
        "remove",
        remove_resale,
        _("take back a resale that was recorded by mistake"),
        f"csp-tui resales remove contoso-backup {_TENANT}",
    )
    _add_pair(parser)
    parser = group.add(
        "list",
        list_resales,
        _("list recorded resales"),
        "csp-tui resales list --offer contoso-backup",
    )
    parser.add_argument(
        "--offer", type=identifiers.offer_id, metavar=_("OFFER"), help=_("only of this offer")
    )


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

    file = read_resales(byte_source(args.file))
    with session.workbench() as workbench:
        if args.dry_run:
            result = workbench.resales.preview(file)
        else:
            result = workbench.resales.import_resales(file)
            session.changed = True
    for line in _import_lines(result, dry_run=args.dry_run):
        session.say(line)
    session.show(lambda: shapes.resales_import(result, dry_run=args.dry_run))


def _import_lines(result: ResalesImport, *, dry_run: bool) -> Iterator[str]:
    yield _("Added {added}, already there {already}, rejected {rejected}.").format(
        added=result.added, already=result.already, rejected=len(result.rejects)
    )
    if dry_run:
        yield _("Nothing was changed: this was a dry run.")
    yield from reject_lines(result.rejects, len(result.rejects))


def record_resale(session: Session, args: argparse.Namespace) -> None:
    """Record one resale."""
    with session.workbench() as workbench:
        added = workbench.resales.record(args.offer, args.tenant, on=args.on)
        message = _("Recorded the resale.") if added else _("The resale was recorded already.")
        session.done(message, lambda: _recorded(workbench, args.offer, args.tenant))


def _recorded(workbench: Workbench, offer_id: str, tenant_id: str) -> dict[str, object]:
    rows = workbench.resales.rows(offer_id)
    return next(shapes.resale(row) for row in rows if row.tenant_id == tenant_id)


def remove_resale(session: Session, args: argparse.Namespace) -> None:
    """Take one record back."""
    with session.workbench() as workbench:
        workbench.resales.remove(args.offer, args.tenant)
    session.done(
        _("Removed the record of the resale."),
        lambda: {"offer_id": args.offer, "tenant_id": args.tenant, "removed": True},
    )


def list_resales(session: Session, args: argparse.Namespace) -> None:
    """Print recorded resales."""
    with session.workbench() as workbench:
        rows = workbench.resales.rows(args.offer)
    session.show(lambda: [shapes.resale(row) for row in rows], lambda: _resale_table(rows))
    if not rows:
        example = "csp-tui resales record OFFER TENANT"
        session.say(_("No resales yet. Record one with: {command}").format(command=example))


def _resale_table(rows: Sequence[ResaleRow]) -> Iterator[str]:
    if rows:
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
