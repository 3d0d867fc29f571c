"""The manual page, section by section."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from csp_tui import __version__, i18n
from csp_tui.cli.manual.roff import bold, escaped, italic, quoted
from csp_tui.cli.parser import Parser, in_pipes
from csp_tui.cli.program import build_parser
from csp_tui.i18n import gettext as _

_PAGE = "csp-tui.1"


def pages() -> dict[str, str]:
    """The page in every language, by its path below the folder of manual pages."""
    before = i18n.current()
    try:
        made = {}
        for language in i18n.LANGUAGES:
            i18n.use(language)
            made[_PAGE if language == "en" else f"{language}/{_PAGE}"] = page()
        return made
    finally:
        i18n.use(before)


def page() -> str:
    """The page in the language in use."""
    return "\n".join(_lines(build_parser())) + "\n"


def _lines(program: Parser) -> Iterator[str]:
    commands = [command for command in program.walk() if command.examples]
    yield f'.TH CSP\\-TUI 1 "" {quoted(f"csp-tui {__version__}")} {quoted(_("User commands"))}'
    # Words are neither parted nor stretched: most of them are commands and paths.
    yield from (".nh", ".ad l")
    yield f".SH {quoted(_('NAME'))}"
    summary = _("decide which CSP partners may resell which marketplace offers")
    yield f"csp\\-tui \\- {escaped(summary)}"
    yield f".SH {quoted(_('SYNOPSIS'))}"
    options = " ".join(f"[{_usage(option)}]" for option in _options(program))
    yield f"{bold('csp-tui')} {options} [{italic(_('COMMAND'))} ...]"
    yield f".SH {quoted(_('DESCRIPTION'))}"
    yield from map(escaped, (program.description or "").splitlines())
    yield ".PP"
    yield escaped(in_pipes())
    yield f".SH {quoted(_('OPTIONS'))}"
    yield escaped(_("All except --help, which every command has, go before the command:"))
    yield from _explained(program.arguments)
    yield f".SH {quoted(_('COMMANDS'))}"
    for command in commands:
        yield from _command(command)
    yield f".SH {quoted(_('FILES'))}"
    yield from _listed(_files())
    yield f".SH {quoted(_('ENVIRONMENT'))}"
    yield from _listed(_environment())
    yield f".SH {quoted(_('EXIT STATUS'))}"
    yield from _listed(_exit_codes())
    yield f".SH {quoted(_('EXAMPLES'))}"
    for command in commands:
        for example in command.examples:
            yield from (".TP", bold(example), escaped(f"{_sentence(command.summary)}."))
    yield f".SH {quoted(_('SEE ALSO'))}"
    yield ".BR xargs (1),"
    yield ".BR sqlite3 (1)"


def _command(command: Parser) -> Iterator[str]:
    yield f".SS {quoted(command.prog.removeprefix('csp-tui '))}"
    words = [bold(command.prog)]
    arguments = [argument for argument in command.arguments if argument.dest != "help"]
    for argument in arguments:
        usage = _usage(argument)
        words.append(usage if argument.required else f"[{usage}]")
    yield " ".join(words)
    yield ".PP"
    yield f"{escaped(_sentence(command.summary))}."
    yield from _explained(arguments)


def _sentence(summary: str) -> str:
    return f"{summary[:1].upper()}{summary[1:]}"


def _options(parser: Parser) -> list[argparse.Action]:
    return [argument for argument in parser.arguments if argument.option_strings]


def _explained(arguments: Iterable[argparse.Action]) -> Iterator[str]:
    for argument in arguments:
        names = ", ".join(map(bold, argument.option_strings))
        value = "" if argument.nargs == 0 else italic(str(argument.metavar))
        yield from (".TP", " ".join(filter(None, (names, value))), escaped(argument.help or ""))


def _usage(argument: argparse.Action) -> str:
    value = "" if argument.nargs == 0 else italic(str(argument.metavar))
    more = " ..." if argument.nargs in ("+", "*") else ""
    # The long name says more.
    names = map(bold, argument.option_strings[-1:])
    return " ".join(filter(None, (*names, value))) + more


def _listed(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in pairs:
        yield from (".TP", bold(name), escaped(text))


def _files() -> Iterator[tuple[str, str]]:
    yield (
        "~/.local/share/csp-tui/csp-tui.sqlite",
        _("The database; $XDG_DATA_HOME names another folder, and other systems have their own."),
    )
    yield (
        "~/.config/csp-tui/config.toml",
        _("The settings; $XDG_CONFIG_HOME names another folder."),
    )
    yield (
        "~/.local/state/csp-tui/log/csp-tui.log",
        _("The log of unexpected errors; $XDG_STATE_HOME names another folder."),
    )


def _environment() -> Iterator[tuple[str, str]]:
    yield "CSP_TUI_DB", _("The database file to use, unless --db names one.")
    yield "CSP_TUI_LANG", _("The language, en or fr, unless --lang names one.")
    yield "CSP_TUI_CONFIG", _("The settings file.")
    yield "LC_ALL, LC_MESSAGES, LANG", _("The language, unless another setting names one.")
    yield "NO_COLOR", _("If set, the workbench uses no colors.")
    yield "COLUMNS", _("The width of help texts, if not that of the terminal.")


def _exit_codes() -> Iterator[tuple[str, str]]:
    yield "0", _("Done.")
    yield "1", _("Refused by a rule of the CSP program; nothing was changed.")
    yield "2", _("Invalid usage or input; nothing was changed.")
    yield "3", _("The database cannot be used; nothing has changed.")
    yield "130", _("Stopped with Ctrl+C; nothing has changed.")
