"""Options that several commands of ``csp-tui partner-center`` have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain import identifiers
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser


def add_account(parser: Parser) -> None:
    """Let a command name its account."""
    parser.add_argument(
        "--account", default="", metavar=_("NAME"), help=_("the account, if there are several")
    )


def add_offers(parser: Parser) -> None:
    """Let a command be limited to some offers."""
    parser.add_argument(
        "--offer",
        action="append",
        default=[],
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("only this offer; can be repeated"),
    )
