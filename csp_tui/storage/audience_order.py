"""The positions of an audience's partners in the order of their names, without sorting them.

Ranks of the directory are in that order, so the ranks of all members, which are read once, answer
for any page and for both lists. Members that are not in the directory are few; each has its place
found among the ranks.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.storage.audience_ranks import Kind, are_most, ranked_members
from csp_tui.storage.counting import Tally
from csp_tui.storage.rank_sets import RankSets
from csp_tui.storage.unreadable import UnreadableRow, require_signature

STRANGERS_AT_MOST = 2_000
"""Members outside the directory up to which finding their places is quicker than sorting all."""
LOOKED_UP_AT_MOST = 3_000
"""Members up to which looking up each one's country is quicker than reading all countries' sets."""
_ROWS_AT_ONCE = 500
"""Partners that are read at a time."""
STRANGERS = """
    SELECT audience_member.tenant_id, fold(label), in_draft, in_live, label FROM audience_member
    WHERE offer_id = ?1 AND {} ORDER BY 2, 1 LIMIT ?2
"""
_NOT_LOOKED_UP = """
    NOT EXISTS (SELECT 1 FROM partner WHERE partner.tenant_id = audience_member.tenant_id)
"""
# ORDER BY lets SQLite read both indexes side by side; the limit keeps it from leaving that out.
LEFT_OVER = """
    tenant_id IN (
        SELECT tenant_id FROM audience_member WHERE offer_id = ?1
        EXCEPT SELECT tenant_id FROM partner ORDER BY tenant_id LIMIT -1
    )
"""
_PARTNERS = """
    SELECT tenant_id, name, country, rank, {} FROM partner
    WHERE rank IN (SELECT value FROM json_each(?)) ORDER BY rank
"""
_COUNTRIES_SORTED = """
    SELECT coalesce(partner.country, ''), count(*) FROM audience_member
    LEFT JOIN partner ON partner.tenant_id = audience_member.tenant_id
    WHERE audience_member.offer_id = ?
        AND CASE WHEN ? THEN audience_member.in_live ELSE audience_member.in_draft END
    GROUP BY 1 ORDER BY 1
"""
_COUNTRIES = "SELECT value, ranks FROM facet WHERE kind = 'country'"
_PARTNER_TYPES = ((str, str, str, int, str),)
_STRANGER_TYPES = ((str, str, int, int, str),)
_ONE = ord("1")

ListedMember = tuple[str, str, str | None, bool, bool]
"""Tenant ID, name, country (None outside the directory), and whether it is in draft and live."""


@dataclass(frozen=True, slots=True)
class Place:
    """A member of a page: its rank in the directory, or its tenant ID where it has none."""

    rank: int | None = None
    tenant_id: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """Members of a list, and the places among them of those outside the directory."""

    members: int
    strangers: tuple[str, ...]
    positions: tuple[int, ...]

    @classmethod
    def among(
        cls, sets: RankSets, members: int, strangers: Sequence[tuple[int, str, bool]]
    ) -> _Placed:
        """Place partners outside the directory, each with the rank that would follow it."""
        before = ((members & sets.span(1, rank)).bit_count() for rank, *_rest in strangers)
        positions = tuple(count + number for number, count in enumerate(before))
        return cls(members, tuple(tenant for _rank, tenant, _live in strangers), positions)


class AudienceOrder:
    """The members of one offer in one state of the file.

    Args:
        connection: In a transaction.
        offer_id: The offer.
        sets: For the size of the directory.
        counts: How many members are of a kind, where that is known already.

    Attributes:
        draft: The ranks of those on the draft list.
        live: The ranks of those on the live list.
        draft_strangers: How many of the draft list are not in the directory.
        live_strangers: How many of the live list are not in the directory.
        waiting_strangers: How many of those on the draft list only are not in the directory.
        tally: How many are on which list.
        is_complete: False where there are too many partners outside the directory to be ranked.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        offer_id: str,
        sets: RankSets,
        counts: Mapping[Kind, int],
    ) -> None:
        self._offer_id = offer_id
        self._sets = sets
        self.draft = self.live = 0
        self.draft_strangers = self.live_strangers = self.waiting_strangers = 0
        self.tally: list[Tally] = []
        for kind in ranked_members(connection, offer_id, sets, counts):
            self.tally.append((offer_id, kind.in_draft, kind.in_live, kind.count))
            # Most members are on both lists: one set is made of them, and not one for each list.
            if kind.in_draft:
                self.draft |= kind.ranks
                self.draft_strangers += kind.strangers
            if kind.in_live:
                self.live |= kind.ranks
                self.live_strangers += kind.strangers
            else:
                self.waiting_strangers = kind.strangers
        self._strangers = self.live_strangers + self.waiting_strangers
        self.is_complete = self._strangers <= STRANGERS_AT_MOST
        ranked = self._ranked_strangers(connection) if self.is_complete else []
        self._all = _Placed.among(sets, self.draft | self.live, ranked)
        self._live = _Placed.among(sets, self.live, [one for one in ranked if one[2]])

    def _ranked_strangers(self, connection: sqlite3.Connection) -> list[tuple[int, str, bool]]:
        """Those outside the directory: the rank that follows each, and whether it is live."""
        rows = self._each_stranger(connection, self._strangers + 1) if self._strangers else ()
        ranked = [
            (first_rank(connection, folded, self._sets.partners), tenant, bool(in_live))
            for tenant, folded, _in_draft, in_live, _label in rows
        ]
        if len(ranked) != self._strangers:
            problem = ValueError(
                f"{self._strangers} partners outside the directory, but {len(ranked)} were found"
            )
            raise UnreadableRow("audience_member", self._offer_id, problem)
        return ranked

    def _each_stranger(
        self, connection: sqlite3.Connection, limit: int = -1
    ) -> Iterator[tuple[str, str, int, int, str]]:
        """Those outside the directory, in the order of their folded names."""
        members = sum(count for *_lists, count in self.tally)
        are_few_of_many = self.is_complete and are_most(members, self._sets)
        query = STRANGERS.format(LEFT_OVER if are_few_of_many else _NOT_LOOKED_UP)
        for row in connection.execute(query, (self._offer_id, limit)):
            require_signature("audience_member", row, _STRANGER_TYPES)
            yield tuple(row)

    def countries(self, connection: sqlite3.Connection, *, live: bool) -> dict[str, int]:
        """How many members of a list are in each country, under "" those of unknown country."""
        members = self.live if live else self.draft
        if not self.is_complete or members.bit_count() <= LOOKED_UP_AT_MOST:
            rows = connection.execute(_COUNTRIES_SORTED, (self._offer_id, live))
            return dict(map(tuple, rows))
        counts = {"": self.live_strangers if live else self.draft_strangers}
        for country, ranks in connection.execute(_COUNTRIES):
            counts[country] = (self._sets.union([ranks]) & members).bit_count()
        return {country: count for country, count in sorted(counts.items()) if count}

    def page(self, offset: int, limit: int, *, only_live: bool = False) -> list[Place]:
        """The members from a position, in the order of their names.

        Args:
            offset: The position, from 0.
            limit: How many at most.
            only_live: Whether only those on the live list are wanted.
        """
        placed = self._live if only_live else self._all
        first = bisect_left(placed.positions, offset)
        last = bisect_left(placed.positions, offset + limit)
        ranks = iter(self._sets.places(placed.members, offset - first, limit - (last - first)))
        strangers = dict(
            zip(placed.positions[first:last], placed.strangers[first:last], strict=True)
        )
        places = []
        for position in range(offset, offset + limit):
            if position in strangers:
                places.append(Place(tenant_id=strangers[position]))
            elif (rank := next(ranks, None)) is not None:
                places.append(Place(rank))
            else:
                break
        return places

    def listed(self, connection: sqlite3.Connection, *, live: bool) -> Iterator[ListedMember]:
        """All of the draft or of the live list, in the order of their names.

        Few are in memory at a time, however long the list is.

        Args:
            connection: In the same state of the file.
            live: Whether the live list is wanted.

        Raises:
            UnreadableRow: A row cannot be read.
        """
        strangers = self._listed_strangers(connection, live=live)
        stranger = next(strangers, None)
        draft, alive = self._sets.members(self.draft), self._sets.members(self.live)
        for tenant, name, country, rank, folded in self._listed_partners(connection, live=live):
            while stranger is not None and stranger[0] <= folded:
                yield stranger[1]
                stranger = next(strangers, None)
            yield tenant, name, country, draft[rank] == _ONE, alive[rank] == _ONE
        while stranger is not None:
            yield stranger[1]
            stranger = next(strangers, None)

    def _listed_partners(
        self, connection: sqlite3.Connection, *, live: bool
    ) -> Iterator[tuple[str, str, str, int, str]]:
        """Those of the directory, each with its rank and, beside strangers, its folded name."""
        folded = "folded" if self._strangers else "''"
        members = self._sets.each(self.live if live else self.draft)
        while ranks := list(islice(members, _ROWS_AT_ONCE)):
            rows = connection.execute(_PARTNERS.format(folded), (json.dumps(ranks),)).fetchall()
            if len(rows) != len(ranks):
                problem = ValueError("its index and its rows differ")
                raise UnreadableRow("partner", ranks[0], problem)
            for row in rows:
                require_signature("partner", row, _PARTNER_TYPES)
                yield tuple(row)

    def _listed_strangers(
        self, connection: sqlite3.Connection, *, live: bool
    ) -> Iterator[tuple[str, ListedMember]]:
        """Those outside the directory, each after its folded name."""
        if not self._strangers:
            return
        for tenant, folded, in_draft, in_live, label in self._each_stranger(connection):
            if in_live if live else in_draft:
                yield folded, (tenant, label, None, bool(in_draft), bool(in_live))


def first_rank(connection: sqlite3.Connection, folded: str, partners: int) -> int:
    """The lowest rank whose folded name does not come before a text."""
    low, high = 1, partners + 1
    while low < high:
        middle = (low + high) // 2
        row = connection.execute("SELECT folded FROM partner WHERE rank = ?", (middle,)).fetchone()
        if row[0] < folded:
            low = middle + 1
        else:
            high = middle
    return low
