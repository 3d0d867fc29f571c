"""Sets of partners for planning: many offers compared with what they should be, one by one.

Each set waits in a temporary table, so that memory does not grow with offers times partners; of one
offer at a time, SQLite hands out whole sets of tenant IDs.
"""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from csp_tui.domain.digest import blake2b
from csp_tui.services import planning_port
from csp_tui.storage.overlaps import count_shared
from csp_tui.storage.reader import plain_cursor
from csp_tui.storage.temporary import temporary_writes

_TABLE = """
    CREATE TEMP TABLE IF NOT EXISTS plan_set (
        set_id INTEGER NOT NULL, tenant_id TEXT NOT NULL, PRIMARY KEY (set_id, tenant_id)
    ) WITHOUT ROWID
"""
_CACHE_KIB = 8 * 1024
_KEPT_AT_MOST = 100_000
"""Tenant IDs of sets that several offers share, kept in memory."""
_MISSING = """
    SELECT count(*) FROM temp.plan_set AS wanted WHERE set_id = :set_id AND NOT EXISTS (
        SELECT 1 FROM audience_member AS member WHERE member.offer_id = :offer_id
            AND member.tenant_id = wanted.tenant_id AND member.in_draft)
"""
_CAME_THROUGH = """
    SELECT tenant_id FROM audience_member
    WHERE offer_id = ? AND in_draft AND list_name = ?
"""
_COVERS = """
    WITH wanted AS (SELECT value FROM json_each(?))
    SELECT country FROM audience_member CROSS JOIN partner USING (tenant_id)
    WHERE offer_id = ? AND {column} AND country IN (SELECT value FROM wanted)
        AND tenant_id NOT IN (SELECT value FROM json_each(?)) LIMIT 1
"""
_DESCRIBED = """
    SELECT value, coalesce(partner.name, ''), coalesce(partner.country, '')
    FROM json_each(?) LEFT JOIN partner ON partner.tenant_id = value
    ORDER BY partner.folded IS NULL, partner.folded, value
"""
_COUNTRIES = """
    SELECT country, count(*) FROM partner
    WHERE tenant_id IN (SELECT value FROM json_each(?)) GROUP BY 1
"""


class PlanningReader(planning_port.PlanningReader):
    """Holds sets of partners and reads the lists of offers.

    Args:
        connection: The driver's connection, in a transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sets = 0
        self._kept: OrderedDict[int, frozenset[str]] = OrderedDict()
        self._texts: tuple[str, list[str]] = ("", [])

    def add_set(self, tenant_ids: Iterable[str]) -> int:
        self._begin()
        with temporary_writes(self._connection):
            self._connection.executemany(
                "INSERT OR IGNORE INTO temp.plan_set VALUES (?, ?)",
                ((self._sets, tenant) for tenant in tenant_ids),
            )
        return self._sets

    def add_list(self, name: str) -> int:
        self._begin()
        with temporary_writes(self._connection):
            self._connection.execute(
                "INSERT INTO temp.plan_set SELECT ?, tenant_id FROM partner_list_member "
                "WHERE list_name = ?",
                (self._sets, name),
            )
        return self._sets

    def add_staged(self) -> int:
        self._begin()
        with temporary_writes(self._connection):
            self._connection.execute(
                "INSERT INTO temp.plan_set SELECT ?, tenant_id "
                "FROM temp.matching CROSS JOIN partner USING (rank)",
                (self._sets,),
            )
        return self._sets

    def size(self, set_id: int) -> int:
        query = "SELECT count(*) FROM temp.plan_set WHERE set_id = ?"
        return int(self._connection.execute(query, (set_id,)).fetchone()[0])

    def unknown(self, set_id: int) -> int:
        query = (
            "SELECT count(*) FROM temp.plan_set AS wanted WHERE set_id = ? AND NOT EXISTS "
            "(SELECT 1 FROM partner WHERE partner.tenant_id = wanted.tenant_id)"
        )
        return int(self._connection.execute(query, (set_id,)).fetchone()[0])

    def described(self, tenant_ids: Collection[str]) -> list[tuple[str, str, str]]:
        rows = self._connection.execute(_DESCRIBED, (json.dumps(list(tenant_ids)),))
        return [(row[0], row[1], row[2]) for row in rows]

    def ids(self, set_id: int) -> frozenset[str]:
        known = self._kept.get(set_id)
        if known is not None:
            self._kept.move_to_end(set_id)
            return known
        rows = plain_cursor(self._connection)
        rows.execute("SELECT tenant_id FROM temp.plan_set WHERE set_id = ?", (set_id,))
        found = frozenset(chain.from_iterable(rows))
        # Small sets are kept, because many offers may share them.
        self._kept[set_id] = found
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > _KEPT_AT_MOST:
            self._kept.popitem(last=False)
        return found

    def places(self, offer_id: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        self._texts = offer_id, [self._listed(offer_id, *one) for one in _PLACES]
        draft_only, both, live_only = (
            frozenset(text.split(_SEPARATOR)) if text else frozenset[str]()
            for text in self._texts[1]
        )
        return draft_only, both, live_only

    def came_through(self, offer_id: str, list_name: str) -> frozenset[str]:
        rows = self._connection.execute(_CAME_THROUGH, (offer_id, list_name))
        return frozenset(row[0] for row in rows)

    def missing(self, set_id: int, offer_id: str) -> int:
        parameters = {"set_id": set_id, "offer_id": offer_id}
        return int(self._connection.execute(_MISSING, parameters).fetchone()[0])

    def countries(self, tenant_ids: Collection[str]) -> dict[str, int]:
        rows = self._connection.execute(_COUNTRIES, (json.dumps(list(tenant_ids)),))
        return {row[0]: row[1] for row in rows}

    def audience_countries(
        self, offer_ids: Collection[str], *, live: bool
    ) -> Iterator[tuple[str, str, int]]:
        query = _AUDIENCE_COUNTRIES.format(column=_column(live))
        rows = self._connection.execute(query, (json.dumps(list(offer_ids)),))
        return ((row[0], row[1], row[2]) for row in rows)

    def outside(
        self, offer_ids: Collection[str], countries: Collection[str], at_most: int, *, live: bool
    ) -> list[tuple[str, str, str, str]]:
        parameters = (json.dumps(list(offer_ids)), json.dumps(list(countries)), at_most)
        rows = self._connection.execute(_OUTSIDE.format(column=_column(live)), parameters)
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def partner_countries(
        self, offer_ids: Collection[str], *, live: bool
    ) -> Iterator[tuple[str, int]]:
        query = _PARTNER_COUNTRIES.format(column=_column(live))
        rows = self._connection.execute(query, (json.dumps(list(offer_ids)),))
        return ((row[0], row[1]) for row in rows)

    def partners_outside(
        self, offer_ids: Collection[str], countries: Collection[str], *, live: bool
    ) -> set[str]:
        parameters = (json.dumps(list(offer_ids)), json.dumps(list(countries)))
        rows = self._connection.execute(_PARTNERS_OUTSIDE.format(column=_column(live)), parameters)
        return {row[0] for row in rows}

    def shared(self, offer_ids: Sequence[str], *, live: bool) -> Iterator[tuple[int, int, int]]:
        return count_shared(self._connection, offer_ids, _column(live))

    def draft_countries(self, offer_id: str, *, live: bool) -> set[str]:
        rows = self._connection.execute(
            "SELECT DISTINCT country FROM audience_member JOIN partner USING (tenant_id) "
            f"WHERE offer_id = ? AND {_column(live)}",
            (offer_id,),
        )
        return {row[0] for row in rows}

    def covers(
        self,
        offer_id: str,
        regions: Mapping[str, str],
        *,
        live: bool,
        without: Collection[str] = (),
    ) -> set[str]:
        left = dict(regions)
        covered: set[str] = set()
        query = _COVERS.format(column=_column(live))
        leaving = json.dumps(list(without))
        # Each query ends at the first partner it finds, so that covered regions cost little.
        while left:
            row = self._connection.execute(
                query, (json.dumps(list(left)), offer_id, leaving)
            ).fetchone()
            if row is None:
                break
            region = left[row[0]]
            covered.add(region)
            left = {country: one for country, one in left.items() if one != region}
        return covered

    def fingerprint(self, offer_id: str) -> str:
        digest = blake2b(digest_size=12)
        # They were read for the plan a moment ago; they are used once, as they may change.
        known, texts = self._texts
        if known != offer_id:
            texts = [self._listed(offer_id, *one) for one in _PLACES]
        self._texts = "", []
        for text in texts:
            digest.update(text.encode())
            digest.update(b";")
        for query in _FINGERPRINT:
            rows = plain_cursor(self._connection)
            for row in rows.execute(query, (offer_id,)):
                digest.update(repr(row).encode())
            digest.update(b";")
        return digest.hexdigest()

    def _listed(self, offer_id: str, in_draft: int, in_live: int) -> str:
        """One of the lists as a text: SQLite joins a million IDs far quicker than Python."""
        row = self._connection.execute(_LIST, (_SEPARATOR, offer_id, in_draft, in_live)).fetchone()
        return row[0] or ""

    def _begin(self) -> None:
        if not self._sets:
            with temporary_writes(self._connection):
                self._connection.execute(f"PRAGMA temp.cache_size = -{_CACHE_KIB}")
                self._connection.execute(_TABLE)
                self._connection.execute("DELETE FROM temp.plan_set")
        self._sets += 1


_AUDIENCE_COUNTRIES = """
    SELECT offer_id, coalesce(country, ''), count(*)
    FROM audience_member LEFT JOIN partner USING (tenant_id)
    WHERE offer_id IN (SELECT value FROM json_each(?)) AND {column} GROUP BY 1, 2
"""
_PARTNER_COUNTRIES = """
    SELECT coalesce(country, ''), count(*) FROM (
        SELECT DISTINCT tenant_id FROM audience_member
        WHERE offer_id IN (SELECT value FROM json_each(?)) AND {column})
    LEFT JOIN partner USING (tenant_id) GROUP BY 1
"""
_PARTNERS_OUTSIDE = """
    SELECT DISTINCT tenant_id
    FROM audience_member LEFT JOIN partner USING (tenant_id)
    WHERE offer_id IN (SELECT value FROM json_each(?)) AND {column}
        AND coalesce(country, '') NOT IN (SELECT value FROM json_each(?))
"""
_OUTSIDE = """
    SELECT offer_id, tenant_id, coalesce(name, label), coalesce(country, '')
    FROM audience_member LEFT JOIN partner USING (tenant_id)
    WHERE offer_id IN (SELECT value FROM json_each(?)) AND {column}
        AND coalesce(country, '') NOT IN (SELECT value FROM json_each(?))
    ORDER BY offer_id, 3, tenant_id LIMIT ?
"""
_SEPARATOR = "\x1f"
"""Between tenant IDs in a text; no ID has it, whatever was written into the file."""
_PLACES = ((1, 0), (1, 1), (0, 1))
"""Draft list only, both lists, live list only."""
_LIST = """
    SELECT group_concat(tenant_id, ?) FROM (
        SELECT tenant_id FROM audience_member
        WHERE offer_id = ? AND in_draft = ? AND in_live = ? ORDER BY tenant_id)
"""
_FINGERPRINT = (
    """
    SELECT product_type, transactable, draft_channel, live_channel, csp_url, csp_contact_name,
        csp_contact_email, csp_contact_phone, live_setup, markets FROM offer WHERE offer_id = ?
    """,
    'SELECT plan_id, kind FROM "plan" WHERE offer_id = ? ORDER BY position',
    "SELECT tenant_id FROM resale WHERE offer_id = ? ORDER BY tenant_id",
    """
    SELECT id, status FROM support_request
    WHERE offer_id = ? AND status IN ('draft', 'submitted') ORDER BY id
    """,
)


def _column(live: bool) -> str:
    return "in_live" if live else "in_draft"
