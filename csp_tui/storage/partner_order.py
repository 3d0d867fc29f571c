"""The results of a search in the order of a column, as ranks alone."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator

from csp_tui.domain.partner import Facet
from csp_tui.domain.text import natural_key
from csp_tui.services.views import PartnerOrder
from csp_tui.storage.connections import Lease
from csp_tui.storage.rank_sets import RankSets


def ordered_ranks(lease: Lease, sets: RankSets, members: int, order: PartnerOrder) -> array[int]:
    """Ranks of partners in an order; ranks are in the order of names.

    Args:
        lease: In a transaction.
        sets: The sets of the directory.
        members: The partners.
        order: Sorted by what.

    Raises:
        Canceled: The search was interrupted.
    """
    match order.column:
        case "partner":
            ranks = array("I", sets.each(members))
        case "tenant":
            # The index of tenant IDs has the ranks, so the partners themselves are not read.
            flags = sets.members(members)
            by_tenant = lease.each("SELECT rank FROM partner ORDER BY tenant_id")
            ranks = array("I", (rank for (rank,) in by_tenant if flags[rank] == ord("1")))
        case _:
            ranks = array("I")
            for group in _groups(lease, sets, order):
                ranks.extend(sets.each(members & group))
            return ranks
    if order.is_reversed:
        ranks.reverse()
    return ranks


def _groups(lease: Lease, sets: RankSets, order: PartnerOrder) -> Iterator[int]:
    """The partners of each country or region in the order of their titles, those without last."""
    titles = dict(order.titles)
    groups: dict[tuple[bool, str], int] = defaultdict(int)
    for country, ranks in lease.each(
        "SELECT value, ranks FROM facet WHERE kind = ?", (Facet.COUNTRY.value,)
    ):
        title = titles.get(country, country)
        groups[title in ("", "–"), natural_key(title)] |= sets.union([ranks])
    for key in sorted(groups, reverse=order.is_reversed):
        yield groups[key]
