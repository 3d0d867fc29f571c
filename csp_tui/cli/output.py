"""What goes to standard output: aligned columns for people, JSON for scripts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from csp_tui.domain.text import visible

_GAP = "  "


def as_json(value: object) -> str:
    """Write a value as one JSON document.

    Other than ASCII is escaped, so that it is right in every encoding and harmless on a terminal.
    """
    return json.dumps(value, indent=2, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


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


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a table with a heading, its columns as wide as their widest cell.

    Args:
        headings: A title for each column; one that ends with ``#`` is set flush right.
        rows: A text for each column; may come from data.
    """
    numbers = [heading.endswith("#") for heading in headings]
    lines = [[heading.removesuffix("#").strip() for heading in headings]]
    lines.extend([cell(text) for text in row] for row in rows)
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (
            _padded(text, columns, right=right)
            for text, columns, right in zip(line, widths, numbers, strict=True)
        )
        yield _GAP.join(padded).rstrip()


def facts(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines of labels and values; a value's further lines are indented below its first."""
    listed = [(label, visible(value)) for label, value in pairs]
    columns = max((width(label) for label, _ in listed), default=0)
    for label, value in listed:
        first, *others = value.split("\n") if value else ["–"]
        yield f"{_padded(label, columns)}{_GAP}{first}".rstrip()
        yield from (f"{' ' * columns}{_GAP}{other}".rstrip() for other in others)


def _padded(text: str, columns: int, *, right: bool = False) -> str:
    filling = " " * (columns - width(text))
    return filling + text if right else text + filling
