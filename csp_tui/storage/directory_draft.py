"""The next directory, computed before the write lock is taken."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import ExitStack, contextmanager, nullcontext
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from csp_tui.domain.evidence import EvidenceRow
from csp_tui.domain.partner import Partner
from csp_tui.services import directory_port
from csp_tui.services.directory_plan import DirectoryPlan
from csp_tui.services.evidence_port import StagedEvidence
from csp_tui.services.read_unit import Progress
from csp_tui.services.views import DirectoryImport
from csp_tui.storage.damage import explained, proven_damage
from csp_tui.storage.directory_index import derive
from csp_tui.storage.directory_inverse import DirectoryInverse
from csp_tui.storage.directory_reader import COLUMNS, KEEP, DirectoryReader, stoppable
from csp_tui.storage.directory_store import NEXT, TABLES, revision_of
from csp_tui.storage.evidence_reader import EvidenceReader
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.partner_checks import without_checks
from csp_tui.storage.problems import problem_of
from csp_tui.storage.sqlite_errors import UNREADABLE
from csp_tui.storage.unit_of_work import UnitOfWork

_CACHE_KIB = 24_000
"""Pages of the temporary tables that are in memory."""
_PAGE_BYTES = 16_384
"""Size of these pages: large ones take fewer writes, and rows of tables are read in their order."""
# Row numbers are given in the order of insertion, so a partner's rank is its place by name. The
# indexes are built from sorted rows, which is many times faster than filling them at random.
_INSERT = f"""
    INSERT INTO temp.{NEXT}partner ({COLUMNS}) SELECT {COLUMNS} FROM temp.staged
    ORDER BY folded, name, tenant_id
"""
_BY_TENANT = f"CREATE UNIQUE INDEX temp.{NEXT}partner_tenant ON {NEXT}partner (tenant_id)"
_BY_MPN_ID = f"CREATE INDEX temp.{NEXT}partner_mpn ON {NEXT}partner (mpn_id) WHERE mpn_id <> ''"
_BY_WORD = f"CREATE UNIQUE INDEX temp.{NEXT}partner_word_word ON {NEXT}partner_word (word)"


class DirectoryDraft(directory_port.DirectoryDraft):
    """Stages rows, compares them with the directory, and builds the tables that replace it.

    Everything is in temporary tables of its own connection, so that memory stays bounded, others
    go on writing, and nothing is left of it however it ends. Only ``DirectoryStore.put``, in a
    unit of work on this connection, writes to the file, by copying the tables.

    Used by one thread, once, in a ``with`` statement.

    Args:
        engine: Makes the connection.
        path: The database, to name it in errors.
        unit_on: Makes a unit of work on a connection.

    Raises:
        StorageProblem: From the block, when the database failed; nothing was written.
    """

    def __init__(
        self, engine: Engine, path: DatabaseLocation, unit_on: Callable[[Connection], UnitOfWork]
    ) -> None:
        self._engine = engine
        self._path = path
        self._unit_on = unit_on
        self._stack = ExitStack()
        self._progress: Progress | None = None
        self._rows = 0
        self._last = 0

    def __enter__(self) -> Self:
        """Open the connection without waiting for others.

        Raises:
            StorageProblem: The file cannot be opened.
        """
        with explained(self._path):
            self._bound = self._stack.enter_context(self._engine.connect())
        connection = self._bound.connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        self._connection = connection
        self._reader = DirectoryReader(connection)
        connection.execute(f"PRAGMA temp.page_size = {_PAGE_BYTES}")
        connection.execute(f"PRAGMA temp.cache_size = -{_CACHE_KIB}")
        # SQLite sorts in a second thread while it reads and writes rows in this one.
        connection.execute("PRAGMA threads = 1")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, forgetting all of it."""
        self._stack.close()
        if isinstance(error, sqlite3.Error):
            raise problem_of(error, self._path) from error
        # Rows of a damaged file may hold anything; without damage it is a fault of the program.
        if isinstance(error, UNREADABLE) and (damage := proven_damage(self._path)):
            raise damage from error

    def recall(self, digest: Callable[[], str]) -> DirectoryImport | None:
        return self._reader.recall(digest)

    def stage(self, partners: Iterable[Partner], progress: Progress | None) -> None:
        self._progress = progress
        # Without a transaction each row would be one.
        with self._one_state():
            self._reader.begin()
            self._rows = self._reader.stage(partners, progress)
        self._last = self._rows

    def stage_evidence(self, rows: Iterable[EvidenceRow], progress: Progress | None) -> int:
        with self._one_state():
            return EvidenceReader(self._connection).stage_evidence(rows, progress)

    def staged(self) -> StagedEvidence:
        with self._one_state():
            return EvidenceReader(self._connection).staged()

    def compute(self, *, replace: bool, named: Set[str] = frozenset()) -> DirectoryPlan:
        # What an earlier call has added of the directory as it was then.
        self._connection.execute("DELETE FROM temp.staged WHERE seq > ?", (self._last,))
        with self._one_state(), stoppable(self._connection, self._look):
            return self._compute(replace=replace, named=named, keep=True)

    def compute_before(
        self, entry: int, progress: Progress | None, *, keep: bool
    ) -> DirectoryPlan | None:
        self._progress = progress
        self._reader.begin()
        with self._one_state(), stoppable(self._connection, self._look):
            if not DirectoryInverse(self._connection).stage(entry, self._look):
                return None
            query = "SELECT count(*) FROM temp.staged"
            self._rows = int(self._connection.execute(query).fetchone()[0])
            return self._compute(replace=True, named=frozenset(), keep=keep)

    def _compute(self, *, replace: bool, named: Set[str], keep: bool) -> DirectoryPlan:
        connection, reader = self._connection, self._reader
        revision = revision_of(connection)
        stored = reader.stored()
        # In an empty directory nothing is compared, and the index of what comes finds what is
        # there twice.
        are_checked = reader.are_checked and not stored
        is_built = not stored and self._rows > 0 and self._build(are_checked=are_checked)
        if not is_built:
            self._rows = reader.keep_last(self._rows)
        result = reader.outcome(stored, self._rows, named if replace else None)
        plan = DirectoryPlan(result, revision)
        if keep and plan.is_change:
            DirectoryInverse(connection).take(stored, result, replace=replace, look=self._look)
        if not is_built and plan.is_change:
            if not replace and stored:
                connection.execute(KEEP)
            self._build(are_checked=are_checked)
        return plan

    def open_unit(self) -> UnitOfWork:
        return self._unit_on(self._bound)

    def _look(self) -> None:
        if self._progress is not None:
            self._progress(self._rows)

    @contextmanager
    def _one_state(self) -> Iterator[None]:
        """Let all queries of the block see one state of the file, without the write lock."""
        connection = self._connection
        connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            # A failure may have ended it already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def _build(self, *, are_checked: bool) -> bool:
        """Build the tables from the staged rows; False where a tenant ID is staged twice.

        Args:
            are_checked: Whether all rows are known to meet the checks of the table.
        """
        connection = self._connection
        for table in TABLES:
            connection.execute(f"DROP TABLE IF EXISTS temp.{NEXT}{table}")
            query = "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?"
            sql = str(connection.execute(query, (table,)).fetchone()[0])
            connection.execute(f"CREATE TEMP TABLE {NEXT}{table} {sql[sql.index('(') :]}")
        connection.execute(_BY_WORD)
        with without_checks(connection) if are_checked else nullcontext():
            connection.execute(_INSERT)
        try:
            connection.execute(_BY_TENANT)
        except sqlite3.IntegrityError:
            return False
        connection.execute(_BY_MPN_ID)
        derive(connection, self._look, partners=f"temp.{NEXT}partner", into=f"temp.{NEXT}")
        return True
