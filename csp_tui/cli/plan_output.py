"""How commands show plans and carry them out: the same for files, bulk changes and lists."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from csp_tui import i18n
from csp_tui.cli.failures import DIFFERENT, DONE, MANUAL
from csp_tui.cli.plan_text import effect_lines, plan_lines, result_lines
from csp_tui.domain.plan_words import summary_message
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.plan_values import Applied, OfferResult, Plan, PlanRefused, ResultKind

if TYPE_CHECKING:
    from csp_tui.cli.parser import Parser
    from csp_tui.cli.session import Session
    from csp_tui.services.plan_applying import ApplyOptions


def add_skip_refused(parser: Parser) -> None:
    """Let a command leave out what is refused."""
    parser.add_argument(
        "--skip-refused",
        action="store_true",
        help=_("skip offers that can't be changed as planned, and do the rest"),
    )


def add_needless_yes(parser: Parser) -> None:
    """Take ``--yes``, as other commands do, where nothing is asked."""
    parser.add_argument(
        "--yes",
        action="store_true",
        help=_("accepted for scripts; this command never asks for confirmation"),
    )


def add_requests(parser: Parser) -> None:
    """Let a command prepare support requests."""
    parser.add_argument(
        "--requests",
        action="store_true",
        help=_("prepare the support requests that are needed, as drafts"),
    )


def add_exit_code(parser: Parser) -> None:
    """Let a command tell by its exit code whether there is something to do."""
    parser.add_argument(
        "--exit-code",
        action="store_true",
        help=_("exit with 5 if there is something to do, 6 if only manual steps remain"),
    )


def options_of(args: argparse.Namespace) -> ApplyOptions:
    """How a command line wants a plan to be carried out."""
    from csp_tui.services.plan_applying import ApplyOptions

    return ApplyOptions(
        skip_refused=args.skip_refused,
        allow_removals=getattr(args, "allow_removals", None),
        language=i18n.current(),
    )


def applied_shape(applied: Applied) -> dict[str, Any]:
    """A plan and its results, as JSON values."""
    from csp_tui.services.plan_document import document_of, result_facts

    return {
        **document_of(applied.plan),
        "applied": applied.applied,
        "batch": applied.batch,
        "results": [result_facts(result) for result in applied.results],
    }


def show_plan(session: Session, plan: Plan) -> None:
    """Print a plan."""
    from csp_tui.services.plan_document import document_of

    session.show(lambda: document_of(plan), lambda: plan_lines(plan))
    tell_plan(session, plan)


def tell_plan(session: Session, plan: Plan) -> None:
    """Say what a plan means and how many steps it has."""
    session.say(*effect_lines(plan.effects))
    session.warn(plan.warnings)
    if plan.is_empty:
        session.say(_("Nothing to do."))
    else:
        session.say(render(summary_message(plan.summary)) + ".")


def exit_code(args: argparse.Namespace, plan: Plan) -> int:
    """The exit code for a plan: 5 if there is something to do, 6 if only persons have."""
    if not args.exit_code or plan.is_empty:
        return DONE
    return MANUAL if plan.only_waits else DIFFERENT


def preview(session: Session, plan: Plan, options: ApplyOptions) -> None:
    """Print a plan and what carrying it out would do.

    Raises:
        PlanRefused: It can't be carried out.
    """
    from csp_tui.services.plan_applying import require_carried_out

    try:
        skipped = require_carried_out(plan, options)
    except PlanRefused as error:
        # The table says which steps are refused, and what the others would do.
        show_refused(session, error, lambda: plan_lines(plan))
        raise
    results = tuple(
        skipped.get(offer_id) or OfferResult(offer_id, _expected(plan, offer_id))
        for offer_id in plan.offers
    )
    shown = Applied(plan, results=results)
    session.show(lambda: applied_shape(shown), lambda: plan_lines(plan))
    tell_plan(session, plan)
    session.say(*result_lines(shown))
    session.say(_("Nothing was changed: this was a dry run."))


def _expected(plan: Plan, offer_id: str) -> ResultKind:
    changes = any(step.offer_id == offer_id and step.is_open for step in plan.steps)
    follows = any(follow.offer_id == offer_id for follow in plan.follows)
    return ResultKind.DONE if changes or follows else ResultKind.NOTHING_TO_DO


def carry_out(session: Session, apply: Callable[[], Applied]) -> None:
    """Carry a plan out and print the results.

    Raises:
        PlanRefused: It can't be carried out; with ``--json`` the plan is printed all the same.
    """
    try:
        applied = apply()
    except PlanRefused as error:
        show_refused(session, error)
        raise
    session.changed = applied.applied
    done = sum(result.result is ResultKind.DONE for result in applied.results)
    if applied.applied:
        session.say(ngettext("{count} offer changed.", "{count} offers changed.", done))
    else:
        session.say(_nothing_done(applied))
    session.say(*result_lines(applied))
    session.warn(applied.plan.warnings)
    session.show(lambda: applied_shape(applied))


def _nothing_done(applied: Applied) -> str:
    """Why nothing was changed: all is as it should be, or what is left was refused."""
    left_out = (ResultKind.REFUSED, ResultKind.SKIPPED)
    count = sum(result.result in left_out for result in applied.results)
    if not count and applied.plan.only_waits:
        summary = render(summary_message(applied.plan.summary))
        return _("Nothing to do now: {summary}.").format(summary=summary)
    if not count:
        return _("Nothing to do.")
    return ngettext(
        "Nothing was changed: {count} offer was skipped.",
        "Nothing was changed: {count} offers were skipped.",
        count,
    )


def show_refused(
    session: Session, error: PlanRefused, lines: Callable[[], Iterable[str]] | None = None
) -> None:
    """With ``--json``, print the plan that was refused.

    Args:
        session: Prints it.
        error: The refusal.
        lines: What is printed for people; nothing without.
    """
    if error.plan is not None:
        refused = Applied(error.plan, results=error.results)
        session.show(lambda: applied_shape(refused), lines)
