"""The SQLAlchemy engine of a file, built on first use and never at import."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from csp_tui.storage.connections import BUSY_TIMEOUT, connect_writer
from csp_tui.storage.location import DatabaseLocation


def make_engine(path: DatabaseLocation, *, busy_timeout: float = BUSY_TIMEOUT) -> Engine:
    """Make an engine whose every transaction may write.

    Connections are not kept: a unit of work is rare and short, and a file without open
    connections can be replaced by a backup.

    Args:
        path: The database, already prepared.
        busy_timeout: Seconds that a unit of work waits for another one.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect_writer(path, busy_timeout=busy_timeout),
        poolclass=NullPool,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later could find the file changed between.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
