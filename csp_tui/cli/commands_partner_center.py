"""``csp-tui partner-center``: the connection to Partner Center, and an emulator of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from csp_tui.cli import partner_center_emulator, partner_center_work, remote_json, remote_text
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.partner_center_options import add_account
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.remote import Account
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands, Parser
    from csp_tui.cli.session import Session

_TENANT = "0b9f8b5e-4c6c-4c52-8a3f-6f1d2e3c4b5a"
_CLIENT = "5f0c3a52-7f0e-4a8e-9d0b-2f6f0a1b3c4d"
_FROM_ENVIRONMENT = ("CSP_TUI_PC_SECRET", "CSP_TUI_PC_TOKEN")
_SECRET_AT_MOST = 10_000


def register(commands: Commands) -> None:
    """Add the group and its commands."""
    group = commands.group("partner-center", summary_of("partner-center"))
    _add_login(group)
    parser = group.add(
        "logout",
        log_out,
        _("remove an account and its secret; offers stay"),
        "csp-tui partner-center logout",
    )
    add_account(parser)
    parser = group.add(
        "status",
        show_status,
        _("show whether csp-tui is connected"),
        "csp-tui partner-center status",
    )
    add_account(parser)
    group.add("accounts", list_accounts, _("list the accounts"), "csp-tui partner-center accounts")
    parser = group.add(
        "probe",
        probe,
        _("describe how the API responds, without names or secrets"),
        "csp-tui partner-center probe --json",
        details=_(
            "It only reads. The report helps to improve csp-tui; read it before you send it."
        ),
    )
    add_account(parser)
    partner_center_work.register(group)
    partner_center_emulator.register(group)


def _add_login(group: Commands) -> None:
    parser: Parser = group.add(
        "login",
        log_in,
        _("sign in to a Partner Center account"),
        f"csp-tui partner-center login --tenant {_TENANT} --client-id {_CLIENT} --secret-stdin",
        details=_(
            "The application must be listed in Partner Center under Account settings > User "
            "management > Microsoft Entra applications, with the role Manager. The secret goes "
            "to the keyring of this system. Without a keyring, set CSP_TUI_PC_SECRET and leave "
            "--secret-stdin out."
        ),
    )
    add = parser.add_argument
    add("--account", default="default", metavar=_("NAME"), help=_("what to call it (default)"))
    add("--tenant", required=True, metavar=_("TENANT"), help=_("the Microsoft Entra tenant"))
    add("--client-id", required=True, metavar=_("ID"), help=_("the application's ID"))
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--secret-stdin", action="store_true", help=_("read the secret from standard input")
    )
    ways.add_argument(
        "--certificate", metavar=_("FILE"), help=_("a PEM file with private key and certificate")
    )
    add(
        "--api-version",
        default="2022-07-01",
        metavar=_("VERSION"),
        help=_("the version of the API to ask for (2022-07-01)"),
    )
    add(
        "--item-shape",
        choices=("id", "resourceId"),
        default="id",
        metavar=_("NAME"),
        help=_("the form of the first entry of an empty list: id or resourceId (id)"),
    )


def log_in(session: Session, args: argparse.Namespace) -> None:
    """Check an account and keep it.

    Raises:
        InvalidInput: There is no secret, or it cannot be kept.
        RemoteProblem: Signing in failed; nothing was kept.
    """
    secret = _secret() if args.secret_stdin else ""
    from_environment = any(os.environ.get(name) for name in _FROM_ENVIRONMENT)
    if not secret and not args.certificate and not from_environment:
        raise InvalidInput(
            say("There is nothing to sign in with."),
            say("Use --secret-stdin or --certificate, or set CSP_TUI_PC_SECRET."),
            field="secret",
        )
    account = Account(
        name=args.account,
        tenant_id=args.tenant,
        client_id=args.client_id,
        certificate=os.path.abspath(args.certificate) if args.certificate else "",
        api_version=args.api_version,
        item_shape=args.item_shape,
    )
    with session.workbench() as workbench:
        kept = workbench.partner_center.accounts.sign_in(account, secret)
        session.done(
            _("Signed in. The account is called {name}.").format(name=kept.name),
            lambda: remote_json.account(kept),
        )


def _secret() -> str:
    """The first line of standard input, which is nowhere else on this computer.

    Raises:
        InvalidInput: There is none.
    """
    line = sys.stdin.readline(_SECRET_AT_MOST).strip()
    if not line:
        raise InvalidInput(
            say("There is no secret on standard input."),
            say("Pipe it in, for example from a password manager."),
            field="secret",
        )
    return line


def log_out(session: Session, args: argparse.Namespace) -> None:
    """Remove an account."""
    with session.workbench() as workbench:
        account = workbench.partner_center.accounts.sign_out(args.account)
        session.done(
            _("Removed the account {name}. Offers stay as they are.").format(name=account.name),
            lambda: remote_json.account(account),
        )


def show_status(session: Session, args: argparse.Namespace) -> None:
    """Print whether the program is connected."""
    with session.workbench() as workbench:
        status = workbench.partner_center.accounts.status(args.account)
    session.show(lambda: remote_json.status(status), lambda: remote_text.status_lines(status))


def list_accounts(session: Session, _args: argparse.Namespace) -> None:
    """Print the accounts."""
    with session.workbench() as workbench:
        accounts: Sequence[Account] = workbench.partner_center.accounts.accounts()
    session.show(
        lambda: [remote_json.account(one) for one in accounts],
        lambda: remote_text.account_lines(accounts),
    )
    if not accounts:
        session.say(_("No Partner Center account is set up."))


def probe(session: Session, args: argparse.Namespace) -> None:
    """Print how the API answers."""
    from csp_tui.exchange.json_pieces import json_pieces

    with session.workbench() as workbench:
        report = workbench.partner_center.accounts.probe(args.account)
    session.show(lambda: report, lambda: "".join(json_pieces(report)).split("\n"))
