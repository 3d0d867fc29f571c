"""``csp-tui history``: who changed what."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from csp_tui.cli import json_output
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.output import table
from csp_tui.cli.values import amount
from csp_tui.domain import identifiers
from csp_tui.domain.history import Entry
from csp_tui.domain.history_fold import fold_edits
from csp_tui.domain.history_words import summarize
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session

_PAGE = 100


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add(
        "history",
        list_history,
        summary_of("history"),
        "csp-tui history --offer contoso-backup --limit 20",
    )
    parser.add_argument(
        "--offer",
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("only of this offer, even if it was deleted"),
    )
    parser.add_argument(
        "--limit",
        type=amount,
        default=_PAGE,
        metavar="N",
        help=_("maximum number of results (default: {count})").format(count=_PAGE),
    )


def list_history(session: Session, args: argparse.Namespace) -> None:
    """Print the newest changes."""
    with session.workbench() as workbench:
        entries = workbench.history.entries(args.offer, limit=args.limit)
    session.show(
        lambda: [json_output.entry(entry) for entry in entries], lambda: _lines(fold_edits(entries))
    )
    if not entries and args.limit:
        session.say(_("Nothing was changed yet."))


def _lines(entries: Sequence[Entry]) -> Iterator[str]:
    if entries:
        yield from table(
            (_("When (UTC)"), _("Who"), _("Offer ID"), _("What")),
            (
                (
                    entry.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"),
                    entry.who,
                    entry.offer_id or "–",
                    render(summarize(entry)),
                )
                for entry in entries
            ),
        )
