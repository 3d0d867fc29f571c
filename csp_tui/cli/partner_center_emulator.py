"""``csp-tui partner-center emulator`` and ``portal``: Partner Center on this computer, to try."""

from __future__ import annotations

import argparse
import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from csp_tui.cli.failures import DONE, command_line
from csp_tui.cli.session import Session, flush_output, print_line
from csp_tui.cli.values import port
from csp_tui.domain.errors import InvalidInput, RemoteProblem
from csp_tui.domain.wording import Message, say
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.parser import Commands
    from csp_tui.partner_center.emulator.service import EmulatorOptions

VARIABLE = "CSP_TUI_PC_EMULATOR"
SECRET_VARIABLE = "CSP_TUI_PC_SECRET"
_ACTS = ("sync", "edit", "publish", "go-live", "resell", "resolve-request", "lock", "unlock",
         "delete")  # fmt: skip
_SCENARIOS = ("calm", "busy", "flaky", "slow", "locked", "no-role", "expired", "strange",
              "lost-answer")  # fmt: skip
_PROFILES = ("tenant-id-label", "tenant-resourceId-description", "raw")


def register(group: Commands) -> None:
    """Add the commands to their group."""
    parser = group.add(
        "emulator",
        run_emulator,
        _("run a stand-in for Partner Center on this computer"),
        "csp-tui partner-center emulator --port 8765",
        "csp-tui partner-center emulator --scenario lost-answer",
        json=False,
        details=_(
            "It holds a small invented account in memory and can be reached from this computer "
            "only. It prints the lines that let other commands use it. It has not been compared "
            "with the real service."
        ),
    )
    add = parser.add_argument
    add("--port", type=port, default=0, help=_("the port, 0 for any free one (0)"))
    add(
        "--seed",
        default="tour",
        metavar=_("NAME|DIR"),
        help=_("what the account holds: tour, large, odd, empty, or files (tour)"),
    )
    add(
        "--scenario",
        choices=_SCENARIOS,
        default="calm",
        metavar=_("NAME"),
        help=_("failures to simulate: {names} (calm)").format(names=", ".join(_SCENARIOS)),
    )
    add("--faults", metavar=_("FILE"), help=_("a JSON file with rules for failures"))
    add(
        "--audience-profile",
        choices=_PROFILES,
        default=_PROFILES[0],
        metavar=_("NAME"),
        help=_("the form of the entries of a reseller audience: {names}").format(
            names=", ".join(_PROFILES)
        ),
    )
    add(
        "--clock",
        choices=("real", "fixed", "step"),
        default="step",
        help=_("how time passes; with step, each request takes ten seconds (step)"),
    )
    add(
        "--strict",
        action="store_true",
        help=_("accept only the account's own application, its tokens and known tenants"),
    )
    add(
        "--certificate",
        metavar=_("FILE"),
        help=_("a PEM certificate that the account's application may sign in with"),
    )
    add("--tls", metavar=_("FILE"), help=_("serve TLS with this PEM file of certificate and key"))
    parser = group.add(
        "portal",
        act_in_portal,
        _("do in the emulator what is done by hand in Partner Center"),
        "csp-tui partner-center portal sync contoso-backup",
    )
    parser.add_argument("act", choices=_ACTS, metavar=_("ACT"), help=", ".join(_ACTS))
    parser.add_argument("offer", metavar=_("OFFER"), help=_("the offer's ID"))
    parser.add_argument("--add", nargs="+", default=[], metavar=_("TENANT"), help=_("who joins"))
    parser.add_argument(
        "--remove", nargs="+", default=[], metavar=_("TENANT"), help=_("who leaves")
    )
    parser.add_argument("--option", choices=("all", "some", "none"), help=_("the new option"))


def run_emulator(_session: Session, args: argparse.Namespace) -> int:
    """Serve the emulator until it is stopped.

    Raises:
        InvalidInput: The seed, the failures or the port cannot be used.
    """
    from csp_tui.partner_center.emulator.seeds import CLIENT_ID, SECRET, TENANT_ID
    from csp_tui.partner_center.emulator.server import EmulatorServer
    from csp_tui.partner_center.emulator.service import Emulator

    try:
        emulator = Emulator(_options(args))
        certificate = None if args.tls is None else Path(args.tls)
        server = EmulatorServer(emulator, args.port, certificate)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            say("The emulator can't start: {reason}", reason=_reason(error)),
            say("Check --seed, --faults, --certificate, --tls and --port."),
        ) from error
    names = ("--tenant", TENANT_ID, "--client-id", CLIENT_ID)
    login = command_line(args, "partner-center", "login", *names)
    lines: Sequence[str] = (
        f"export {VARIABLE}={server.address}",
        f"{login} --secret-stdin <<< {SECRET}",
        "# " + _("Without a keyring, instead of the line above:"),
        f"export {SECRET_VARIABLE}={SECRET}",
        login,
        "# " + _("Then:"),
        command_line(args, "partner-center", "pull"),
    )
    for line in lines:
        print_line(line)
    flush_output()
    with server:
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            return DONE
    return DONE


def _reason(error: OSError | ValueError) -> object:
    """Why the emulator does not start, in the language of the person where it is known."""
    from csp_tui.partner_center.emulator.answers import EmulatorProblem

    if isinstance(error, EmulatorProblem):
        return error.reason
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return say("another program uses this port")
    return str(error)


def _options(args: argparse.Namespace) -> EmulatorOptions:
    from csp_tui.exchange.reference import data_folder
    from csp_tui.partner_center.emulator.service import EmulatorOptions

    faults: list[dict[str, Any]] = []
    if args.faults is not None:
        faults = json.loads(Path(args.faults).read_text("utf-8"))
    return EmulatorOptions(
        seed=args.seed,
        profile=args.audience_profile,
        strict=args.strict,
        clock=args.clock,
        scenario=args.scenario,
        faults=faults,
        schemas=data_folder() / "partner-center" / "schemas",
        certificate="" if args.certificate is None else Path(args.certificate).read_text("utf-8"),
    )


def act_in_portal(session: Session, args: argparse.Namespace) -> None:
    """Carry out a manual step in a running emulator.

    Raises:
        InvalidInput: No emulator is set, or it cannot do that.
        RemoteProblem: The emulator does not answer.
    """
    from csp_tui.partner_center.emulator.portal_client import ask_portal

    address = urlsplit(os.environ.get(VARIABLE, ""))
    if address.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise InvalidInput(
            say("This works with a running emulator only, and {name} names none.", name=VARIABLE),
            say("Start one with: csp-tui partner-center emulator"),
        )
    facts = {
        "do": args.act,
        "offer": args.offer,
        "add": args.add,
        "remove": args.remove,
        "option": args.option,
    }
    try:
        status, answer = ask_portal(address.hostname, address.port or 80, facts)
    except OSError as error:
        raise RemoteProblem(
            say("The emulator does not respond: {reason}", reason=str(error)),
            say("Start it with: csp-tui partner-center emulator"),
        ) from error
    if status != 200:
        raise InvalidInput(
            say("The emulator can't do that: {reason}", reason=_told(answer["error"]))
        )
    session.done(_("Done in the emulator's Partner Center."), lambda: answer)


def _told(error: dict[str, Any]) -> object:
    """What the emulator says, in the language of the person where it sends its sentence."""
    values = error.get("values")
    if isinstance(error.get("said"), str) and isinstance(values, dict):
        return Message(error["said"], values=values)
    return error["message"]
