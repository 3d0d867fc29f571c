"""Text from data: cleaned on the way in, folded for searching, made visible for showing."""

from __future__ import annotations

import re
import unicodedata

# Letters that decomposition leaves alone and people type without their stroke or ligature.
_STROKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_APOSTROPHES = frozenset("'’‘ʼ`´״׳\"")
# Invisible characters that reorder or hide text; a name that needs one is still itself without.
_HIDDEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_CONTROLS = "\x00-\x1f\x7f-\x9f\ud800-\udfff"
_DROPPED = re.compile(f"[{_HIDDEN}{_CONTROLS}]")
# Joiners and fillers belong to the spelling of some scripts: they stay in data, but are not seen.
_JOINERS = "\u034f\u115f\u1160\u17b4\u17b5\u200c\u200d\u3164\uffa0\U00013430-\U0001343f"
_NOT_SHOWN = re.compile(f"[{_HIDDEN}{_CONTROLS}{_JOINERS}]")
_NUMBER = re.compile(r"[0-9]{1,20}", re.ASCII)
_SPACES = dict.fromkeys(map(ord, "\t\n\r\v\f\x85\u2028\u2029"), " ")


def clean(text: str) -> str:
    """Clean a cell on the way in: NFC, no control, direction or hidden characters, ends trimmed.

    Line breaks and tabs become spaces, because a name is one line everywhere.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _DROPPED.sub("", text.translate(_SPACES))
    if not text.isprintable():
        text = "".join(char for char in text if unicodedata.category(char) != "Cn")
    # What stood apart only by a dropped character may compose now.
    return unicodedata.normalize("NFC", text).strip()


def visible(text: str) -> str:
    """Make text safe to paint: invisible characters become visible symbols.

    That is what steers a terminal, turns the direction of writing or hides in it. Line breaks
    stay, so that a description keeps its paragraphs.
    """
    if text.isascii() and text.isprintable():
        return text
    return _NOT_SHOWN.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    char = found[0]
    if char == "\n":
        return char
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else "\ufffd"


def fold(text: str) -> str:
    """Fold a text for searching: case, accents, width, apostrophes and punctuation fall away.

    ``O'Neill`` and ``oneill``, ``Zoë`` and ``zoe``, full-width and plain letters become equal.
    Letters of other scripts stay themselves. Words are parted by single spaces.
    """
    if text.isascii():
        return " ".join(text.casefold().translate(_FOLDS).split())
    spread = unicodedata.normalize("NFKD", text).casefold().translate(_STROKED)
    return unicodedata.normalize("NFC", " ".join(spread.translate(_FOLDS).split()))


class _Folds(dict[int, str | None]):
    """What a character is replaced by, looked up once: itself, nothing, or a space."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        folded: str | None = char
        if not char.isalnum():
            is_dropped = char in _APOSTROPHES or unicodedata.category(char) in ("Mn", "Me", "Cf")
            folded = None if is_dropped else " "
        self[code] = folded
        return folded


_FOLDS = _Folds()


def natural_key(text: str) -> str:
    """A key that sorts names as people do: whatever their case, and Offer 2 before Offer 10."""
    return _NUMBER.sub(lambda digits: digits[0].zfill(20), fold(text))
