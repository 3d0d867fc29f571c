"""What all objects share that read in plain SQL."""

from __future__ import annotations

import sqlite3


class Reader:
    """Reads through a connection.

    Args:
        connection: The driver's connection, in a transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection


def plain_cursor(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """A cursor whose rows are tuples, whatever the connection's rows are."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor
