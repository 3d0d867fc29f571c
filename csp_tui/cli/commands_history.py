"""``csp-tui history``: who changed what."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC

from csp_tui.cli import shapes
from csp_tui.cli.output import table
from csp_tui.cli.parser import Commands
from csp_tui.cli.session import Session
from csp_tui.cli.values import amount
from csp_tui.domain import identifiers
from csp_tui.domain.history import Entry, summarize
from csp_tui.domain.history_fold import fold_edits
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

_PAGE = 100


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add(
        "history",
        list_history,
        _("say who changed what, newest first"),
        "csp-tui history --offer contoso-backup --limit 20",
    )
    parser.add_argument(
        "--offer",
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("only of this offer, which may have been deleted"),
    )
    parser.add_argument(
        "--limit",
        type=amount,
        default=_PAGE,
        metavar="N",
        help=_("how many to print at most, {count} unless told").format(count=_PAGE),
    )


def list_history(session: Session, args: argparse.Namespace) -> None:
    """Print the newest changes."""
    with session.workbench() as workbench:
        entries = workbench.history.entries(args.offer, limit=args.limit)
    session.show(
        lambda: [shapes.entry(entry) for entry in entries], lambda: _lines(fold_edits(entries))
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
