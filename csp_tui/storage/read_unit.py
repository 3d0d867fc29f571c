"""One state of the database, read without the write lock."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from csp_tui.services import read_unit
from csp_tui.storage.connections import ReadPool
from csp_tui.storage.damage import explained, proven_damage
from csp_tui.storage.directory_reader import DirectoryReader
from csp_tui.storage.evidence_reader import EvidenceReader
from csp_tui.storage.list_store import ListReader
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.plan_store import PlanReader
from csp_tui.storage.planning_reader import PlanningReader
from csp_tui.storage.problems import problem_of
from csp_tui.storage.readers import (
    AudienceReader,
    HistoryReader,
    OfferReader,
    RequestReader,
    ResaleReader,
)
from csp_tui.storage.remote_store import RemoteReader
from csp_tui.storage.sqlite_errors import UNREADABLE


class ReadUnit(read_unit.ReadUnit):
    """Everything that is read in it is of one state, whatever others write at the same time.

    Used by one thread, once, in a ``with`` statement.

    Args:
        pool: Reading connections.
        path: The database file, to name it in errors.

    Raises:
        StorageProblem: From the block, when the database failed.
    """

    def __init__(self, pool: ReadPool, path: DatabaseLocation) -> None:
        self._pool = pool
        self._path = path
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Begin to read.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with explained(self._path):
            connection = self._stack.enter_context(self._pool.reading()).connection
        self.offers = OfferReader(connection)
        self.audiences = AudienceReader(connection)
        self.requests = RequestReader(connection)
        self.resales = ResaleReader(connection)
        self.history = HistoryReader(connection)
        self.directory = DirectoryReader(connection)
        self.lists = ListReader(connection)
        self.planning = PlanningReader(connection)
        self.plans = PlanReader(connection)
        self.remote = RemoteReader(connection)
        self.evidence = EvidenceReader(connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End."""
        with explained(self._path):
            self._stack.close()
        if isinstance(error, sqlite3.Error):
            raise problem_of(error, self._path) from error
        # Rows of a damaged file may hold anything; without proven damage it is a program error.
        if isinstance(error, UNREADABLE) and (damage := proven_damage(self._path)):
            raise damage from error
