"""What goes to standard output: aligned columns for people, tabs for pipes.

Nothing is cut off anywhere. In a pipe or a file a table is one line for each record, with tabs
between its columns and no heading, and facts are a label, a tab and a value in each line.
"""

from __future__ import annotations

import itertools
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from csp_tui.domain.text import visible

_GAP = "  "
_TAB = "\t"
_ALIGNED_AT_ONCE = 1_000
"""Rows that are read before the first is printed, so that their columns are aligned."""

_NARROWEST, _WIDEST = 20, 100
"""Columns of wrapped text: a narrower terminal breaks lines itself; wider text is hard to read."""


def terminal_columns() -> int:
    """Columns to wrap text to, whatever size the terminal or ``COLUMNS`` reports."""
    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)


def is_piped() -> bool:
    """Whether standard output is read by a program or a file rather than by a person."""
    return not sys.stdout.isatty()


def cell(text: str) -> str:
    """Make a text from data safe to print on one line."""
    return visible(text).replace("\n", "\u240a")


def width(text: str) -> int:
    """How many columns of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    columns = 0
    for char in text:
        if unicodedata.category(char) not in ("Mn", "Me", "Cf"):
            columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return columns


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, aligned: bool = False
) -> Iterator[str]:
    """Lines of a table: aligned below a heading on a terminal, else with tabs and no heading.

    Rows are printed as they come; columns grow where later rows are wider. Without rows there is
    nothing to print.

    Args:
        headings: A title for each column; one that ends with ``#`` is set flush right.
        rows: A text for each column; may come from data.
        aligned: Whether it is for a person even where the output goes elsewhere.
    """
    cells = ([cell(text) for text in row] for row in rows)
    if is_piped() and not aligned:
        yield from map(_TAB.join, cells)
        return
    numbers = [heading.endswith("#") for heading in headings]
    titles = [heading.removesuffix("#").strip() for heading in headings]
    widths = [width(title) for title in titles]
    heading = [titles]
    while block := list(itertools.islice(cells, _ALIGNED_AT_ONCE)):
        columns = zip(*block, strict=True)
        widths = [
            max(known, *map(width, column)) for known, column in zip(widths, columns, strict=True)
        ]
        for line in (*heading, *block):
            padded = (
                _padded(text, columns, right=right)
                for text, columns, right in zip(line, widths, numbers, strict=True)
            )
            yield _GAP.join(padded).rstrip()
        heading = []


def facts(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines of labels and values.

    On a terminal a value's further lines are indented below its first; else each has the label,
    so that every line can be understood alone.
    """
    listed = [(label, visible(value)) for label, value in pairs]
    if is_piped():
        for label, value in listed:
            yield from (f"{label}{_TAB}{line}" for line in value.split("\n"))
        return
    columns = max((width(label) for label, _ in listed), default=0)
    for label, value in listed:
        first, *others = value.split("\n") if value else ["–"]
        yield f"{_padded(label, columns)}{_GAP}{first}".rstrip()
        yield from (f"{' ' * columns}{_GAP}{other}".rstrip() for other in others)


def _padded(text: str, columns: int, *, right: bool = False) -> str:
    filling = " " * (columns - width(text))
    return filling + text if right else text + filling
