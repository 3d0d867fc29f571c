"""Runs one command line, from its arguments to its exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from csp_tui import __version__, i18n
from csp_tui.cli import failures
from csp_tui.cli.command_index import COMMAND_INDEX, summary_of
from csp_tui.cli.parser import Commands, Parser, UsageError, exit_codes, in_pipes
from csp_tui.cli.session import OutputProblem, Session, flush_output
from csp_tui.cli.values import language
from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.settings import find_paths
from csp_tui.settings.language import chosen_language
from csp_tui.settings.loader import LoadedSettings, read_settings
from csp_tui.settings.values import Settings


def run(argv: Sequence[str]) -> int:
    """Run a command line.

    Args:
        argv: The words after the program's name.

    Returns:
        The exit code: 0 done, 1 refused by a rule, 2 bad usage or input, 3 the database,
        130 stopped by Ctrl-C. After any code but 0 nothing has changed.
    """
    chosen, command = leading(argv)
    try:
        usual = find_paths()
    except WorkbenchError as error:
        return failures.report(error, argparse.Namespace())
    # Public sessions get the defaults, whatever the account has set.
    kiosk = command == "demo" and "--kiosk" in argv
    reading = (
        LoadedSettings(Settings())
        if kiosk
        else read_settings(usual.settings, named=usual.settings_named)
    )
    # Known before the parser is built, because help and errors are in it.
    i18n.use(chosen_language(reading.settings, chosen))
    _print_anything(sys.stdout)
    # The workbench shows them itself.
    if command not in ("", "demo"):
        failures.report_settings(reading.problems)
    # A line that cannot be read has its advice for the same database, too.
    args = argparse.Namespace(db=_value_of("--db", argv))
    session = Session(usual)
    named: Session | None = None
    try:
        args = build_parser(argv).read(argv)
        session = named = Session(
            find_paths(args.db), json=getattr(args, "json", False), read_only=args.read_only
        )
        code = args.run(session, args) or failures.DONE
        flush_output()
    except UsageError as error:
        return failures.report_usage(str(error), error.command)
    except WorkbenchError as error:
        return failures.report(error, args, named)
    except BrokenPipeError:
        # The reader of the output has closed it; that is not a failure of the command.
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
        return failures.report_unexpected(error, session.paths.log, changed=session.changed)
    return int(code)


def build_parser(argv: Sequence[str] | None = None) -> Parser:
    """The parser of the commands, in the language in use.

    Args:
        argv: The line that will be read, whose command alone is declared in full; all commands are
            without it.
    """
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
                in_pipes(),
                exit_codes(),
            ]
        ),
    )
    parser.add_argument("--db", metavar=_("PATH"), help=_("the database file to work on"))
    parser.add_argument(
        "--read-only",
        action="store_true",
        help=_("open the database read-only"),
    )
    parser.add_argument("--lang", metavar="en|fr", type=language, help=_("the language to use"))
    parser.add_argument(
        "--version",
        action="version",
        version=f"csp-tui {__version__}",
        help=_("show the version and exit"),
    )
    parser.set_defaults(run=_open_screens, command=parser.prog)
    _add_commands(Commands(parser), argv)
    return parser


def _add_commands(commands: Commands, argv: Sequence[str] | None) -> None:
    """Declare the command that a line names, and list all others; without a line, declare all."""
    named = leading(argv)[1] if argv is not None else ""
    needed = COMMAND_INDEX[named].module if named in COMMAND_INDEX else ""
    declared: set[str] = set()
    for name, entry in COMMAND_INDEX.items():
        if argv is not None and entry.module != needed:
            commands.mention(name, summary_of(name))
        elif entry.module not in declared:
            # It may declare several commands; screens paint early because no other is imported.
            declared.add(entry.module)
            import_module(f"csp_tui.cli.{entry.module}").register(commands)


def _open_screens(session: Session, args: argparse.Namespace) -> int:
    from csp_tui.cli.commands_workbench import open_screens

    return open_screens(session, args)


def _value_of(option: str, argv: Sequence[str]) -> str | None:
    """What an option before the command says, None where it is not there."""
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if name in ("--lang", "--db"):
            value = value if equals else next(words, "")
            if name == option:
                return value or None
        elif not word.startswith("-"):
            break
    return None


def leading(argv: Sequence[str]) -> tuple[str, str]:
    """What ``--lang`` says and which command is named, each "" where there is none."""
    chosen = ""
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if name in ("--lang", "--db"):
            value = value if equals else next(words, "")
            chosen = value if name == "--lang" else chosen
        elif not word.startswith("-"):
            return chosen, word
    return chosen, ""


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
