"""Keys as terminals send them: each kind under its name, and answers that are no keys left out."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator

from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.events import Key, Paste
from textual.keys import Keys
from textual.message import Message

from csp_tui.ui.commands.command import declared
from csp_tui.ui.multiplexer import ANSWERS, is_inside
from csp_tui.ui.terminal_app import is_over_ssh

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
_ESCAPE = "\x1b"
_KEY = r"\[\[[A-E]|\[[\d;]*[A-Za-z~^$@]|O[A-Za-z]"
_WITH_ALT = re.compile(rf"\x1b(\x1b(?:{_KEY})|[^\x1b\[\]OPX^_])", re.DOTALL)
"""A key behind an escape: with Alt, as rxvt, PuTTY and many others send it, or after Escape."""
_ONLY_ALT = re.compile(rf"({_WITH_ALT.pattern})\1*", re.DOTALL)
_GOES_ON = "[]OPX^_\x1b"
"""What may follow the escape of a sequence that came in two pieces."""
_PASTE_MARKS = re.compile(r"(\x1b\[20[01]~)")
_FIELDS_OWN = ("alt+backspace", "alt+delete")
_SPECIAL_DIGITS = frozenset("1234567890-=\u00a7")
"""What Textual takes for other signs behind an escape, as WezTerm sends them on a Mac."""


def _is_bound(key: str) -> bool:
    return key in _FIELDS_OWN or any(key in command.keys_now for command in declared().values())


class PasteCut(Message):
    """What was pasted was longer than a paste may be, and the rest of it was left out.

    Attributes:
        limit: Signs that were taken.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit


class MultiplexerFound(Message):
    """It is tmux or screen that has answered.

    Attributes:
        name: ``tmux`` or ``screen``.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class TerminalParser(XTermParser):
    """Textual's reader of what a terminal sends.

    An answer that nobody waits for (any more), such as a terminal's name or colour, is no text
    that somebody typed. What no end comes for within a second is forgotten, so that an answer
    that is cut off does not take away the keys after it.

    Escape and a key after it are the same bytes as that key with Alt. They are taken for Alt where
    a command has that key, so that of quick hands no key is lost; an arrow or another key of
    several bytes also where it came by itself, but for a line or a multiplexer that may have
    joined what was pressed.

    Args:
        debug: Whether Textual writes down what comes.
        paste_limit: Signs that one paste brings at most, however long its end is in coming.
    """

    def __init__(self, debug: bool = False, paste_limit: int = 4_000_000) -> None:
        super().__init__(debug)
        self._paste_limit = paste_limit
        self._pasted = 0
        self._was_cut = False
        self._held = ""
        self._in_string_since: float | None = None
        # Inside them, Escape and what follows within half a second come together; over a line that
        # stalls, too.
        self._merges = is_inside(os.environ) or is_over_ssh()
        self._turns_digits = os.environ.get("TERM_PROGRAM") == "WezTerm"
        self._is_pasting = False
        self._tail = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Take in what was sent, "" at the end, and return what it means."""
        left = self._without_strings(data)
        if left:
            return self._read(left)
        # Nothing fed means the end.
        return () if data else super().feed("")

    def _read(self, text: str) -> Iterator[Message]:
        text, self._held = self._held + text, ""
        for answer, name in ANSWERS.items():
            if answer in text and not self._is_pasting:
                yield MultiplexerFound(name)
        if self._tail.endswith(_ESCAPE) and text[0] not in _GOES_ON and not self._is_pasting:
            # Two presses: of one, all would have come at once.
            self._timeout_time = 0.0 if self._is_inside else None
            yield from self.tick()
        text = self._without_pasted_escapes(text)
        alone = not self._merges and _ONLY_ALT.fullmatch(text) is not None
        done = 0
        for match in _WITH_ALT.finditer(text):
            yield from self._pass_on(text[done : match.start()])
            done = match.start()
            if not self._is_inside and not self._is_pasting:
                keys = self._behind_escape(match[1], alone)
                if keys:
                    yield from keys
                    done, self._tail = match.end(), ""
        yield from self._pass_on(text[done:])

    def _without_pasted_escapes(self, text: str) -> str:
        """A text whose pastes end where they end, and begin no sequences of keys."""
        is_pasted = self._is_pasting
        mark = _PASTE_MARKS.search(self._tail + text)
        known = 0
        if mark is not None and mark.start() < len(self._tail):
            # It comes in two pieces.
            is_pasted = mark[1] == BRACKETED_PASTE_START
            self._pasted = 0 if is_pasted else self._pasted
            known = mark.end() - len(self._tail)
        parts = _PASTE_MARKS.split(text[known:])
        for place, part in enumerate(parts):
            if place % 2:
                is_pasted = part == BRACKETED_PASTE_START
                self._pasted = 0 if is_pasted else self._pasted
            elif is_pasted:
                head, escape, rest = part.rpartition(_ESCAPE)
                cut = place == len(parts) - 1 and BRACKETED_PASTE_END.startswith(_ESCAPE + rest)
                if escape and cut:
                    # Whether the end has begun is known when more has come.
                    self._held, rest = _ESCAPE + rest, ""
                parts[place] = self._bounded(head.replace(_ESCAPE, "") + rest)
        return text[:known] + "".join(parts)

    def _bounded(self, text: str) -> str:
        """What a paste still takes of a text."""
        room = max(self._paste_limit - self._pasted, 0)
        self._pasted += len(text)
        self._was_cut = self._was_cut or len(text) > room
        return text[:room]

    @property
    def _is_inside(self) -> bool:
        """Whether a sequence has begun and not ended."""
        return self._awaiting.timeout is not None

    def _pass_on(self, text: str) -> Iterator[Message]:
        if not text:
            return
        for message in super().feed(text):
            yield message
            if isinstance(message, Paste) and self._was_cut:
                self._was_cut = False
                yield PasteCut(self._paste_limit)
        seen = self._tail + text
        begun, ended = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
        if begun != ended:
            self._is_pasting = begun > ended
        self._tail = seen[1 - len(BRACKETED_PASTE_END) :]

    def _behind_escape(self, sent: str, alone: bool) -> list[Key]:
        """What a key behind an escape is; nothing where Textual knows better."""
        if len(sent) == 1 and sent != "\t" and sent not in _SPECIAL_DIGITS:
            # Such as Alt+Backspace, and Alt+B for a word back.
            if list(super()._sequence_to_key_events(_ESCAPE + sent)):
                return []
        elif len(sent) == 1 and alone and (sent == "\t" or self._turns_digits):
            return []
        keys = list(self._sequence_to_key_events(sent))
        if len(keys) != 1 or keys[0].key == Keys.Ignore:
            return []
        name = keys[0].key
        if name.startswith("alt+"):
            return keys
        letter = name.isalpha() and name.isupper() and len(name) == 1
        held = f"alt+shift+{name.lower()}" if letter else f"alt+{name}"
        if (alone and len(sent) > 1) or _is_bound(held):
            return [Key(held, None)]
        return [Key("escape", _ESCAPE), *keys]

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        known = KEYS.get(sequence)
        if known:
            return [Key(known, None)]
        found = list(super()._sequence_to_key_events(sequence, alt))
        if self._merges and len(found) == 1 and len(sequence) > 1:
            held, alt_sign, name = found[0].key.partition("alt+")
            if alt_sign and not held and not _is_bound(found[0].key):
                return [Key("escape", _ESCAPE), Key(name, found[0].character)]
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
