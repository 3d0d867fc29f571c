"""All of storage for one file, created without importing what only writing needs."""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.domain.clock import Clock
from csp_tui.domain.regions import RegionTable
from csp_tui.storage.changes import ChangeSignal
from csp_tui.storage.connections import BUSY_TIMEOUT, ReadPool
from csp_tui.storage.identity import KnownFile
from csp_tui.storage.location import DatabaseLocation, Memory
from csp_tui.storage.open_errors import opened_to_read, replaced
from csp_tui.storage.read_models import ReadModels
from csp_tui.storage.schema import prepare, prepare_to_read
from csp_tui.storage.write_guard import WriteGuard

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from csp_tui.services.database_port import Database
    from csp_tui.storage.directory_draft import DirectoryDraft
    from csp_tui.storage.read_unit import ReadUnit
    from csp_tui.storage.search import PartnerSearch
    from csp_tui.storage.unit_of_work import UnitOfWork


class Storage:
    """Hands out units of work, read models, search and the file as a whole.

    Nothing is opened or made until it is needed; the file is created or migrated then.

    Args:
        path: The database file.
        regions: The CSP program's markets.
        clock: The time, for the names of backups.
        busy_timeout: Seconds that a unit of work waits for another writer.
        read_only: Whether the file is left as it is, to the byte, although it could be written.

    Attributes:
        read: Rows for showing.
        changes: Notices what other programs write.
    """

    def __init__(
        self,
        path: DatabaseLocation,
        regions: RegionTable,
        clock: Clock,
        *,
        busy_timeout: float = BUSY_TIMEOUT,
        read_only: bool = False,
    ) -> None:
        self._path = path
        self._clock = clock
        self._busy_timeout = busy_timeout
        self._read_only = read_only and isinstance(path, Path)
        self._lock = threading.Lock()
        self._prepared = False
        self._engine: Engine | None = None
        self._file = KnownFile(path)
        # Reading rows must not end when a replaced search is interrupted, so each has its own.
        self._guard = WriteGuard()
        self._read_pool = self._make_pool()
        self._search_pool = self._make_pool()
        self._regions = regions
        self.read = ReadModels(self._read_pool, path, regions)
        self.changes = ChangeSignal(
            path, self._file, self._meet, self._guard, read_only=self._read_only
        )

    @cached_property
    def search(self) -> PartnerSearch:
        """The search over the directory."""
        from csp_tui.storage.search import PartnerSearch

        return PartnerSearch(self._search_pool, self._path, self._regions)

    @cached_property
    def database(self) -> Database:
        """The file as a whole."""
        if isinstance(self._path, Memory):
            from csp_tui.storage.memory_database import MemoryDatabase

            return MemoryDatabase(self._path)
        from csp_tui.storage.database import DatabaseFile

        return DatabaseFile(
            self._path, now=self._clock.now, release=self.close, read_only=self._read_only
        )

    def prepare(self) -> None:
        """Create, check or migrate the file, once, and again if it has been replaced.

        Raises:
            StorageProblem: It is not a database of this program, is newer than the program,
                cannot be read or written, or no longer exists.
        """
        self._meet()
        if self._prepared:
            return
        with self._lock:
            if not self._prepared:
                if self._read_only and isinstance(self._path, Path):
                    prepare_to_read(self._path)
                else:
                    prepare(self._path, self._clock.now)
                self._file.learn()
                self._prepared = True

    def open_unit(self) -> UnitOfWork:
        """Make a unit of work; it begins with its ``with`` statement.

        Raises:
            StorageProblem: The file cannot be used, was opened to be read only, or is another
                one than what was read from it.
        """
        return self._unit_on(self._engine_to_write())

    def open_draft(self) -> DirectoryDraft:
        """Make a draft of the next directory; it begins with its ``with`` statement.

        Raises:
            StorageProblem: As ``open_unit``.
        """
        from csp_tui.storage.directory_draft import DirectoryDraft

        self._guard.require_free()
        return DirectoryDraft(self._engine_to_write(), self._path, self._unit_on)

    def open_read(self) -> ReadUnit:
        """Make a unit that reads one state; it begins with its ``with`` statement."""
        from csp_tui.storage.read_unit import ReadUnit

        return ReadUnit(self._read_pool, self._path)

    @staticmethod
    def import_ahead() -> None:
        """Import what is read by pages that are opened from the list of offers."""
        import csp_tui.storage.audience_order
        import csp_tui.storage.search  # noqa: F401

    def close(self) -> None:
        """Close the file; the next use opens and checks the file that is there then."""
        self._file.forget()
        self._let_go()

    def _engine_to_write(self) -> Engine:
        self.prepare()
        if self._read_only and isinstance(self._path, Path):
            raise opened_to_read(self._path)
        self._require_same()
        with self._lock:
            if self._engine is None:
                from csp_tui.storage.engine import make_engine

                self._engine = make_engine(self._path, busy_timeout=self._busy_timeout)
            return self._engine

    def _unit_on(self, bind: Engine | Connection) -> UnitOfWork:
        from csp_tui.storage.unit_of_work import UnitOfWork

        return UnitOfWork(bind, self._path, self.changes, self._guard, self._require_same)

    def _make_pool(self) -> ReadPool:
        return ReadPool(self._path, self.prepare, self._guard, read_only=self._read_only)

    def _meet(self) -> None:
        """Close every connection if the file at the path has been replaced."""
        if not self._file.is_same():
            self._let_go()

    def _require_same(self) -> None:
        self._meet()
        if self._file.is_replaced:
            raise replaced(self._path)

    def _let_go(self) -> None:
        self._read_pool.close()
        self._search_pool.close()
        if "search" in self.__dict__:
            self.search.forget()
        self.changes.close()
        with self._lock:
            self._prepared = False
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None
