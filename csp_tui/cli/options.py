"""Arguments and options that several commands have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.cli.values import tenants
from csp_tui.domain import identifiers
from csp_tui.domain.partner_list import checked_list_name
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser


def add_offer(parser: Parser) -> None:
    """Let a command name its offer."""
    parser.add_argument(
        "offer", type=identifiers.offer_id, metavar=_("OFFER"), help=_("the offer's ID")
    )


def add_dry_run(parser: Parser) -> None:
    """Let a command say what it would do."""
    parser.add_argument(
        "--dry-run", action="store_true", help=_("show what would happen, and change nothing")
    )


def add_tenants(parser: Parser) -> None:
    """Let a command name partners."""
    parser.add_argument(
        "tenants",
        type=tenants,
        nargs="+",
        metavar=_("TENANT"),
        help=_(
            "one or several Microsoft Entra tenant IDs, separated by white space, commas or "
            "semicolons; - reads them from standard input"
        ),
    )


def add_yes(parser: Parser) -> None:
    """Let a command go ahead without asking."""
    parser.add_argument("--yes", action="store_true", help=_("go ahead without confirmation"))


def add_offer_filter(parser: Parser) -> None:
    """Let a command list what belongs to one offer only."""
    parser.add_argument(
        "--offer", type=identifiers.offer_id, metavar=_("OFFER"), help=_("only of this offer")
    )


def add_list_name(parser: Parser) -> None:
    """Let a command name its partner list."""
    parser.add_argument(
        "name", type=checked_list_name, metavar=_("NAME"), help=_("the name of the list")
    )
