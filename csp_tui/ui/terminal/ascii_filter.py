"""Drawing with ASCII characters only, for terminals and fonts that have no others."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_REPLACEMENTS = {
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
_TABLE = str.maketrans(_REPLACEMENTS)
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_UNKNOWN = "?"


class AsciiFilter(LineFilter):
    """The last step of rendering: replaces symbols beyond ASCII, cell by cell.

    Letters and digits of every script stay, because names consist of them.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Replace the symbols of a line; all columns stay aligned."""
        if all(segment.text.isascii() for segment in segments):
            return segments
        return [
            segment
            if segment.text.isascii()
            else Segment(to_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]


@lru_cache(4096)
def to_ascii(text: str) -> str:
    """Replace everything but ASCII, letters, accents and digits; the width stays the same."""
    drawn = _NON_ASCII.sub(_replace_run, text.translate(_TABLE))
    short = cell_len(text) - cell_len(drawn)
    return drawn + " " * short if short > 0 else drawn


def _replace_run(match: re.Match[str]) -> str:
    parts: list[str] = []
    unknown = ""
    for char in match[0]:
        kind = unicodedata.category(char)
        # A variation selector or joiner belongs to the symbol before it, as does what it joins.
        if kind[0] in "LN" or (kind[0] == "M" and not unknown):
            parts += (_symbol_to_ascii(unknown), char)
            unknown = ""
        else:
            unknown += char
    return "".join((*parts, _symbol_to_ascii(unknown)))


def _symbol_to_ascii(text: str) -> str:
    width = cell_len(text)
    plain = unicodedata.normalize("NFKC", text)
    if plain.isascii() and plain.isprintable() and len(plain) <= width:
        return plain.ljust(width)
    return _UNKNOWN * width
