"""``csp-tui partners``: the directory of CSP partners."""

from __future__ import annotations

import argparse
import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from csp_tui.cli import json_output
from csp_tui.cli.column_map import add_map, read_map
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.confirmation import confirms
from csp_tui.cli.failures import command_line
from csp_tui.cli.files import add_file, byte_source
from csp_tui.cli.ids import add_ids, read_tenants
from csp_tui.cli.imports import RowCounter, reject_lines
from csp_tui.cli.options import add_dry_run
from csp_tui.cli.output import facts, table
from csp_tui.cli.partner_query import add_query, read_query
from csp_tui.cli.values import amount, tenants
from csp_tui.domain.errors import Canceled
from csp_tui.domain.import_rows import DIRECTORY_FIELDS
from csp_tui.domain.partner import PartnerQuery, PartnerType, partner_type_title
from csp_tui.domain.search_terms import search_summary
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.import_report import (
    directory_notes,
    directory_summary,
    name_change_lines,
    name_change_warning,
)

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.services.directory import DirectoryService
    from csp_tui.services.views import (
        DirectoryImport,
        PartnerDetails,
        PartnerOffer,
        PartnerRow,
    )

_PAGE = 50
_NAMES_ASKED = 6
"""Lines of name changes that a question shows."""
_AT_ONCE = 1_000
"""Partners that are read before they are printed."""


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("partners", summary_of("partners"))
    parser = group.add(
        "import",
        import_partners,
        _("refresh the directory from a CSV file"),
        "csp-tui partners import directory.csv",
    )
    add_file(parser, _("the file to read, - for standard input"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=_("also remove partners that are not in the file"),
    )
    add_map(parser, DIRECTORY_FIELDS)
    add_dry_run(parser)
    parser.add_argument("--yes", action="store_true", help=_("import damaged names without asking"))
    parser = group.add(
        "search",
        search_partners,
        _("search partners by name, tenant ID, city or MPN ID"),
        "csp-tui partners search alpine --country FR --country CH --skill backup",
        "csp-tui partners search --country FR --ids | xargs csp-tui audience add contoso-backup",
    )
    add_query(parser)
    add_ids(parser, more=_("of all matches unless --limit is given, never of similar names"))
    parser.add_argument(
        "--limit",
        type=amount,
        metavar="N",
        help=_("maximum number of results (default: {count})").format(count=_PAGE),
    )
    parser.add_argument(
        "--offset", type=amount, default=0, metavar="N", help=_("number of results to skip")
    )
    parser = group.add(
        "show",
        show_partner,
        _("show one partner"),
        "csp-tui partners show 3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e",
    )
    parser.add_argument(
        "tenants",
        type=tenants,
        metavar=_("TENANT"),
        help=_("a partner's tenant ID, or several; - for standard input"),
    )
    group.add(
        "count",
        count_partners,
        _("show how many partners the directory has"),
        "csp-tui partners count",
    )


def import_partners(session: Session, args: argparse.Namespace) -> None:
    """Refresh the directory from a file."""
    from csp_tui.exchange.partners_csv import PartnerFileReader

    counter = RowCounter()
    mapping = read_map(args.mapping)
    with (
        PartnerFileReader(byte_source(args.file), mapping=mapping) as reader,
        session.workbench() as workbench,
    ):
        try:
            result = workbench.directory.import_partners(
                reader,
                replace=args.replace,
                progress=counter.progress,
                preview=args.dry_run,
                approve=None if args.yes else lambda result: _require_approval(result, counter),
            )
        finally:
            counter.end()
        session.changed = not args.dry_run
        result = dataclasses.replace(
            result,
            cleaned=reader.cleaned,
            rejected=reader.rejected,
            rejects=tuple(reader.rejects),
        )
    session.say(*_import_lines(result, dry_run=args.dry_run))
    session.warn(directory_notes(result))
    if not args.dry_run and (result.names.count or result.removed):
        session.say(
            _("To undo the import, run: {command}").format(command=command_line(args, "undo"))
        )
    session.show(lambda: json_output.directory_import(result, dry_run=args.dry_run))


def _require_approval(result: DirectoryImport, counter: RowCounter) -> None:
    """Ask before names are replaced by damaged ones.

    Raises:
        Canceled: The answer is no.
        InvalidInput: There is no terminal to ask on.
    """
    warning = [render(line) for line in name_change_warning(result.names)]
    if not warning:
        return
    counter.end()
    changes = [render(line) for line in name_change_lines(result.names)]
    names = "\n".join(changes[:_NAMES_ASKED])
    if not confirms([*warning, names], _("Import them as they are?")):
        raise Canceled()


def _import_lines(result: DirectoryImport, *, dry_run: bool) -> Iterator[str]:
    yield render(directory_summary(result))
    if result.cleaned:
        yield ngettext("{count} cell cleaned.", "{count} cells cleaned.", result.cleaned)
    if dry_run:
        yield _("Nothing was changed: this was a dry run.")
    yield from map(render, name_change_lines(result.names))
    yield from reject_lines(result.rejects, result.rejected)


def search_partners(session: Session, args: argparse.Namespace) -> None:
    """Print partners that match.

    If no partner matches the text, similar names are printed, with a note. Several
    tenant IDs or lines are searched each; those without a match are listed.
    """
    with session.workbench() as workbench:
        query = read_query(workbench, args)
        directory = workbench.directory
        total = directory.search.count(query)
        similar = bool(total) and directory.search.is_similar(query)
        empty = not total and not directory.count()
        missing = directory.search.missing(query)
        if args.ids:
            end = None if args.limit is None else args.offset + args.limit
            found = () if similar else directory.search.tenant_ids(query)
            session.show_ids(itertools.islice(found, args.offset, end))
            limit = total if end is None else args.limit
        else:
            limit = _PAGE if args.limit is None else args.limit
            rows = _found(directory, query, args.offset, limit)
            session.show_rows(
                {"total": total, "similar": similar},
                "partners",
                rows,
                json_output.partner,
                _partner_table,
            )
    if similar and args.ids:
        session.say(_("No partner has exactly this name; IDs of similar names are not printed."))
    elif similar:
        session.say(_("No partner has exactly this name; these are similar."))
    if missing and not empty:
        is_filtered = query.countries or query.competencies or query.skills
        partners = None if is_filtered else total
        summary = render(search_summary(query.terms, missing, partners))
        session.say(_("{summary}: {missing}").format(summary=summary, missing=", ".join(missing)))
    if empty:
        example = command_line(args, "partners", "import", "FILE")
        session.say(_("The directory is empty. Fill it with: {command}").format(command=example))
    elif total > limit or args.offset or not total:
        session.say(ngettext("{count} partner matches.", "{count} partners match.", total))


def _found(
    directory: DirectoryService, query: PartnerQuery, offset: int, limit: int
) -> Iterator[PartnerRow]:
    """Partners that match, read a few at a time however many are printed."""
    while limit > 0:
        rows = directory.search.page(query, offset=offset, limit=min(limit, _AT_ONCE))
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        offset, limit = offset + len(rows), limit - len(rows)


def _partner_table(rows: Iterable[PartnerRow]) -> Iterator[str]:
    yield from table(
        (
            _("Partner"),
            _("Country"),
            _("Tenant ID"),
            _("Competencies"),
            _("Skills"),
            _("City"),
            _("MPN ID"),
        ),
        (
            (
                row.name,
                row.country,
                row.tenant_id,
                "; ".join(row.competencies),
                "; ".join(row.skills),
                row.city,
                row.mpn_id,
            )
            for row in rows
        ),
    )


def show_partner(session: Session, args: argparse.Namespace) -> None:
    """Print one partner with its offers; several are printed as a list."""
    wanted = read_tenants([args.tenants])
    with session.workbench() as workbench:
        found = [workbench.directory.details(tenant) for tenant in wanted]
    if len(found) == 1:
        (details,) = found
        session.show(lambda: json_output.partner_details(details), lambda: _partner_facts(details))
        return
    session.show(
        lambda: [json_output.partner_details(details) for details in found],
        lambda: _facts_of_all(found),
    )


def _facts_of_all(found: Iterable[PartnerDetails]) -> Iterator[str]:
    for index, details in enumerate(found):
        if index:
            yield ""
        yield from _partner_facts(details)


def _partner_facts(details: PartnerDetails) -> Iterator[str]:
    row = details.partner
    if not details.in_directory:
        yield _("Not in the directory.")
    yield from facts(
        (
            (_("Partner"), row.name),
            (_("Tenant ID"), row.tenant_id),
            (_("Country"), row.country),
            (_("Region"), row.region),
            (_("Type"), render(partner_type_title(PartnerType(row.type))) if row.type else ""),
            (_("City"), row.city),
            (_("MPN ID"), row.mpn_id),
            (_("Competencies"), "\n".join(row.competencies)),
            (_("Skills"), "\n".join(row.skills)),
        )
    )
    if details.offers:
        yield ""
        yield from table(
            (
                _("Offer"),
                _("Offer ID"),
                _("State"),
                _("First sold on"),
                _("Request"),
                _("Evidence"),
            ),
            (
                (
                    offer.name,
                    offer.offer_id,
                    ", ".join(_states(offer)),
                    "" if offer.first_sold_on is None else offer.first_sold_on.isoformat(),
                    "" if offer.request is None else str(offer.request),
                    "" if offer.evidence is None else render(offer.evidence.sentence),
                )
                for offer in details.offers
            ),
        )


def _states(offer: PartnerOffer) -> Iterator[str]:
    if offer.in_live:
        yield _("live")
    if offer.in_draft and not offer.in_live:
        yield _("draft")
    if offer.in_live and not offer.in_draft:
        yield _("removed from the draft")
    if offer.resold:
        yield _("resold")


def count_partners(session: Session, args: argparse.Namespace) -> None:
    """Print how many partners the directory has."""
    with session.workbench() as workbench:
        total = workbench.directory.count()
    session.show(lambda: {"total": total}, lambda: [str(total)])
