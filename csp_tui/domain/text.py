"""Text from data: cleaned on the way in, folded for searching, made visible for showing."""

from __future__ import annotations

import unicodedata

# Letters that decomposition leaves alone and people type without their stroke or ligature.
_STROKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_APOSTROPHES = frozenset("'’‘ʼ`´״׳\"")
# Invisible characters that reorder or hide text; a name that needs one is still itself without.
_BIDI_AND_HIDDEN = frozenset(
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)


def clean(text: str) -> str:
    """Clean a cell on the way in: NFC, no control or direction characters, ends trimmed.

    Line breaks and tabs become spaces, because a name is one line everywhere.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = []
    for char in text:
        if char in "\t\n\r\v\f\x85\u2028\u2029":
            kept.append(" ")
        elif char in _BIDI_AND_HIDDEN or unicodedata.category(char) in ("Cc", "Cs", "Cn"):
            continue
        else:
            kept.append(char)
    return "".join(kept).strip()


def visible(text: str) -> str:
    """Make text safe to paint: control characters become their picture, never the terminal's.

    Line breaks stay, so that a description keeps its paragraphs.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = []
    for char in text:
        code = ord(char)
        if char == "\n":
            shown.append(char)
        elif code < 0x20:
            shown.append(chr(0x2400 + code))
        elif code == 0x7F:
            shown.append("\u2421")
        elif char in _BIDI_AND_HIDDEN or unicodedata.category(char) in ("Cc", "Cs"):
            shown.append("\ufffd")
        else:
            shown.append(char)
    return "".join(shown)


def fold(text: str) -> str:
    """Fold a text for searching: case, accents, width, apostrophes and punctuation fall away.

    ``O'Neill`` and ``oneill``, ``Zoë`` and ``zoe``, full-width and plain letters become equal.
    Letters of other scripts stay themselves. Words are parted by single spaces.
    """
    if text.isascii():
        spread = text.casefold()
    else:
        spread = unicodedata.normalize("NFKD", text).casefold().translate(_STROKED)
    folded = []
    for char in spread:
        if char.isalnum():
            folded.append(char)
        elif char in _APOSTROPHES or unicodedata.category(char) in ("Mn", "Me", "Cf"):
            continue
        else:
            folded.append(" ")
    return unicodedata.normalize("NFC", " ".join("".join(folded).split()))
