"""How many partners each two offers share, for any number of offers.

Partners that are on the lists of the same offers are counted by SQLite. What is left is few offers
for each partner, whose pairs are counted one by one, or many, whose lists become bits: then two
lists are compared as two numbers. Memory grows with the pairs of offers only.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from itertools import combinations

_FEW = 12
"""Offers of a partner whose pairs are counted one by one."""
_BITS = 1 << 15
"""Partners whose lists are kept as bits before they are counted."""
_SETS = """
    SELECT offers, count(*) FROM (
        SELECT group_concat(number) AS offers FROM (
            SELECT tenant_id, key AS number
            FROM json_each(?) CROSS JOIN audience_member ON offer_id = value
            WHERE {column} ORDER BY tenant_id, key)
        GROUP BY tenant_id HAVING count(*) > 1)
    GROUP BY offers
"""


def count_shared(
    connection: sqlite3.Connection, offer_ids: Sequence[str], column: str
) -> Iterator[tuple[int, int, int]]:
    """Count the shared partners of each two offers.

    Args:
        connection: The driver's connection.
        offer_ids: The offers, each once.
        column: The column that says whether a partner is on a list: of the draft or live.

    Yields:
        The places of two offers, and how many partners are on both, where there are any.
    """
    counts = _Counts(len(offer_ids))
    rows = connection.execute(_SETS.format(column=column), (json.dumps(list(offer_ids)),))
    for numbers, partners in rows:
        counts.add([int(number) for number in numbers.split(",")], partners)
    yield from counts.pairs()


class _Counts:
    def __init__(self, offers: int) -> None:
        self._offers = offers
        self._shared = array("q", bytes(8 * offers * offers))
        self._bits = [0] * offers
        self._used = 0

    def add(self, offers: list[int], partners: int) -> None:
        """Count partners that are on the lists of all these offers, in ascending order."""
        if len(offers) <= _FEW:
            for left, right in combinations(offers, 2):
                self._shared[left * self._offers + right] += partners
            return
        run = ((1 << partners) - 1) << self._used
        for offer in offers:
            self._bits[offer] |= run
        self._used += partners
        if self._used >= _BITS:
            self._count_bits()

    def pairs(self) -> Iterator[tuple[int, int, int]]:
        """The places of two offers, and how many partners they share."""
        self._count_bits()
        for place, both in enumerate(self._shared):
            if both:
                yield *divmod(place, self._offers), both

    def _count_bits(self) -> None:
        present = [offer for offer, bits in enumerate(self._bits) if bits]
        for place, left in enumerate(present):
            bits, row = self._bits[left], left * self._offers
            for right in present[place + 1 :]:
                self._shared[row + right] += (bits & self._bits[right]).bit_count()
        self._bits = [0] * self._offers
        self._used = 0
