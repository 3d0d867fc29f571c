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
