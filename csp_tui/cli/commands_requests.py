"""``csp-tui requests``: support requests, prepared here and filed in Partner Center."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from csp_tui import i18n
from csp_tui.cli import json_output
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.failures import MISSING_DETAILS, command_line
from csp_tui.cli.ids import read_tenants
from csp_tui.cli.options import add_offer
from csp_tui.cli.output import facts
from csp_tui.cli.request_batches import register_complete, register_pack, register_submit
from csp_tui.cli.request_list import asks_for, register_list
from csp_tui.cli.session import Session, print_line
from csp_tui.cli.values import request_number, severity, tenants
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.option_terms import read_option
from csp_tui.domain.request_form import form_lines, missing_for_submission
from csp_tui.domain.support import Severity, SupportRequest, status_title
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, pgettext, render
from csp_tui.services.request_details import RequestDetails

if TYPE_CHECKING:
    from datetime import datetime

    from csp_tui.cli.parser import Commands, Handler, Parser
    from csp_tui.services.support import SupportService
    from csp_tui.services.views import RequestCheck

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("requests", summary_of("requests"))
    register_list(group)
    parser = group.add(
        "show", show_request, _("show one support request"), "csp-tui requests show 12"
    )
    _add_number(parser)
    _register_new(group)
    parser = group.add(
        "edit",
        edit_request,
        _("change the texts of a draft request; everything else stays as it is"),
        "csp-tui requests edit 12 --contact-name 'Ada King' --contact-email ada@example.com",
    )
    _add_number(parser)
    _add_details(parser)
    parser = group.add(
        "update",
        update_request,
        _("write the description of a draft for the present state of its offer"),
        "csp-tui requests update 12",
    )
    _add_number(parser)
    parser = group.add(
        "text",
        print_text,
        _("print a request as plain text for Partner Center's form"),
        "csp-tui requests text 12",
        json=False,
    )
    _add_number(parser)
    register_pack(group)
    register_submit(group)
    register_complete(group)
    closings: tuple[tuple[str, Handler, str], ...] = (
        ("decline", decline_request, _("mark a request as declined by support")),
        ("withdraw", withdraw_request, _("withdraw a request before Microsoft answers")),
    )
    for name, run, summary in closings:
        _add_number(group.add(name, run, summary, f"csp-tui requests {name} 12"))


def _register_new(group: Commands) -> None:
    parser = group.add(
        "new",
        create_request,
        _("create a support request, everything filled in"),
        f"csp-tui requests new contoso-backup --remove {_TENANT}",
        f"csp-tui requests new contoso-backup --change-to some --authorize {_TENANT}",
    )
    add_offer(parser)
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "--remove",
        type=tenants,
        nargs="+",
        action="extend",
        metavar=_("TENANT"),
        help=_("ask to deauthorize these partners, - for those on standard input"),
    )
    asked.add_argument(
        "--change-to",
        dest="option",
        type=read_option,
        metavar="all|some|none",
        help=_("ask to change the option; the terms of Partner Center's APIs work too"),
    )
    parser.add_argument(
        "--authorize",
        type=tenants,
        nargs="+",
        action="extend",
        default=[],
        metavar=_("TENANT"),
        help=_(
            "with --change-to some: partners to authorize in addition to those that have resold"
        ),
    )
    _add_details(parser)


def _add_number(parser: Parser) -> None:
    parser.add_argument(
        "id", type=request_number, metavar=_("ID"), help=_("the request's number, 12 or #12")
    )


def _add_details(parser: Parser) -> None:
    parser.add_argument("--title", metavar=_("TEXT"), help=_("the issue title"))
    parser.add_argument("--description", metavar=_("TEXT"), help=_("the issue's description"))
    parser.add_argument("--contact-name", metavar=_("NAME"), help=_("contact name for support"))
    parser.add_argument("--contact-email", metavar=_("EMAIL"), help=_("the contact's e-mail"))
    parser.add_argument("--contact-phone", metavar=_("PHONE"), help=_("the contact's phone"))
    parser.add_argument(
        "--severity",
        type=severity,
        metavar="|".join(Severity),
        help=_("how urgent it is"),
    )


def _details_of(args: argparse.Namespace) -> RequestDetails:
    details = RequestDetails(
        title=args.title,
        description=args.description,
        contact_name=args.contact_name,
        contact_email=args.contact_email,
        contact_phone=args.contact_phone,
        severity=args.severity,
    )
    details.require_valid()
    return details


def _with_contact(session: Session, details: RequestDetails) -> RequestDetails:
    """Details with the contact in the settings, where the command line names none."""
    if details.has_contact:
        return details
    settings = session.settings()
    return dataclasses.replace(
        details,
        contact_name=settings.contact_name or None,
        contact_email=settings.contact_email or None,
        contact_phone=settings.contact_phone or None,
    )


def show_request(session: Session, args: argparse.Namespace) -> None:
    """Print one support request."""
    with session.workbench() as workbench:
        request = workbench.support.show(args.id)
        check = workbench.support.check(request)
        submitted = workbench.support.submitted_at(request)
    session.show(
        lambda: json_output.checked_request(request, check, submitted),
        lambda: _request_facts(request, check, submitted, args),
    )


def _request_facts(
    request: SupportRequest,
    check: RequestCheck,
    submitted: datetime | None,
    args: argparse.Namespace,
) -> Iterator[str]:
    pairs = [
        (_("Support request"), str(request.id)),
        (_("Offer ID"), request.offer_id),
        (pgettext("content", "Request"), asks_for(request)),
        (_("Status"), render(status_title(request.status))),
        (_("Submitted"), f"{moment(submitted)} UTC" if submitted else ""),
        (_("Ticket"), request.ticket or ""),
        (_("Partners"), "\n".join(request.tenant_ids)),
    ]
    if check.out_of_date is not None:
        verdict = check.out_of_date
        pairs.append((_("Out of date"), f"{render(verdict.message)} ({verdict.rule})"))
        if verdict.next_step is not None:
            pairs.append((_("Next"), render(verdict.next_step)))
        if check.can_update:
            pairs.append(("", command_line(args, "requests", "update", str(request.id))))
    if check.note is not None:
        pairs.append((_("Note"), render(check.note)))
    yield from facts(pairs)
    yield ""
    yield from facts(
        (
            render(label, request.language),
            value if isinstance(value, str) else render(value, request.language),
        )
        for label, value in form_lines(request)
    )


def create_request(session: Session, args: argparse.Namespace) -> None:
    """Create a support request in the language in use."""
    details, language = _with_contact(session, _details_of(args)), i18n.current()
    if args.option is None and args.authorize:
        raise InvalidInput(
            say("--authorize can only be used with --change-to some."),
            say("Omit it, or request a change to specific partners."),
            field="tenant_id",
        )
    with session.workbench() as workbench:
        if args.option is None:
            request = workbench.support.create_removal(
                args.offer, read_tenants(args.remove), language=language, details=details
            )
        else:
            request = workbench.support.create_option_change(
                args.offer,
                args.option,
                authorize=read_tenants(args.authorize),
                language=language,
                details=details,
            )
    session.done(
        _("Created support request {id} in draft.").format(id=request.id),
        lambda: json_output.request(request),
    )
    session.say("  " + _("Next: {step}").format(step=_next_command(args, request)))


def _next_command(args: argparse.Namespace, request: SupportRequest) -> str:
    number = str(request.id)
    if missing_for_submission(request):
        return f"{command_line(args, 'requests', 'edit', number)} {MISSING_DETAILS}"
    return command_line(args, "requests", "submit", number)


def edit_request(session: Session, args: argparse.Namespace) -> None:
    """Change the texts of a draft request."""
    with session.workbench() as workbench:
        request = workbench.support.edit(args.id, _details_of(args))
    session.done(
        _("Saved support request {id}.").format(id=request.id), lambda: json_output.request(request)
    )


def update_request(session: Session, args: argparse.Namespace) -> None:
    """Write a draft's description for the present state of its offer."""
    with session.workbench() as workbench:
        request = workbench.support.update_text(args.id)
    session.done(
        _("The text of support request {id} is up to date.").format(id=request.id),
        lambda: json_output.request(request),
    )


def print_text(session: Session, args: argparse.Namespace) -> None:
    """Print a request as the form asks for it."""
    with session.workbench() as workbench:
        text = workbench.support.as_text(workbench.support.show(args.id))
    for line in text.splitlines():
        print_line(visible(line))


def decline_request(session: Session, args: argparse.Namespace) -> None:
    """Note that support has declined it."""
    message = _("Support request {id} was declined; the audience stays as it is.")
    _close(session, args, lambda support: support.decline(args.id), message)


def withdraw_request(session: Session, args: argparse.Namespace) -> None:
    """Give a request up."""
    message = _("Support request {id} is withdrawn.")
    _close(session, args, lambda support: support.withdraw(args.id), message)


def _close(
    session: Session,
    args: argparse.Namespace,
    close: Callable[[SupportService], SupportRequest],
    message: str,
) -> None:
    with session.workbench() as workbench:
        request = close(workbench.support)
    session.done(message.format(id=args.id), lambda: json_output.request(request))
