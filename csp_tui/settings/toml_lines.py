"""The line of a key in a TOML text, which the standard library's parser does not report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import takewhile
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


_MAX_PARSED = 200_000
"""Characters that are parsed for one text in all, so that a huge file does not delay the start."""


class KeyLines:
    """Finds the lines of keys in a text: where the text without the key begins to differ.

    Args:
        text: A valid TOML document.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = _MAX_PARSED

    def find(self, path: Sequence[str]) -> int | None:
        """The line on which a key gets its value.

        Args:
            path: The key, after the tables that contain it.

        Returns:
            The line, counted from 1. None if there is no such key, if finding it takes too long, or
            if the text is written in a way that tomlkit cannot change.
        """
        import tomlkit

        self._left -= len(self._text)
        if self._left < 0:
            return None
        # tomlkit raises errors of many kinds for tables that are written in unusual ways.
        with suppress(Exception):
            document = tomlkit.parse(self._text)
            table: Any = document
            for part in path[:-1]:
                table = table[part]
            del table[path[-1]]
            pairs = zip(self._text.split("\n"), document.as_string().split("\n"), strict=False)
            return 1 + sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
        return None


def nested_too_deep(document: Mapping[str, Any], limit: int) -> bool:
    """Whether tables and lists are nested more than ``limit`` deep."""
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


def explain(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, Message]:
    """Where a text is not TOML, and why, in translated words if the catalog has them.

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
