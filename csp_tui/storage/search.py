"""The search over the partner directory, in plain SQL through the driver."""

from __future__ import annotations

import dataclasses
import itertools
import json
import sqlite3
import threading
from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from csp_tui.domain.partner import Facet, PartnerQuery, PartnerType
from csp_tui.domain.regions import RegionTable
from csp_tui.services.views import FacetValue, PartnerOrder, PartnerRow, Total
from csp_tui.storage.connections import Lease, ReadPool
from csp_tui.storage.damage import explained
from csp_tui.storage.facet_tally import tally
from csp_tui.storage.facet_values import facet_key, parted
from csp_tui.storage.location import DatabaseLocation
from csp_tui.storage.partner_order import ordered_ranks
from csp_tui.storage.rank_sets import RankSets
from csp_tui.storage.text_matches import TextMatches, text_matches
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
_TEXTS_KEPT = 2
"""Answers to texts that are kept for the next page, count and filter of the same search."""
_IDS_AT_ONCE = 1_000


class _Answers:
    """The last texts that were searched, with their results."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str], TextMatches] = OrderedDict()

    def of(self, text: str, lease: Lease, sets: RankSets, revision: int) -> TextMatches:
        key = revision, text.strip()
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        found = text_matches(text, lease, sets)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _TEXTS_KEPT:
                self._kept.popitem(last=False)
        return found


class Search:
    """The results of a query in one state of the directory.

    Args:
        lease: The connection, in a transaction that sees one state of the file.
        answers: What is known of texts from earlier searches.
    """

    def __init__(self, lease: Lease, answers: _Answers) -> None:
        partners, self.revision = lease.rows("SELECT partners, revision FROM directory")[0]
        self._lease = lease
        self._answers = answers
        self.sets = RankSets(partners)

    def text(self, query: PartnerQuery) -> TextMatches:
        """The results of a query's text, without its filters."""
        return self._answers.of(query.text, self._lease, self.sets, self.revision)

    def filters(self, query: PartnerQuery) -> int:
        """The partners that pass a query's filters: one value of each filter that has any."""
        passing = self.sets.everyone
        for facet in Facet:
            keys = sorted({facet_key(value) for value in query.values(facet)})
            if keys:
                rows = self._lease.rows(
                    "SELECT ranks FROM facet WHERE kind = ? "
                    "AND key IN (SELECT value FROM json_each(?))",
                    (facet.value, json.dumps(keys)),
                )
                passing &= self.sets.union(row[0] for row in rows)
        return passing

    def anyone(self, query: PartnerQuery) -> int:
        """Everyone who matches."""
        return self.text(query).anyone & self.filters(query)

    def places(self, query: PartnerQuery, offset: int, limit: int) -> list[int]:
        """Ranks of those who match, in the order in which they are shown, from a position."""
        found: list[int] = []
        filters = self.filters(query)
        for tier in self.text(query).tiers():
            members = tier & filters
            count = members.bit_count()
            if offset < count and limit > 0:
                found += self.sets.places(members, offset, limit)
                limit -= min(limit, count - offset)
            offset = max(0, offset - count)
        return found

    def place(self, query: PartnerQuery, rank: int) -> int | None:
        """The position of a rank among those who match, None where it does not."""
        before, filters = 0, self.filters(query)
        for tier in self.text(query).tiers():
            members = tier & filters
            if members & self.sets.span(rank, rank + 1):
                return before + (members & self.sets.span(1, rank)).bit_count()
            before += members.bit_count()
        return None


class PartnerSearch:
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
        self._answers = _Answers()
        self._last_ordered: tuple[tuple[int, PartnerQuery, PartnerOrder], array[int]] | None = None

    def page(
        self,
        query: PartnerQuery,
        *,
        offset: int = 0,
        limit: int = 100,
        order: PartnerOrder | None = None,
    ) -> Sequence[PartnerRow]:
        """Partners that match, in the order in which they are shown, from a position.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            if query == PartnerQuery() and order is None:
                # Ranks are the places from 1 on, so any page of everyone is a range of keys.
                rows = lease.rows(f"{_ROW} WHERE rank > ? ORDER BY rank LIMIT ?", (offset, limit))
                return [self._partner(row) for row in rows]
            if order is not None:
                places = self._ordered(lease, query, order)[offset : offset + limit].tolist()
            else:
                places = Search(lease, self._answers).places(query, offset, limit)
            rows = lease.rows(
                f"{_ROW} WHERE rank IN (SELECT value FROM json_each(?))", (json.dumps(places),)
            )
            by_rank = {row["rank"]: row for row in rows}
            return [self._partner(by_rank[rank]) for rank in places]

    def place(self, query: PartnerQuery, order: PartnerOrder | None, tenant_id: str) -> int | None:
        """The position of a partner in an order, None where it does not match.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            found = lease.rows("SELECT rank FROM partner WHERE tenant_id = ?", (tenant_id,))
            if not found:
                return None
            rank: int = found[0][0]
            if order is None:
                return Search(lease, self._answers).place(query, rank)
            ranks = self._ordered(lease, query, order)
            return ranks.index(rank) if rank in ranks else None

    def places(self, query: PartnerQuery, tenant_ids: Collection[str]) -> dict[str, int]:
        """The positions of partners in the order of the search, of those that match.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            search = Search(lease, self._answers)
            rows = lease.rows(
                "SELECT tenant_id, rank FROM partner "
                "WHERE tenant_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(tenant_ids)),),
            )
            found = {row["tenant_id"]: search.place(query, row["rank"]) for row in rows}
        return {tenant_id: place for tenant_id, place in found.items() if place is not None}

    def _ordered(self, lease: Lease, query: PartnerQuery, order: PartnerOrder) -> array[int]:
        """The ranks of those who match; the last answer is kept for its other pages."""
        search = Search(lease, self._answers)
        key = search.revision, query, order
        known = self._last_ordered
        if known is None or known[0] != key:
            known = key, ordered_ranks(lease, search.sets, search.anyone(query), order)
            self._last_ordered = known
        return known[1]

    def count(self, query: PartnerQuery, *, at_most: int | None = None) -> Total:
        """How many match; the number is exact unless ``at_most`` is less.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            search = Search(lease, self._answers)
            if query == PartnerQuery():
                return Total(search.sets.partners)
            return Total(search.anyone(query).bit_count())

    def is_similar(self, query: PartnerQuery) -> bool:
        """Whether no partner matches the text, so that the query finds only similar names.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            return Search(lease, self._answers).text(query).similar

    def missing(self, query: PartnerQuery) -> tuple[str, ...]:
        """Terms of a query's list that find no partner, whatever its filters.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            return Search(lease, self._answers).text(query).missing

    def facets(self, query: PartnerQuery, facet: Facet) -> Sequence[FacetValue]:
        """Values of one facet with the partners each would give, the most first.

        The facet's own chosen values do not narrow it; the other filters and the text do. A chosen
        value is there even if it would find no partner.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
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
                search = Search(lease, self._answers)
                counts = tally(lease, search.sets, search.anyone(others), facet)
            chosen = {facet_key(value) for value in query.values(facet)}
            values = [
                FacetValue(facet, value, count)
                for key, (value, count) in counts.items()
                if count or key in chosen
            ]
            return sorted(values, key=lambda value: (-value.count, value.value.casefold()))

    def tenant_ids(self, query: PartnerQuery) -> Iterator[str]:
        """Tenant IDs of all who match, in the order of names, a few in memory at a time.

        They are those of one state of the directory, regardless of concurrent writes.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            yield from matching_tenants(lease, query, self._answers)

    def find(self, tenant_id: str) -> PartnerRow | None:
        """One partner by its tenant ID as it is stored, or None.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            rows = lease.rows(f"{_ROW} WHERE tenant_id = ?", (tenant_id,))
            return self._partner(rows[0]) if rows else None

    def countries(
        self, queries: Collection[PartnerQuery], offer_id: str, known: Collection[str]
    ) -> dict[str, int]:
        """Results of searches by country code, each partner once.

        Args:
            queries: The searches.
            offer_id: An offer; partners on its draft list do not count.
            known: Tenant IDs of other partners that do not count.

        Raises:
            Canceled: ``interrupt`` was called.
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            search = Search(lease, self._answers)
            members = 0
            for query in queries:
                members |= search.anyone(query)
            rows = lease.rows(_RANKS_KNOWN, (offer_id, json.dumps(list(known))))
            members &= ~search.sets.of(row[0] for row in rows)
            counts = tally(lease, search.sets, members, Facet.COUNTRY)
        return {country: count for country, count in counts.values() if count}

    def find_all(self, tenant_ids: Collection[str]) -> dict[str, PartnerRow]:
        """Partners by tenant ID, those of the given ones that the directory has.

        Raises:
            StorageProblem: The file cannot be read.
        """
        with self._reading() as lease:
            rows = lease.rows(
                f"{_ROW} WHERE tenant_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(tenant_ids)),),
            )
        return {row["tenant_id"]: self._partner(row) for row in rows}

    def forget(self) -> None:
        """Forget the answers that are kept; for a file that may be another one from now on."""
        # A search that is still going on keeps the old ones to itself.
        self._answers = _Answers()
        self._last_ordered = None

    def interrupt(self) -> None:
        """Stop whatever search runs now in any thread; it ends with ``Canceled``."""
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


def matching_ranks(
    lease: Lease, query: PartnerQuery, answers: _Answers | None = None
) -> Iterator[int]:
    """Ranks of all who match in ascending order, read through any connection in a transaction.

    Raises:
        Canceled: The search was interrupted.
    """
    search = Search(lease, answers or _Answers())
    members = search.anyone(query)
    for start in range(0, members.bit_count(), _IDS_AT_ONCE):
        yield from search.sets.places(members, start, _IDS_AT_ONCE)


def matching_tenants(
    lease: Lease, query: PartnerQuery, answers: _Answers | None = None
) -> Iterator[str]:
    """Tenant IDs of all who match in the order of names, as ``matching_ranks`` reads them.

    Raises:
        Canceled: The search was interrupted.
    """
    ranks = matching_ranks(lease, query, answers)
    while places := list(itertools.islice(ranks, _IDS_AT_ONCE)):
        yield from (
            row[0]
            for row in lease.rows(
                "SELECT tenant_id FROM partner "
                "WHERE rank IN (SELECT value FROM json_each(?)) ORDER BY rank",
                (json.dumps(places),),
            )
        )


def _without(query: PartnerQuery, facet: Facet) -> PartnerQuery:
    match facet:
        case Facet.COUNTRY:
            return dataclasses.replace(query, countries=frozenset())
        case Facet.COMPETENCY:
            return dataclasses.replace(query, competencies=frozenset())
        case Facet.SKILL:
            return dataclasses.replace(query, skills=frozenset())
