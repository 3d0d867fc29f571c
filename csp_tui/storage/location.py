"""Where a database is: in a file, or in the memory of this process alone."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TypeAlias


class Memory:
    """A database in memory only, which ends with the process.

    SQLite shares it between the connections of one process. It lives until ``close``.

    Args:
        copied: A database file that it begins as a copy of, None for an empty one.
        at_most: Bytes that it may have, None for as many as there are.

    Attributes:
        uri: What the driver opens.

    Raises:
        OSError: The file cannot be read.
        sqlite3.Error: It is no database.
    """

    def __init__(self, copied: Path | None = None, *, at_most: int | None = None) -> None:
        self.uri = new_uri()
        self._at_most = at_most
        # SQLite forgets it with its last connection.
        self._anchor: sqlite3.Connection | None = sqlite3.connect(
            self.uri, uri=True, check_same_thread=False
        )
        self._anchor.execute("SELECT 1")
        if copied is not None:
            # Read as any file: SQLite would need the right to it, and might write beside it.
            with closing(sqlite3.connect(new_uri(), uri=True)) as source:
                source.deserialize(copied.read_bytes())
                source.backup(self._anchor)

    def settle(self, connection: sqlite3.Connection) -> None:
        """Keep what a connection does off the disk, and within the bound."""
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        if self._at_most is not None:
            size = int(connection.execute("PRAGMA page_size").fetchone()[0])
            connection.execute(f"PRAGMA max_page_count = {max(1, self._at_most // size)}")

    @property
    def is_closed(self) -> bool:
        """Whether it was forgotten; new connections would find it empty."""
        return self._anchor is None

    def close(self) -> None:
        """Forget it; connections that are still open see it to their end."""
        if self._anchor is not None:
            self._anchor.close()
            self._anchor = None


def new_uri() -> str:
    """The name of a new database in memory."""
    return f"file:/csp-tui-demo-{os.urandom(8).hex()}?vfs=memdb"


DatabaseLocation: TypeAlias = Path | Memory
"""Where a database is."""
