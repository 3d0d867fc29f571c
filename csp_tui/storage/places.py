"""Where a database is: in a file, or in the memory of this process alone."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path
from typing import TypeAlias


class Memory:
    """A database that no disk ever sees, and that is gone with the process however it ends.

    SQLite shares it between the connections of one process. It lives until ``close``.

    Args:
        at_most: Bytes that it may have, None for as many as there are.

    Attributes:
        uri: What the driver opens.
    """

    def __init__(self, *, at_most: int | None = None) -> None:
        self.uri = f"file:/csp-tui-demo-{secrets.token_hex(8)}?vfs=memdb"
        self._at_most = at_most
        # SQLite forgets it with its last connection.
        self._anchor: sqlite3.Connection | None = sqlite3.connect(
            self.uri, uri=True, check_same_thread=False
        )
        self._anchor.execute("SELECT 1")

    def settle(self, connection: sqlite3.Connection) -> None:
        """Keep what a connection does off the disk, and within the bound."""
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        if self._at_most is not None:
            size = int(connection.execute("PRAGMA page_size").fetchone()[0])
            connection.execute(f"PRAGMA max_page_count = {max(1, self._at_most // size)}")

    def close(self) -> None:
        """Forget it; connections that are still open see it to their end."""
        if self._anchor is not None:
            self._anchor.close()
            self._anchor = None


Place: TypeAlias = Path | Memory
"""Where a database is."""
