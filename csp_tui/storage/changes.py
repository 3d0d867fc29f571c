"""Whether another program has written to the file, checked often and without reading it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from csp_tui.services import database_port
from csp_tui.storage.connections import FIXED, connect, reading_mode, stamp_of
from csp_tui.storage.identity import KnownFile
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.write_guard import WriteGuard


class ChangeSignal(database_port.ChangeSignal):
    """Notices commits to a file, and knows which history entries this program wrote itself.

    It keeps a connection of its own, on which SQLite counts the commits of all others. Safe to
    call from any thread.

    Args:
        path: The database file.
        file: Which file that is.
        meet: Closes every connection if the file has been replaced.
        guard: Knows the threads that must use no other connection, because they write.
        read_only: Whether the file is to be left alone although it could be written.
    """

    def __init__(
        self,
        path: DatabaseLocation,
        file: KnownFile,
        meet: Callable[[], None],
        guard: WriteGuard,
        *,
        read_only: bool = False,
    ) -> None:
        self._path = path
        self._file = file
        self._meet = meet
        self._guard = guard
        self._read_only = read_only
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._seen: object = None
        self._own: set[int] = set()

    def has_changed(self) -> bool:
        self._guard.require_free()
        self._meet()
        with self._lock:
            try:
                seen = self._count()
            except (sqlite3.Error, OSError):
                self._let_go()
                return False
            changed, self._seen = seen != self._seen, seen
            return changed

    def is_replaced(self) -> bool:
        return self._file.is_replaced

    def accept(self) -> None:
        self._file.accept()

    def is_own(self, entry_id: int) -> bool:
        with self._lock:
            return entry_id in self._own

    def expect(self, entry_ids: Sequence[int]) -> None:
        """Take entries for own ones, before others can see them."""
        with self._lock:
            self._own.update(entry_ids)

    def unexpect(self, entry_ids: Sequence[int]) -> None:
        """Forget entries that were not written after all; others may get their numbers."""
        with self._lock:
            self._own.difference_update(entry_ids)

    def close(self) -> None:
        """Forget the file, whose entries may differ when it is reopened."""
        with self._lock:
            self._own.clear()
            self._let_go()

    def _count(self) -> object:
        """Something that is another one after every commit."""
        if self._connection is None:
            mode = reading_mode(self._path, read_only=self._read_only)
            if mode == FIXED and isinstance(self._path, Path):
                # Opened so, SQLite takes the file for one that never changes.
                return stamp_of(self._path)
            self._connection = connect(self._path, mode=mode)
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def _let_go(self) -> None:
        self._seen = None
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
