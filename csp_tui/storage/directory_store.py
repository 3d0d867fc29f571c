"""The partner directory of a unit of work: looking up names, and merging a file of any size."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

from csp_tui.domain.errors import Cancelled
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.services.ports import Keep, Progress
from csp_tui.services.views import DirectoryImport
from csp_tui.storage.connections import Lease
from csp_tui.storage.counting import directory_names
from csp_tui.storage.directory_index import rebuild
from csp_tui.storage.directory_inverse import DirectoryInverse
from csp_tui.storage.facet_values import joined
from csp_tui.storage.file_summary import summary_text, summary_value
from csp_tui.storage.folding import NameFolder
from csp_tui.storage.search import matching_ranks, matching_tenants

_BATCH = 400
"""Rows that are in memory at a time; so few that Python never looks for garbage among them."""
_BATCHES_BETWEEN_LOOKS = 10
_STEPS_BETWEEN_LOOKS = 200_000
"""Steps of the database between two looks at whether the job was cancelled."""
_CACHE_KIB = 48_000
"""Pages in memory while the tables are written."""
_COLUMNS = "tenant_id, name, folded, country, type, mpn_id, city, competencies, skills"
_STAGE = f"""
    DROP TABLE IF EXISTS temp.staged;
    CREATE TEMP TABLE staged (seq INTEGER PRIMARY KEY, {_COLUMNS})
"""
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
_KEEP = f"""
    INSERT INTO temp.staged ({_COLUMNS}) SELECT {_COLUMNS} FROM main.partner
    WHERE tenant_id NOT IN (SELECT tenant_id FROM temp.staged)
"""
_EMPTY = (
    "DROP TRIGGER IF EXISTS partner_added",
    "DROP TRIGGER IF EXISTS partner_changed",
    "DROP TRIGGER IF EXISTS partner_removed",
    "DROP INDEX IF EXISTS partner_tenant",
    "DELETE FROM partner",
    "DELETE FROM facet",
    "DELETE FROM partner_word",
    "DELETE FROM partner_gram",
    "INSERT INTO word_index (word_index) VALUES ('delete-all')",
)
# Row numbers are given in the order of insertion, so a partner's rank is its place by name. The
# unique index is made anew from sorted rows, which is many times faster than filling it at random.
_INSERT = f"""
    INSERT INTO main.partner ({_COLUMNS}) SELECT {_COLUMNS} FROM temp.staged
    ORDER BY folded, name, tenant_id
"""
_BY_OWN_TENANT = "CREATE UNIQUE INDEX partner_tenant ON partner (tenant_id)"
_STATE = """
    UPDATE directory SET revision = revision + 1, digest = '', summary = '{}',
        partners = (SELECT coalesce(max(rank), 0) FROM partner)
"""
# Whoever changes partners past this store makes the directory forget which file it holds.
_FORGET = tuple(
    f"""
    CREATE TRIGGER partner_{name} AFTER {event} ON partner
    BEGIN UPDATE directory SET digest = '' WHERE digest <> ''; END
    """
    for name, event in (("added", "INSERT"), ("changed", "UPDATE"), ("removed", "DELETE"))
)


class DirectoryStore:
    """Reads and writes the directory in the transaction of a unit of work.

    Rows go through the driver, because a million objects would take minutes.

    Args:
        connection: The driver's connection.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def names(self, tenant_ids: Collection[str]) -> dict[str, str]:
        """Names by tenant ID of those that the directory knows."""
        return directory_names(self._connection, tenant_ids)

    def matching(self, query: PartnerQuery) -> Iterator[str]:
        """Tenant IDs of all who match, in the order of names, a few in memory at a time."""
        return matching_tenants(Lease(self._connection), query)

    def stage_matching(self, query: PartnerQuery) -> int:
        """Put the ranks of all who match into ``temp.matching``, for one statement to work on.

        They are joined as ``FROM temp.matching CROSS JOIN partner USING (rank)``.

        Returns:
            How many match.
        """
        connection = self._connection
        connection.execute("DROP TABLE IF EXISTS temp.matching")
        connection.execute("CREATE TEMP TABLE matching (rank INTEGER PRIMARY KEY)")
        ranks = ((rank,) for rank in matching_ranks(Lease(connection), query))
        connection.executemany("INSERT INTO temp.matching VALUES (?)", ranks)
        return int(connection.execute("SELECT count(*) FROM temp.matching").fetchone()[0])

    def recall(self, digest: str) -> DirectoryImport | None:
        """What merging the file with this digest anew would do, without reading it.

        Returns:
            The summary, with all that ``replace`` would remove; None where the directory does not
            hold all rows of that file, or was changed since.
        """
        row = self._connection.execute(
            "SELECT summary, (SELECT count(*) FROM partner) FROM directory WHERE digest = ?",
            (digest,),
        ).fetchone()
        return None if row is None else summary_value(row[0], row[1])

    def remember(self, digest: str, result: DirectoryImport) -> None:
        """Note that the directory holds all rows of a file that was merged with this result."""
        self._connection.execute(
            "UPDATE directory SET digest = ?, summary = ?", (digest, summary_text(result))
        )

    def merge(
        self,
        partners: Iterable[Partner],
        *,
        replace: bool,
        progress: Progress | None,
        keep: Keep | None = None,
    ) -> DirectoryImport:
        """Put partners in: new ones added, known ones updated, with replace the rest removed.

        The last row of a tenant ID wins. Rows wait in a temporary table, so that memory stays
        bounded; table and index are written anew, in the order of names, only when something
        changes. Audiences are left alone: a partner that goes is "not in the directory" there.

        Args:
            partners: The rows, read once.
            replace: Whether partners that are not among them are removed.
            progress: Told the rows read so far; ``Cancelled`` from it passes through, also while
                the index is built, and the unit of work then undoes everything.
            keep: Writes the history entry of what is done and gives its number, under which what
                is replaced is kept; without it nothing is.

        Raises:
            Cancelled: ``progress`` raised it.
        """
        self._begin()
        rows = self._stage(partners, progress)

        def look() -> None:
            if progress is not None:
                progress(rows)

        return self._take_over(rows, replace=replace, look=look, keep=keep)

    def put_back(self, entry: int, *, progress: Progress | None, keep: Keep | None) -> bool:
        """Make the directory as it was before an import, as one step.

        Args:
            entry: The history entry of the import.
            progress: As in ``merge``.
            keep: As in ``merge``.

        Returns:
            False where what was before it is not kept; nothing was changed then.

        Raises:
            Cancelled: ``progress`` raised it.
        """

        def look() -> None:
            if progress is not None:
                progress(0)

        self._begin()
        with _stoppable(self._connection, look):
            if not DirectoryInverse(self._connection).stage(entry, look):
                return False
        query = "SELECT count(*) FROM temp.staged"
        rows = int(self._connection.execute(query).fetchone()[0])
        self._take_over(rows, replace=True, look=look, keep=keep)
        return True

    def _begin(self) -> None:
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        for statement in _STAGE.split(";"):
            self._connection.execute(statement)

    def _take_over(
        self, rows: int, *, replace: bool, look: Callable[[], None], keep: Keep | None
    ) -> DirectoryImport:
        """Make the staged rows the directory, or a part of it."""
        connection = self._connection
        inverse = DirectoryInverse(connection)
        with _stoppable(connection, look):
            stored = connection.execute("SELECT count(*) FROM partner").fetchone()[0]
            # In an empty directory nothing is compared, and its own index finds what is there
            # twice.
            filled = not stored and rows > 0 and self._fill(look)
            named = rows if filled else self._keep_last(rows)
            known, updated = self._compare() if stored else (0, 0)
            result = DirectoryImport(
                added=named - known,
                updated=updated,
                unchanged=known - updated,
                removed=stored - known if replace else 0,
            )
            changed = bool(result.added or result.updated or result.removed)
            if keep is not None and changed:
                inverse.take(stored, result, replace=replace, look=look)
            if not filled and changed:
                if not replace and stored:
                    connection.execute(_KEEP)
                self._fill(look)
        if keep is not None and changed:
            inverse.keep(keep(result))
        return result

    def _compare(self) -> tuple[int, int]:
        """How many staged rows have a partner already, and how many of those say other things."""
        connection = self._connection
        connection.execute("DROP TABLE IF EXISTS temp.compared")
        connection.execute(_COMPARE)
        known, updated = connection.execute(
            "SELECT count(rank), total(differs) FROM temp.compared"
        ).fetchone()
        return known, int(updated)

    def _stage(self, partners: Iterable[Partner], progress: Progress | None) -> int:
        insert = f"INSERT INTO temp.staged ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        fold = NameFolder().fold
        source = iter(partners)
        rows = told = 0
        while batch := [
            (
                partner.tenant_id,
                partner.name,
                fold(partner.name),
                partner.country,
                None if partner.type is None else partner.type.value,
                partner.mpn_id,
                partner.city,
                joined(partner.competencies),
                joined(partner.skills),
            )
            for partner in itertools.islice(source, _BATCH)
        ]:
            self._connection.executemany(insert, batch)
            rows += len(batch)
            if progress is not None and rows >= told + _BATCHES_BETWEEN_LOOKS * _BATCH:
                told = rows
                progress(rows)
        if progress is not None and rows > told:
            progress(rows)
        return rows

    def _fill(self, look: Callable[[], None]) -> bool:
        """Make the staged rows the directory; False where a tenant ID is staged twice."""
        connection = self._connection
        for statement in _EMPTY:
            connection.execute(statement)
        connection.execute(_INSERT)
        try:
            connection.execute(_BY_OWN_TENANT)
        except sqlite3.IntegrityError:
            connection.execute("DELETE FROM partner")
            return False
        rebuild(connection, look)
        for statement in (*_FORGET, _STATE):
            connection.execute(statement)
        return True

    def _keep_last(self, rows: int) -> int:
        """Leave the last row of each tenant ID; the number of rows that are left."""
        try:
            self._connection.execute(_BY_TENANT)
        except sqlite3.IntegrityError:
            rows -= self._connection.execute(_KEEP_LAST).rowcount
            self._connection.execute(_BY_TENANT)
        return rows


@contextmanager
def _stoppable(connection: sqlite3.Connection, look: Callable[[], None]) -> Iterator[None]:
    """Let ``look`` stop the statements of the block, which may each take seconds."""
    stopped: list[Cancelled] = []

    def stop() -> bool:
        try:
            look()
        except Cancelled as cancelled:
            stopped.append(cancelled)
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
