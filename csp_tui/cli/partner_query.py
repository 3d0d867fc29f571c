"""A search over the directory as a command line names it: words and filters."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from csp_tui.domain.partner import PartnerQuery
from csp_tui.i18n import gettext as _
from csp_tui.services.partner_filters import checked_query

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser
    from csp_tui.services.workbench import Workbench


def add_query(parser: Parser) -> None:
    """Let a command search partners."""
    parser.add_argument(
        "text",
        nargs="*",
        metavar=_("TEXT"),
        help=_(
            "part of a name, the beginning of a tenant ID, a city, an MPN ID, or several tenant IDs"
        ),
    )
    add_filters(parser)


def add_filters(parser: Parser) -> None:
    """Let a command filter partners."""
    filters = (
        ("--country", "countries", "CC", _("only this country; repeat it for any of several")),
        (
            "--competency",
            "competencies",
            _("NAME"),
            _("only this competency, which a partner must have; repeat it for any of several"),
        ),
        (
            "--skill",
            "skills",
            _("NAME"),
            _("only this skill, which a partner must have; repeat it for any of several"),
        ),
    )
    for name, dest, metavar, purpose in filters:
        parser.add_argument(
            name, dest=dest, metavar=metavar, action="append", default=[], help=purpose
        )


def read_query(workbench: Workbench, args: argparse.Namespace) -> PartnerQuery:
    """The search that a command line names.

    Raises:
        InvalidInput: No partner has a value that is filtered by.
    """
    return checked_query(
        workbench.regions,
        workbench.directory,
        " ".join(args.text),
        countries=args.countries,
        competencies=args.competencies,
        skills=args.skills,
    )
