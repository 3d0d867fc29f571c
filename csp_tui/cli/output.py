"""What goes to standard output: aligned columns for people, tabs for pipes, JSON for scripts.

Nothing is cut off anywhere. In a pipe or a file a table is one line for each record, with tabs
between its columns and no heading, and facts are a label, a tab and a value in each line.
"""

from __future__ import annotations

import itertools
import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any

from csp_tui.domain.text import visible

_GAP = "  "
_TAB = "\t"
_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring_ascii,
    bool: {True: "true", False: "false"}.__getitem__,
    int: int.__repr__,
    type(None): {None: "null"}.__getitem__,
}
_ALIGNED_AT_ONCE = 1_000
"""Rows that are read before the first is printed, so that their columns stand below each other."""

_NARROWEST, _WIDEST = 20, 100
"""Columns of wrapped text: a narrower terminal breaks lines itself; wider text is hard to read."""


def terminal_columns() -> int:
    """Columns to wrap text to, whatever size the terminal or ``COLUMNS`` reports."""
    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)


def is_piped() -> bool:
    """Whether standard output is read by a program or a file rather than by a person."""
    return not sys.stdout.isatty()


def as_json(value: object) -> str:
    """Write a value as one JSON document.

    Other than ASCII is escaped, so that it is right in every encoding and harmless on a terminal.
    """
    return "".join(json_pieces(value))


def json_pieces(value: object, indent: str = "") -> Iterator[str]:
    """Write a value as one JSON document, piece by piece.

    Args:
        value: Dictionaries, lists and plain values; an iterator is a list whose values are read
            when its place in the document is reached, however many they are.
        indent: Goes before each line.

    Yields:
        Pieces that together are the document, without a line break at its end.
    """
    if isinstance(value, Mapping):
        yield from _json_object(value, indent)
    elif isinstance(value, (list, tuple, Iterator)):
        yield from _json_list(value, indent)
    elif isinstance(value, str):
        yield encode_basestring_ascii(value)
    else:
        yield json.dumps(value, default=_plain)


def _json_object(value: Mapping[Any, Any], indent: str) -> Iterator[str]:
    inner = f"{indent}  "
    before = "{"
    for key, member in value.items():
        yield f"{before}\n{inner}{encode_basestring_ascii(str(key))}: "
        yield from json_pieces(member, inner)
        before = ","
    yield f"\n{indent}}}" if before == "," else "{}"


def _json_list(values: Iterable[Any], indent: str) -> Iterator[str]:
    inner = f"{indent}  "
    before = f"[\n{inner}"
    for member in values:
        # Rows of a table are objects of plain values, and there can be hundreds of thousands.
        if member.__class__ is dict and (flat := _flat_object(member, inner)) is not None:
            yield before + flat
        else:
            yield before
            yield from json_pieces(member, inner)
        before = f",\n{inner}"
    yield f"\n{indent}]" if before[0] == "," else "[]"


def _flat_object(value: dict[str, Any], indent: str) -> str | None:
    """An object of plain values as one piece; None for anything else."""
    try:
        members = [_WRITERS[member.__class__](member) for member in value.values()]
    except KeyError:
        return None
    return _object_form(tuple(value), indent) % tuple(members)


@lru_cache(maxsize=64)
def _object_form(keys: tuple[str, ...], indent: str) -> str:
    """The text around the values of an object with these keys."""
    names = (encode_basestring_ascii(str(key)).replace("%", "%%") for key in keys)
    lines = ",\n".join(f"{indent}  {name}: %s" for name in names)
    return f"{{\n{lines}\n{indent}}}" if keys else "{}"


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
