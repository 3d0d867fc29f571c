"""``csp-tui lists``: named partner lists that offers follow."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.cli import list_followers
from csp_tui.cli.column_map import add_map, read_map
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.files import add_file, byte_source, byte_target, standard_output
from csp_tui.cli.ids import read_tenants
from csp_tui.cli.imports import reject_lines
from csp_tui.cli.list_output import (
    differing_lines,
    full_shape,
    list_lines,
    summary_shape,
)
from csp_tui.cli.options import add_dry_run, add_list_name
from csp_tui.cli.output import table
from csp_tui.cli.partner_query import add_filters, read_query
from csp_tui.cli.values import tenants
from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.import_rows import AUDIENCE_FIELDS, NoUsableRow
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session
    from csp_tui.domain.partner import PartnerQuery
    from csp_tui.services.workbench import Workbench

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("lists", summary_of("lists"))
    group.add("list", list_lists, _("list all partner lists"), "csp-tui lists list")
    add_list_name(
        group.add(
            "show",
            show_list,
            _("show a list with its partners and the offers that follow it"),
            "csp-tui lists show eu-distributors",
        )
    )
    parser = group.add(
        "create",
        create_list,
        _("create a list, fixed or defined by a search"),
        f"csp-tui lists create eu-distributors --tenant {_TENANT}",
        "csp-tui lists create backup-fr --country FR --skill backup --title 'Backup, France'",
    )
    add_list_name(parser)
    _add_title(parser)
    _add_tenants(parser, "--tenant", _("a partner of a fixed list; repeat it for more"))
    parser.add_argument(
        "--from-offer",
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("take the partners on the draft list of this offer"),
    )
    _add_search(parser)
    parser = group.add(
        "edit",
        edit_list,
        _("change a list, and show the offers that differ from it then"),
        f"csp-tui lists edit eu-distributors --add {_TENANT}",
    )
    add_list_name(parser)
    _add_title(parser)
    _add_tenants(parser, "--add", _("a partner that joins a fixed list; repeat it for more"))
    _add_tenants(parser, "--remove", _("a partner that leaves a fixed list; repeat it for more"))
    _add_search(parser)
    add_dry_run(parser)
    add_list_name(
        group.add(
            "delete",
            delete_list,
            _("delete a list; offers keep the partners that came through it"),
            "csp-tui lists delete eu-distributors",
        )
    )
    _register_files(group)
    list_followers.register(group)


def _register_files(group: Commands) -> None:
    parser = group.add(
        "import",
        import_list,
        _("put the partners of a CSV file on a fixed list, which is created if needed"),
        "csp-tui lists import eu-distributors eu.csv --replace",
    )
    add_list_name(parser)
    add_file(parser, _("the file to read, - for standard input"))
    parser.add_argument(
        "--replace",
        action="store_true",
        help=_("also remove partners that are not in the file"),
    )
    add_map(parser, AUDIENCE_FIELDS)
    parser = group.add(
        "export",
        export_list,
        _("write the partners of a list as CSV"),
        "csp-tui lists export eu-distributors eu.csv",
        json=False,
    )
    add_list_name(parser)
    add_file(parser, _("the file to write, - for standard output"))


def _add_title(parser: Parser) -> None:
    parser.add_argument("--title", metavar=_("TITLE"), help=_("a readable title for the list"))


def _add_tenants(parser: Parser, option: str, purpose: str) -> None:
    parser.add_argument(
        option,
        action="append",
        nargs="+",
        default=[],
        type=tenants,
        metavar=_("TENANT"),
        help=purpose,
    )


def _add_search(parser: Parser) -> None:
    parser.add_argument(
        "--match",
        dest="match",
        metavar=_("TEXT"),
        help=_("all partners with this text in their names, for a list defined by a search"),
    )
    add_filters(parser)


def _tenants(words: Sequence[Sequence[tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(read_tenants(word for group in words for word in group))


def _query(workbench: Workbench, args: argparse.Namespace) -> PartnerQuery | None:
    if args.match is None and not (args.countries or args.competencies or args.skills):
        return None
    args.text = [] if args.match is None else [args.match]
    return read_query(workbench, args)


def list_lists(session: Session, _args: argparse.Namespace) -> None:
    """Print all lists."""
    with session.workbench() as workbench:
        rows = workbench.lists.rows()
    session.show(
        lambda: [summary_shape(row) for row in rows],
        lambda: table(
            (
                _("Name"),
                _("Title"),
                _("Kind"),
                _("Partners") + "#",
                _("Offers") + "#",
                _("Differ") + "#",
            ),
            (
                (
                    row.list.name,
                    row.list.title or "–",
                    _("fixed") if row.list.query is None else _("search"),
                    str(row.partners),
                    str(len(row.offers)),
                    str(row.drifted),
                )
                for row in rows
            ),
        ),
    )
    if not rows:
        session.say(_("There is no partner list yet."))


def show_list(session: Session, args: argparse.Namespace) -> None:
    """Print one list."""
    with session.workbench() as workbench:
        row = workbench.lists.show(args.name)
        session.show(lambda: full_shape(workbench, args.name), lambda: list_lines(workbench, row))


def create_list(session: Session, args: argparse.Namespace) -> None:
    """Create a list.

    Raises:
        InvalidInput: Its partners are given in two ways.
    """
    named = _tenants(args.tenant)
    with session.workbench() as workbench:
        query = _query(workbench, args)
        if sum((bool(named), query is not None, args.from_offer is not None)) > 1:
            raise InvalidInput(
                say("A list is made from partners, from an offer, or from a search."),
                say("Use only one of --tenant, --from-offer and the search options."),
            )
        title = args.title or ""
        if args.from_offer is not None:
            row = workbench.lists.create_from_offer(args.name, args.from_offer, title=title)
        else:
            row = workbench.lists.create(args.name, title=title, tenant_ids=named, query=query)
        message = ngettext(
            "List {name} created: {count} partner.",
            "List {name} created: {count} partners.",
            row.partners,
            name=row.list.name,
        )
        session.done(message, lambda: full_shape(workbench, args.name))


def edit_list(session: Session, args: argparse.Namespace) -> None:
    """Change a list, or show what that would do."""
    joining, leaving = _tenants(args.add), _tenants(args.remove)
    with session.workbench() as workbench:
        query = _query(workbench, args)
        if args.dry_run:
            row = workbench.lists.preview_edit(args.name, query=query, add=joining, remove=leaving)
            session.show(
                lambda: {**summary_shape(row), "dry_run": True}, lambda: differing_lines(row)
            )
            session.say(_("Nothing was changed: this was a dry run."))
            return
        row = workbench.lists.edit(
            args.name, title=args.title, query=query, add=joining, remove=leaving
        )
        session.done(
            _("List saved."), lambda: {**full_shape(workbench, args.name), "dry_run": False}
        )
    session.say(*differing_lines(row))


def delete_list(session: Session, args: argparse.Namespace) -> None:
    """Delete a list."""
    with session.workbench() as workbench:
        workbench.lists.delete(args.name)
    session.done(_("List {name} deleted.").format(name=args.name), lambda: {"name": args.name})


def import_list(session: Session, args: argparse.Namespace) -> None:
    """Put the partners of a file on a list."""
    from csp_tui.exchange.audience_csv import read_audience

    file = read_audience(byte_source(args.file), mapping=read_map(args.mapping))
    if not file.entries:
        raise NoUsableRow(file.rejects, file.rejected)
    with session.workbench() as workbench:
        row = workbench.lists.replace(args.name, file, replace=args.replace)
        message = ngettext(
            "The list has {count} partner now.", "The list has {count} partners now.", row.partners
        )
        session.done(message, lambda: full_shape(workbench, args.name))
    session.say(*reject_lines(file.rejects, file.rejected))


def export_list(session: Session, args: argparse.Namespace) -> None:
    """Write the partners of a list."""
    from csp_tui.exchange.audience_csv import write_audience

    with session.workbench() as workbench:
        workbench.lists.show(args.name)
        rows = ((row[0], row[1]) for row in workbench.lists.members(args.name))
        with standard_output(args.file):
            count = write_audience(byte_target(args.file), rows)
    session.say(ngettext("{count} partner written.", "{count} partners written.", count))
