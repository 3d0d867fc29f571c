"""Where a key stands in a TOML text, which the standard library's reader does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from csp_tui.domain.wording import Message, say

_PLACE = re.compile(
    r"^(?P<reason>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end .*)\)$"
)
_REASONS = {
    reason.text: reason
    for reason in (
        say("Invalid value"),
        say("Invalid statement"),
        say("Invalid initial character for a key part"),
        say("Expected '=' after a key in a key/value pair"),
        say("Expected newline or end of document after a statement"),
        say("Expected ']' at the end of a table declaration"),
        say("Cannot overwrite a value"),
        say("Unclosed array"),
        say("Unclosed inline table"),
        say("Unterminated string"),
        say("Illegal character"),
    )
}


_MOST_READ = 2_000_000


class KeyLines:
    """Where keys stand in one text.

    The text is cut after a line and read anew until the cut is found where the key comes in, so
    that strings of several lines, quoted keys and dotted keys are no special cases. That costs
    reading, of which a text made to be slow gets no more than anyone would wait for.

    Args:
        text: A valid TOML document.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [line + "\n" for line in text.replace("\r\n", "\n").split("\n")]
        self._left = _MOST_READ

    def find(self, path: Sequence[str]) -> int | None:
        """The line, counted from 1, on which a key is given its value.

        Args:
            path: The key, below the tables that it stands in.

        Returns:
            The line; None where there is no such key, or where finding it takes too long.
        """
        try:
            if not _has(self._read(self._text), path):
                return None
            # A beginning of `without` lines lacks the key; those of `having` and more have it.
            without, having = 0, len(self._lines)
            while without + 1 < having:
                middle = (without + having) // 2
                end, document = self._whole(middle)
                if _has(document, path):
                    having = middle
                else:
                    without = end
        except (_TooSlow, RecursionError):
            return None
        return without + 1

    def _whole(self, end: int) -> tuple[int, Mapping[str, Any]]:
        """The shortest beginning of at least so many lines that is a document by itself."""
        while True:
            try:
                return end, self._read("".join(self._lines[:end]))
            except tomllib.TOMLDecodeError:
                end += 1

    def _read(self, text: str) -> Mapping[str, Any]:
        # What is short costs something as well.
        self._left -= len(text) + 100
        if self._left < 0:
            raise _TooSlow
        return tomllib.loads(text)


class _TooSlow(Exception):
    """Finding a line takes too long."""


def nested_too_deep(document: Mapping[str, Any], limit: int) -> bool:
    """Whether tables and lists stand inside each other more than ``limit`` times."""
    level: list[Any] = [document]
    for _depth in range(limit + 1):
        level = [
            one
            for outer in level
            for one in (outer.values() if isinstance(outer, Mapping) else outer)
            if isinstance(one, (Mapping, list))
        ]
        if not level:
            return False
    return True


def _has(document: Mapping[str, Any], path: Sequence[str]) -> bool:
    found: Any = document
    for part in path:
        if not isinstance(found, Mapping) or part not in found:
            return False
        found = found[part]
    return True


def explain(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, Message]:
    """Where a text is no TOML, and why, in words of the catalogue where it has them.

    Returns:
        The line, counted from 1, and a sentence.
    """
    found = _PLACE.match(str(error))
    reason = found["reason"] if found else str(error)
    why = _REASONS.get(reason, reason)
    if found is None or found["line"] is None:
        return max(1, len(text.rstrip().split("\n"))), say(
            "This is not valid TOML at the end of the file ({reason}).", reason=why
        )
    return int(found["line"]), say(
        "This is not valid TOML at column {column} ({reason}).",
        column=found["column"],
        reason=why,
    )
