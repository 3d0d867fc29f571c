"""``csp-tui bulk``: one change to many offers, as one batch with one undo."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.ids import read_tenants
from csp_tui.cli.options import add_dry_run
from csp_tui.cli.plan_output import (
    add_needless_yes,
    add_requests,
    add_skip_refused,
    carry_out,
    options_of,
    preview,
)
from csp_tui.cli.values import tenants
from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.option_terms import read_option
from csp_tui.domain.partner_list import checked_list_name
from csp_tui.domain.plan import GoLive
from csp_tui.domain.product import ProductType
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.services.bulk import BulkChange, bulk_wishes

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session
    from csp_tui.services.workbench import Workbench

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"
Read = Callable[[argparse.Namespace], BulkChange]


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("bulk", summary_of("bulk"))
    parser = group.add(
        "choose",
        lambda session, args: _run(session, args, BulkChange(channel=args.option)),
        _("select one of the three options for many offers"),
        "csp-tui bulk choose some --type saas --dry-run",
    )
    parser.add_argument(
        "option",
        type=read_option,
        metavar="all|some|none",
        help=_("any partner, specific partners, or no partners in the CSP program"),
    )
    _add_common(parser)
    parser = group.add(
        "add",
        lambda session, args: _run(session, args, _partners(args, adding=True)),
        _("add partners, or all partners of a list, to many offers"),
        f"csp-tui bulk add {_TENANT} --offers contoso-backup contoso-vm",
        "csp-tui bulk add --list eu-distributors --all --skip-refused",
    )
    _add_partners(parser)
    _add_common(parser)
    parser = group.add(
        "remove",
        lambda session, args: _run(session, args, _partners(args, adding=False)),
        _("remove partners, or all partners of a list, from many offers"),
        f"csp-tui bulk remove {_TENANT} --all --requests --skip-refused",
    )
    _add_partners(parser)
    _add_common(parser)
    parser = group.add(
        "publish",
        lambda session, args: _run(session, args, BulkChange(go_live=GoLive.PUBLISH)),
        _("publish the drafts of many offers"),
        "csp-tui bulk publish --offers contoso-backup contoso-vm",
    )
    _add_common(parser)
    parser = group.add(
        "sync",
        lambda session, args: _run(session, args, BulkChange(go_live=GoLive.SYNC)),
        _("publish the partners added to the live lists of many offers"),
        "csp-tui bulk sync --all --skip-refused",
    )
    _add_common(parser)


def _add_partners(parser: Parser) -> None:
    parser.add_argument(
        "tenants",
        type=tenants,
        nargs="*",
        metavar=_("TENANT"),
        help=_("tenant IDs of the partners; - reads them from standard input"),
    )
    parser.add_argument(
        "--list",
        dest="lists",
        action="append",
        default=[],
        type=checked_list_name,
        metavar=_("NAME"),
        help=_("all partners of this list; repeat it for more"),
    )


def _add_common(parser: Parser) -> None:
    parser.add_argument(
        "--offers",
        nargs="+",
        default=[],
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("the IDs of the offers"),
    )
    parser.add_argument(
        "--type",
        dest="types",
        action="append",
        default=[],
        type=ProductType.parse,
        metavar=_("TYPE"),
        help=_("all offers of this product type; repeat it for more"),
    )
    parser.add_argument("--all", action="store_true", help=_("all offers"))
    add_dry_run(parser)
    add_needless_yes(parser)
    add_skip_refused(parser)
    add_requests(parser)


def _partners(args: argparse.Namespace, *, adding: bool) -> BulkChange:
    named = tuple(read_tenants(args.tenants))
    if not named and not args.lists:
        raise InvalidInput(
            say("No partner is named."), say("Name partners by tenant ID, or a list with --list.")
        )
    if adding:
        return BulkChange(add=named, add_lists=tuple(args.lists))
    return BulkChange(remove=named, remove_lists=tuple(args.lists))


def _run(session: Session, args: argparse.Namespace, change: BulkChange) -> None:
    with session.workbench() as workbench:
        desired = bulk_wishes(_offers(workbench, args), change)
        options = options_of(args)
        if args.dry_run:
            preview(session, workbench.plans.plan(desired, requests=args.requests), options)
            return
        carry_out(
            session,
            lambda: workbench.plans.apply(desired, options, requests=args.requests, keep=True),
        )


def _offers(workbench: Workbench, args: argparse.Namespace) -> list[str]:
    """The offers that a command line names, in the order of their IDs unless each is named.

    Raises:
        InvalidInput: None is named.
    """
    if not (args.offers or args.types or args.all):
        raise InvalidInput(
            say("No offer is named."), say("Name offers with --offers, --type or --all.")
        )
    found = list(args.offers)
    if args.types or args.all:
        found += sorted(
            row.state.offer.offer_id
            for row in workbench.offers.rows()
            if args.all or row.state.offer.product_type in args.types
        )
    return list(dict.fromkeys(found))
