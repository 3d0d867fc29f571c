"""``csp-tui partners``: the directory of CSP partners."""

from __future__ import annotations

import argparse
import dataclasses
import itertools
from collections.abc import Iterable, Iterator

from csp_tui.cli import shapes
from csp_tui.cli.files import add_file, byte_source
from csp_tui.cli.ids import add_ids
from csp_tui.cli.imports import RowCounter, reject_lines
from csp_tui.cli.output import facts, table
from csp_tui.cli.parser import Commands
from csp_tui.cli.partner_query import add_query, read_query
from csp_tui.cli.session import Session
from csp_tui.cli.values import amount
from csp_tui.domain import identifiers
from csp_tui.domain.partner import PartnerQuery, PartnerType, partner_type_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import DirectoryImport, PartnerRow

_PAGE = 50
_AT_ONCE = 1_000
"""Partners that are read before they are printed."""


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("partners", _("search and refresh the partner directory"))
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
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what it would do, and change nothing")
    )
    parser = group.add(
        "search",
        search_partners,
        _("search partners by name or tenant ID"),
        "csp-tui partners search alpine --country FR --country CH --skill backup",
        "csp-tui partners search --country FR --ids | xargs csp-tui audience add contoso-backup",
    )
    add_query(parser)
    add_ids(parser, more=_("of all who match unless --limit is given, never of similar ones"))
    parser.add_argument(
        "--limit",
        type=amount,
        metavar="N",
        help=_("how many to print at most, {count} unless told").format(count=_PAGE),
    )
    parser.add_argument(
        "--offset", type=amount, default=0, metavar="N", help=_("how many to skip first")
    )
    parser = group.add(
        "show",
        show_partner,
        _("show one partner"),
        "csp-tui partners show 3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e",
    )
    parser.add_argument(
        "tenant",
        type=identifiers.tenant_id,
        metavar=_("TENANT"),
        help=_("a partner's Microsoft Entra tenant ID"),
    )
    group.add(
        "count",
        count_partners,
        _("say how many partners the directory has"),
        "csp-tui partners count",
    )


def import_partners(session: Session, args: argparse.Namespace) -> None:
    """Refresh the directory from a file."""
    from csp_tui.exchange.partners_csv import PartnerFileReader

    counter = RowCounter()
    with PartnerFileReader(byte_source(args.file)) as reader, session.workbench() as workbench:
        try:
            result = workbench.directory.import_partners(
                reader, replace=args.replace, progress=counter.progress, preview=args.dry_run
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
    for line in _import_lines(result, dry_run=args.dry_run):
        session.say(line)
    session.show(lambda: shapes.directory_import(result, dry_run=args.dry_run))


def _import_lines(result: DirectoryImport, *, dry_run: bool) -> Iterator[str]:
    yield _(
        "Added {added}, updated {updated}, unchanged {unchanged}, removed {removed}, "
        "rejected {rejected}."
    ).format(
        added=result.added,
        updated=result.updated,
        unchanged=result.unchanged,
        removed=result.removed,
        rejected=result.rejected,
    )
    if result.cleaned:
        yield ngettext("{count} cell cleaned.", "{count} cells cleaned.", result.cleaned)
    if dry_run:
        yield _("Nothing was changed: this was a dry run.")
    yield from reject_lines(result.rejects, result.rejected)


def search_partners(session: Session, args: argparse.Namespace) -> None:
    """Print partners that match.

    Where nobody has the text, those with something similar are printed, and that is said.
    """
    with session.workbench() as workbench:
        query = read_query(workbench, args)
        directory = workbench.directory
        total = directory.count(query).count
        similar = bool(total) and directory.is_similar(query)
        empty = not total and not directory.count(at_most=1).count
        if args.ids:
            end = None if args.limit is None else args.offset + args.limit
            found = () if similar else directory.tenant_ids(query)
            session.show_ids(itertools.islice(found, args.offset, end))
            limit = total if end is None else args.limit
        else:
            limit = _PAGE if args.limit is None else args.limit
            rows = _found(directory, query, args.offset, limit)
            session.show_rows(
                {"total": total, "similar": similar},
                "partners",
                rows,
                shapes.partner,
                _partner_table,
            )
    if similar and args.ids:
        session.say(_("Nobody has exactly this name; IDs of similar ones are not printed."))
    elif similar:
        session.say(_("Nobody has exactly this name; these are similar."))
    if empty:
        example = "csp-tui partners import FILE"
        session.say(_("The directory is empty. Fill it with: {command}").format(command=example))
    elif total > limit or args.offset or not total:
        session.say(ngettext("{count} partner matches.", "{count} partners match.", total))


def _found(
    directory: DirectoryService, query: PartnerQuery, offset: int, limit: int
) -> Iterator[PartnerRow]:
    """Partners that match, read a few at a time however many are printed."""
    while limit > 0:
        rows = directory.page(query, offset=offset, limit=min(limit, _AT_ONCE))
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        offset, limit = offset + len(rows), limit - len(rows)


def _partner_table(rows: Iterable[PartnerRow]) -> Iterator[str]:
    yield from table(
        (_("Partner"), _("Country"), _("Tenant ID"), _("Competencies"), _("Skills")),
        (
            (
                row.name,
                row.country,
                row.tenant_id,
                "; ".join(row.competencies),
                "; ".join(row.skills),
            )
            for row in rows
        ),
    )


def show_partner(session: Session, args: argparse.Namespace) -> None:
    """Print one partner."""
    with session.workbench() as workbench:
        row = workbench.directory.show(args.tenant)
    session.show(lambda: shapes.partner(row), lambda: _partner_facts(row))


def _partner_facts(row: PartnerRow) -> Iterator[str]:
    yield from facts(
        (
            (_("Partner"), row.name),
            (_("Tenant ID"), row.tenant_id),
            (_("Country"), row.country),
            (_("Region"), row.region),
            (_("Type"), render(partner_type_title(PartnerType(row.type))) if row.type else ""),
            (_("Competencies"), "\n".join(row.competencies)),
            (_("Skills"), "\n".join(row.skills)),
        )
    )


def count_partners(session: Session, args: argparse.Namespace) -> None:
    """Print how many partners the directory has."""
    with session.workbench() as workbench:
        total = workbench.directory.count()
    session.show(lambda: {"total": total.count}, lambda: [str(total.count)])
