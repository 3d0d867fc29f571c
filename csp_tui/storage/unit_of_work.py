"""One transaction on the database, with all stores in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from csp_tui.domain.errors import StorageProblem
from csp_tui.services import inverse_port, ports
from csp_tui.storage.audience_store import AudienceStore
from csp_tui.storage.changes import ChangeSignal
from csp_tui.storage.directory_store import DirectoryStore
from csp_tui.storage.history_store import HistoryStore
from csp_tui.storage.inverse_store import InverseStore
from csp_tui.storage.offer_store import OfferStore
from csp_tui.storage.places import Place
from csp_tui.storage.problems import problem_of
from csp_tui.storage.request_store import RequestStore
from csp_tui.storage.resale_store import ResaleStore
from csp_tui.storage.schema import require_current


class UnitOfWork:
    """Everything that is written in it becomes permanent together, or not at all.

    Used by one thread, once, in a ``with`` statement; leaving it without ``commit`` undoes.

    Args:
        engine: Makes the connection.
        path: The database file, to name it in errors.
        changes: Gets to know which entries are its own.
        require_same: Raises where the path stands for another file than what was read from it.

    Raises:
        StorageProblem: From the block, when the database failed; nothing was written.
    """

    offers: ports.OfferStore
    audiences: ports.AudienceStore
    requests: ports.RequestStore
    resales: ports.ResaleStore
    history: ports.HistoryStore
    inverses: inverse_port.InverseStore
    directory: ports.DirectoryStore

    def __init__(
        self, engine: Engine, path: Place, changes: ChangeSignal, require_same: Callable[[], None]
    ) -> None:
        self._session = Session(engine, expire_on_commit=False)
        self._path = path
        self._changes = changes
        self._require_same = require_same

    def __enter__(self) -> Self:
        """Begin to write; waits a moment for another writer.

        Raises:
            StorageProblem: The other writer did not finish, the file cannot be written, a newer
                program has migrated it, or it was replaced meanwhile.
        """
        session = self._session
        try:
            connection = session.connection().connection.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            # Whichever file was opened by name, it is the one that is there under that name.
            self._require_same()
            require_current(connection, self._path)
        except StorageProblem:
            session.close()
            raise
        except (DBAPIError, sqlite3.Error) as error:
            session.close()
            raise problem_of(error, self._path) from error
        self.offers = OfferStore(session)
        self.audiences = AudienceStore(session, connection)
        self.requests = RequestStore(session)
        self.resales = ResaleStore(session)
        self.history = self._log = HistoryStore(session)
        self.inverses = InverseStore(connection)
        self.directory = DirectoryStore(connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, undoing what was not committed."""
        try:
            self._session.close()
        except (DBAPIError, sqlite3.Error) as failure:
            raise problem_of(failure, self._path) from failure
        if isinstance(error, (DBAPIError, sqlite3.Error)):
            raise problem_of(error, self._path) from error

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
