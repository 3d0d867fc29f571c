"""``csp-tui requests``: what is done with several support requests at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from csp_tui.cli import json_output
from csp_tui.cli.files import byte_target, standard_output
from csp_tui.cli.values import STANDARD, request_number
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session
    from csp_tui.domain.support import SupportRequest
    from csp_tui.services.support import SupportService

_FORMATS = ("text", "csv")


def register_pack(group: Commands) -> None:
    """Add ``pack``."""
    parser = group.add(
        "pack",
        pack_requests,
        _("write open requests with everything to type into Partner Center's form"),
        "csp-tui requests pack",
        "csp-tui requests pack 12 13 --format csv --out tickets.csv",
        json=False,
    )
    parser.add_argument(
        "ids",
        nargs="*",
        type=request_number,
        metavar=_("ID"),
        help=_("only these requests (default: all open ones)"),
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        help=_("the format of the pack (default: text)"),
    )
    parser.add_argument("--out", metavar=_("FILE"), default=STANDARD, help=_("the file to write"))


def register_submit(group: Commands) -> None:
    """Add ``submit``."""
    parser = group.add(
        "submit",
        submit_requests,
        _("mark requests as submitted in Partner Center"),
        "csp-tui requests submit 12 --ticket 2603010040001234",
        "csp-tui requests submit 12 13 14",
        details=_("Several requests are one change with one undo: either all are marked or none."),
    )
    _add_numbers(parser)
    parser.add_argument(
        "--ticket",
        metavar=_("NUMBER"),
        help=_("the ticket number that Partner Center gave; with one request only"),
    )


def register_complete(group: Commands) -> None:
    """Add ``complete``."""
    parser = group.add(
        "complete",
        complete_requests,
        _("mark requests as completed by support, and change the audiences"),
        "csp-tui requests complete 12",
        "csp-tui requests complete 12 13 14",
        details=_("Several requests are one change with one undo: either all are marked or none."),
    )
    _add_numbers(parser)


def _add_numbers(parser: Parser) -> None:
    parser.add_argument(
        "ids",
        nargs="+",
        type=request_number,
        metavar=_("ID"),
        help=_("the numbers of the requests, 12 or #12"),
    )


def pack_requests(session: Session, args: argparse.Namespace) -> None:
    """Write open requests with everything to type."""
    from csp_tui.exchange.request_pack import csv_lines, text_lines
    from csp_tui.exchange.writing import write_lines

    with session.workbench() as workbench:
        pack = workbench.support.pack(args.ids)
    with standard_output(args.out):
        lines = csv_lines(pack) if args.format == "csv" else text_lines(pack)
        write_lines(byte_target(args.out), lines)
    if not pack:
        session.say(_("No support requests are open."))


def submit_requests(session: Session, args: argparse.Namespace) -> None:
    """Note that requests were filed."""
    numbers = _numbers(args)
    if len(numbers) > 1 and args.ticket is not None:
        raise InvalidInput(
            say("A ticket number belongs to one support request."),
            say("Submit each request with its own --ticket, or all of them without."),
            field="ticket",
        )
    _mark(
        session,
        numbers,
        lambda support, number: support.submit(number, args.ticket),
        lambda support: support.submit_all(numbers),
        _("Support request {id} is submitted."),
        ngettext(
            "{count} support request is submitted: {ids}.",
            "{count} support requests are submitted: {ids}.",
            len(numbers),
            ids=", ".join(map(str, numbers)),
        ),
    )


def complete_requests(session: Session, args: argparse.Namespace) -> None:
    """Note that support has done what requests ask for."""
    numbers = _numbers(args)
    _mark(
        session,
        numbers,
        lambda support, number: support.complete(number),
        lambda support: support.complete_all(numbers),
        _("Support request {id} is completed; draft and live audience are changed."),
        ngettext(
            "{count} support request is completed, draft and live audience are changed: {ids}.",
            "{count} support requests are completed, draft and live audiences are changed: {ids}.",
            len(numbers),
            ids=", ".join(map(str, numbers)),
        ),
    )


def _numbers(args: argparse.Namespace) -> Sequence[int]:
    """The numbers, each once; one alone is also what a failure's next command is about."""
    numbers = tuple(dict.fromkeys(args.ids))
    if len(numbers) == 1:
        args.id = numbers[0]
    return numbers


def _mark(
    session: Session,
    numbers: Sequence[int],
    one: Callable[[SupportService, int], SupportRequest],
    several: Callable[[SupportService], list[SupportRequest]],
    message: str,
    messages: str,
) -> None:
    if len(numbers) == 1:
        with session.workbench() as workbench:
            request = one(workbench.support, numbers[0])
        session.done(message.format(id=request.id), lambda: json_output.request(request))
        return
    with session.workbench() as workbench:
        requests = several(workbench.support)
    session.done(messages, lambda: list(map(json_output.request, requests)))
