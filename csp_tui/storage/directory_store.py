"""The partner directory of a unit of work: looking up names, and merging a file of any size."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from csp_tui.domain.errors import Cancelled
from csp_tui.domain.partner import Partner
from csp_tui.domain.text import fold
from csp_tui.services.ports import Progress
from csp_tui.services.views import DirectoryImport
from csp_tui.storage.counting import directory_names
from csp_tui.storage.facet_codes import FacetCodes, joined

_BATCH = 4_000
"""Rows that are in memory at a time; progress is told after each batch."""
_STEPS_BETWEEN_LOOKS = 200_000
"""Steps of the database between two looks at whether the job was cancelled."""
_COLUMNS = "tenant_id, name, folded, country, type, mpn_id, city, competencies, skills, codes"
_STAGE = f"""
    DROP TABLE IF EXISTS temp.staged;
    DROP TABLE IF EXISTS temp.latest;
    CREATE TEMP TABLE staged (seq INTEGER PRIMARY KEY, {_COLUMNS});
    CREATE TEMP TABLE latest (tenant_id TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
"""
_LATEST = "INSERT INTO latest SELECT tenant_id, max(seq) FROM staged GROUP BY tenant_id"
_COMPARE = """
    SELECT count(*), count(partner.rank), total(partner.rank IS NOT NULL AND (
        partner.name IS NOT staged.name OR partner.country IS NOT staged.country
        OR partner.type IS NOT staged.type OR partner.mpn_id IS NOT staged.mpn_id
        OR partner.city IS NOT staged.city OR partner.competencies IS NOT staged.competencies
        OR partner.skills IS NOT staged.skills))
    FROM latest CROSS JOIN staged ON staged.seq = latest.seq
    LEFT JOIN partner ON partner.tenant_id = latest.tenant_id
"""
_KEEP = f"""
    INSERT INTO staged ({_COLUMNS}) SELECT {_COLUMNS} FROM partner
    WHERE tenant_id NOT IN (SELECT tenant_id FROM latest)
"""
# Row numbers are given in the order of insertion, so a partner's rank is its place by name. The
# unique index is made anew from sorted rows, which is many times faster than filling it at random.
_REWRITE = (
    "DROP INDEX partner_tenant",
    "DELETE FROM partner",
    f"""
    INSERT INTO partner ({_COLUMNS})
    SELECT {", ".join(f"staged.{name}" for name in _COLUMNS.split(", "))}
    FROM staged LEFT JOIN latest ON latest.tenant_id = staged.tenant_id
    WHERE latest.seq IS NULL OR latest.seq = staged.seq
    ORDER BY staged.folded, staged.name, staged.tenant_id
    """,
    "CREATE UNIQUE INDEX partner_tenant ON partner (tenant_id)",
    "INSERT INTO partner_index (partner_index) VALUES ('delete-all')",
    """
    INSERT INTO partner_index (rowid, name, facets)
    SELECT rank, folded, codes FROM partner ORDER BY rank
    """,
)
# The index already knows in how many rows each code stands.
_VOCABULARY = "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, partner_index, row)"
_CODE_COUNTS = "SELECT term, doc FROM vocabulary WHERE term >= '#' AND term < '$'"


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

    def merge(
        self, partners: Iterable[Partner], *, replace: bool, progress: Progress | None
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

        Raises:
            Cancelled: ``progress`` raised it.
        """
        connection = self._connection
        codes = FacetCodes(connection)
        for statement in _STAGE.strip().split(";\n"):
            connection.execute(statement)
        rows = self._stage(partners, codes, progress)
        with _stoppable(connection, progress, rows):
            connection.execute(_LATEST)
            named, known, updated = connection.execute(_COMPARE).fetchone()
            stored = connection.execute("SELECT count(*) FROM partner").fetchone()[0]
            result = DirectoryImport(
                added=named - known,
                updated=int(updated),
                unchanged=known - int(updated),
                removed=stored - known if replace else 0,
            )
            if result.added or result.updated or result.removed:
                if not replace and stored:
                    connection.execute(_KEEP)
                for statement in _REWRITE:
                    connection.execute(statement)
                self._write_facets(codes)
        connection.execute("DROP TABLE latest")
        connection.execute("DROP TABLE staged")
        return result

    def _stage(
        self, partners: Iterable[Partner], codes: FacetCodes, progress: Progress | None
    ) -> int:
        insert = f"INSERT INTO staged ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        source = iter(partners)
        rows = 0
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
                codes.of(partner),
            )
            for partner in itertools.islice(source, _BATCH)
        ]:
            self._connection.executemany(insert, batch)
            rows += len(batch)
            if progress is not None:
                progress(rows)
        return rows

    def _write_facets(self, codes: FacetCodes) -> None:
        connection = self._connection
        connection.execute("DELETE FROM facet")
        connection.execute(_VOCABULARY)
        counts = connection.execute(_CODE_COUNTS).fetchall()
        connection.execute("DROP TABLE vocabulary")
        connection.executemany(
            "INSERT INTO facet (kind, key, value, code, partners) VALUES (?, ?, ?, ?, ?)",
            [(*codes.row_of(code), code, count) for code, count in counts],
        )


@contextmanager
def _stoppable(
    connection: sqlite3.Connection, progress: Progress | None, rows: int
) -> Iterator[None]:
    """Let ``progress`` stop the statements of the block, which may each take seconds."""
    stopped: list[Cancelled] = []

    def look() -> bool:
        try:
            if progress is not None:
                progress(rows)
        except Cancelled as cancelled:
            stopped.append(cancelled)
        return bool(stopped)

    connection.set_progress_handler(look, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if stopped:
            raise stopped[0] from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
