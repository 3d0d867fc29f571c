"""``csp-tui requests``: support requests, prepared here and filed in Partner Center."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence

from csp_tui import i18n
from csp_tui.cli import shapes
from csp_tui.cli.commands_offers import add_offer
from csp_tui.cli.failures import MISSING_DETAILS, command_line
from csp_tui.cli.ids import add_ids, read_tenants
from csp_tui.cli.output import facts, table
from csp_tui.cli.parser import Commands, Handler, Parser
from csp_tui.cli.session import Session, print_line
from csp_tui.cli.values import option, request_number, severity, tenant
from csp_tui.domain import identifiers
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import channel_title
from csp_tui.domain.support import (
    RequestKind,
    Severity,
    SupportRequest,
    form_lines,
    missing_for_submission,
    status_title,
)
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.support import SupportService

_TENANT = "3f2a0c4e-1b5d-4c1e-9a77-0c6b6f2d9c1e"


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("requests", _("prepare and follow support requests"))
    parser = group.add(
        "list",
        list_requests,
        _("list support requests, newest first"),
        "csp-tui requests list --offer contoso-backup",
    )
    add_ids(parser)
    parser.add_argument(
        "--offer", type=identifiers.offer_id, metavar=_("OFFER"), help=_("only of this offer")
    )
    parser = group.add(
        "show", show_request, _("show one support request"), "csp-tui requests show 12"
    )
    _add_number(parser)
    _register_new(group)
    parser = group.add(
        "edit",
        edit_request,
        _("change the texts of a draft request; what is not named stays"),
        "csp-tui requests edit 12 --contact-name 'Ada King' --contact-email ada@example.com",
    )
    _add_number(parser)
    _add_details(parser)
    parser = group.add(
        "text",
        print_text,
        _("print a request as plain text for Partner Center's form"),
        "csp-tui requests text 12",
        json=False,
    )
    _add_number(parser)
    parser = group.add(
        "submit",
        submit_request,
        _("note that a request was filed in Partner Center"),
        "csp-tui requests submit 12 --ticket 2603010040001234",
    )
    _add_number(parser)
    parser.add_argument(
        "--ticket", metavar=_("NUMBER"), help=_("the ticket number that Partner Center gave")
    )
    closings: tuple[tuple[str, Handler, str], ...] = (
        ("complete", complete_request, _("note that support has done it, and change the audience")),
        ("decline", decline_request, _("note that support has declined it")),
        ("withdraw", withdraw_request, _("give a request up before it is answered")),
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
        type=tenant,
        nargs="+",
        action="extend",
        metavar=_("TENANT"),
        help=_("ask to deauthorize these partners, - for those on standard input"),
    )
    asked.add_argument(
        "--change-to",
        dest="option",
        type=option,
        metavar="all|some|none",
        help=_("ask to change the option"),
    )
    parser.add_argument(
        "--authorize",
        type=tenant,
        nargs="+",
        action="extend",
        default=[],
        metavar=_("TENANT"),
        help=_("with --change-to some: partners to authorize beside those that have resold"),
    )
    _add_details(parser)


def _add_number(parser: Parser) -> None:
    parser.add_argument(
        "id", type=request_number, metavar=_("ID"), help=_("the request's number, 12 or #12")
    )


def _add_details(parser: Parser) -> None:
    parser.add_argument("--title", metavar=_("TEXT"), help=_("the issue title"))
    parser.add_argument("--description", metavar=_("TEXT"), help=_("the issue's description"))
    parser.add_argument("--contact-name", metavar=_("NAME"), help=_("whom support should answer"))
    parser.add_argument("--contact-email", metavar=_("EMAIL"), help=_("the contact's e-mail"))
    parser.add_argument("--contact-phone", metavar=_("PHONE"), help=_("the contact's phone"))
    parser.add_argument(
        "--severity",
        type=severity,
        metavar="|".join(Severity),
        help=_("how urgent it is"),
    )


def _details_of(args: argparse.Namespace) -> RequestDetails:
    return RequestDetails(
        title=args.title,
        description=args.description,
        contact_name=args.contact_name,
        contact_email=args.contact_email,
        contact_phone=args.contact_phone,
        severity=args.severity,
    )


def list_requests(session: Session, args: argparse.Namespace) -> None:
    """Print support requests."""
    with session.workbench() as workbench:
        rows = workbench.support.rows(args.offer)
    if args.ids:
        session.show_ids(str(row.id) for row in rows)
    else:
        session.show(lambda: [shapes.request(row) for row in rows], lambda: _request_table(rows))
    if not rows:
        example = "csp-tui requests new OFFER --remove TENANT"
        session.say(_("No support requests. Create one with: {command}").format(command=example))


def _request_table(rows: Sequence[SupportRequest]) -> Iterator[str]:
    if rows:
        yield from table(
            (_("ID") + "#", _("Offer ID"), _("Asks for"), _("Status"), _("Ticket"), _("Updated")),
            (
                (
                    str(row.id),
                    row.offer_id,
                    _asks_for(row),
                    render(status_title(row.status)),
                    row.ticket or "–",
                    row.updated_at.date().isoformat(),
                )
                for row in rows
            ),
        )


def _asks_for(request: SupportRequest) -> str:
    if request.kind is RequestKind.CHANGE_OPTION:
        return _("change to “{option}”").format(option=render(channel_title(request.change_to)))
    return ngettext(
        "deauthorize {count} partner", "deauthorize {count} partners", len(request.tenant_ids)
    )


def show_request(session: Session, args: argparse.Namespace) -> None:
    """Print one support request."""
    with session.workbench() as workbench:
        request = workbench.support.show(args.id)
    session.show(lambda: shapes.request(request), lambda: _request_facts(request))


def _request_facts(request: SupportRequest) -> Iterator[str]:
    yield from facts(
        [
            (_("Support request"), str(request.id)),
            (_("Offer ID"), request.offer_id),
            (_("Asks for"), _asks_for(request)),
            (_("Status"), render(status_title(request.status))),
            (_("Ticket"), request.ticket or ""),
            (_("Partners"), "\n".join(request.tenant_ids)),
        ]
    )
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
    details, language = _details_of(args), i18n.current()
    if args.option is None and args.authorize:
        raise InvalidInput(
            say("--authorize goes with --change-to some only."),
            say("Leave it out, or ask for a change to specific partners."),
            field="tenant_id",
        )
    with session.workbench() as workbench:
        if args.option is None:
            request = workbench.support.begin_removal(
                args.offer, read_tenants(args.remove), language=language, details=details
            )
        else:
            request = workbench.support.begin_option_change(
                args.offer,
                args.option,
                authorize=read_tenants(args.authorize),
                language=language,
                details=details,
            )
    session.done(
        _("Created support request {id} in draft.").format(id=request.id),
        lambda: shapes.request(request),
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
        _("Saved support request {id}.").format(id=request.id), lambda: shapes.request(request)
    )


def print_text(session: Session, args: argparse.Namespace) -> None:
    """Print a request as the form asks for it."""
    with session.workbench() as workbench:
        text = workbench.support.as_text(workbench.support.show(args.id))
    for line in text.splitlines():
        print_line(visible(line))


def submit_request(session: Session, args: argparse.Namespace) -> None:
    """Note that a request was filed."""
    with session.workbench() as workbench:
        request = workbench.support.submit(args.id, args.ticket)
    session.done(
        _("Support request {id} is submitted.").format(id=request.id),
        lambda: shapes.request(request),
    )


def complete_request(session: Session, args: argparse.Namespace) -> None:
    """Note that support has done it."""
    message = _("Support request {id} is completed; draft and live audience are changed.")
    _close(session, args, lambda support: support.complete(args.id), message)


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
    session.done(message.format(id=args.id), lambda: shapes.request(request))
