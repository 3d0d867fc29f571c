"""Connections of the driver: how one is opened, and the pool that readers of any thread share."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from csp_tui.domain.errors import Cancelled
from csp_tui.domain.text import fold

BUSY_TIMEOUT = 5.0
"""Seconds that a writer waits for another one."""
_IDLE_AT_MOST = 4
_CACHE_KIB = 768


def connect(
    path: Path, *, mode: str = "rw", busy_timeout: float = BUSY_TIMEOUT
) -> sqlite3.Connection:
    """Open an existing file as every part of the program does.

    Args:
        path: The database file.
        mode: ``rw``, or ``ro`` for a file that must not change by a byte.
        busy_timeout: Seconds to wait for another writer.

    Raises:
        sqlite3.Error: It cannot be opened.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_timeout,
        # Transactions begin and end where the program says so, not where the driver guesses.
        isolation_level=None,
        # One thread at a time uses a connection, but another one may interrupt or close it.
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.create_function("fold", 1, fold, deterministic=True)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_writer(path: Path, *, busy_timeout: float = BUSY_TIMEOUT) -> sqlite3.Connection:
    """Open a file for writing: readers go on meanwhile, and what is committed is on the disk."""
    connection = connect(path, busy_timeout=busy_timeout)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@dataclass(eq=False, slots=True)
class Lease:
    """One use of a reading connection.

    Attributes:
        connection: Cannot write.
        stopped: Whether the pool was interrupted meanwhile.
    """

    connection: sqlite3.Connection
    stopped: bool = False

    def rows(self, sql: str, parameters: object = ()) -> list[sqlite3.Row]:
        """Run one query and fetch all of it.

        Raises:
            Cancelled: The pool was interrupted.
        """
        return list(self.each(sql, parameters))

    def each(self, sql: str, parameters: object = ()) -> Iterator[sqlite3.Row]:
        """Run one query and hand out its rows as they come, for rows too big to hold at once.

        Raises:
            Cancelled: The pool was interrupted.
        """
        if self.stopped:
            raise Cancelled()
        try:
            yield from self.connection.execute(sql, parameters)  # type: ignore[arg-type]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise Cancelled() from error
            raise
        # An interrupt that came between two queries of one search must not be lost.
        if self.stopped:
            raise Cancelled()


class ReadPool:
    """Reading connections, handed to one thread at a time.

    Args:
        path: The database file.
        ready: Called before the first connection of a file is opened, to make it or check it.
    """

    def __init__(self, path: Path, ready: Callable[[], None]) -> None:
        self._path = path
        self._ready = ready
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._busy: set[Lease] = set()
        self._generation = 0

    @contextmanager
    def lease(self) -> Iterator[Lease]:
        """Borrow a connection for the queries of one question.

        Raises:
            sqlite3.Error: The file cannot be opened.
            StorageProblem: The file is not one of this program or is newer than it.
        """
        self._ready()
        with self._lock:
            generation = self._generation
            lease = Lease(self._idle.pop() if self._idle else self._open())
            self._busy.add(lease)
        try:
            yield lease
        finally:
            with self._lock:
                self._busy.discard(lease)
                if generation == self._generation and len(self._idle) < _IDLE_AT_MOST:
                    self._idle.append(lease.connection)
                else:
                    lease.connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = connect(self._path)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA query_only = ON")
        # Sets of partners are read once each; the system keeps the file in its memory anyway.
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return connection

    def interrupt(self) -> None:
        """Stop every question that is being answered now; its thread gets ``Cancelled``."""
        with self._lock:
            for lease in self._busy:
                lease.stopped = True
                lease.connection.interrupt()

    def close(self) -> None:
        """Close what is idle now and the rest as it comes back; later leases open anew."""
        with self._lock:
            self._generation += 1
            while self._idle:
                self._idle.pop().close()
