"""Rows with values that this program never writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from csp_tui.domain.wording import say
from csp_tui.storage.sqlite_errors import UNREADABLE, DamagedContent


class UnreadableRow(DamagedContent):
    """A row holds what this program never writes, which is damage like any other.

    Args:
        table: The table's name.
        row: What the row is known by.
        cause: What its reader met.
    """

    def __init__(self, table: str, row: object, cause: Exception) -> None:
        reason = str(cause) or type(cause).__name__
        super().__init__(
            say(
                "row {row} of the table {table} cannot be read: {reason}",
                row=str(row),
                table=table,
                reason=reason,
            )
        )


@contextmanager
def reading_row(table: str, row: object) -> Iterator[None]:
    """Report the row that the block cannot read.

    Raises:
        UnreadableRow: Its cells are not what the program writes.
    """
    try:
        yield
    except UNREADABLE as error:
        raise UnreadableRow(table, row, error) from error


def require_types(cells: Mapping[str, object], kinds: Mapping[str, type | None]) -> None:
    """Refuse cells of other types than their columns have.

    SQLite keeps the types when it writes and trusts the file when it reads, so one damaged byte
    turns a text into a number.

    Args:
        cells: A row by column.
        kinds: The type of each column; ``None`` means a text that may be missing.

    Raises:
        TypeError: A cell has another type.
    """
    for column, kind in kinds.items():
        cell = cells[column]
        if not (cell is None or isinstance(cell, str) if kind is None else isinstance(cell, kind)):
            raise TypeError(f"{column} is a {type(cell).__name__}")


def require_signature(
    table: str, row: Iterable[object], signatures: Collection[tuple[type, ...]]
) -> None:
    """As ``require_types``, quick enough for hundreds of thousands of rows.

    Args:
        table: The table's name.
        row: The cells; the first one is what the row is known by.
        signatures: The types that the cells may have, in their order.

    Raises:
        UnreadableRow: A cell has another type.
    """
    if (found := tuple(map(type, row))) not in signatures:
        kinds = ", ".join(kind.__name__ for kind in found)
        raise UnreadableRow(table, next(iter(row)), TypeError(f"its cells are {kinds}"))
