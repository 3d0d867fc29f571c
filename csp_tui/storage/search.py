"""The search over the partner directory, in plain SQL through the driver."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from array import array
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from csp_tui.domain.partner import Facet, PartnerQuery, PartnerType, parted
from csp_tui.domain.regions import RegionTable
from csp_tui.services import reading_ports
from csp_tui.services.views import FacetValue, PartnerOrder, PartnerRow
from csp_tui.storage.connections import Lease, ReadPool
from csp_tui.storage.damage import explained
from csp_tui.storage.facet_tally import tally
from csp_tui.storage.facet_values import facet_key
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.partner_order import ordered_ranks
from csp_tui.storage.query_matches import QueryMatches, TextAnswers, matching_tenants
from csp_tui.storage.unreadable import UnreadableRow, require_signature

_ROW = """
    SELECT rank, tenant_id, name, country, competencies, skills, type, mpn_id, city FROM partner
"""
_KNOWN_TYPES = frozenset((None, *PartnerType))
_PARTNER_TYPES = tuple((int, str, str, str, str, str, kind, str, str) for kind in (str, type(None)))
_RANKS_KNOWN = """
    SELECT partner.rank FROM audience_member JOIN partner USING (tenant_id)
    WHERE audience_member.offer_id = ? AND audience_member.in_draft
    UNION SELECT rank FROM partner WHERE tenant_id IN (SELECT value FROM json_each(?))
"""


class PartnerSearch(reading_ports.PartnerSearch):
    """Finds partners; safe to call from any thread.

    Names that begin with the text come first, the name that is the text before all others; then
    names with words that begin with its words; then the rest; each in the order of folded names,
    which is that of ranks. If no partner matches the text, it finds similar names.

    Args:
        pool: Reading connections.
        path: The database file, to name it in errors.
        regions: The CSP program's markets, which map a partner's country to its region.
    """

    def __init__(self, pool: ReadPool, path: DatabaseLocation, regions: RegionTable) -> None:
        self._pool = pool
        self._path = path
        self._regions = regions
        self._answers = TextAnswers()
        self._last_ordered: tuple[tuple[int, PartnerQuery, PartnerOrder], array[int]] | None = None

    def page(
        self,
        query: PartnerQuery,
        *,
        offset: int = 0,
        limit: int = 100,
        order: PartnerOrder | None = None,
    ) -> Sequence[PartnerRow]:
        with self._reading() as lease:
            if query == PartnerQuery() and order is None:
                # Ranks are the places from 1 on, so any page of everyone is a range of keys.
                rows = lease.rows(f"{_ROW} WHERE rank > ? ORDER BY rank LIMIT ?", (offset, limit))
                return [self._partner(row) for row in rows]
            if order is not None:
                places = self._ordered(lease, query, order)[offset : offset + limit].tolist()
            else:
                places = QueryMatches(lease, self._answers).places(query, offset, limit)
            rows = lease.rows(
                f"{_ROW} WHERE rank IN (SELECT value FROM json_each(?))", (json.dumps(places),)
            )
            by_rank = {row["rank"]: row for row in rows}
            return [self._partner(by_rank[rank]) for rank in places]

    def place(self, query: PartnerQuery, order: PartnerOrder | None, tenant_id: str) -> int | None:
        with self._reading() as lease:
            found = lease.rows("SELECT rank FROM partner WHERE tenant_id = ?", (tenant_id,))
            if not found:
                return None
            rank: int = found[0][0]
            if order is None:
                return QueryMatches(lease, self._answers).place(query, rank)
            ranks = self._ordered(lease, query, order)
            return ranks.index(rank) if rank in ranks else None

    def places(self, query: PartnerQuery, tenant_ids: Collection[str]) -> dict[str, int]:
        with self._reading() as lease:
            search = QueryMatches(lease, self._answers)
            rows = lease.rows(
                "SELECT tenant_id, rank FROM partner "
                "WHERE tenant_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(tenant_ids)),),
            )
            found = {row["tenant_id"]: search.place(query, row["rank"]) for row in rows}
        return {tenant_id: place for tenant_id, place in found.items() if place is not None}

    def _ordered(self, lease: Lease, query: PartnerQuery, order: PartnerOrder) -> array[int]:
        """The ranks of those who match; the last answer is kept for its other pages."""
        search = QueryMatches(lease, self._answers)
        key = search.revision, query, order
        known = self._last_ordered
        if known is None or known[0] != key:
            known = key, ordered_ranks(lease, search.sets, search.anyone(query), order)
            self._last_ordered = known
        return known[1]

    def count(self, query: PartnerQuery) -> int:
        with self._reading() as lease:
            search = QueryMatches(lease, self._answers)
            if query == PartnerQuery():
                return search.sets.partners
            return search.anyone(query).bit_count()

    def is_similar(self, query: PartnerQuery) -> bool:
        with self._reading() as lease:
            return QueryMatches(lease, self._answers).text(query).similar

    def missing(self, query: PartnerQuery) -> tuple[str, ...]:
        if not query.terms:
            return ()
        with self._reading() as lease:
            return QueryMatches(lease, self._answers).text(query).missing

    def facets(self, query: PartnerQuery, facet: Facet) -> Sequence[FacetValue]:
        others = _without(query, facet)
        with self._reading() as lease:
            if others == PartnerQuery():
                counts = {
                    row["key"]: (row["value"], row["partners"])
                    for row in lease.rows(
                        "SELECT key, value, partners FROM facet WHERE kind = ?", (facet.value,)
                    )
                }
            else:
                search = QueryMatches(lease, self._answers)
                counts = tally(lease, search.sets, search.anyone(others), facet)
            chosen = {facet_key(value) for value in query.values(facet)}
            values = [
                FacetValue(facet, value, count)
                for key, (value, count) in counts.items()
                if count or key in chosen
            ]
            return sorted(values, key=lambda value: (-value.count, value.value.casefold()))

    def tenant_ids(self, query: PartnerQuery) -> Iterator[str]:
        with self._reading() as lease:
            yield from matching_tenants(lease, query, self._answers)

    def find(self, tenant_id: str) -> PartnerRow | None:
        with self._reading() as lease:
            rows = lease.rows(f"{_ROW} WHERE tenant_id = ?", (tenant_id,))
            return self._partner(rows[0]) if rows else None

    def countries(
        self, queries: Collection[PartnerQuery], offer_id: str, known: Collection[str]
    ) -> dict[str, int]:
        with self._reading() as lease:
            search = QueryMatches(lease, self._answers)
            members = 0
            for query in queries:
                members |= search.anyone(query)
            rows = lease.rows(_RANKS_KNOWN, (offer_id, json.dumps(list(known))))
            members &= ~search.sets.of(row[0] for row in rows)
            counts = tally(lease, search.sets, members, Facet.COUNTRY)
        return {country: count for country, count in counts.values() if count}

    def find_all(self, tenant_ids: Collection[str]) -> dict[str, PartnerRow]:
        with self._reading() as lease:
            rows = lease.rows(
                f"{_ROW} WHERE tenant_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(tenant_ids)),),
            )
        return {row["tenant_id"]: self._partner(row) for row in rows}

    def forget(self) -> None:
        """Forget the answers that are kept; for a file that may be another one from now on."""
        # A search that is still going on keeps the old ones to itself.
        self._answers = TextAnswers()
        self._last_ordered = None

    def interrupt(self) -> None:
        self._pool.interrupt()

    @contextmanager
    def _reading(self) -> Iterator[Lease]:
        """A connection that sees one state of the file through all queries of one search."""
        with explained(self._path), self._pool.reading() as lease:
            yield lease

    def _partner(self, row: sqlite3.Row) -> PartnerRow:
        require_signature("partner", row, _PARTNER_TYPES)
        if row["type"] not in _KNOWN_TYPES:
            raise UnreadableRow("partner", row["tenant_id"], ValueError("its type is unknown"))
        return PartnerRow(
            tenant_id=row["tenant_id"],
            name=row["name"],
            country=row["country"],
            region=self._regions.region_of(row["country"]),
            competencies=parted(row["competencies"]),
            skills=parted(row["skills"]),
            type=row["type"] or "",
            mpn_id=row["mpn_id"],
            city=row["city"],
        )


def _without(query: PartnerQuery, facet: Facet) -> PartnerQuery:
    match facet:
        case Facet.COUNTRY:
            return dataclasses.replace(query, countries=frozenset())
        case Facet.COMPETENCY:
            return dataclasses.replace(query, competencies=frozenset())
        case Facet.SKILL:
            return dataclasses.replace(query, skills=frozenset())
