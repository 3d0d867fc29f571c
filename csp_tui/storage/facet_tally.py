"""How many of some partners have each value of a facet."""

from __future__ import annotations

import json
from collections import Counter

from csp_tui.domain.partner import Facet, parted
from csp_tui.storage.connections import Lease
from csp_tui.storage.facet_values import facet_key
from csp_tui.storage.rank_sets import RankSets, unpacked

_FEW = 1_500
"""Matches up to which reading them is quicker than comparing them with who has each value."""
_COLUMNS = {
    Facet.COUNTRY: "country",
    Facet.COMPETENCY: "competencies",
    Facet.SKILL: "skills",
}


def tally(lease: Lease, sets: RankSets, members: int, facet: Facet) -> dict[str, tuple[str, int]]:
    """Spelling and number of members, for each value of a facet by its key."""
    if members.bit_count() <= _FEW:
        return _tally_rows(lease, sets.places(members, 0, _FEW), facet)
    signs = sets.members(members)
    counts: dict[str, tuple[str, int]] = {}
    for key, value, ranks in lease.each(
        "SELECT key, value, ranks FROM facet WHERE kind = ?", (facet.value,)
    ):
        if sets.is_list(ranks):
            count = sum(map(signs.__getitem__, unpacked(ranks))) - ord("0") * (len(ranks) // 4)
        else:
            count = (int.from_bytes(ranks, "big") & members).bit_count()
        counts[key] = value, count
    return counts


def _tally_rows(lease: Lease, ranks: list[int], facet: Facet) -> dict[str, tuple[str, int]]:
    """As ``tally``, from the rows of the few that match."""
    column = _COLUMNS[facet]
    numbers: Counter[str] = Counter()
    for cell, number in lease.rows(
        f"SELECT {column}, count(*) FROM partner "
        f"WHERE rank IN (SELECT value FROM json_each(?)) GROUP BY {column}",
        (json.dumps(ranks),),
    ):
        for key in {facet_key(value) for value in parted(cell)}:
            numbers[key] += number
    return {
        key: (value, numbers[key])
        for key, value in lease.rows("SELECT key, value FROM facet WHERE kind = ?", (facet.value,))
    }
