"""Answers a shell that asks how a line can continue."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TextIO

from argcomplete.completers import SuppressCompleter
from argcomplete.finders import ExclusiveCompletionFinder
from argcomplete.lexers import split_line

from csp_tui import i18n
from csp_tui.cli.completion.completers import Completers
from csp_tui.cli.program import build_parser, leading
from csp_tui.settings import find_paths
from csp_tui.settings.language import chosen_language
from csp_tui.settings.loader import read_settings

if TYPE_CHECKING:
    from csp_tui.services.reading_ports import Suggestions


class _Finder(ExclusiveCompletionFinder):
    """Offers an option only once, and nothing where nothing of the program's fits."""

    def _init_debug_stream(self) -> None:
        """Leave file descriptor 9 alone; there is nothing to report to a person who presses Tab."""

    def quote_completions(
        self, completions: list[str], cword_prequote: str, last_wordbreak_pos: int | None
    ) -> list[str]:
        shown = self.get_display_completions()
        for completion in completions:
            # The text of an option's value is kept without the option that it is written with.
            shown.setdefault(completion, shown.get(completion.partition("=")[2], ""))
        return super().quote_completions(completions, cword_prequote, last_wordbreak_pos)


def answer(*, output: TextIO | None = None, leave: Callable[[int], object] = os._exit) -> int:
    """Print how the line in the environment can continue.

    Neither creates nor changes a file, and never says what is wrong: a person who presses Tab
    asked no question that an error could answer.

    Args:
        output: Where the answer goes; what the shell's script has opened by default.
        leave: Ends the program immediately with an exit code.

    Returns:
        1 where there is no answer, if ``leave`` has returned.
    """
    try:
        if os.environ.get("_ARGCOMPLETE_SHELL") == "zsh":
            os.environ["COMP_POINT"] = str(len(os.environ["COMP_LINE"]))
        words = _words_before()
        language, _command = leading(words)
        usual = find_paths()
        settings = read_settings(usual.settings, named=usual.settings_named).settings
        i18n.use(chosen_language(settings, language))
        parser = build_parser(words)
        Completers(_open).put_into(parser)
        _Finder()(
            parser,
            always_complete_options=False,
            exit_method=leave,
            output_stream=output,
            default_completer=SuppressCompleter(),
        )
    except Exception:
        return 1
    return 0


def _words_before() -> Sequence[str]:
    """The words between the program's name and the one that is being typed."""
    found = split_line(os.environ["COMP_LINE"], int(os.environ["COMP_POINT"]))
    return found[3][1:]


def _open(named: str | None) -> Suggestions:
    from csp_tui.bootstrap import open_suggestions

    return open_suggestions(find_paths(named).database)
