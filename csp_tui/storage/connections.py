"""Connections of the driver: how one is opened, and the pool that readers of any thread share."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from csp_tui.domain.errors import Canceled
from csp_tui.domain.text import fold, natural_key
from csp_tui.storage.location import DatabaseLocation, Memory
from csp_tui.storage.open_errors import changed_while_read, read_only
from csp_tui.storage.sqlite_errors import CheckedConnection, primary_code
from csp_tui.storage.write_guard import WriteGuard

BUSY_TIMEOUT = 30.0
"""Seconds that a writer waits for another one: as long as a directory of a million takes."""
FIXED = "ro&immutable=1"
"""The mode for a file that is read as is, with nothing beside it and no lock."""
_INDEX_ROOM = 64 * 1024
"""Bytes that SQLite may need beside a file only to read it together with its log."""
_LONGEST_VALUE = 256 * 1024 * 1024
"""Bytes of one value at most; a million tenant IDs in one text are 40 MB."""
_BETWEEN_TRIES = 0.02
_IDLE_AT_MOST = 4
_CACHE_KIB = 768


def connect(
    path: DatabaseLocation, *, mode: str = "rw", busy_timeout: float = BUSY_TIMEOUT
) -> sqlite3.Connection:
    """Open an existing database as every part of the program does.

    Args:
        path: The database.
        mode: ``rw``; ``ro`` for a file that must not change by a byte; or what ``reading_mode``
            says of a file that is only read.
        busy_timeout: Seconds to wait for another writer.

    Raises:
        sqlite3.Error: It cannot be opened.
    """
    connection = sqlite3.connect(
        path.uri if isinstance(path, Memory) else f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_timeout,
        # Transactions begin and end where the program says so, not where the driver guesses.
        isolation_level=None,
        # One thread at a time uses a connection, but another one may interrupt or close it.
        check_same_thread=False,
        factory=CheckedConnection,
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        connection.execute("PRAGMA foreign_keys = ON")
        # The file may be damaged or hostile, so its pages are checked as they are read.
        connection.execute("PRAGMA cell_size_check = ON")
        connection.create_function("fold", 1, fold, deterministic=True)
        connection.create_function("natural_key", 1, natural_key, deterministic=True)
        if isinstance(path, Memory):
            path.settle(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def may_write(path: Path) -> bool:
    """Whether the file can be changed; its folder must take the log beside it."""
    file = path.resolve()
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def log_of(path: Path) -> Path:
    """Where SQLite keeps what is committed but not yet in the file; links are followed."""
    file = path.resolve()
    return file.with_name(f"{file.name}-wal")


def has_waiting_log(path: Path) -> bool:
    """Whether the file is whole only together with the log or journal beside it."""
    file = path.resolve()
    for end in ("-wal", "-journal"):
        with suppress(OSError):
            if file.with_name(f"{file.name}{end}").stat().st_size > 0:
                return True
    return False


def reading_mode(path: DatabaseLocation, *, read_only: bool = False) -> str:
    """How to open a file that is only read, also where nothing can be written beside it.

    Without the right to write, or room for it on the disk, SQLite cannot share a file through its
    log. One without a log is then read as is, and ``ReadPool`` makes sure that it stood
    still.

    Args:
        path: The database.
        read_only: Whether nothing is to be written although it could be; no lock is taken then.
    """
    if isinstance(path, Memory):
        return "rw"
    if not read_only and may_write(path) and (_has_room(path) or has_waiting_log(path)):
        return "rw"
    return "ro" if has_waiting_log(path) else FIXED


def _has_room(path: Path) -> bool:
    """Whether the index of the log is there, or can be made; a quota shows only when it is."""
    file = path.resolve()
    with suppress(OSError):
        if file.with_name(f"{file.name}-shm").stat().st_size >= _INDEX_ROOM // 2:
            return True
    if not hasattr(os, "statvfs"):
        return True
    disk = os.statvfs(file.parent)
    return disk.f_bavail * disk.f_frsize >= _INDEX_ROOM


def connect_writer(
    path: DatabaseLocation, *, busy_timeout: float = BUSY_TIMEOUT
) -> sqlite3.Connection:
    """Open a file for writing: readers continue, and what is committed is on the disk.

    Raises:
        sqlite3.Error: It cannot be opened.
        StorageProblem: The file or its folder is read-only.
    """
    if isinstance(path, Memory):
        return connect(path, busy_timeout=busy_timeout)
    if path.exists() and not may_write(path):
        raise read_only(path)
    connection = connect(path, busy_timeout=busy_timeout)
    try:
        _switch_log_on(connection, busy_timeout)
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _switch_log_on(connection: sqlite3.Connection, busy_timeout: float) -> None:
    """Switch to the log, waiting for others as every other statement does."""
    patient_until = time.monotonic() + busy_timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # Two that switch together would wait for each other, so SQLite refuses one of them
            # without the wait that it was asked for.
            busy = primary_code(error) == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > patient_until:
                raise
        time.sleep(_BETWEEN_TRIES)


@dataclass(eq=False, slots=True)
class Lease:
    """One use of a reading connection.

    Attributes:
        connection: Cannot write.
        generation: Another number for each file that was found at the path.
        stopped: Whether the pool was interrupted since.
    """

    connection: sqlite3.Connection
    generation: int = 0
    stopped: bool = False

    def rows(self, sql: str, parameters: object = ()) -> list[sqlite3.Row]:
        """Run one query and fetch all of it.

        Raises:
            Canceled: The pool was interrupted.
        """
        return list(self.each(sql, parameters))

    def each(self, sql: str, parameters: object = ()) -> Iterator[sqlite3.Row]:
        """Run one query and yield its rows as they come, for rows too big to hold together.

        Raises:
            Canceled: The pool was interrupted.
        """
        if self.stopped:
            raise Canceled()
        try:
            yield from self.connection.execute(sql, parameters)  # type: ignore[arg-type]
        except sqlite3.OperationalError as error:
            if primary_code(error) == sqlite3.SQLITE_INTERRUPT:
                raise Canceled() from error
            raise
        # An interrupt that came between two queries of one search must not be lost.
        if self.stopped:
            raise Canceled()


class ReadPool:
    """Reading connections, handed to one thread at a time.

    Args:
        path: The database file.
        ready: Called before the first connection of a file is opened, to make it or check it.
        guard: Knows the threads that must not read here, because they write.
        read_only: Whether the file is to be left alone although it could be written.
    """

    def __init__(
        self,
        path: DatabaseLocation,
        ready: Callable[[], None],
        guard: WriteGuard,
        *,
        read_only: bool = False,
    ) -> None:
        self._path = path
        self._ready = ready
        self._guard = guard
        self._read_only = read_only
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._busy: set[Lease] = set()
        self._generation = 0

    @contextmanager
    def lease(self) -> Iterator[Lease]:
        """Borrow a connection for the queries of one question.

        Raises:
            SecondConnectionError: This thread is in a unit of work.
            sqlite3.Error: The file cannot be opened.
            StorageProblem: The file is not one of this program or is newer than it, or it can
                only be read and was changed by another program.
        """
        self._guard.require_free()
        self._ready()
        with self._lock:
            generation = self._generation
            read_only = self._read_only
            mode = "rw" if self._idle else reading_mode(self._path, read_only=read_only)
            fixed = self._path if mode == FIXED and isinstance(self._path, Path) else None
            before = stamp_of(fixed) if fixed is not None else None
            connection = self._idle.pop() if self._idle else self._open(mode)
            lease = Lease(connection, generation)
            self._busy.add(lease)
        try:
            yield lease
        finally:
            with self._lock:
                self._busy.discard(lease)
                keep = generation == self._generation and len(self._idle) < _IDLE_AT_MOST
                if keep and mode == "rw":
                    self._idle.append(lease.connection)
                else:
                    lease.connection.close()
        if fixed is not None and before != stamp_of(fixed):
            raise changed_while_read(fixed)

    @contextmanager
    def reading(self) -> Iterator[Lease]:
        """Borrow a connection that sees one state of the file through all queries of the block.

        Raises:
            sqlite3.Error: The file cannot be opened.
            StorageProblem: As ``lease``.
        """
        with self.lease() as lease:
            lease.connection.execute("BEGIN")
            try:
                yield lease
            finally:
                # A failure may have ended it already, and must not be hidden by another one.
                if lease.connection.in_transaction:
                    lease.connection.execute("ROLLBACK")

    def _open(self, mode: str) -> sqlite3.Connection:
        connection = connect(self._path, mode=mode)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA query_only = ON")
            # Sets of partners are read once each; the system keeps the file in its memory anyway.
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        except BaseException:
            connection.close()
            raise
        return connection

    def interrupt(self) -> None:
        """Stop every question that is being answered now; its thread gets ``Canceled``."""
        with self._lock:
            for lease in self._busy:
                lease.stopped = True
                lease.connection.interrupt()

    def close(self) -> None:
        """Close idle connections now and the rest on return; later leases open new ones."""
        with self._lock:
            self._generation += 1
            while self._idle:
                self._idle.pop().close()


def stamp_of(path: Path) -> tuple[object, ...]:
    """What changes when someone else writes to a file that is read as is.

    Raises:
        OSError: The file cannot be found.
    """
    facts = path.stat()
    return facts.st_ino, facts.st_size, facts.st_mtime_ns, has_waiting_log(path)
