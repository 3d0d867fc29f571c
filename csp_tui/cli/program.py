"""Runs one command line, from its words to its exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from csp_tui import __version__, i18n
from csp_tui.cli import (
    commands_audience,
    commands_database,
    commands_history,
    commands_offers,
    commands_partners,
    commands_requests,
    commands_resales,
    commands_workbench,
    failures,
)
from csp_tui.cli.parser import Commands, Parser, UsageError
from csp_tui.cli.session import OutputProblem, Session, flush_output
from csp_tui.cli.values import language
from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.settings import places


def run(argv: Sequence[str]) -> int:
    """Run a command line.

    Args:
        argv: The words after the program's name.

    Returns:
        The exit code: 0 done, 1 refused by a rule, 2 bad usage or input, 3 the database,
        130 stopped by Ctrl-C. After any code but 0 nothing has changed.
    """
    i18n.use(_language(argv))
    _print_anything(sys.stdout)
    args = argparse.Namespace()
    session = Session(places())
    try:
        args = build_parser().read(argv)
        session = Session(places(args.db), json=getattr(args, "json", False))
        code = args.run(session, args) or failures.DONE
        flush_output()
    except UsageError as error:
        return failures.report_usage(str(error), error.command)
    except WorkbenchError as error:
        return failures.report(error, args)
    except BrokenPipeError:
        # Whoever read the output has seen enough; that is no failure of the command.
        _discard_output()
        return failures.DONE
    except OutputProblem as error:
        _discard_output()
        return failures.report_output(str(error), changed=session.changed)
    except KeyboardInterrupt:
        return failures.report_stop(changed=session.changed)
    except SystemExit as end:
        # argparse ends with it after --help and --version.
        return end.code if isinstance(end.code, int) else failures.DONE
    except Exception as error:
        return failures.report_unexpected(error, session.places.log, changed=session.changed)
    return int(code)


def build_parser() -> Parser:
    """The parser of all commands, in the language in use."""
    parser = Parser(
        prog="csp-tui",
        description=_(
            "Decide which Cloud Solution Provider partners may resell which marketplace offers.\n"
            "Without a command, the workbench opens."
        ),
        epilog="\n".join(
            [
                _("examples:"),
                "  csp-tui",
                "  csp-tui offers create contoso-backup --type saas --name 'Contoso Backup'",
                "  csp-tui --lang fr audience show contoso-backup",
                "",
                _("exit codes: 0 done, 1 refused by a rule, 2 bad usage or input, 3 the database"),
            ]
        ),
    )
    parser.add_argument("--db", metavar=_("PATH"), help=_("the database file to work on"))
    parser.add_argument("--lang", metavar="en|fr", type=language, help=_("the language to use"))
    parser.add_argument(
        "--version",
        action="version",
        version=f"csp-tui {__version__}",
        help=_("show the version and exit"),
    )
    parser.set_defaults(run=commands_workbench.open_screens, command=parser.prog)
    commands = Commands(parser)
    for module in (
        commands_workbench,
        commands_offers,
        commands_audience,
        commands_partners,
        commands_resales,
        commands_requests,
        commands_history,
        commands_database,
    ):
        module.register(commands)
    return parser


def _language(argv: Sequence[str]) -> str:
    """The language, known before the parser is built because help and errors are in it."""
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if name in ("--lang", "--db"):
            value = value if equals else next(words, "")
            if name == "--lang" and value in i18n.LANGUAGES:
                return value
        elif not word.startswith("-"):
            break
    return i18n.preferred()


def _print_anything(stream: object) -> None:
    # A name that the terminal's encoding lacks must not end the command halfway.
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


def _discard_output() -> None:
    """Keep the interpreter from failing once more on what is still buffered when it ends."""
    try:
        target = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, target)
    os.close(nowhere)
