"""Asking the person at the terminal before something that should not happen by mistake."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.text import visible
from csp_tui.domain.wording import say
from csp_tui.i18n import gettext as _

TERMINAL = "/dev/tty"
"""Where the person at a command is, wherever its input and messages go."""


def confirms(lines: Sequence[str], question: str, *, summary: str = "") -> bool:
    """Ask at the terminal; anything but a yes is a no.

    Args:
        lines: What to know, a sentence or two each; the last only where the question is asked.
        question: The question.
        summary: What the failure says where no one can be asked; the lines without.

    Raises:
        InvalidInput: There is no terminal to ask on.
    """
    try:
        with _terminal() as (answers, words):
            asked = "".join(f"{visible(line)}\n" for line in lines)
            words.write(asked + _("{question} [y/N]").format(question=question) + " ")
            words.flush()
            # A language may have a letter of its own; the English one always counts.
            return answers.readline().strip().casefold() in ("y", "yes", _("y"), _("yes"))
    except OSError as error:
        raise InvalidInput(
            say(
                "{what} This needs confirmation, but there is no terminal to ask on.",
                what=summary or " ".join(lines[:-1] or lines),
            ),
            say("Nothing was changed. Use --yes to go ahead without confirmation."),
            field="yes",
        ) from error


@contextmanager
def _terminal() -> Iterator[tuple[TextIO, TextIO]]:
    """Where a person answers and reads, also when input and messages go elsewhere."""
    if sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        yield sys.stdin, sys.stderr
        return
    with (
        open(TERMINAL, encoding="utf-8", errors="replace") as answers,
        open(TERMINAL, "w", encoding="utf-8", errors="replace") as words,
    ):
        yield answers, words
