"""The parser: every command with a sentence, an example, and its own error messages."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from csp_tui.cli.output import terminal_columns
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


def in_pipes() -> str:
    """What commands print where a program reads it."""
    return _(
        "Without a terminal on its output, a command prints one line for each record, with "
        "tabs between the columns and no heading; nothing is cut off."
    )


def exit_codes() -> str:
    """What the exit codes of every command say."""
    return _(
        "exit codes: 0 done, 1 refused by a rule, 2 bad usage or input, 3 the database, "
        "4 Partner Center; only with --exit-code: 5 something to do, 6 only manual steps remain"
    )


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    import textwrap

    # A value such as pay-as-you-go can be copied only from a single line.
    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False)


class _Formatter(argparse.HelpFormatter):
    """Keeps lines that are indented, such as examples, and says “usage” in the language in use.

    Lines end before the edge of the terminal, whose width ``COLUMNS`` overrides.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal_columns() - 2, max_help_position=28)

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any) -> str:
        text = super()._format_usage(usage, actions, groups, prefix)
        if max(map(len, text.splitlines()), default=0) <= self._width:
            return text
        # argparse keeps together what excludes each other, however narrow the terminal is.
        words = " ".join(text.split())
        return "\n".join(_wrapped(words, self._width, "    ")) + "\n\n"

    def _split_lines(self, text: str, width: int) -> list[str]:
        return _wrapped(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            line if line.startswith(" ") else "\n".join(_wrapped(line, width))
            for line in text.splitlines()
        )

    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Argument parser that raises instead of ending the program, and abbreviates nothing.

    Attributes:
        summary: What the list of commands says about it.
        examples: Whole command lines that show how it is used.
    """

    def __init__(self, **options: Any) -> None:
        self.summary = ""
        self.examples: Sequence[str] = ()
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

    @property
    def arguments(self) -> Sequence[argparse.Action]:
        """Its arguments and options, without the commands that can follow it."""
        return [
            action for action in self._actions if not isinstance(action, argparse._SubParsersAction)
        ]

    @property
    def commands(self) -> Sequence[Parser]:
        """The commands that can follow it."""
        return [
            command
            for action in self._actions
            if isinstance(action, argparse._SubParsersAction)
            for command in action.choices.values()
        ]

    def walk(self) -> Iterator[Parser]:
        """It and all commands below it."""
        yield self
        for command in self.commands:
            yield from command.walk()

    def error(self, message: str) -> NoReturn:
        """Report a line that cannot be read.

        Raises:
            UsageError: Always.
        """
        from csp_tui.cli.usage_text import usage_text

        raise UsageError(usage_text(message), self.prog)

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """Read a whole command line.

        Raises:
            InvalidInput: A word is not a valid value.
            UsageError: The line cannot be read.
        """
        args, others = self.parse_known_args(argv)
        if not others:
            return args
        if others[0].partition("=")[0] in ("--db", "--lang", "--read-only"):
            message = _("Put {name} before the command.").format(name=others[0].partition("=")[0])
        else:
            message = _("Unknown on this command line: {words}").format(words=" ".join(others))
        raise UsageError(message, args.command)


class _Mentioned(Parser):
    """Stands for a command that the line does not name: a whole parser takes 0.1 ms."""

    def __init__(self, prog: str) -> None:
        self.prog = prog
        self.summary, self.examples, self._actions = "", (), []

    def __repr__(self) -> str:
        return self.prog


class Commands:
    """The commands of a parser, or of a group of commands.

    Args:
        parser: The parser that they are chosen in.
    """

    def __init__(self, parser: Parser) -> None:
        self._choices = parser.add_subparsers(
            title=_("commands"), metavar=_("COMMAND"), prog=parser.prog
        )

    def add(
        self,
        name: str,
        run: Handler,
        summary: str,
        *examples: str,
        json: bool = True,
        details: str = "",
    ) -> Parser:
        """Add a command.

        Args:
            name: Its name.
            run: What it does.
            summary: One line for its help.
            examples: Whole command lines that show how it is used.
            json: Whether it takes ``--json``.
            details: More that its help says; lines that are indented stay as they are.
        """
        parser = self._added(name, summary, details, examples)
        parser.set_defaults(run=run, command=parser.prog)
        if json:
            parser.add_argument(
                "--json", action="store_true", help=_("print one JSON document and nothing else")
            )
        return parser

    def _added(self, name: str, summary: str, details: str, examples: Sequence[str]) -> Parser:
        title = _("example:") if len(examples) == 1 else _("examples:")
        shown = [title, *(f"  {example}" for example in examples), ""] if examples else []
        parser: Parser = self._choices.add_parser(
            name,
            help=summary,
            description="\n\n".join(filter(None, (_sentence(summary), details))),
            epilog="\n".join([*shown, exit_codes()]),
        )
        parser.summary, parser.examples = summary, examples
        return parser

    def mention(self, name: str, summary: str) -> None:
        """List a command that the line does not name, without its arguments.

        Args:
            name: Its name.
            summary: One line for the help.
        """
        choices = self._choices
        choices._choices_actions.append(choices._ChoicesPseudoAction(name, (), summary))
        choices._name_parser_map[name] = _Mentioned(f"{choices._prog_prefix} {name}")

    def group(self, name: str, summary: str) -> Commands:
        """Add a group of commands; naming the group alone is answered with its help."""
        parser = self._added(name, summary, "", ())

        def incomplete(_session: Session, _args: argparse.Namespace) -> NoReturn:
            raise UsageError(
                _("“{group}” needs a command after it.").format(group=name), parser.prog
            )

        parser.set_defaults(run=incomplete, command=parser.prog)
        return Commands(parser)


def _sentence(summary: str) -> str:
    return f"{summary[:1].upper()}{summary[1:]}."
