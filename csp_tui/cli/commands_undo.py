"""``csp-tui undo`` and ``csp-tui redo``: undo the newest change, and redo it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from csp_tui.cli import json_output
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.failures import command_line
from csp_tui.cli.plan_output import add_needless_yes
from csp_tui.cli.values import entry_number
from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput, RuleRefusal
from csp_tui.domain.undoing_words import step_effects, summarize_step
from csp_tui.domain.wording import quoted, say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session
    from csp_tui.domain.undoing import Step
    from csp_tui.services.undo import UndoPreview


def register(commands: Commands) -> None:
    """Add both commands."""
    parser = commands.add(
        "undo",
        undo,
        summary_of("undo"),
        "csp-tui undo --offer contoso-backup --dry-run",
    )
    _add_options(parser)
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be undone"))
    parser = commands.add(
        "redo",
        redo,
        summary_of("redo"),
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
        type=entry_number,
        metavar="N",
        help=_("only if the newest change has this history entry number"),
    )
    add_needless_yes(parser)
    parser.add_argument(
        "--others", action="store_true", help=_("also changes made by someone else")
    )


def undo(session: Session, args: argparse.Namespace) -> None:
    """Undo the newest change."""
    with session.workbench() as workbench:
        if args.offer is None and args.entry is None:
            _require_newest(workbench.undo.preview(), args)
        step = workbench.undo.undo(
            args.offer, entry=args.entry, others=args.others, preview=args.dry_run
        )
    if args.dry_run:
        session.say(_("Would undo: {what}").format(what=_named(step)))
        session.say(*map(render, step_effects(step)))
    else:
        session.say(_("Undone: {what}").format(what=_named(step)))
    session.warn(step.verdict.warnings)
    session.changed = not args.dry_run
    session.show(lambda: _shape("undone", step, dry_run=args.dry_run))


def redo(session: Session, args: argparse.Namespace) -> None:
    """Redo the change that was undone last."""
    with session.workbench() as workbench:
        step = workbench.undo.redo(args.offer, entry=args.entry, others=args.others)
    message = _("Redone: {what}").format(what=_named(step))
    session.done(message, lambda: _shape("redone", step, dry_run=False))


def _require_newest(preview: UndoPreview, args: argparse.Namespace) -> None:
    """Require confirmation to undo an older change when the newest one cannot be undone.

    Raises:
        InvalidInput: The newest change cannot be undone.
        RuleRefusal: By a rule of the CSP program.
    """
    step, blocked = preview.step, preview.blocked
    if step is None or blocked is None:
        return
    undo_it = command_line(args, "undo", "--entry", str(step.entry.id))
    if step.offer_ids == blocked.offer_ids:
        way = say(
            "To undo the change before it, {what}, run: {command}",
            what=quoted(_named(step)),
            command=undo_it,
        )
    else:
        way = say(
            "The newest change that can be undone is not of the same offer: {what}. To undo it, "
            "run: {command}",
            what=_named(step),
            command=undo_it,
        )
    error = RuleRefusal(blocked.verdict) if blocked.verdict.rule else None
    if error is None:
        raise InvalidInput(blocked.verdict.message, way)
    error.next_step = way
    raise error


def _named(step: Step) -> str:
    what = render(summarize_step(step))
    offer_id = step.entry.offer_id
    if offer_id is None or len(step.offer_ids) > 1:
        return what
    return _("{title}: {text}").format(title=offer_id, text=what)


def _shape(verb: str, step: Step, *, dry_run: bool) -> dict[str, Any]:
    return {
        verb: json_output.entry(step.entry),
        "changes": [json_output.entry(change.entry) for change in step.changes],
        "dry_run": dry_run,
    }
