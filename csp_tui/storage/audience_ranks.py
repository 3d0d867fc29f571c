"""The ranks of the members of an audience, read in one pass over two indexes.

Ranks of the directory are in the order of names. Both indexes are in the order of tenant IDs. For
most audiences each member is looked up in the directory. Where most of the directory is on the
list, SQLite compares both indexes row by row instead, which takes half as long, and returns only
the partners that are not on it.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Mapping
from itertools import chain, pairwise

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.storage.rank_sets import RankSets
from csp_tui.storage.unreadable import UnreadableRow

MOST = 0.85
"""The part of the directory from which reading all of it is quicker than looking members up."""
Kind = tuple[str, int, int]
"""An offer, and whether partners are on its draft and on its live list."""
_LISTS = ((1, 1), (1, 0), (0, 1))
_COUNT = """
    SELECT count(*) FROM audience_member WHERE offer_id = ? AND in_draft = ? AND in_live = ?
"""
# Only ranges of the tally index are looked at, and they are empty in an intact file.
_OTHER_KINDS = "SELECT " + " OR ".join(
    f"EXISTS (SELECT 1 FROM audience_member WHERE offer_id = ?1 AND {condition})"
    for condition in (
        "in_draft < 0",
        "in_draft > 1",
        "in_draft IN (0, 1) AND in_live < 0",
        "in_draft IN (0, 1) AND in_live > 1",
        "in_draft = 0 AND in_live = 0",
    )
)
# The tally index and the index of tenants are both read in their order, a part at a time.
_RANKS = """
    SELECT group_concat(partner.rank) FROM audience_member
    CROSS JOIN partner ON partner.tenant_id = audience_member.tenant_id
    WHERE audience_member.offer_id = ? AND in_draft = ? AND in_live = ?
        AND audience_member.tenant_id >= ? AND audience_member.tenant_id < ?
"""
_PARTS = tuple(pairwise(("", *"123456789abcdef", "g")))
# ORDER BY lets SQLite read both indexes side by side; the limit keeps it from leaving that out.
NOT_MEMBERS = """
    SELECT rank FROM (
        SELECT tenant_id FROM partner
        EXCEPT SELECT tenant_id FROM audience_member
            WHERE offer_id = ? AND in_draft = ? AND in_live = ?
        ORDER BY tenant_id LIMIT -1
    ) AS other
    CROSS JOIN partner ON partner.tenant_id = other.tenant_id
"""


@dataclass(frozen=True, slots=True)
class RankedMembers:
    """The members of an audience that are on the same lists.

    Attributes:
        in_draft: 1 where they are on the draft list, else 0.
        in_live: 1 where they are on the live list, else 0.
        count: How many they are.
        ranks: The set of the ranks of those in the directory.
    """

    in_draft: int
    in_live: int
    count: int
    ranks: int

    @property
    def strangers(self) -> int:
        """How many of them are not in the directory."""
        return self.count - self.ranks.bit_count()


def ranked_members(
    connection: sqlite3.Connection, offer_id: str, sets: RankSets, counts: Mapping[Kind, int]
) -> list[RankedMembers]:
    """The members of an audience by the lists that they are on.

    Args:
        connection: In a transaction.
        offer_id: The offer.
        sets: For the size of the directory.
        counts: How many members are of a kind, where that is known already.

    Raises:
        UnreadableRow: A member is on no list.
    """
    if connection.execute(_OTHER_KINDS, (offer_id,)).fetchone()[0]:
        problem = ValueError("a member is on neither list")
        raise UnreadableRow("audience_member", offer_id, problem)
    ranked = []
    for in_draft, in_live in _LISTS:
        kind = offer_id, in_draft, in_live
        count = counts.get(kind)
        if count is None:
            (count,) = connection.execute(_COUNT, kind).fetchone()
        read = _ranks_of_most if are_most(count, sets) else _ranks
        ranked.append(RankedMembers(in_draft, in_live, count, read(connection, kind, sets)))
    return ranked


def are_most(members: int, sets: RankSets) -> bool:
    """Whether so many members are most of the directory, which makes it quicker to read all of it.

    Args:
        members: How many they are.
        sets: For the size of the directory.
    """
    return members >= sets.partners * MOST


def _ranks(connection: sqlite3.Connection, kind: Kind, sets: RankSets) -> int:
    """The ranks of members, each looked up by its tenant ID."""
    ranks = array("I")
    for part in _PARTS:
        (text,) = connection.execute(_RANKS, (*kind, *part)).fetchone()
        ranks.extend(json.loads(f"[{text or ''}]"))
    return sets.of(ranks)


def _ranks_of_most(connection: sqlite3.Connection, kind: Kind, sets: RankSets) -> int:
    """The ranks of members, found as those of all other partners are left out."""
    others = chain.from_iterable(connection.execute(NOT_MEMBERS, kind))
    return sets.everyone & ~sets.of(others)
