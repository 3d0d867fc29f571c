"""The partners that match one query, in one state of the directory."""

from __future__ import annotations

import itertools
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator

from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.storage.connections import Lease
from csp_tui.storage.facet_values import facet_key
from csp_tui.storage.rank_sets import RankSets
from csp_tui.storage.text_matches import TextMatches, text_matches

_TEXTS_KEPT = 2
"""Answers to texts that are kept for the next page, count and filter of the same search."""
_IDS_AT_ONCE = 1_000


class TextAnswers:
    """The last texts that were searched, with their results; safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str], TextMatches] = OrderedDict()

    def of(self, text: str, lease: Lease, sets: RankSets, revision: int) -> TextMatches:
        """What a text finds in a revision of the directory."""
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


class QueryMatches:
    """The results of a query in one state of the directory.

    Args:
        lease: The connection, in a transaction that sees one state of the file.
        answers: What is known of texts from earlier searches.
    """

    def __init__(self, lease: Lease, answers: TextAnswers) -> None:
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
        for tier in self.text(query).tiers(self._lease, self.sets):
            members = tier & filters
            count = members.bit_count()
            if offset < count:
                found += self.sets.places(members, offset, limit)
                limit -= min(limit, count - offset)
            if limit <= 0:
                # The next tier is read only where it is shown.
                break
            offset = max(0, offset - count)
        return found

    def place(self, query: PartnerQuery, rank: int) -> int | None:
        """The position of a rank among those who match, None where it does not."""
        before, filters = 0, self.filters(query)
        for tier in self.text(query).tiers(self._lease, self.sets):
            members = tier & filters
            if members & self.sets.span(rank, rank + 1):
                return before + (members & self.sets.span(1, rank)).bit_count()
            before += members.bit_count()
        return None


def matching_ranks(
    lease: Lease, query: PartnerQuery, answers: TextAnswers | None = None
) -> Iterator[int]:
    """Ranks of all who match in ascending order, read through any connection in a transaction.

    Raises:
        Canceled: The search was interrupted.
    """
    search = QueryMatches(lease, answers or TextAnswers())
    members = search.anyone(query)
    for start in range(0, members.bit_count(), _IDS_AT_ONCE):
        yield from search.sets.places(members, start, _IDS_AT_ONCE)


def matching_tenants(
    lease: Lease, query: PartnerQuery, answers: TextAnswers | None = None
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
