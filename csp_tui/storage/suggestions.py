"""What a shell completes from a database, read without touching the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from csp_tui.domain.partner import Facet
from csp_tui.services import reading_ports

_OFFERS = "SELECT offer_id, name FROM offer ORDER BY offer_id"
_REQUESTS = "SELECT CAST(id AS TEXT), title FROM support_request ORDER BY id DESC"
_PARTNERS = """
    SELECT tenant_id, name FROM partner WHERE tenant_id >= ?1 AND tenant_id < ?1 || 'g'
    ORDER BY tenant_id LIMIT ?2
"""
_MEMBERS = """
    SELECT audience_member.tenant_id, coalesce(partner.name, audience_member.label)
    FROM audience_member LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
    WHERE audience_member.offer_id = ?1
        AND audience_member.tenant_id >= ?2 AND audience_member.tenant_id < ?2 || 'g'
    ORDER BY audience_member.tenant_id LIMIT ?3
"""
_FACETS = "SELECT value, CAST(partners AS TEXT) FROM facet WHERE kind = ? ORDER BY partners DESC"
_PATIENCE = 0.05
"""Seconds to wait for a writer; a person who has pressed Tab waits for nothing longer."""


class Suggestions(reading_ports.Suggestions):
    """Reads words to complete, each with a text that explains it; both come from data.

    The file is neither created nor migrated nor changed. Whatever is wrong with it, there is
    nothing to complete then, and nothing is reported.

    Args:
        path: The database file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def offers(self) -> dict[str, str]:
        return self._read(_OFFERS)

    def requests(self) -> dict[str, str]:
        return self._read(_REQUESTS)

    def partners(self, prefix: str, at_most: int) -> dict[str, str]:
        return _few(self._read(_PARTNERS, prefix, at_most + 1), at_most)

    def members(self, offer_id: str, prefix: str, at_most: int) -> dict[str, str]:
        return _few(self._read(_MEMBERS, offer_id, prefix, at_most + 1), at_most)

    def facets(self, facet: Facet) -> dict[str, str]:
        return self._read(_FACETS, facet.value)

    def _read(self, query: str, *parameters: object) -> dict[str, str]:
        try:
            with self._connection() as connection:
                return {
                    str(word): str(text) for word, text in connection.execute(query, parameters)
                }
        except (sqlite3.Error, OSError, ValueError):
            return {}

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        # Where no other program writes, all is in the file itself; reading it as one that never
        # changes is what leaves no files of SQLite beside it.
        in_use = self._path.with_name(f"{self._path.name}-wal").exists()
        uri = f"{self._path.as_uri()}?mode=ro{'' if in_use else '&immutable=1'}"
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as connection:
            yield connection


def _few(found: dict[str, str], at_most: int) -> dict[str, str]:
    return found if len(found) <= at_most else {}
