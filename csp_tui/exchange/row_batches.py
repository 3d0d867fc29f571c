"""Rows of a delimited file that are read together, and as columns where they are alike."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

ROWS_AT_MOST = 500
"""Rows of a batch; so few that Python never looks for garbage among them."""
_CELLS_AT_MOST = 200_000
"""Cells of a batch as columns, as short rows below a long header would have far too many."""
_QUOTE = '"'


class RowBatch(NamedTuple):
    """Rows that are read together, to be taken in one of two ways.

    Attributes:
        rows: The wanted cells of each usable row, one after the other, which is always possible.
        columns: The wanted cells column by column, for who finds every cell right and then says so
            to ``TableReader.accept``; None where one of the rows is not like the others. Blank rows
            are among them.
    """

    rows: Iterator[tuple[str, ...]]
    columns: Sequence[tuple[str, ...]] | None


def rows_of_lines(lines: list[str], delimiter: str) -> list[list[str]] | None:
    """The rows of lines of which each is a row, None where one is not."""
    # Most lines have no quotation mark, and splitting them takes a third of the time. The CSV
    # reader does the same to them, except that it refuses long cells.
    if max(map(len, lines)) > csv.field_size_limit():
        return _read_rows(lines, delimiter)
    quoted = _read_rows([line for line in lines if _QUOTE in line], delimiter)
    if quoted is None:
        return None
    rest = iter(quoted)
    return [
        next(rest) if _QUOTE in line else line.rstrip("\r\n").split(delimiter) for line in lines
    ]


def _read_rows(lines: list[str], delimiter: str) -> list[list[str]] | None:
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return None
    # A row takes a line or more, and a quote that the last line leaves open holds its end.
    is_open = bool(rows and rows[-1]) and rows[-1][-1].endswith(("\n", "\r"))
    return None if is_open or len(rows) != len(lines) else rows


def columns_of_rows(rows: list[list[str]], width: int) -> list[tuple[str, ...]] | None:
    """All columns of some rows, None where they are not alike; a short row gets its last cells."""
    lengths = set(map(len, rows))
    if max(lengths) > width or len(rows) * width > _CELLS_AT_MOST:
        return None
    if lengths != {width}:
        for row in rows:
            row.extend([""] * (width - len(row)))
    return list(zip(*rows, strict=True))
