"""The partner directory of a unit of work: looking up names, and putting a draft in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Set

from csp_tui.services import ports
from csp_tui.services.directory_plan import DirectoryPlan, Keep
from csp_tui.services.views import DirectoryImport
from csp_tui.storage.directory_index import empty_words, index_words
from csp_tui.storage.directory_inverse import DirectoryInverse
from csp_tui.storage.directory_reader import DirectoryReader
from csp_tui.storage.file_summary import summary_text

TABLES = ("partner", "facet", "partner_word", "partner_gram")
"""The tables of the directory, which a draft has as temporary ones with ``NEXT`` before the name.

They have the same columns, checks and indexes there, so that SQLite copies them without looking at
their rows one by one.
"""
NEXT = "next_"
_NAMED_AT_MOST = 1_000
"""Tenant IDs of invalid rows that are remembered of a file."""
_WITHOUT_TRIGGERS = (
    "DROP TRIGGER IF EXISTS partner_added",
    "DROP TRIGGER IF EXISTS partner_changed",
    "DROP TRIGGER IF EXISTS partner_removed",
)
_STATE = """
    UPDATE directory SET revision = revision + 1, digest = '', summary = '{}',
        partners = (SELECT coalesce(max(rank), 0) FROM main.partner)
"""
# Any change of partners past this store makes the directory forget which file it holds.
_FORGET = tuple(
    f"""
    CREATE TRIGGER partner_{name} AFTER {event} ON partner
    BEGIN UPDATE directory SET digest = '' WHERE digest <> ''; END
    """
    for name, event in (("added", "INSERT"), ("changed", "UPDATE"), ("removed", "DELETE"))
)


def revision_of(connection: sqlite3.Connection) -> int:
    """How often the directory has been replaced."""
    return int(connection.execute("SELECT max(revision) FROM directory").fetchone()[0])


class DirectoryStore(DirectoryReader, ports.DirectoryStore):
    """Reads and writes the directory in the transaction of a unit of work."""

    def remember(self, digest: str, result: DirectoryImport, named: Set[str]) -> None:
        if len(named) <= _NAMED_AT_MOST:
            summary = summary_text(result, named)
            self._connection.execute(
                "UPDATE directory SET digest = ?, summary = ?", (digest, summary)
            )

    def put(self, plan: DirectoryPlan, keep: Keep | None) -> bool:
        connection = self._connection
        if revision_of(connection) != plan.revision:
            return False
        if not plan.is_change:
            return True
        for statement in _WITHOUT_TRIGGERS:
            connection.execute(statement)
        for table in TABLES:
            # Emptying an empty table would write its first page, which leaves memory before it is
            # filled. When it is written again, the log has new checksums for all pages since then.
            if self._has_rows(table):
                connection.execute(f"DELETE FROM main.{table}")
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM temp.{NEXT}{table}")
        if self._has_rows("word_index_idx"):
            empty_words(connection)
        index_words(connection, words="main.partner_word", index="main.word_index")
        for statement in (*_FORGET, _STATE):
            connection.execute(statement)
        if keep is not None:
            DirectoryInverse(connection).keep(keep(plan.result))
        return True

    def _has_rows(self, table: str) -> bool:
        query = f"SELECT EXISTS (SELECT 1 FROM main.{table})"
        return bool(self._connection.execute(query).fetchone()[0])
