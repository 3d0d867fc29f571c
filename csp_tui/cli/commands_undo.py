"""``csp-tui undo`` and ``csp-tui redo``: take the newest change back, and make it again."""

from __future__ import annotations

import argparse
from typing import Any

from csp_tui.cli import shapes
from csp_tui.cli.parser import Commands, Parser
from csp_tui.cli.session import Session
from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput, RuleRefusal
from csp_tui.domain.history import Entry, summarize
from csp_tui.domain.undoing import judge
from csp_tui.domain.undoing_words import way_back
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.undo import Outlook


def register(commands: Commands) -> None:
    """Add both commands."""
    parser = commands.add(
        "undo",
        undo,
        _("take the newest change back, as a change of its own"),
        "csp-tui undo --offer contoso-backup --dry-run",
    )
    _add_options(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what would be taken back")
    )
    parser = commands.add(
        "redo",
        redo,
        _("make again what was taken back last, while nothing else was changed"),
        "csp-tui redo",
    )
    _add_options(parser)


def _add_options(parser: Parser) -> None:
    parser.add_argument(
        "--offer",
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("only what was changed in this offer"),
    )
    parser.add_argument(
        "--entry",
        type=int,
        metavar="N",
        help=_("only if this is the number of the history entry it is about"),
    )
    parser.add_argument("--others", action="store_true", help=_("also what someone else changed"))


def undo(session: Session, args: argparse.Namespace) -> None:
    """Take the newest change back."""
    with session.workbench() as workbench:
        if args.offer is None and args.entry is None:
            _require_newest(workbench.undo.outlook())
        entry = workbench.undo.undo(
            args.offer, entry=args.entry, others=args.others, preview=args.dry_run
        )
    if args.dry_run:
        session.say(_("Would take back: {what}").format(what=_named(entry)))
    else:
        session.say(_("Taken back: {what}").format(what=_named(entry)))
    session.say(render(way_back(entry)))
    session.warn(judge(entry).warnings)
    session.changed = not args.dry_run
    session.show(lambda: _shape("undone", entry, dry_run=args.dry_run))


def redo(session: Session, args: argparse.Namespace) -> None:
    """Make again what was taken back last."""
    with session.workbench() as workbench:
        entry = workbench.undo.redo(args.offer, entry=args.entry, others=args.others)
    message = _("Made again: {what}").format(what=_named(entry))
    session.done(message, lambda: _shape("redone", entry, dry_run=False))


def _require_newest(outlook: Outlook) -> None:
    """Never take back an older change unasked because the newest one cannot be.

    Raises:
        InvalidInput: The newest change cannot be taken back.
        RuleRefusal: By a rule of the programme.
    """
    step, blocked = outlook.step, outlook.blocked
    if step is None or blocked is None:
        return
    way = say(
        "What came before it is taken back with “csp-tui undo --entry {id}”: {what}",
        id=step.entry.id,
        what=summarize(step.entry),
    )
    error = RuleRefusal(blocked.verdict) if blocked.verdict.rule else None
    if error is None:
        raise InvalidInput(blocked.verdict.message, way)
    error.next_step = way
    raise error


def _named(entry: Entry) -> str:
    what = render(summarize(entry))
    if entry.offer_id is None:
        return what
    return _("{title}: {text}").format(title=entry.offer_id, text=what)


def _shape(verb: str, entry: Entry, *, dry_run: bool) -> dict[str, Any]:
    return {verb: shapes.entry(entry), "dry_run": dry_run}
