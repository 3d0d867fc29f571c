"""The search over the partner directory, in plain SQL through the driver."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.regions import RegionTable
from csp_tui.services.views import FacetValue, PartnerRow, Total
from csp_tui.storage.connections import Lease, ReadPool
from csp_tui.storage.facet_codes import facet_key, parted
from csp_tui.storage.problems import explained
from csp_tui.storage.search_terms import Found, found

_ROW = "SELECT tenant_id, name, country, competencies, skills, type FROM partner"
_COLUMNS = {
    Facet.COUNTRY: "country",
    Facet.COMPETENCY: "competencies",
    Facet.SKILL: "skills",
}


class PartnerSearch:
    """Finds partners; safe to call from any thread.

    Results come in the exact order of folded names: a partner's rank in the table is its place in
    that order, and the index hands out ranks in ascending order.

    Args:
        pool: Reading connections.
        path: The database file, to name it in errors.
        regions: The programme's markets, which put a partner's country into its region.
    """

    def __init__(self, pool: ReadPool, path: Path, regions: RegionTable) -> None:
        self._pool = pool
        self._path = path
        self._regions = regions

    def page(
        self, query: PartnerQuery, *, offset: int = 0, limit: int = 100
    ) -> Sequence[PartnerRow]:
        """Partners that match, in name order, from a position.

        Raises:
            Cancelled: ``interrupt`` was called meanwhile.
            StorageProblem: The file cannot be read.
        """
        with explained(self._path), self._pool.lease() as lease:
            where = found(query, lease)
            if not where.sql:
                # Ranks are the places from 1 on, so any page of everyone is a range of keys.
                rows = lease.rows(f"{_ROW} WHERE rank > ? ORDER BY rank LIMIT ?", (offset, limit))
            else:
                rows = lease.rows(
                    f"{_ROW} WHERE rank IN "
                    f"(SELECT place FROM ({where.sql}) ORDER BY place LIMIT ? OFFSET ?) "
                    "ORDER BY rank",
                    (*where.parameters, limit, offset),
                )
            return [self._partner(row) for row in rows]

    def count(self, query: PartnerQuery, *, at_most: int | None = None) -> Total:
        """How many match; with ``at_most`` counting stops there and says so.

        Raises:
            Cancelled: ``interrupt`` was called meanwhile.
            StorageProblem: The file cannot be read.
        """
        with explained(self._path), self._pool.lease() as lease:
            where = found(query, lease)
            if not where.sql:
                number = lease.rows("SELECT coalesce(max(rank), 0) FROM partner")[0][0]
            elif at_most is None:
                number = lease.rows(f"SELECT count(*) FROM ({where.sql})", where.parameters)[0][0]
            else:
                number = lease.rows(
                    f"SELECT count(*) FROM (SELECT 1 FROM ({where.sql}) LIMIT ?)",
                    (*where.parameters, at_most + 1),
                )[0][0]
            if at_most is not None and number > at_most:
                return Total(at_most, exact=False)
            return Total(number)

    def facets(self, query: PartnerQuery, facet: Facet) -> Sequence[FacetValue]:
        """Values of one facet with the partners each would give, the most first.

        The facet's own chosen values do not narrow it; the other filters and the text do. A chosen
        value is there even when it would give nobody.

        Raises:
            Cancelled: ``interrupt`` was called meanwhile.
            StorageProblem: The file cannot be read.
        """
        others = _without(query, facet)
        with explained(self._path), self._pool.lease() as lease:
            where = found(others, lease)
            known = lease.rows(
                "SELECT key, value, partners FROM facet WHERE kind = ?", (facet.value,)
            )
            if where.sql:
                counts = _tally(lease, where, facet)
            else:
                counts = Counter({row["key"]: row["partners"] for row in known})
        chosen = {facet_key(value) for value in query.values(facet)}
        values = [
            FacetValue(facet, row["value"], counts[row["key"]])
            for row in known
            if counts[row["key"]] or row["key"] in chosen
        ]
        return sorted(values, key=lambda value: (-value.count, value.value.casefold()))

    def find(self, tenant_id: str) -> PartnerRow | None:
        """One partner by its tenant ID as it is stored, or None.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with explained(self._path), self._pool.lease() as lease:
            rows = lease.rows(f"{_ROW} WHERE tenant_id = ?", (tenant_id,))
            return self._partner(rows[0]) if rows else None

    def interrupt(self) -> None:
        """Stop whatever search runs now in any thread; it ends with ``Cancelled``."""
        self._pool.interrupt()

    def _partner(self, row: sqlite3.Row) -> PartnerRow:
        return PartnerRow(
            tenant_id=row["tenant_id"],
            name=row["name"],
            country=row["country"],
            region=self._regions.region_of(row["country"]),
            competencies=parted(row["competencies"]),
            skills=parted(row["skills"]),
            type=row["type"] or "",
        )


def _tally(lease: Lease, where: Found, facet: Facet) -> Counter[str]:
    """How many of the partners that match have each value of a facet, by its key."""
    column = _COLUMNS[facet]
    counts: Counter[str] = Counter()
    keys: dict[str, str] = {}
    # Grouping by the facet's own column leaves the fewest and shortest rows to look at.
    for cell, number in lease.rows(
        f"SELECT {column}, count(*) FROM partner WHERE rank IN ({where.sql}) GROUP BY {column}",
        where.parameters,
    ):
        values = parted(cell)
        for value in values:
            if value not in keys:
                keys[value] = facet_key(value)
        for key in {keys[value] for value in values}:
            counts[key] += number
    return counts


def _without(query: PartnerQuery, facet: Facet) -> PartnerQuery:
    match facet:
        case Facet.COUNTRY:
            return dataclasses.replace(query, countries=frozenset())
        case Facet.COMPETENCY:
            return dataclasses.replace(query, competencies=frozenset())
        case Facet.SKILL:
            return dataclasses.replace(query, skills=frozenset())
