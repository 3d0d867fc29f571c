"""The parser: every command with a sentence, an example, and its own way to say what is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from csp_tui.cli.usage_text import usage_text
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from csp_tui.cli.session import Session

Handler = Callable[["Session", argparse.Namespace], "int | None"]
"""Does a command; returns an exit code, None being 0."""


class UsageError(Exception):
    """The command line cannot be read.

    Attributes:
        command: The command whose help explains how it is used.
    """

    def __init__(self, message: str, command: str) -> None:
        super().__init__(message)
        self.command = command


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of examples, and says “usage” in the language in use."""

    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Argument parser that raises instead of ending the program, and abbreviates nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{
                "formatter_class": _Formatter,
                "allow_abbrev": False,
                "add_help": False,
                **options,
            }
        )
        self._positionals.title = _("arguments")
        self._optionals.title = _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and exit"))

    def error(self, message: str) -> NoReturn:
        """Report a line that cannot be read.

        Raises:
            UsageError: Always.
        """
        raise UsageError(usage_text(message), self.prog)

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """Read a whole command line.

        Raises:
            InvalidInput: A word cannot be used as the value it stands for.
            UsageError: The line cannot be read.
        """
        args, others = self.parse_known_args(argv)
        if not others:
            return args
        if others[0].partition("=")[0] in ("--db", "--lang"):
            message = _("Put {name} before the command.").format(name=others[0].partition("=")[0])
        else:
            message = _("Unknown on this command line: {words}").format(words=" ".join(others))
        raise UsageError(message, args.command)


class Commands:
    """The commands of a parser, or of a group of commands.

    Args:
        parser: The parser that they are chosen in.
    """

    def __init__(self, parser: Parser) -> None:
        self._choices = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"))

    def add(
        self, name: str, run: Handler, summary: str, *examples: str, json: bool = True
    ) -> Parser:
        """Add a command.

        Args:
            name: Its name.
            run: What it does.
            summary: One line for its help.
            examples: Whole command lines that show how it is used.
            json: Whether it takes ``--json``.
        """
        title = _("example:") if len(examples) == 1 else _("examples:")
        epilog = "\n".join([title, *(f"  {example}" for example in examples)])
        parser: Parser = self._choices.add_parser(
            name, help=summary, description=_sentence(summary), epilog=epilog
        )
        parser.set_defaults(run=run, command=parser.prog)
        if json:
            parser.add_argument(
                "--json", action="store_true", help=_("print one JSON document and nothing else")
            )
        return parser

    def group(self, name: str, summary: str) -> Commands:
        """Add a group of commands; naming the group alone is answered with its help."""
        parser: Parser = self._choices.add_parser(
            name, help=summary, description=_sentence(summary)
        )

        def incomplete(_session: Session, _args: argparse.Namespace) -> NoReturn:
            raise UsageError(
                _("“{group}” needs a command after it.").format(group=name), parser.prog
            )

        parser.set_defaults(run=incomplete, command=parser.prog)
        return Commands(parser)


def _sentence(summary: str) -> str:
    return f"{summary[:1].upper()}{summary[1:]}."
