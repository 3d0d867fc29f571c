"""What all stores share that write through SQLModel."""

from __future__ import annotations

import sqlite3

from sqlmodel import Session

from csp_tui.storage.reader import Reader


class Writer(Reader):
    """Reads through a connection and writes in a session.

    Args:
        session: The session of the unit of work.
        connection: The driver's connection of the same transaction.
    """

    def __init__(self, session: Session, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._session = session
