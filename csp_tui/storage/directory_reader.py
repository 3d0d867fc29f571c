"""The partner directory, read in a transaction: names, matches, and what a file would change.

Rows wait in temporary tables, so that memory stays bounded; the transaction takes them with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from itertools import chain, islice

from csp_tui.domain.audience_state import Unlisted
from csp_tui.domain.decisions.publishing import NO_ONE
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST
from csp_tui.domain.errors import Canceled
from csp_tui.domain.name_changes import NO_NAME_CHANGES, NameChanges, collect_name_changes
from csp_tui.domain.partner import Partner, PartnerColumns, PartnerQuery
from csp_tui.domain.text import fold_all
from csp_tui.services import read_unit
from csp_tui.services.ports import PartnerFile
from csp_tui.services.read_unit import Progress
from csp_tui.services.views import DirectoryImport
from csp_tui.storage.connections import Lease
from csp_tui.storage.counting import directory_names
from csp_tui.storage.file_summary import summary_value
from csp_tui.storage.partner_checks import meet_checks
from csp_tui.storage.query_matches import matching_ranks
from csp_tui.storage.reader import Reader
from csp_tui.storage.temporary import temporary_writes

_BATCH = 400
"""Partners that are in memory at a time where they do not come in batches."""
_ROWS_BETWEEN_LOOKS = 4_000
_ROWS_TOGETHER = 10
"""Rows of one INSERT; each statement takes about as long as two more rows."""
_STEPS_BETWEEN_LOOKS = 200_000
"""SQLite steps between two checks whether the job was canceled."""
COLUMNS = "tenant_id, name, folded, country, type, mpn_id, city, competencies, skills"
_STAGE = f"""
    DROP TABLE IF EXISTS temp.staged;
    CREATE TEMP TABLE staged (seq INTEGER PRIMARY KEY, {COLUMNS})
"""
_INSERT = f"INSERT INTO temp.staged ({COLUMNS}) VALUES {{}}"
_BY_TENANT = "CREATE UNIQUE INDEX temp.staged_tenant ON staged (tenant_id)"
_KEEP_LAST = """
    DELETE FROM temp.staged
    WHERE seq NOT IN (SELECT max(seq) FROM temp.staged GROUP BY tenant_id)
"""
# Where each row that comes has its partner, if any, and whether it says something else.
_COMPARE = """
    CREATE TEMP TABLE compared AS
    SELECT staged.seq AS seq, partner.rank AS rank,
        partner.rank IS NOT NULL AND (
            partner.name IS NOT staged.name OR partner.country IS NOT staged.country
            OR partner.type IS NOT staged.type OR partner.mpn_id IS NOT staged.mpn_id
            OR partner.city IS NOT staged.city OR partner.competencies IS NOT staged.competencies
            OR partner.skills IS NOT staged.skills) AS differs
    FROM temp.staged LEFT JOIN main.partner ON partner.tenant_id = staged.tenant_id
"""
_RENAMED = """
    SELECT partner.tenant_id, partner.name, staged.name
    FROM temp.compared JOIN main.partner USING (rank) JOIN temp.staged USING (seq)
    WHERE compared.differs AND partner.name IS NOT staged.name
    ORDER BY compared.seq
"""
_LISTED = """
    FROM main.audience_member JOIN main.partner USING (tenant_id)
    WHERE tenant_id NOT IN (SELECT tenant_id FROM temp.staged)
"""
KEEP = f"""
    INSERT INTO temp.staged ({COLUMNS}) SELECT {COLUMNS} FROM main.partner
    WHERE tenant_id NOT IN (SELECT tenant_id FROM temp.staged)
"""
_KEEP_NAMED = f"""
    {KEEP} AND tenant_id IN (SELECT value FROM json_each(?))
"""


class DirectoryReader(Reader, read_unit.DirectoryReader):
    """Reads the directory in a transaction.

    Rows go through the driver, because a million objects would take minutes.

    Attributes:
        are_checked: Whether the rows staged last meet the checks of the table of partners; if not,
            SQLite says what is wrong when they are inserted.
    """

    are_checked = False

    def names(self, tenant_ids: Collection[str]) -> dict[str, str]:
        return directory_names(self._connection, tenant_ids)

    def stage_matching(self, query: PartnerQuery) -> int:
        """Put the ranks of all who match into ``temp.matching``, for one statement to work on.

        They are joined as ``FROM temp.matching CROSS JOIN partner USING (rank)``.
        """
        connection = self._connection
        with temporary_writes(connection):
            connection.execute("DROP TABLE IF EXISTS temp.matching")
            connection.execute("CREATE TEMP TABLE matching (rank INTEGER PRIMARY KEY)")
            ranks = ((rank,) for rank in matching_ranks(Lease(connection), query))
            connection.executemany("INSERT INTO temp.matching VALUES (?)", ranks)
        return int(connection.execute("SELECT count(*) FROM temp.matching").fetchone()[0])

    def staged(self, *, offset: int = 0, limit: int = -1) -> Iterator[tuple[str, str, str]]:
        for row in self._connection.execute(
            "SELECT tenant_id, name, country FROM temp.matching CROSS JOIN partner USING (rank) "
            "ORDER BY rank LIMIT ? OFFSET ?",
            (limit, offset),
        ):
            yield row[0], row[1], row[2]

    def recall(self, digest: Callable[[], str]) -> DirectoryImport | None:
        query = "SELECT digest FROM directory WHERE digest <> ''"
        remembered = self._connection.execute(query).fetchone()
        if remembered is None or remembered[0] != digest():
            return None
        row = self._connection.execute(
            "SELECT summary, (SELECT count(*) FROM partner), EXISTS (SELECT 1 FROM partner "
            "WHERE tenant_id IN (SELECT value FROM json_each(summary, '$.named'))) "
            "FROM directory WHERE digest = ?",
            (remembered[0],),
        ).fetchone()
        return None if row is None or row[2] else summary_value(row[0], row[1])

    def compare(
        self,
        partners: Iterable[Partner],
        *,
        replace: bool,
        progress: Progress | None,
        named: Set[str] = frozenset(),
    ) -> DirectoryImport:
        with temporary_writes(self._connection):
            self.begin()
            rows = self.stage(partners, progress)

            def look() -> None:
                if progress is not None:
                    progress(rows)

            with stoppable(self._connection, look):
                stored = self.stored()
                usable = self.keep_last(rows)
                return self.outcome(stored, usable, named if replace else None)

    def stored(self) -> int:
        """How many partners the directory has."""
        return int(self._connection.execute("SELECT count(*) FROM partner").fetchone()[0])

    def begin(self) -> None:
        """Make the temporary table that rows are staged in."""
        for statement in _STAGE.split(";"):
            self._connection.execute(statement)

    def outcome(self, stored: int, usable: int, named: Set[str] | None) -> DirectoryImport:
        """What the staged rows do to the directory, for previews and imports alike.

        Args:
            stored: Partners in the directory.
            usable: Staged rows, each partner once.
            named: Tenant IDs that stay where others are removed, None where none is.
        """
        kept = self._keep_named(named) if stored and usable and named else 0
        known, updated = self._compare() if stored else (0, 0)
        removed = 0 if named is None else stored - known
        return DirectoryImport(
            added=usable + kept - known,
            updated=updated,
            unchanged=known - kept - updated,
            removed=removed,
            kept=kept,
            on_lists=self._removed_on_lists() if removed else NO_ONE,
            names=self._name_changes() if updated else NO_NAME_CHANGES,
        )

    def _name_changes(self) -> NameChanges:
        return collect_name_changes(self._connection.execute(_RENAMED))

    def _removed_on_lists(self) -> Unlisted:
        """Partners of the directory that offers list and that are not staged."""
        connection = self._connection
        count = connection.execute(f"SELECT count(DISTINCT tenant_id) {_LISTED}").fetchone()[0]
        names = connection.execute(
            f"SELECT DISTINCT partner.name {_LISTED} ORDER BY partner.rank LIMIT {NAMED_AT_MOST}"
        )
        return Unlisted(count, tuple(name for (name,) in names))

    def _keep_named(self, named: Set[str]) -> int:
        """Stage partners of the directory as they are; how many are not staged otherwise."""
        return self._connection.execute(_KEEP_NAMED, (json.dumps(sorted(named)),)).rowcount

    def _compare(self) -> tuple[int, int]:
        """How many staged rows have a partner already, and how many of those say other things."""
        connection = self._connection
        connection.execute("DROP TABLE IF EXISTS temp.compared")
        connection.execute(_COMPARE)
        known, updated = connection.execute(
            "SELECT count(rank), total(differs) FROM temp.compared"
        ).fetchone()
        return known, int(updated)

    def stage(self, partners: Iterable[Partner], progress: Progress | None) -> int:
        """Read rows into the temporary table; how many there were.

        Raises:
            Canceled: ``progress`` raised it.
        """
        rows = told = 0
        self.are_checked = True
        for batch in _batches(partners):
            self.are_checked = self.are_checked and meet_checks(batch)
            self._insert(batch)
            rows += len(batch.names)
            if progress is not None and rows >= told + _ROWS_BETWEEN_LOOKS:
                told = rows
                progress(rows)
        if progress is not None and rows > told:
            progress(rows)
        return rows

    def _insert(self, batch: PartnerColumns) -> None:
        columns: list[Sequence[str | None]] = [
            batch.tenant_ids,
            batch.names,
            fold_all(batch.names),
            batch.countries,
            batch.types,
            batch.mpn_ids,
            batch.cities,
            batch.competencies,
            batch.skills,
        ]
        # Many files lack columns, whose cells take as long as others if they are parameters.
        values = ["?" if any(column) else _empty_value(column[0]) for column in columns]
        filled = [column for column in columns if any(column)]
        rows = len(batch.names)
        end = rows - rows % _ROWS_TOGETHER
        self._insert_together(values, [column[:end] for column in filled], _ROWS_TOGETHER)
        self._insert_together(values, [column[end:] for column in filled], 1)

    def _insert_together(
        self, values: Sequence[str], columns: Sequence[Sequence[str | None]], size: int
    ) -> None:
        """Insert rows, each time as many with one statement; there must be no remainder.

        Args:
            values: What a row has in each column, as SQL.
            columns: The parameters among them.
            size: Rows of one statement.
        """
        cells = chain.from_iterable(zip(*columns, strict=True))
        groups = zip(*[cells] * (len(columns) * size), strict=True)
        row = f"({', '.join(values)})"
        self._connection.executemany(_INSERT.format(", ".join([row] * size)), groups)

    def keep_last(self, rows: int) -> int:
        """Leave the last row of each tenant ID; the number of rows that are left."""
        self._connection.execute("DROP INDEX IF EXISTS temp.staged_tenant")
        try:
            self._connection.execute(_BY_TENANT)
        except sqlite3.IntegrityError:
            rows -= self._connection.execute(_KEEP_LAST).rowcount
            self._connection.execute(_BY_TENANT)
        return rows


def _empty_value(cell: str | None) -> str:
    return "NULL" if cell is None else "''"


def _batches(partners: Iterable[Partner]) -> Iterator[PartnerColumns]:
    if isinstance(partners, PartnerFile):
        yield from partners.batches()
        return
    source = iter(partners)
    while batch := tuple(islice(source, _BATCH)):
        yield PartnerColumns.of(batch)


@contextmanager
def stoppable(connection: sqlite3.Connection, look: Callable[[], None]) -> Iterator[None]:
    """Let ``look`` stop the statements of the block, which may each take seconds."""
    stopped: list[Canceled] = []

    def stop() -> bool:
        try:
            look()
        except Canceled as canceled:
            stopped.append(canceled)
        return bool(stopped)

    connection.set_progress_handler(stop, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if stopped:
            raise stopped[0] from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
