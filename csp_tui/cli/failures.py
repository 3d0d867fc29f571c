"""How every failure ends: its exit code, and the sentences on standard error."""

from __future__ import annotations

import argparse
import logging
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.cli.session import print_error
from csp_tui.domain.errors import (
    Canceled,
    ChangeRefused,
    InvalidInput,
    RemoteConflict,
    RemoteProblem,
    RuleRefusal,
    StorageProblem,
    WorkbenchError,
)
from csp_tui.domain.text import visible
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

if TYPE_CHECKING:
    from csp_tui.cli.session import Session

DONE, REFUSED, USAGE, DATABASE, REMOTE, STOPPED = 0, 1, 2, 3, 4, 130
DIFFERENT, MANUAL = 5, 6
"""Only with ``--exit-code``: there is something to do, or only for persons."""
NAMED_AT_MOST = 20
"""How many tenant IDs a ready command spells out."""
MISSING_DETAILS = "--contact-name NAME --contact-email EMAIL"
"""What a request that was made without them still needs before it can be submitted."""

_QUOTED_COMMAND = re.compile(r"(?:(?<=[“\u00a0\u202f])|(?<=: ))csp-tui (?=[a-z])")
"""A command as messages quote it or name it after a colon, in English and in French."""
_DETAILS = ("contact_name", "contact_email")
_LOG = logging.getLogger(__name__)


def report(error: WorkbenchError, args: argparse.Namespace, session: Session | None = None) -> int:
    """Say why a command was not done and what can be done now.

    Args:
        error: Why.
        args: The command.
        session: Knows the database, for what can still be done with it.

    Returns:
        The exit code: 1 for a rule, 2 for bad input, 4 for Partner Center, 130 when stopped by the
        person, else 3.
    """
    message = render(error.message)
    if isinstance(error, RuleRefusal):
        _tell(f"{message} ({error.verdict.rule})")
        for warning in error.verdict.warnings:
            _next(_("Note: {warning}").format(warning=render(warning)))
    else:
        _tell(message)
    if isinstance(error, ChangeRefused):
        for detail in error.details:
            _next(render(detail))
    if error.next_step is not None:
        step = on_database(render(error.next_step), args)
        _next(_("Next: {step}").format(step=step))
    command = _ready_command(error, args)
    if command is not None:
        _next(f"      {command}")
    if isinstance(error, StorageProblem) and session is not None:
        for way in _repair_lines(session, args):
            _next(f"      {way}")
    if isinstance(error, (RuleRefusal, ChangeRefused, RemoteConflict)):
        return REFUSED
    if isinstance(error, InvalidInput):
        return USAGE
    if isinstance(error, RemoteProblem):
        return REMOTE
    return STOPPED if isinstance(error, Canceled) else DATABASE


def report_settings(problems: Sequence[WorkbenchError]) -> None:
    """Say what in the settings file is not used; the command continues."""
    for problem in problems:
        _tell(_("Note: {warning}").format(warning=render(problem.message)))
        if problem.next_step is not None:
            _next(_("Next: {step}").format(step=render(problem.next_step)))


def report_usage(message: str, command: str) -> int:
    """Say what is wrong with the command line, and whose help explains it."""
    _tell(message)
    _next(_("Next: {step}").format(step=f"{command} --help"))
    return USAGE


def report_stop(*, changed: bool) -> int:
    """Say that the person stopped it; a change that was made already stays and counts as done."""
    if changed:
        _tell(_("Stopped after the change was made."))
        return DONE
    _tell(_("Stopped. Nothing was changed."))
    return STOPPED


def report_output(reason: str, *, changed: bool) -> int:
    """Say that the output could not be written."""
    _tell(_("The output could not be written: {reason}").format(reason=reason))
    if changed:
        _next(_("The change itself was made."))
        return DONE
    return DATABASE


def report_unexpected(error: Exception, log_file: Path, *, changed: bool) -> int:
    """Log an unexpected error, and report it without a traceback.

    Returns:
        3, or 0 where the change had been made before.
    """
    from csp_tui import log

    log.start(log_file)
    _LOG.error("unexpected error", exc_info=error)
    _tell(_("Something unexpected went wrong: {kind}.").format(kind=type(error).__name__))
    if changed:
        _next(_("The change itself was made; only showing its result failed."))
    else:
        _next(_("Nothing was changed."))
    if log_file.exists():
        _next(_("Details are in the log: {path}").format(path=log_file))
    return DONE if changed else DATABASE


def _ready_command(error: WorkbenchError, args: argparse.Namespace) -> str | None:
    """The command that does what a refusal leaves possible."""
    if isinstance(error, RuleRefusal) and hasattr(args, "offer"):
        return open_way(error.verdict, args)
    if isinstance(error, InvalidInput) and error.field in _DETAILS and hasattr(args, "id"):
        return f"{command_line(args, 'requests', 'edit', str(args.id))} {MISSING_DETAILS}"
    return None


def _repair_lines(session: Session, args: argparse.Namespace) -> Iterator[str]:
    """The commands that still do something with a database that failed."""
    database = session.database()
    ways = database.repair_options()
    if ways.why_not_restore is None:
        yield command_line(args, "db", "restore", ways.backups[0].path)
    if ways.why_not_read is None and not session.read_only:
        try:
            database.info()
        except StorageProblem:
            # A file that opens normally can be read without an option.
            yield command_line(args, read_only=True)


def open_way(verdict: Verdict, args: argparse.Namespace) -> str | None:
    """The command that does what a refusal leaves open, None where there is none."""
    offer: str = args.offer
    option = getattr(args, "option", None)
    if verdict.rule == "R40" and verdict.outcome is Outcome.REFUSED:
        return command_line(args, "requests", "new", offer, "--change-to", "some")
    if verdict.rule == "R12":
        return command_line(args, "audience", "choose", offer, "some")
    if verdict.rule == "R50":
        details = "--csp-url URL --csp-contact-name NAME --csp-contact-email EMAIL"
        return f"{command_line(args, 'offers', 'edit', offer)} {details}"
    if verdict.outcome is not Outcome.SUPPORT_REQUEST:
        return None
    if verdict.tenant_ids:
        return removal_command(args, offer, verdict.tenant_ids)
    return option and command_line(args, "requests", "new", offer, "--change-to", option)


def removal_command(args: argparse.Namespace, offer: str, tenant_ids: Sequence[str]) -> str:
    """The command that prepares a support request to remove partners, cut where they are many."""
    named = tenant_ids[:NAMED_AT_MOST]
    line = command_line(args, "requests", "new", offer, "--remove", *named)
    return line if len(named) == len(tenant_ids) else f"{line} …"


def on_database(text: str, args: argparse.Namespace) -> str:
    """A text in which the commands that it quotes are for the database of the one that was run."""
    return _QUOTED_COMMAND.sub(lambda _found: f"{command_line(args)} ", text)


def command_line(args: argparse.Namespace, *words: str, read_only: bool = False) -> str:
    """A command to type, on the same database as the one that was run."""
    database: Sequence[str] = ("--db", args.db) if getattr(args, "db", None) else ()
    reading = ("--read-only",) if read_only else ()
    return shlex.join(["csp-tui", *database, *reading, *words])


def _tell(text: str) -> None:
    print_error(f"csp-tui: {visible(text)}")


def _next(text: str) -> None:
    print_error(f"  {visible(text)}")
