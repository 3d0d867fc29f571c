"""What is inside a cell: cleaned text, lists, and the escaping that keeps spreadsheets calm."""

from __future__ import annotations

import re
from unicodedata import is_normalized

from csp_tui.domain.text import clean

# A spreadsheet in another locale may split a cell at any of these, whatever quotes stand around it.
_SEPARATORS = re.compile(r"([,;\t\r\n])")
# Full-width signs begin a formula in East Asian versions.
_RISKY = frozenset("=+-@\t\r'＝＋－＠")
_NEEDS_QUOTES = re.compile(r'[,;"\t\r\n]')


def tidy(text: str) -> str:
    """Do what ``domain.text.clean`` does, at once where there is nothing to clean."""
    if text.isprintable() and (text.isascii() or is_normalized("NFC", text)):
        return text.strip()
    return clean(text)


def several(text: str) -> tuple[str, ...]:
    """The values of a cell that holds several, parted by ``;``: each once, whatever its case."""
    values: dict[str, str] = {}
    for part in text.split(";"):
        if value := part.strip():
            values.setdefault(value.casefold(), value)
    return tuple(values.values())


def shorten(text: str, length: int = 80) -> str:
    """A cell for a report: cleaned, one line, at most ``length`` characters."""
    text = clean(text[: length * 4])
    return text if len(text) <= length else text[: length - 1] + "…"


def guard(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula; ``unguard`` gives it back to the letter.

    An apostrophe goes before every part, between separators, that begins with ``= + - @``, a tab,
    a line break or an apostrophe, also after blanks and quotes.
    """
    return "".join("'" + part if _is_risky(part) else part for part in _SEPARATORS.split(text))


def unguard(text: str) -> str:
    """Take back what ``guard`` did; text that was never guarded mostly stays as it is.

    Only an apostrophe that stands before a formula's sign or another apostrophe is taken away.
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


def _is_risky(part: str) -> bool:
    return part.lstrip(' "\xa0\u3000')[:1] in _RISKY and part not in "\t\r\n"
