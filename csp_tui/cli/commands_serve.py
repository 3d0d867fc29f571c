"""``csp-tui serve``: the workbench in a web page."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from csp_tui import i18n
from csp_tui.cli.command_index import summary_of
from csp_tui.cli.failures import DONE
from csp_tui.cli.parser import Commands, UsageError
from csp_tui.cli.values import minutes, port, sessions
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.text import visible
from csp_tui.domain.wording import quoted, say
from csp_tui.exchange.sources import cannot_read
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.session import Session
    from csp_tui.web.access import Access

HOST, PORT, SESSIONS = "127.0.0.1", 8000, 20
_TOKEN_FILE_AT_MOST = 4096


def register(commands: Commands) -> None:
    """Add the command."""
    serve = commands.add(
        "serve",
        serve_page,
        summary_of("serve"),
        "csp-tui serve",
        "csp-tui serve --demo --host 0.0.0.0 --token-file token.txt",
        "csp-tui serve --demo --public-url https://demo.example.com",
        json=False,
        details=_(
            "Every visitor gets a separate session: on your database and as you, or with "
            "--demo in a temporary demo for anyone. Only this computer can reach the page "
            "unless you set --host. Visitors need the token in the printed link, except with "
            "--demo on this computer alone."
        ),
    )
    add = serve.add_argument
    add("--host", default=HOST, help=_("the address to listen on (127.0.0.1)"))
    add("--port", type=port, default=PORT, help=_("the port, 0 for any free one (8000)"))
    add("--demo", action="store_true", help=_("a temporary demo in kiosk mode for anyone"))
    add("--tour", action="store_true", help=_("with --demo: begin with the guided tour"))
    add(
        "--idle",
        type=minutes,
        metavar=_("MINUTES"),
        help=_("with --demo: end after this many minutes without a key press (10)"),
    )
    add(
        "--limit",
        type=minutes,
        metavar=_("MINUTES"),
        help=_("with --demo: end after this many minutes (30)"),
    )
    add(
        "--token",
        metavar=_("TOKEN"),
        help=_("token for visitors; other users of this computer can see it in the process list"),
    )
    add("--token-file", metavar=_("FILE"), help=_("a file whose first line is the token"))
    add(
        "--no-token",
        action="store_true",
        help=_("let in anyone who can reach the page, including other accounts on this computer"),
    )
    add(
        "--max-sessions",
        type=sessions,
        default=SESSIONS,
        metavar="N",
        help=_("sessions at once (20)"),
    )
    add("--public-url", default="", metavar="URL", help=_("how visitors reach it behind a proxy"))


def serve_page(session: Session, args: argparse.Namespace) -> int:
    """Serve the page until someone stops the program.

    Raises:
        InvalidInput: The address cannot be used, or the token.
        UsageError: Options do not fit together.
    """
    from csp_tui import log
    from csp_tui.web.access import Access, is_loopback, new_token
    from csp_tui.web.server import WebServer, quiet_libraries
    from csp_tui.web.serving import serve_until_stopped
    from csp_tui.web.visit import command

    if not args.demo and (args.idle or args.limit or args.tour):
        raise UsageError(
            _("--tour, --idle and --limit can only be used with --demo."), args.command
        )
    url = _public_url(args.public_url)
    token = _chosen_token(args)
    access = Access(args.host, args.port, token, url)
    is_open = args.no_token or (args.demo and access.is_local)
    is_generated = not token and not is_open
    if is_generated:
        access = Access(args.host, args.port, new_token(), url)
    log.start(session.paths.log)
    quiet_libraries()
    _warn(session, access, demo=args.demo)

    def started(taken: int) -> None:
        address = _address(access, taken, with_token=is_generated)
        session.say_link(_("The workbench is at {url}"), address)
        if is_generated and not args.demo:
            session.say("  " + _("The link contains the token. Anyone who has it can act as you."))
        elif access.token:
            session.say("  " + _("Visitors are asked for the token."))
        session.say("  " + _("Press Ctrl+C to stop it."))

    server = WebServer(access, command(*_session_words(args)), at_most=args.max_sessions)
    try:
        serve_until_stopped(server, started)
    except OSError as error:
        raise InvalidInput(
            say(
                "The server cannot listen on {host}, port {port}: {cause}.",
                host=visible(args.host),
                port=args.port,
                cause=_cause(error),
            ),
            say("Choose another port with --port, or 0 for any free one.")
            if is_loopback(args.host)
            else say("Choose an address of this computer with --host, or another --port."),
            field="port",
        ) from error
    return DONE


def _session_words(args: argparse.Namespace) -> list[str]:
    """The command line of a visitor's session."""
    words = ["--lang", i18n.current()]
    if not args.demo:
        words += ["--read-only"] if args.read_only else []
        return [*words, *(["--db", args.db] if args.db else [])]
    words += ["demo", "--kiosk"]
    if args.tour:
        words.append("--tour")
    for option, value in (("--idle", args.idle), ("--limit", args.limit)):
        words += [option, str(value)] if value else []
    return words


def _chosen_token(args: argparse.Namespace) -> str:
    from csp_tui.web.access import TOKEN_AT_LEAST

    if args.token is not None and args.token_file is not None:
        raise UsageError(_("Use --token or --token-file, not both."), args.command)
    if args.no_token and (args.token is not None or args.token_file is not None):
        raise UsageError(_("--no-token cannot be combined with a token."), args.command)
    token = args.token
    if args.token_file is not None:
        token = _first_line(Path(args.token_file).expanduser())
    if token is not None and len(token) < TOKEN_AT_LEAST:
        raise InvalidInput(
            say("The token is too short to be secure."),
            say(
                "Use at least {count} characters, or let the program choose the token.",
                count=TOKEN_AT_LEAST,
            ),
            field="token",
        )
    return token or ""


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            start = stream.read(_TOKEN_FILE_AT_MOST)
    except OSError as error:
        raise cannot_read(visible(str(path)), error) from error
    return start.decode("utf-8", "replace").partition("\n")[0].strip()


def _public_url(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query
        _known_port = parts.port
    except ValueError:
        usable = False
    if not usable:
        raise InvalidInput(
            say("“{value}” is not a valid web address.", value=quoted(text[:200])),
            say("Write it like https://demo.example.com."),
            field="public_url",
        )
    return text.rstrip("/")


def _warn(session: Session, access: Access, *, demo: bool) -> None:
    """Say what visitors can do and who can be one, before the page is there."""
    if not access.is_local and not access.is_encrypted:
        session.say(
            _(
                "Warning: the connection is not encrypted. Others on the network can read the "
                "token and everything that visitors do, and can change it."
            )
        )
        step = _("put a TLS server in front of it, and give its address with --public-url")
        session.say("  " + _("Next: {step}").format(step=step))
    if demo:
        if not access.is_local and not access.token:
            session.say(
                _(
                    "Warning: without a token, everyone who can reach this address can open "
                    "the demo."
                )
            )
        return
    if not access.token:
        session.say(
            _(
                "Warning: without a token, every account of this computer that can reach the "
                "page can act as you on your database, even if it cannot read the file."
            )
            if access.is_local
            else _(
                "Warning: without a token, everyone who can reach this address can act as you on "
                "your database and can read and write the files that you can."
            )
        )
    elif not access.is_local:
        session.say(
            _(
                "Warning: visitors act as you on your database and can read and write the files "
                "that you can. Use --demo to give strangers a temporary demo."
            )
        )


def _address(access: Access, port: int, *, with_token: bool) -> str:
    """The address of the page, with the token in it where the program generated it."""
    query = f"/?token={quote(access.token)}" if with_token else "/"
    if access.public_url:
        return access.public_url + query
    # A visitor cannot type the address that means all addresses of a computer.
    host = socket.gethostname() if access.host in ("0.0.0.0", "::", "") else access.host
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{query}"


def _cause(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno and error.errno > 0 else type(error).__name__
