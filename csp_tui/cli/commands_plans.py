"""``csp-tui plans``: plans that were carried out, as checklists of what is left to do."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from csp_tui.cli.command_index import summary_of
from csp_tui.cli.output import table
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.plan import PlanStatus
from csp_tui.domain.plan_words import action_title, change_message
from csp_tui.domain.support import status_title
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, pgettext, render

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session
    from csp_tui.services.plans import Checklist
    from csp_tui.services.workbench import Workbench


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("plans", summary_of("plans"))
    group.add("list", list_plans, _("list the plans, newest first"), "csp-tui plans list")
    parser = group.add(
        "show", show_saved, _("show a plan as a checklist"), "csp-tui plans show 3f2a0c4e"
    )
    _add_plan_id(parser)
    parser = group.add(
        "close",
        close_plan,
        _("close a plan, even if some of its steps are not done"),
        "csp-tui plans close 3f2a0c4e",
    )
    _add_plan_id(parser)


def _add_plan_id(parser: Parser) -> None:
    parser.add_argument("id", metavar=_("PLAN"), help=_("the plan's ID, or its beginning"))


def list_plans(session: Session, _args: argparse.Namespace) -> None:
    """Print the plans that were carried out."""
    with session.workbench() as workbench:
        plans = workbench.plans.checklists()
    session.show(lambda: [_saved_shape(one) for one in plans], lambda: _saved_lines(plans))
    if not plans:
        session.say(_("No plan was carried out yet."))


def _saved_shape(checklist: Checklist) -> dict[str, object]:
    plan = checklist.saved
    return {
        "id": plan.id,
        "title": plan.title,
        "who": plan.who,
        "made_at": plan.made_at,
        "carried_out_at": plan.carried_out_at,
        "closed_at": plan.closed_at,
        "batch": plan.batch,
        "status": checklist.status.value,
    }


def _saved_lines(plans: list[Checklist]) -> Iterator[str]:
    titles = {
        PlanStatus.OPEN: pgettext("plan", "open"),
        PlanStatus.DONE: pgettext("plan", "done"),
        PlanStatus.UNDONE: pgettext("plan", "undone"),
    }
    return table(
        (_("Plan"), _("Carried out (UTC)"), _("Who"), _("Title"), _("Status")),
        (
            (
                one.id,
                "–" if one.carried_out_at is None else f"{one.carried_out_at:%Y-%m-%d %H:%M}",
                one.who,
                one.title or "–",
                titles[found.status],
            )
            for found in plans
            for one in (found.saved,)
        ),
    )


def _full_id(workbench: Workbench, beginning: str) -> str:
    """The ID of the plan that begins so.

    Raises:
        InvalidInput: Several do.
    """
    found = [one.id for one in workbench.plans.saved() if one.id.startswith(beginning)]
    if len(found) > 1 and beginning not in found:
        raise InvalidInput(
            say("Several plans have an ID that begins with {id}.", id=beginning[:64]),
            say("Use more characters of the ID."),
        )
    return found[0] if len(found) == 1 else beginning


def show_saved(session: Session, args: argparse.Namespace) -> None:
    """Print a plan as a checklist."""
    with session.workbench() as workbench:
        checklist = workbench.plans.checklist(_full_id(workbench, args.id))
    session.show(lambda: _checklist_shape(checklist), lambda: _checklist_lines(checklist))
    if checklist.is_undone:
        session.say(_("This plan was undone."))
        return
    session.say(
        ngettext("{count} step left.", "{count} steps left.", checklist.open_items)
        if checklist.open_items
        else _("Everything is done.")
    )


def _checklist_shape(checklist: Checklist) -> dict[str, object]:
    return {
        **_saved_shape(checklist),
        "steps": [
            {
                "n": item.step.n,
                "offer_id": item.step.offer_id,
                "action": item.step.action.value,
                "done": item.is_done,
                "request": None if item.request is None else item.request.id,
                "request_status": None if item.request is None else item.request.status.value,
            }
            for item in checklist.items
        ],
    }


def _checklist_lines(checklist: Checklist) -> Iterator[str]:
    return table(
        (_("Done"), _("Offer ID"), _("Step"), _("Change"), _("Request")),
        (
            (
                "✓" if item.is_done else "–",
                item.step.offer_id,
                render(action_title(item.step.action)),
                render(change_message(item.step)),
                ""
                if item.request is None
                else f"#{item.request.id} {render(status_title(item.request.status))}",
            )
            for item in checklist.items
        ),
    )


def close_plan(session: Session, args: argparse.Namespace) -> None:
    """Put a plan away."""
    with session.workbench() as workbench:
        plan_id = _full_id(workbench, args.id)
        workbench.plans.close(plan_id)
        saved = workbench.plans.checklist(plan_id)
    session.done(_("Plan closed."), lambda: _saved_shape(saved))
