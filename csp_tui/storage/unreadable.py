"""Rows that hold what this program never writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from csp_tui.domain.wording import say


class UnreadableRow(sqlite3.DatabaseError):
    """A row holds what this program never writes, which is damage like any other.

    Args:
        table: The table's name.
        row: What the row is known by.
        cause: What its reader met.
    """

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    def __init__(self, table: str, row: object, cause: Exception) -> None:
        reason = str(cause) or type(cause).__name__
        super().__init__(reason)
        self.what = say(
            "row {row} of the table {table} cannot be read: {reason}",
            row=str(row),
            table=table,
            reason=reason,
        )


@contextmanager
def reading_row(table: str, row: object) -> Iterator[None]:
    """Tell of the row that the block cannot read.

    Raises:
        UnreadableRow: Its cells are not what the program writes.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableRow(table, row, error) from error
