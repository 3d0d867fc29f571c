"""``csp-tui state``, ``plan`` and ``apply``: many offers as they should be."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.confirmation import confirms
from csp_tui.cli.files import add_file, byte_source, byte_target, standard_output
from csp_tui.cli.options import add_yes
from csp_tui.cli.plan_output import (
    add_exit_code,
    add_requests,
    add_skip_refused,
    carry_out,
    exit_code,
    options_of,
    show_plan,
    tell_plan,
)
from csp_tui.cli.plan_text import effect_lines, plan_lines
from csp_tui.cli.values import STANDARD, amount
from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.plan import GoLive
from csp_tui.domain.plan_words import summary_message
from csp_tui.domain.wording import say
from csp_tui.exchange.plan_file import plan_pieces, saved_document
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.plan_document import plan_of

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session
    from csp_tui.domain.desired import DesiredState
    from csp_tui.exchange.state_file import StateFile
    from csp_tui.services.plan_values import Plan
    from csp_tui.services.state import ExportedOffer
    from csp_tui.services.workbench import Workbench


def register(commands: Commands) -> None:
    """Add the commands."""
    _register_state(commands)
    parser = commands.add(
        "plan",
        make_plan,
        summary_of("plan"),
        "csp-tui plan offers.toml --go-live --requests",
        "csp-tui plan offers.toml --out offers.plan --exit-code",
    )
    add_file(parser, _("the state file, - for standard input"))
    _add_go_live(parser)
    add_requests(parser)
    parser.add_argument(
        "--out", metavar=_("PLAN"), help=_("save the plan to this file; apply carries it out")
    )
    add_exit_code(parser)
    parser = commands.add(
        "apply",
        apply_plan,
        summary_of("apply"),
        "csp-tui apply offers.toml --requests --yes",
        "csp-tui apply offers.plan --yes --allow-removals 5",
    )
    add_file(parser, _("the state file or the saved plan, - for standard input"))
    _add_go_live(parser)
    add_requests(parser)
    add_yes(parser)
    parser.add_argument(
        "--allow-removals",
        type=amount,
        metavar="N",
        help=_("stop if more than this number of partners would lose access"),
    )
    add_skip_refused(parser)


def _register_state(commands: Commands) -> None:
    group = commands.group("state", summary_of("state"))
    parser = group.add(
        "export",
        export_state,
        _("write offers and partner lists as a state file, whose plan is empty"),
        "csp-tui state export --out offers.toml",
        "csp-tui state export contoso-backup contoso-vm",
        json=False,
    )
    parser.add_argument(
        "offers",
        nargs="*",
        type=identifiers.offer_id,
        metavar=_("OFFER"),
        help=_("only these offers (default: all)"),
    )
    parser.add_argument("--live", action="store_true", help=_("what is live, not the drafts"))
    parser.add_argument("--out", metavar=_("FILE"), default=STANDARD, help=_("the file to write"))
    parser = group.add(
        "check",
        check_state,
        _("check a state file, and name the line of every mistake"),
        "csp-tui state check offers.toml",
    )
    add_file(parser, _("the state file, - for standard input"))


def _add_go_live(parser: Parser) -> None:
    parser.add_argument(
        "--go-live",
        action="store_true",
        help=_("also publish or sync, so that the drafts go live"),
    )


def _go_live(args: argparse.Namespace) -> GoLive:
    return GoLive.NEXT if args.go_live else GoLive.NO


def export_state(session: Session, args: argparse.Namespace) -> None:
    """Write the present state."""
    from csp_tui.exchange.state_writer import state_lines
    from csp_tui.exchange.writing import write_lines

    with (
        session.workbench() as workbench,
        workbench.state.export(args.offers, live=args.live) as (lists, offers),
        standard_output(args.out),
    ):
        heading = say(
            "State file of csp-tui. An offer that is not in it is left alone. "
            "Check it with “csp-tui plan FILE”."
        )
        count = left_out = 0

        def counted() -> Iterator[ExportedOffer]:
            nonlocal count, left_out
            for offer in offers:
                count += offer.note is None
                left_out += offer.note is not None
                yield offer

        write_lines(byte_target(args.out), state_lines(lists, counted(), heading))
    session.say(ngettext("{count} offer written.", "{count} offers written.", count))
    if left_out:
        session.say(
            ngettext(
                "{count} offer has nothing to plan; a comment says why.",
                "{count} offers have nothing to plan; comments say why.",
                left_out,
            )
        )


def _read(name: str) -> StateFile:
    from csp_tui.exchange.state_reader import read_state
    from csp_tui.settings.toml_lines import explain

    return read_state(byte_source(name), explain=explain)


def _verified(workbench: Workbench, file: StateFile) -> DesiredState:
    """What a state file says, once everything that it names exists.

    Raises:
        InvalidInput: Something in it can't be used.
    """
    file.add_missing(workbench.state.missing(file.desired))
    return file.require_usable()


def check_state(session: Session, args: argparse.Namespace) -> None:
    """Check a state file.

    Raises:
        InvalidInput: Something in it can't be used.
    """
    file = _read(args.file)
    with session.workbench() as workbench:
        try:
            desired = _verified(workbench, file)
        except InvalidInput:
            for problem in file.problems[1:]:
                reason = render(problem.message)
                session.say(_("Line {line}: {reason}").format(line=problem.line, reason=reason))
            session.show(lambda: _check_shape(file, 0))
            raise
        unknown = workbench.state.unknown_partners(desired)
    session.show(lambda: _check_shape(file, unknown))
    offers = len(desired.offers)
    session.say(
        ngettext("The file is valid: {count} offer.", "The file is valid: {count} offers.", offers)
    )
    if unknown:
        session.say(
            ngettext(
                "Note: {count} partner is not in the partner directory.",
                "Note: {count} partners are not in the partner directory.",
                unknown,
            )
        )


def _check_shape(file: StateFile, unknown: int) -> dict[str, object]:
    return {
        "ok": not file.problems,
        "problems": [
            {"line": problem.line, "message": render(problem.message, "en")}
            for problem in file.problems
        ],
        "offers": len(file.desired.offers),
        "lists": len(file.desired.lists),
        "unknown_partners": unknown,
    }


def make_plan(session: Session, args: argparse.Namespace) -> int:
    """Print, and with ``--out`` save, a plan."""
    from csp_tui.exchange.writing import write_lines

    file = _read(args.file)
    file.require_usable()
    with session.workbench() as workbench:
        desired = _verified(workbench, file)
        plan = workbench.plans.plan(desired, go_live=_go_live(args), requests=args.requests)
    if args.out is not None:
        with standard_output(args.out):
            write_lines(byte_target(args.out), plan_pieces(plan))
    if args.out != STANDARD:
        show_plan(session, plan)
    else:
        tell_plan(session, plan)
    return exit_code(args, plan)


def apply_plan(session: Session, args: argparse.Namespace) -> None:
    """Carry out a state file or a saved plan.

    Raises:
        InvalidInput: The file can't be used, or no one can be asked for confirmation.
        PlanRefused: The plan can't be carried out.
    """
    document = _saved_document(args.file)
    options = options_of(args)
    if document is not None:
        plan = plan_of(document)
        with session.workbench() as workbench:
            if not args.yes and not plan.is_empty:
                _confirm(plan)
            carry_out(
                session,
                lambda: workbench.plans.apply_saved(document, options, title=_name(args.file)),
            )
        return
    file = _read(args.file)
    file.require_usable()
    with session.workbench() as workbench:
        desired = _verified(workbench, file)
        seen = None
        if not args.yes:
            seen = workbench.plans.plan(desired, go_live=_go_live(args), requests=args.requests)
            if not seen.is_empty and not seen.only_waits:
                _confirm(seen)
        carry_out(
            session,
            lambda: workbench.plans.apply(
                desired,
                options,
                go_live=_go_live(args),
                requests=args.requests,
                title=_name(args.file),
                seen=seen,
                keep=True,
            ),
        )


def _name(file: str) -> str:
    return "" if file == STANDARD else Path(file).name


def _confirm(plan: Plan) -> None:
    """Ask whether to carry a plan out.

    Raises:
        InvalidInput: The answer is no, or there is no terminal to ask on.
    """
    what = _("This carries out the plan.")
    lines = [what, *plan_lines(plan, aligned=True), *effect_lines(plan.effects)]
    steps = render(summary_message(plan.summary))
    summary = _("This carries out the plan ({steps}).").format(steps=steps)
    if not confirms(lines, _("Carry out this plan?"), summary=summary):
        raise InvalidInput(say("Nothing was changed."), None)


def _saved_document(name: str) -> object | None:
    """The saved plan that a file holds, None where it is a state file.

    Raises:
        InvalidInput: It is too large, or begins like a plan and is damaged.
    """
    if name == STANDARD:
        return None
    return saved_document(Path(name))
