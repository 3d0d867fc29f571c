"""Drawing without a sign beyond ASCII, for terminals and fonts that have no others."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = {
    **dict.fromkeys("─╌┄┈╴╶‐‑‒–—―−·", "-"),
    **dict.fromkeys("━═╸╺▬", "="),
    **dict.fromkeys("│┃║╎┆┊▏▎▍▌▋▊▉▐▕", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋", "+"),
    **dict.fromkeys("▁▂▃▄", "_"),
    **dict.fromkeys("▔▀", "-"),
    **dict.fromkeys("▅▆▇█■▪░▒▓", "#"),
    **dict.fromkeys("▸▶►›→❯➜", ">"),
    **dict.fromkeys("◂◀◄‹←↵⏎", "<"),
    **dict.fromkeys("▾▼↓", "v"),
    **dict.fromkeys("▴▲↑", "^"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("‘’‚ʼ′´", "'"),
    **dict.fromkeys("•●★☆", "*"),
    **dict.fromkeys("✓✔×✕✗✘", "x"),
    **dict.fromkeys("○◯°", "o"),
    **dict.fromkeys("⌫⌦", "<"),
    **dict.fromkeys("⚠¡", "!"),
    **dict.fromkeys("⌃", "^"),
    **dict.fromkeys("…", "~"),
    **dict.fromkeys("⭘", "o"),
    **dict.fromkeys("≥", ">"),
    **dict.fromkeys("≤", "<"),
    **dict.fromkeys("±", "+"),
    **dict.fromkeys("€", "E"),
    **dict.fromkeys("§", "S"),
    **dict.fromkeys("□", " "),
}
_TABLE = str.maketrans(_SIGNS)
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_UNKNOWN = "?"


class AsciiSigns(LineFilter):
    """The last step of painting: every sign beyond ASCII becomes one of ASCII, cell by cell.

    Letters and digits of any script stay, because a name is its letters.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Replace the signs of a line; every column stays where it is."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [
            segment
            if segment.text.isascii()
            else Segment(in_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]


@lru_cache(4096)
def in_ascii(text: str) -> str:
    """Replace what is neither ASCII nor a letter, accent or digit; the width stays the same."""
    drawn = _BEYOND.sub(_replaced, text.translate(_TABLE))
    short = cell_len(text) - cell_len(drawn)
    return drawn + " " * short if short > 0 else drawn


def _replaced(match: re.Match[str]) -> str:
    parts: list[str] = []
    unknown = ""
    for char in match[0]:
        kind = unicodedata.category(char)
        # A selector or a joiner after a picture is a part of it, and so is what it joins.
        if kind[0] in "LN" or (kind[0] == "M" and not unknown):
            parts += (_pictured(unknown), char)
            unknown = ""
        else:
            unknown += char
    return "".join((*parts, _pictured(unknown)))


def _pictured(text: str) -> str:
    width = cell_len(text)
    plain = unicodedata.normalize("NFKC", text)
    if plain.isascii() and plain.isprintable() and len(plain) <= width:
        return plain.ljust(width)
    return _UNKNOWN * width


def speaks_utf(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal takes signs beyond ASCII, as far as the locale says.

    Args:
        environment: Where ``LC_ALL``, ``LC_CTYPE`` and ``LANG`` are looked up, in this order.
    """
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next((name for name in names if name), "")
    if not locale or "utf" in locale.casefold():
        return True
    if locale in ("C", "POSIX"):
        return False
    # What Textual writes to; a locale without a coding has one all the same.
    return sys.__stderr__ is None or sys.__stderr__.encoding.casefold().startswith("utf")
