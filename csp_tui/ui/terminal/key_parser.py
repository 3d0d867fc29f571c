"""Parsing what terminals send: keys under their names, without replies that are not keys."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator

from textual.events import Key, Paste
from textual.keys import Keys
from textual.message import Message

from csp_tui.ui.terminal.environment import is_over_ssh
from csp_tui.ui.terminal.multiplexer import REPLY_PREFIXES, is_inside
from csp_tui.ui.terminal.textual_private import (
    BRACKETED_PASTE_END,
    BRACKETED_PASTE_START,
    XTermParser,
)

KEYS = {
    "\x1bOb": "ctrl+down",
    "\x1b[7^": "ctrl+home",
    "\x1b[8^": "ctrl+end",
    "\x1b[25~": "f13",
    "\x1b[25$": "shift+f13",
}
"""Sequences of rxvt and the Linux console that Textual reads as other keys or as text."""

_CONTROL = re.compile(r"\x1b\[(?![\[M])[0-?]*[ -/]*[@-~]")
"""A complete control sequence; F1 to F5 of the Linux console and old mouse reports are longer."""
_NOT_KEYS = re.compile(r"\x1b\[(?:<?[-\d;]+[mM]|\?\d+;\d\$y|48;[\d:;]+t)")
"""Control sequences that Textual reads after it has looked for keys: mouse, modes, sizes."""
_STRING = re.compile(r"\x1b(?:\]\d+;|P(?:[01]?[$+]r|[>!]\|)|_G)")
"""The start of a reply with a string: a color, a name and version, a setting, a picture."""
_STRING_END = re.compile(r"\x07|\x1b\\|\x9c")
_LONGEST_PAUSE = 1.0
_ESCAPE = "\x1b"
_KEY = r"\[\[[A-E]|\[[\d;]*[A-Za-z~^$@]|O[A-Za-z]"
_WITH_ALT = re.compile(rf"\x1b(\x1b(?:{_KEY})|[^\x1b\[\]OPX^_])", re.DOTALL)
"""Escape before a key: Alt, as rxvt, PuTTY and many others send it, or Escape and then a key."""
_ONLY_ALT = re.compile(rf"({_WITH_ALT.pattern})\1*", re.DOTALL)
_CONTINUES = "[]OPX^_\x1b"
"""What may follow the escape character of a sequence that was received in two pieces."""
_PASTE_MARKS = re.compile(r"(\x1b\[20[01]~)")
_FIELD_KEYS = ("alt+backspace", "alt+delete")
_SPECIAL_DIGITS = frozenset("1234567890-=\u00a7")
"""What Textual reads as other characters after an escape, as WezTerm sends them on a Mac."""


class PasteCut(Message):
    """A paste exceeded the limit and was cut.

    Attributes:
        limit: Characters that were kept.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit


class MultiplexerFound(Message):
    """tmux or screen has replied to the query.

    Attributes:
        name: ``tmux`` or ``screen``.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class TerminalParser(XTermParser):
    """Textual's parser of terminal input, with more terminals and fewer misreadings.

    A late reply of the terminal, such as its name or color, is not text that was typed. A reply
    without an end within a second is dropped, so that it does not swallow the keys after it.

    Escape followed by a key is the same bytes as that key with Alt. It is read as Alt if a command
    has that key, so that fast typing loses no key. An arrow or another key of several bytes is also
    read as Alt if it was received alone, unless a connection or a multiplexer may have joined two
    keys.

    Args:
        debug: Whether Textual logs the input.
        paste_limit: Maximum length of a paste in characters, even if its end is never received.
        is_bound: Whether a key, such as ``alt+x``, has a meaning in the app.
    """

    def __init__(
        self,
        debug: bool = False,
        paste_limit: int = 4_000_000,
        is_bound: Callable[[str], bool] = lambda _key: False,
    ) -> None:
        super().__init__(debug)
        self._paste_limit = paste_limit
        self._is_app_key = is_bound
        self._pasted = 0
        self._was_cut = False
        self._held = ""
        self._in_string_since: float | None = None
        # Multiplexers join Escape and a key within half a second, and so do slow connections.
        self._joins_keys = is_inside(os.environ) or is_over_ssh()
        self._alters_digits = os.environ.get("TERM_PROGRAM") == "WezTerm"
        self._is_pasting = False
        self._tail = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Parse input, "" at its end, and return the messages in it."""
        left = self._strip_string_replies(data)
        if left:
            return self._read(left)
        # To Textual, "" means the end of all input.
        return () if data else super().feed("")

    def _read(self, text: str) -> Iterator[Message]:
        text, self._held = self._held + text, ""
        for prefix, name in REPLY_PREFIXES.items():
            if prefix in text and not self._is_pasting:
                yield MultiplexerFound(name)
        if self._tail.endswith(_ESCAPE) and text[0] not in _CONTINUES and not self._is_pasting:
            # Two key presses: one would have been received at once.
            self._timeout_time = 0.0 if self._is_inside else None
            yield from self.tick()
        text = self._strip_pasted_escapes(text)
        alone = not self._joins_keys and _ONLY_ALT.fullmatch(text) is not None
        done = 0
        for match in _WITH_ALT.finditer(text):
            yield from self._pass_on(text[done : match.start()])
            done = match.start()
            if not self._is_inside and not self._is_pasting:
                keys = self._alt_or_escape(match[1], alone)
                if keys:
                    yield from keys
                    done, self._tail = match.end(), ""
        yield from self._pass_on(text[done:])

    def _strip_pasted_escapes(self, text: str) -> str:
        """Remove escape characters inside pastes, which could end the paste or act as keys."""
        is_pasted = self._is_pasting
        mark = _PASTE_MARKS.search(self._tail + text)
        known = 0
        if mark is not None and mark.start() < len(self._tail):
            # The mark was received in two pieces.
            is_pasted = mark[1] == BRACKETED_PASTE_START
            self._pasted = 0 if is_pasted else self._pasted
            known = mark.end() - len(self._tail)
        parts = _PASTE_MARKS.split(text[known:])
        for index, part in enumerate(parts):
            if index % 2:
                is_pasted = part == BRACKETED_PASTE_START
                self._pasted = 0 if is_pasted else self._pasted
            elif is_pasted:
                head, escape, rest = part.rpartition(_ESCAPE)
                is_cut = index == len(parts) - 1 and BRACKETED_PASTE_END.startswith(_ESCAPE + rest)
                if escape and is_cut:
                    # Possibly the start of the end mark: wait for more input.
                    self._held, rest = _ESCAPE + rest, ""
                parts[index] = self._within_limit(head.replace(_ESCAPE, "") + rest)
        return text[:known] + "".join(parts)

    def _within_limit(self, text: str) -> str:
        """The part of a text that fits into the current paste."""
        room = max(self._paste_limit - self._pasted, 0)
        self._pasted += len(text)
        self._was_cut = self._was_cut or len(text) > room
        return text[:room]

    @property
    def _is_inside(self) -> bool:
        """Whether a sequence is incomplete."""
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
        started, ended = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
        if started != ended:
            self._is_pasting = started > ended
        self._tail = seen[1 - len(BRACKETED_PASTE_END) :]

    def _alt_or_escape(self, sent: str, alone: bool) -> list[Key]:
        """The keys for an escape character and a key after it; none to let Textual decide."""
        if len(sent) == 1 and sent != "\t" and sent not in _SPECIAL_DIGITS:
            # Such as Alt+Backspace, and Alt+B for a word back.
            if list(super()._sequence_to_key_events(_ESCAPE + sent)):
                return []
        elif len(sent) == 1 and alone and (sent == "\t" or self._alters_digits):
            return []
        keys = list(self._sequence_to_key_events(sent))
        if len(keys) != 1 or keys[0].key == Keys.Ignore:
            return []
        name = keys[0].key
        if name.startswith("alt+"):
            return keys
        letter = name.isalpha() and name.isupper() and len(name) == 1
        held = f"alt+shift+{name.lower()}" if letter else f"alt+{name}"
        if (alone and len(sent) > 1) or self._is_bound(held):
            return [Key(held, None)]
        return [Key("escape", _ESCAPE), *keys]

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        known = KEYS.get(sequence)
        if known:
            return [Key(known, None)]
        found = list(super()._sequence_to_key_events(sequence, alt))
        if self._joins_keys and len(found) == 1 and len(sequence) > 1:
            held, alt_sign, name = found[0].key.partition("alt+")
            if alt_sign and not held and not self._is_bound(found[0].key):
                return [Key("escape", _ESCAPE), Key(name, found[0].character)]
        if found or not _CONTROL.fullmatch(sequence) or _NOT_KEYS.fullmatch(sequence):
            return found
        return [Key(Keys.Ignore, sequence)]

    def _is_bound(self, key: str) -> bool:
        return key in _FIELD_KEYS or self._is_app_key(key)

    def _strip_string_replies(self, data: str) -> str:
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
