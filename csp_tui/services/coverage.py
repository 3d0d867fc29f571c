"""Where many offers can be sold: regions and markets, gaps, and partners outside of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from heapq import nsmallest
from typing import TYPE_CHECKING

from csp_tui.domain.markets import require_known
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.context import Service

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit

OVERLAPS_AT_MOST = 200
"""How many pairs of offers are listed unless more are asked for; all are counted."""
NEAREST_AT_MOST = 4
"""How many pairs are listed for each offer."""
OUTSIDE_AT_MOST = 1_000
"""How many partners outside are listed; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCoverage:
    """What the audience of one offer covers.

    Attributes:
        offer_id: The offer.
        name: Its name.
        channel: Its option.
        partners: Partners on its list; 0 where the list does not count (R12).
        by_region: How many of them are in each region that has any.
        sold: How many markets each region has in which it is sold, in the order of names.
        regions: Those of them that it covers (R28).
        markets: How many of the markets where it is sold these regions have.
        gaps: Regions where it is sold and that no partner covers.
        outside: Partners whose region is none in which it is sold, or that have no region.
    """

    offer_id: str
    name: str
    channel: ResellerChannel | None
    partners: int
    by_region: Mapping[str, int]
    sold: Mapping[str, int]
    regions: tuple[str, ...]
    markets: int
    gaps: tuple[str, ...]
    outside: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many partners two offers share.

    Attributes:
        left: One offer.
        right: The other.
        both: The partners on both lists.
        smaller: How many partners the shorter list has.
    """

    left: str
    right: str
    both: int
    smaller: int

    @property
    def share(self) -> float:
        """Which part of the shorter list is on the other one as well, up to 1."""
        return min(1.0, self.both / max(1, self.smaller))


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Pairs of offers that share partners.

    Attributes:
        pairs: The pairs with the largest share first, as many as were asked for.
        total: How many pairs share a partner.
        nearest: The first pairs of each offer, by its ID.
        counts: How many pairs each offer is in, by its ID.
    """

    pairs: tuple[Overlap, ...] = ()
    total: int = 0
    nearest: Mapping[str, tuple[Overlap, ...]] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutsidePartner:
    """A partner on the list of an offer that is not sold in the partner's region."""

    offer_id: str
    tenant_id: str
    name: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageReport:
    """What the audiences of offers cover.

    Attributes:
        live: Whether it is about what is live; otherwise about the drafts.
        named: Whether the markets were named for all offers, instead of the offers' own.
        sold_by_region: How many markets each region has in which any of the offers is sold, in the
            order of names.
        offers: The offers in the order of names.
        overlaps: Pairs of offers with shared partners.
        outside: Partners outside, ``OUTSIDE_AT_MOST`` at most.
        by_region: How many partners of the offers are in each region that has any, each once.
        partners_outside: How many partners are outside for any of the offers, each once.
    """

    live: bool
    named: bool
    sold_by_region: Mapping[str, int]
    offers: tuple[OfferCoverage, ...]
    overlaps: Overlaps
    outside: tuple[OutsidePartner, ...]
    by_region: Mapping[str, int]
    partners_outside: int

    def offers_in(self, region: str) -> int:
        """How many of the offers cover a region."""
        return sum(region in offer.regions for offer in self.offers)

    def sold_in(self, region: str) -> int:
        """How many of the offers are sold in a region."""
        return sum(region in offer.sold for offer in self.offers)


class CoverageService(Service):
    """Says where offers can be sold; nothing is written."""

    def report(
        self,
        offer_ids: Iterable[str] = (),
        *,
        live: bool = False,
        markets: Iterable[str] = (),
        overlaps: int = OVERLAPS_AT_MOST,
    ) -> CoverageReport:
        """What the audiences of offers cover (R28), where they don't, and their common partners.

        Args:
            offer_ids: The offers; all that are eligible without.
            live: Whether what is live counts instead of the drafts.
            markets: Country codes of the markets where the offers are sold; without any, those of
                each offer.
            overlaps: How many pairs of offers that share partners are listed; with 0 none are
                counted, which is the slowest part.

        Raises:
            InvalidInput: A code is none of the CSP program's markets.
            NotFound: There is no such offer.
        """
        named = frozenset(code.upper() for code in markets)
        table = self._context.regions
        require_known(named, table.countries)
        with self._context.open_read() as unit:
            offers = self._offers(unit, tuple(dict.fromkeys(offer_ids)), live=live)
            counts: dict[str, dict[str, int]] = defaultdict(dict)
            ids = [offer.offer_id for offer in offers]
            for offer_id, country, number in unit.planning.audience_countries(ids, live=live):
                counts[offer_id][country] = number
            sold: dict[frozenset[str], dict[str, int]] = {}
            found: list[OfferCoverage] = []
            having: dict[frozenset[str], list[str]] = defaultdict(list)
            for offer in offers:
                own = named or frozenset(offer.live_markets if live else offer.setup.markets)
                if own not in sold:
                    sold[own] = table.sold_by_region(own)
                found.append(self._coverage(offer, counts[offer.offer_id], sold[own], live=live))
                if found[-1].outside:
                    having[own].append(offer.offer_id)
            anywhere = frozenset[str]() if frozenset() in sold else frozenset().union(*sold)
            outside: list[OutsidePartner] = []
            all_outside: set[str] = set()
            for own, ids in having.items():
                inside = {one.country for one in table.markets if one.region in sold[own]}
                rows = unit.planning.outside(ids, inside, OUTSIDE_AT_MOST, live=live)
                outside.extend(OutsidePartner(*row) for row in rows)
                all_outside |= unit.planning.partners_outside(ids, inside, live=live)
            outside.sort(key=lambda one: one.offer_id)
            by_region: Counter[str] = Counter()
            for country, number in unit.planning.partner_countries([*_sizes(found)], live=live):
                by_region[table.region_of(country)] += number
            sizes = _sizes(found) if overlaps else {}
            return CoverageReport(
                live=live,
                named=bool(named),
                sold_by_region=table.sold_by_region(anywhere) if offers else {},
                offers=tuple(found),
                overlaps=_shared(unit, sizes, overlaps, live=live),
                outside=tuple(outside[:OUTSIDE_AT_MOST]),
                by_region={region: by_region[region] for region in sorted(by_region.keys() - {""})},
                partners_outside=len(all_outside),
            )

    def overlaps(self, report: CoverageReport, at_most: int) -> Overlaps:
        """Pairs of the offers of a report that share partners.

        Args:
            report: What the offers cover.
            at_most: How many pairs are listed.
        """
        with self._context.open_read() as unit:
            return _shared(unit, _sizes(report.offers), at_most, live=report.live)

    def _offers(self, unit: ReadUnit, offer_ids: tuple[str, ...], *, live: bool) -> list[Offer]:
        if offer_ids:
            return [unit.offers.get(offer_id) for offer_id in offer_ids]
        offers = unit.offers.all()
        states = unit.offers.states([offer.offer_id for offer in offers])
        return [
            offer
            for offer in offers
            if states[offer.offer_id].eligibility.eligible and (offer.is_live or not live)
        ]

    def _coverage(
        self, offer: Offer, countries: Mapping[str, int], sold: Mapping[str, int], *, live: bool
    ) -> OfferCoverage:
        channel = offer.live_channel if live else offer.draft_channel
        table = self._context.regions
        counts: Counter[str] = Counter()
        if channel is ResellerChannel.SOME:
            for country, number in countries.items():
                counts[table.region_of(country)] += number
        reached = table.regions if channel is ResellerChannel.ALL else counts
        regions = tuple(region for region in sold if region in reached)
        return OfferCoverage(
            offer_id=offer.offer_id,
            name=offer.setup.name,
            channel=channel,
            partners=counts.total(),
            by_region={region: counts[region] for region in sorted(counts.keys() - {""})},
            sold=sold,
            regions=regions,
            markets=sum(sold[region] for region in regions),
            gaps=tuple(region for region in sold if region not in regions),
            outside=sum(number for region, number in counts.items() if region not in sold),
        )


def _sizes(offers: Iterable[OfferCoverage]) -> dict[str, int]:
    """How many partners are on each list that counts (R12)."""
    return {one.offer_id: one.partners for one in offers if one.channel is ResellerChannel.SOME}


def _shared(unit: ReadUnit, sizes: Mapping[str, int], at_most: int, *, live: bool) -> Overlaps:
    """The pairs of offers that share partners, those with the largest share first.

    Args:
        unit: Reads the lists.
        sizes: How many partners are on the list of each offer.
        at_most: How many pairs are listed.
        live: Whether the live lists count.
    """
    ids, total = tuple(sizes), 0
    nearest: dict[str, list[Overlap]] = defaultdict(list)
    counts: Counter[str] = Counter()

    def found() -> Iterator[Overlap]:
        nonlocal total
        for left, right, both in unit.planning.shared(ids, live=live):
            total += 1
            smaller = min(sizes[ids[left]], sizes[ids[right]])
            one = Overlap(ids[left], ids[right], both, smaller)
            for offer_id in (one.left, one.right):
                counts[offer_id] += 1
                kept = nearest[offer_id]
                kept.append(one)
                if len(kept) > 2 * NEAREST_AT_MOST:
                    kept[:] = sorted(kept, key=_first)[:NEAREST_AT_MOST]
            yield one

    pairs = tuple(nsmallest(at_most, found(), key=_first))
    return Overlaps(
        pairs,
        total,
        {one: tuple(sorted(kept, key=_first)[:NEAREST_AT_MOST]) for one, kept in nearest.items()},
        counts,
    )


def _first(one: Overlap) -> tuple[float, int, str, str]:
    return -one.share, -one.both, one.left, one.right
