"""``csp-tui partner-center pull``, ``plan``, ``push``, ``resolve``, ``publish`` and ``jobs``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.cli import remote_json, remote_text
from csp_tui.cli.confirmation import confirms
from csp_tui.cli.failures import (
    DONE,
    REFUSED,
    REMOTE,
    STOPPED,
    command_line,
    on_database,
)
from csp_tui.cli.options import add_dry_run, add_offer, add_yes
from csp_tui.cli.partner_center_options import add_account, add_offers
from csp_tui.cli.values import tenants
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.plan import StepAction, StepOutcome
from csp_tui.domain.plan_words import change_message
from csp_tui.domain.remote import JobKind, JobState, RemoteJob, SyncState
from csp_tui.domain.remote_conflicts import Side
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render, titled

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.cli.session import Session
    from csp_tui.domain.plan import Step
    from csp_tui.services.remote.views import PullReport

_JOB_ACTIONS = ("list", "show", "wait", "resume", "forget")
_PARTNER = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def register(group: Commands) -> None:
    """Add the commands to their group."""
    parser = group.add(
        "pull",
        pull,
        _("apply the changes made in Partner Center"),
        "csp-tui partner-center pull --dry-run",
        details=_(
            "A draft that you have changed here is never overwritten: if it was changed in "
            "Partner Center as well, the offer is in conflict until you resolve it. At a "
            "terminal, the changes are shown first and need your confirmation."
        ),
    )
    add_account(parser)
    add_offers(parser)
    add_dry_run(parser)
    add_yes(parser)
    parser = group.add(
        "plan",
        show_plan,
        _("show what a push would write, and what has to be done by hand"),
        "csp-tui partner-center plan --calls",
    )
    add_account(parser)
    add_offers(parser)
    parser.add_argument(
        "--calls", action="store_true", help=_("show the requests exactly as they are sent")
    )
    parser = group.add(
        "push",
        push,
        _("write the changed drafts to Partner Center"),
        "csp-tui partner-center push --offer contoso-backup --yes",
        details=_(
            "Only the draft changes; nothing goes live. A request whose response is lost is "
            "never sent again: its result is read from Partner Center."
        ),
    )
    add_account(parser)
    add_offers(parser)
    add_yes(parser)
    parser.add_argument("--wait", action="store_true", help=_("wait until the jobs have ended"))
    parser = group.add(
        "resolve",
        resolve,
        _("show or resolve a conflict"),
        "csp-tui partner-center resolve contoso-backup",
        f"csp-tui partner-center resolve contoso-backup --take remote --keep {_PARTNER}",
        details=_(
            "Without options, the three versions are shown. With only --keep or --drop, the "
            "changes of both sides are combined first."
        ),
    )
    add_offer(parser)
    parser.add_argument(
        "--take",
        choices=("local", "remote", "both"),
        metavar=_("SIDE"),
        help=_("begin with the draft here (local), in Partner Center (remote), or both"),
    )
    for name, text in (
        ("--keep", _("one or more partners to keep on the list")),
        ("--drop", _("one or more partners to remove from the list")),
    ):
        parser.add_argument(
            name, nargs="+", action="extend", type=tenants, default=[], metavar=_("TENANT"),
            help=text,
        )  # fmt: skip
    parser = group.add(
        "publish",
        publish,
        _("publish an offer in Partner Center"),
        "csp-tui partner-center publish contoso-backup --to preview --yes",
    )
    add_offer(parser)
    add_account(parser)
    parser.add_argument(
        "--to",
        required=True,
        choices=("preview", "live"),
        metavar=_("TARGET"),
        help=_("preview, or from preview to live"),
    )
    add_yes(parser)
    parser = group.add(
        "jobs",
        jobs,
        _("list and track what was sent to Partner Center"),
        "csp-tui partner-center jobs",
        "csp-tui partner-center jobs wait 3",
        details=_(
            "list shows all jobs, show one. wait follows one to its end and asks at most once a "
            "minute. resume asks once about all that have not ended, and sends nothing. forget "
            "abandons one here; in Partner Center it continues."
        ),
    )
    parser.add_argument(
        "action", nargs="?", choices=_JOB_ACTIONS, default="list", metavar=_("ACTION"),
        help="list, show, wait, resume, forget",
    )  # fmt: skip
    parser.add_argument("id", nargs="?", metavar=_("ID"), help=_("the job's number"))


def pull(session: Session, args: argparse.Namespace) -> int:
    """Apply what has changed; at a terminal it is shown first and confirmed."""
    from csp_tui.services.remote.words import pull_counts

    with session.workbench() as workbench:
        pulls = workbench.partner_center.pulls
        pulled = pulls.read(args.account, offers=args.offer)
        report = pulled.report
        asks = bool(report) and not args.dry_run and not args.yes and _is_at_terminal()
        if asks:
            lines = [*remote_text.pull_lines(report), ""]
            if not confirms(lines, _("Apply these changes from Partner Center?")):
                session.say(_("Nothing was changed."))
                return STOPPED
        if not args.dry_run:
            if not asks:
                _say_losses(session, report)
            report = pulls.take(pulled)
    session.changed = not args.dry_run
    text = None if asks else lambda: remote_text.pull_lines(report)
    session.show(lambda: remote_json.pull(report), text)
    session.say(render(pull_counts(report)))
    for conflict in report.conflicts:
        command = command_line(args, "partner-center", "resolve", conflict.offer_id)
        session.say(_("Next: {step}").format(step=command))
    return DONE


def _is_at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _say_losses(session: Session, report: PullReport) -> None:
    """Say what a pull takes off the recorded live lists, before it does."""
    from csp_tui.services.remote.words import live_words, takes_away

    for one in takes_away(report):
        for text in live_words(one.live) if one.live is not None else ():
            line = titled(one.offer_id, render(text))
            session.say(_("Note: {warning}").format(warning=line))


def show_plan(session: Session, args: argparse.Namespace) -> None:
    """Print what a push would write."""
    with session.workbench() as workbench:
        plan = workbench.partner_center.planner.plan(args.account, offers=args.offer)
    session.show(
        lambda: remote_json.plan(plan),
        lambda: (
            on_database(line, args) for line in remote_text.plan_lines(plan, with_calls=args.calls)
        ),
    )
    session.warn(plan.warnings)
    if not plan.steps:
        session.say(_("Nothing to do: everything is in sync."))


def push(session: Session, args: argparse.Namespace) -> int:
    """Write the changed drafts."""
    with session.workbench() as workbench:
        center = workbench.partner_center
        plan = center.planner.plan(args.account, offers=args.offer)
        writes = [
            one.step
            for one in plan.steps
            if one.step.action is StepAction.DRAFT and one.step.outcome is StepOutcome.ALLOWED
        ]
        if writes and not args.yes:
            lines = [titled(step.offer_id, render(change_message(step))) for step in writes]
            question = ngettext(
                "Write {count} draft to Partner Center?",
                "Write {count} drafts to Partner Center?",
                len(writes),
            ).format(count=len(writes))
            if not confirms([*lines, ""], question):
                session.say(_("Nothing was changed."))
                return STOPPED
        done = center.pushes.push(args.account, offers=args.offer)
        session.changed = any(job.sent_at is not None for job in done)
        if args.wait:
            done = [center.jobs.wait(job.id) for job in done]
    withheld = [one.step for one in plan.steps if one.is_withheld]
    session.show(
        lambda: {
            "jobs": [remote_json.job(job) for job in done],
            "refused": [remote_json.refused(step) for step in withheld],
        },
        lambda: remote_text.job_lines(done),
    )
    _say_withheld(session, args, withheld)
    if not done and withheld:
        return REFUSED
    if not done:
        session.say(_("Nothing to write."))
    elif any(job.state.is_open for job in done):
        command = command_line(args, "partner-center", "jobs", "wait", str(done[-1].id))
        session.say(_("Next: {step}").format(step=command))
    return _code(done)


def _say_withheld(session: Session, args: argparse.Namespace, steps: Sequence[Step]) -> None:
    """Name the offers that were changed here and can't be written, and what to do."""
    for step in steps:
        text = _("Not written. {reason}").format(reason=render(step.message))
        session.say(titled(step.offer_id, text))
        if step.next_step is not None:
            way = on_database(render(step.next_step), args)
            session.say(_("Next: {step}").format(step=way))


def _code(done: Sequence[RemoteJob]) -> int:
    """The exit code of jobs: what was refused or failed counts."""
    if any(job.state is JobState.FAILED for job in done):
        return REMOTE
    if any(job.state is JobState.CANCELED for job in done):
        return REFUSED
    return DONE


def resolve(session: Session, args: argparse.Namespace) -> None:
    """Show or resolve a conflict."""
    keep = [one for word in args.keep for one in word]
    drop = [one for word in args.drop for one in word]
    with session.workbench() as workbench:
        conflicts = workbench.partner_center.conflicts
        if args.take is None and not keep and not drop:
            view = conflicts.show(args.offer)
            session.show(
                lambda: remote_json.conflict(view), lambda: remote_text.conflict_lines(view)
            )
            # Where both changed the option, one of them has to be taken.
            way = "local" if view.has_two_options else "both"
            words = ("partner-center", "resolve", args.offer, "--take", way)
            session.say(_("Next: {step}").format(step=command_line(args, *words)))
            return
        side = None if args.take in (None, "both") else Side(args.take)
        result = conflicts.resolve(args.offer, take=side, keep=keep, drop=drop)
        session.done(
            _("Resolved. Push the draft if it differs from Partner Center."),
            lambda: {"offer_id": args.offer, **remote_json.audience(result, "local")},
        )


def publish(session: Session, args: argparse.Namespace) -> int:
    """Publish an offer to preview or live."""
    from csp_tui.services.remote.planning import EVERYONE, NOT_PUSHED

    with session.workbench() as workbench:
        center = workbench.partner_center
        one = center.accounts.offer(args.offer)
        left_out = one is not None and one.state in (SyncState.TO_PUSH, SyncState.CONFLICT)
        warnings = [EVERYONE, NOT_PUSHED] if left_out else [EVERYONE]
        if not args.yes:
            target = _("preview") if args.to == "preview" else _("live")
            question = _("Publish {offer} to {target}?").format(offer=args.offer, target=target)
            if not confirms([*map(render, warnings), ""], question):
                session.say(_("Nothing was changed."))
                return STOPPED
        elif left_out:
            session.warn([NOT_PUSHED])
        job = center.pushes.publish(args.offer, JobKind(args.to), args.account)
    session.changed = job.sent_at is not None
    session.show(lambda: {"jobs": [remote_json.job(job)]}, lambda: remote_text.job_lines([job]))
    if job.state.is_open:
        command = command_line(args, "partner-center", "jobs", "wait", str(job.id))
        session.say(_("Next: {step}").format(step=command))
    return _code([job])


def jobs(session: Session, args: argparse.Namespace) -> int:
    """List and follow jobs."""
    number = 0
    if args.action in ("show", "wait", "forget"):
        if args.id is None or not args.id.isdigit() or len(args.id) > 12:
            raise InvalidInput(
                say("“jobs {action}” needs the number of a job.", action=args.action),
                say("See the numbers with: csp-tui partner-center jobs"),
                field="id",
            )
        number = int(args.id)
    with session.workbench() as workbench:
        service = workbench.partner_center.jobs
        match args.action:
            case "show":
                found = [service.job(number)]
            case "wait":
                found = [service.wait(number)]
            case "forget":
                found = [service.forget(number)]
            case "resume":
                found = service.resume()
            case _:
                found = service.jobs()
    if number:
        session.show(lambda: remote_json.job(found[0]), lambda: remote_text.job_lines(found))
    else:
        session.show(
            lambda: [remote_json.job(one) for one in found], lambda: remote_text.job_lines(found)
        )
    if not found:
        session.say(_("No jobs."))
    return REMOTE if args.action == "wait" and found[0].state is JobState.FAILED else DONE
