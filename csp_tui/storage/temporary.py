"""Temporary tables on connections that otherwise only read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def temporary_writes(connection: sqlite3.Connection) -> Iterator[None]:
    """Let a connection that only reads fill temporary tables; the database stays as it is."""
    (protected,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA query_only = {protected}")
