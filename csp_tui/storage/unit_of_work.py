"""One transaction on the database, with all stores in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from csp_tui.services import ports
from csp_tui.storage.audience_store import AudienceStore
from csp_tui.storage.changes import ChangeSignal
from csp_tui.storage.damage import proven_damage
from csp_tui.storage.directory_store import DirectoryStore
from csp_tui.storage.evidence_store import EvidenceStore
from csp_tui.storage.history_store import HistoryStore
from csp_tui.storage.list_store import ListStore
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.offer_store import OfferStore
from csp_tui.storage.plan_store import PlanStore
from csp_tui.storage.planning_reader import PlanningReader
from csp_tui.storage.problems import problem_of
from csp_tui.storage.remote_store import RemoteStore
from csp_tui.storage.request_store import RequestStore
from csp_tui.storage.resale_store import ResaleStore
from csp_tui.storage.schema_version import require_current
from csp_tui.storage.snapshot_store import SnapshotStore
from csp_tui.storage.sqlite_errors import UNREADABLE
from csp_tui.storage.write_guard import WriteGuard


class UnitOfWork(ports.UnitOfWork):
    """Everything that is written in it becomes permanent together, or not at all.

    Used by one thread, once, in a ``with`` statement; leaving it without ``commit`` undoes.

    Args:
        bind: Makes the connection, or is the one of a draft.
        path: The database file, to name it in errors.
        changes: Gets to know which entries are its own.
        guard: Keeps this thread from using another connection while it lasts.
        require_same: Raises if another file is at the path than the one that was read.

    Raises:
        StorageProblem: From the block, when the database failed; nothing was written.
    """

    def __init__(
        self,
        bind: Engine | Connection,
        path: DatabaseLocation,
        changes: ChangeSignal,
        guard: WriteGuard,
        require_same: Callable[[], None],
    ) -> None:
        self._session = Session(bind, expire_on_commit=False)
        self._path = path
        self._changes = changes
        self._guard = guard
        self._require_same = require_same

    def __enter__(self) -> Self:
        """Begin to write; waits a moment for another writer.

        Raises:
            StorageProblem: The other writer did not finish, the file cannot be written, a newer
                program has migrated it, or it was replaced.
        """
        session = self._session
        self._guard.require_free()
        try:
            connection = session.connection().connection.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            # Whichever file was opened by name, it is the one that is there under that name.
            self._require_same()
            require_current(connection, self._path)
        except (DBAPIError, sqlite3.Error) as error:
            session.close()
            raise problem_of(error, self._path) from error
        except BaseException:
            # Whatever failed, the lock on the file must not outlive it.
            session.close()
            raise
        self.offers = OfferStore(session, connection)
        self.audiences = AudienceStore(connection)
        self.requests = RequestStore(session, connection)
        self.resales = ResaleStore(session, connection)
        self.history = self._log = HistoryStore(session, connection)
        self.snapshots = SnapshotStore(connection)
        self.directory = DirectoryStore(connection)
        self.lists = ListStore(connection)
        self.planning = PlanningReader(connection)
        self.plans = PlanStore(connection)
        self.remote = RemoteStore(connection)
        self.evidence = EvidenceStore(connection)
        self._guard.enter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, undoing what was not committed."""
        self._guard.leave()
        try:
            self._session.close()
        except (DBAPIError, sqlite3.Error) as failure:
            raise problem_of(failure, self._path) from failure
        if isinstance(error, (DBAPIError, sqlite3.Error)):
            raise problem_of(error, self._path) from error
        # Rows of a damaged file may hold anything; without proven damage it is a program error.
        if isinstance(error, UNREADABLE) and (damage := proven_damage(self._path)):
            raise damage from error

    def commit(self) -> None:
        """Make everything written since the beginning permanent, all of it or nothing.

        Raises:
            StorageProblem: It could not be written; nothing was.
        """
        self._require_same()
        self._changes.expect(self._log.appended)
        try:
            self._session.commit()
        except (DBAPIError, sqlite3.Error) as error:
            self._changes.unexpect(self._log.appended)
            raise problem_of(error, self._path) from error
