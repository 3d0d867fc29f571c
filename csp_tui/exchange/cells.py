"""What is inside a cell: cleaned text, lists, and escaping against formulas in spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import is_normalized

from csp_tui.domain.partner import VALUE_SEPARATOR
from csp_tui.domain.text import clean

# A spreadsheet in another locale may split a cell at any of these, whatever quotes stand around it.
_SEPARATORS = re.compile(r"([,;\t\r\n])")
# Full-width characters begin a formula in East Asian versions.
_RISKY = frozenset("=+-@\t\r'＝＋－＠")
# Inside a cell a list item or a phone number may begin a line; what no text begins with may not.
_RISKY_LINE = frozenset("=@＝＠")
_NEEDS_QUOTES = re.compile(r'[,;"\t\r\n]')


def tidy(text: str) -> str:
    """Do what ``domain.text.clean`` does, faster if there is nothing to clean."""
    if text.isprintable() and (text.isascii() or is_normalized("NFC", text)):
        return text.strip()
    return clean(text)


def tidy_all(cells: Sequence[str]) -> Sequence[str]:
    """Do what ``tidy`` does for each cell, looking at all of them together."""
    text = " ".join(cells)
    # Parts of a text that is printable, or normalized, are so as well.
    if text.isprintable() and (text.isascii() or is_normalized("NFC", text)):
        return tuple(map(str.strip, cells))
    return tuple(map(tidy, cells))


def several(text: str) -> tuple[str, ...]:
    """The values of a cell that holds several: each once, whatever its case."""
    values: dict[str, str] = {}
    for part in text.split(VALUE_SEPARATOR):
        if value := part.strip():
            values.setdefault(value.casefold(), value)
    return tuple(values.values())


def shorten(text: str, length: int = 80) -> str:
    """A cell for a report: cleaned, one line, at most ``length`` characters."""
    text = clean(text[: length * 4])
    return text if len(text) <= length else text[: length - 1] + "…"


def guard(text: str) -> str:
    """Keep a spreadsheet from reading text as a formula; ``unguard`` restores it exactly.

    An apostrophe goes before every part, between separators, that begins with ``= + - @``, a tab,
    a line break or an apostrophe, also after blanks and quotes.
    """
    return "".join("'" + part if _is_risky(part) else part for part in _SEPARATORS.split(text))


def unguard(text: str) -> str:
    """Undo what ``guard`` did; text that was never guarded mostly stays as it is.

    Only an apostrophe before a formula's first character or another apostrophe is removed.
    """
    return "".join(
        part[1:] if part.startswith("'") and _is_risky(part[1:]) else part
        for part in _SEPARATORS.split(text)
    )


def quote(text: str) -> str:
    """Write a cell so that it stays one cell with comma, semicolon or tab as separator."""
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def csv_cell(text: str) -> str:
    """A cell as it is written to a file for spreadsheets: guarded and quoted, where it must be."""
    if _NEEDS_QUOTES.search(text):
        return quote(guard(text))
    # Without a separator the text is one part and needs no quotes.
    return f"'{text}" if _is_risky(text) else text


def csv_paragraphs(text: str) -> str:
    """A cell with several lines that people copy from a spreadsheet and paste elsewhere.

    The cell is guarded as by ``csv_cell``, but a further line only where it begins with ``=`` or
    ``@``: the apostrophe would be pasted along with a list item or a phone number.

    Args:
        text: The text, its lines separated by line feeds.
    """
    first, *others = text.split("\n")
    return quote("\n".join([guard(first), *map(_guarded_line, others)]))


def _guarded_line(line: str) -> str:
    guarded = guard(line)
    return guarded if _first_character(line) in _RISKY_LINE else guarded.removeprefix("'")


def _is_risky(part: str) -> bool:
    return _first_character(part) in _RISKY and part not in "\t\r\n"


def _first_character(part: str) -> str:
    return part.lstrip(' "\xa0\u3000')[:1]
