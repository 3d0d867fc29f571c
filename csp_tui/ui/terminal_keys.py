"""Keys as terminals send them: each kind under its name, and answers that are no keys left out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.keys import Keys
from textual.message import Message

KEYS = {
    "\x1bOb": "ctrl+down",
    "\x1b[7^": "ctrl+home",
    "\x1b[8^": "ctrl+end",
    "\x1b[25~": "f13",
    "\x1b[25$": "shift+f13",
}
"""Sequences of rxvt and the Linux console that Textual takes for other keys or for text."""

_CONTROL = re.compile(r"\x1b\[(?![\[M])[0-?]*[ -/]*[@-~]")
"""A whole control sequence; F1 to F5 of the Linux console and old mice go on after theirs."""
_OTHERS = re.compile(r"\x1b\[(?:<?[-\d;]+[mM]|\?\d+;\d\$y|48;[\d:;]+t)")
"""Control sequences that Textual reads after it has looked for keys: mice, modes, sizes."""
_STRING = re.compile(r"\x1b(?:\]\d+;|P(?:[01]?[$+]r|[>!]\|)|_G)")
"""How an answer with a text begins: a colour, a name and version, a setting, a picture."""
_STRING_END = re.compile(r"\x07|\x1b\\|\x9c")
_LONGEST_PAUSE = 1.0


class TerminalParser(XTermParser):
    """Textual's reader of what a terminal sends.

    An answer that nobody waits for (any more), such as a terminal's name or colour, is no text
    that somebody typed. What no end comes for within a second is forgotten, so that an answer
    that is cut off does not take away the keys after it.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._in_string_since: float | None = None

    def feed(self, data: str) -> Iterable[Message]:
        """Take in what was sent, "" at the end, and return what it means."""
        left = self._without_strings(data)
        # Nothing fed means the end.
        return super().feed(left) if left or not data else ()

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        known = KEYS.get(sequence)
        if known:
            return [Key(known, None)]
        found = list(super()._sequence_to_key_events(sequence, alt))
        if found or not _CONTROL.fullmatch(sequence) or _OTHERS.fullmatch(sequence):
            return found
        return [Key(Keys.Ignore, sequence)]

    def _without_strings(self, data: str) -> str:
        left = ""
        since = self._in_string_since
        inside = since is not None and time.monotonic() - since < _LONGEST_PAUSE
        while data:
            if inside:
                end = _STRING_END.search(data)
                if end is None:
                    self._in_string_since = time.monotonic()
                    return left
                data, inside = data[end.end() :], False
            start = _STRING.search(data)
            if start is None:
                break
            left += data[: start.start()]
            data, inside = data[start.end() :], True
        self._in_string_since = time.monotonic() if inside else None
        return left + data
