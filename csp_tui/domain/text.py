"""Text from data: cleaned on the way in, folded for searching, made visible for showing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import compress

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
    return " ".join(_spread(text, _FOLDS).split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold texts as ``fold`` does each; many are folded together in a fraction of the time."""
    if any("\n" in text for text in texts):
        return list(map(fold, texts))
    is_plain = list(map(str.isascii, texts))
    # Letters outside ASCII take a slower way, which the others are spared.
    plain = iter(_fold_lines(list(compress(texts, is_plain))))
    others = iter(_fold_lines([text for text in texts if not text.isascii()]))
    return [next(plain if simple else others) for simple in is_plain]


def _fold_lines(texts: Sequence[str]) -> list[str]:
    """Fold texts without line breaks, joined by line breaks."""
    spread = _spread("\n".join(texts), _FOLDS_OF_LINES)
    while "  " in spread:
        spread = spread.replace("  ", " ")
    return [line.strip(" ") for line in spread.split("\n")] if texts else []


def _spread(text: str, folds: _Folds) -> str:
    """Fold the characters of a text; spaces may be doubled or at an end."""
    if text.isascii():
        return text.casefold().translate(folds)
    spread = unicodedata.normalize("NFKD", text).casefold().translate(folds)
    return unicodedata.normalize("NFC", spread)


class _Folds(dict[int, str | None]):
    """What a character is replaced by, looked up once: itself, letters, nothing, or a space."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        folded: str | None = _STROKED.get(code, char)
        if not char.isalnum():
            is_dropped = char in _APOSTROPHES or unicodedata.category(char) in ("Mn", "Me", "Cf")
            folded = None if is_dropped else " "
        self[code] = folded
        return folded


_FOLDS = _Folds()
_FOLDS_OF_LINES = _Folds({ord("\n"): "\n"})


def natural_key(text: str) -> str:
    """A key that sorts names as people do: whatever their case, and Offer 2 before Offer 10."""
    return _NUMBER.sub(_padded, fold(text))


def natural_keys(texts: Sequence[str]) -> list[str]:
    """The natural key of each text; many take a fraction of the time."""
    return [_NUMBER.sub(_padded, folded) for folded in fold_all(texts)]


def _padded(digits: re.Match[str]) -> str:
    return digits[0].zfill(20)
