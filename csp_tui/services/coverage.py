"""Where many offers can be sold: regions and markets, gaps, and partners outside of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from csp_tui.domain.markets import require_known
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.services.context import Service

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit

OVERLAPS_AT_MOST = 20
"""Of more offers, no pairs are compared: there would be too many to read."""
OUTSIDE_AT_MOST = 1_000
"""So many partners outside are named; the counts are of all."""


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
    """How many partners two offers share."""

    left: str
    right: str
    both: int


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
        overlaps: Pairs of offers with shared partners, the most first; empty for too many offers.
        outside: Partners outside, ``OUTSIDE_AT_MOST`` at most.
    """

    live: bool
    named: bool
    sold_by_region: Mapping[str, int]
    offers: tuple[OfferCoverage, ...]
    overlaps: tuple[Overlap, ...]
    outside: tuple[OutsidePartner, ...]

    def offers_in(self, region: str) -> int:
        """How many of the offers cover a region."""
        return sum(region in offer.regions for offer in self.offers)

    def sold_in(self, region: str) -> int:
        """How many of the offers are sold in a region."""
        return sum(region in offer.sold for offer in self.offers)


class CoverageService(Service):
    """Says where offers can be sold; nothing is written."""

    def report(
        self, offer_ids: Iterable[str] = (), *, live: bool = False, markets: Iterable[str] = ()
    ) -> CoverageReport:
        """What the audiences of offers cover (R28), where they don't, and whom they share.

        Args:
            offer_ids: The offers; all that are eligible without.
            live: Whether what is live counts instead of the drafts.
            markets: Country codes of the markets where the offers are sold; without any, those of
                each offer.

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
            listed: dict[frozenset[str], list[str]] = defaultdict(list)
            for offer in offers:
                own = named or frozenset(offer.live_markets if live else offer.setup.markets)
                if own not in sold:
                    sold[own] = table.sold_by_region(own)
                found.append(self._coverage(offer, counts[offer.offer_id], sold[own], live=live))
                if found[-1].channel is ResellerChannel.SOME:
                    listed[own].append(offer.offer_id)
            anywhere = frozenset[str]() if frozenset() in sold else frozenset().union(*sold)
            outside: list[OutsidePartner] = []
            for own, ids in listed.items():
                inside = {one.country for one in table.markets if one.region in sold[own]}
                rows = unit.planning.outside(ids, inside, OUTSIDE_AT_MOST, live=live)
                outside.extend(OutsidePartner(*row) for row in rows)
            outside.sort(key=lambda one: one.offer_id)
            return CoverageReport(
                live=live,
                named=bool(named),
                sold_by_region=table.sold_by_region(anywhere) if offers else {},
                offers=tuple(found),
                overlaps=_overlaps(
                    unit, [one for ids in listed.values() for one in ids], live=live
                ),
                outside=tuple(outside[:OUTSIDE_AT_MOST]),
            )

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


def _overlaps(unit: ReadUnit, offer_ids: Collection[str], *, live: bool) -> tuple[Overlap, ...]:
    if len(offer_ids) > OVERLAPS_AT_MOST:
        return ()
    lists = {}
    for offer_id in offer_ids:
        draft_only, both, live_only = unit.planning.places(offer_id)
        lists[offer_id] = both | (live_only if live else draft_only)
    found = (
        Overlap(left, right, len(lists[left] & lists[right]))
        for left, right in combinations(lists, 2)
    )
    return tuple(sorted((one for one in found if one.both), key=lambda one: -one.both))
