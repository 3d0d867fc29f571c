"""Regions of the CSP program: authorizing a partner opens all of its region (R28)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Market:
    """One market of the regional table.

    Attributes:
        region: The CSP region it belongs to.
        name: The market's English name.
        country: ISO 3166-1 alpha-2; not unique, as three islands share ``BQ``.
        currency: ISO 4217, or "" where the source leaves it blank.
    """

    region: str
    name: str
    country: str
    currency: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where the customers of an audience are.

    Attributes:
        regions: The regions of the partners, in name order.
        markets: How many markets those regions hold.
    """

    regions: tuple[str, ...] = ()
    markets: int = 0


@dataclass(frozen=True)
class RegionTable:
    """The CSP program's markets, by country and region.

    Args:
        markets: Every market once.
    """

    markets: tuple[Market, ...]
    _region_of: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "_region_of", {market.country: market.region for market in self.markets}
        )

    @property
    def countries(self) -> dict[str, str]:
        """English market names by country code; a shared code has its first name."""
        names: dict[str, str] = {}
        for market in self.markets:
            names.setdefault(market.country, market.name)
        return names

    @property
    def regions(self) -> tuple[str, ...]:
        """All regions in name order."""
        return tuple(sorted({market.region for market in self.markets}))

    def region_of(self, country: str) -> str:
        """The region of a country, "" if the CSP program's table does not have it."""
        return self._region_of.get(country, "")

    def count(self, codes: Collection[str]) -> int:
        """How many markets some different codes stand for.

        A code that several markets share counts for all of them, as it does in the coverage; one
        that the CSP program's table lacks counts once.
        """
        known = Counter(market.country for market in self.markets)
        return sum(known[code] or 1 for code in codes)

    def sold_by_region(self, sold: Collection[str] = ()) -> dict[str, int]:
        """How many markets each region has in which an offer is sold, in the order of names.

        Args:
            sold: Codes of the markets where it is sold; all if empty (``Setup.markets``).
        """
        counts = Counter(one.region for one in self.markets if not sold or one.country in sold)
        return {region: counts[region] for region in sorted(counts)}

    def coverage(self, countries: Iterable[str], sold: Collection[str] = ()) -> Coverage:
        """The regions that partners of these countries open, and their markets (R28).

        Args:
            countries: Where the partners are.
            sold: Codes of the markets where the offer is sold; all if empty. A region without
                one of them has no customers for the offer, so that it is not opened.
        """
        regions = {self._region_of[code] for code in countries if code in self._region_of}
        return self.within(regions, sold)

    def whole(self, sold: Collection[str] = ()) -> Coverage:
        """Every region: what an offer covers that any partner may resell."""
        return self.within(self.regions, sold)

    def difference(
        self,
        here: tuple[Collection[str], Collection[str]],
        there: tuple[Collection[str], Collection[str]],
    ) -> Coverage:
        """What one audience covers and another one does not.

        Args:
            here: The regions of one, and the markets where its offer is sold; all if empty.
            there: The same of the other.

        Returns:
            The regions in which only the first covers any market, and how many markets only the
            first covers, in all regions.
        """
        covered, others = self._covered(*here), self._covered(*there)
        shared = {self.markets[number].region for number in others}
        regions = {self.markets[number].region for number in covered} - shared
        return Coverage(tuple(sorted(regions)), len(covered - others))

    def _covered(self, regions: Collection[str], sold: Collection[str]) -> set[int]:
        return {
            number
            for number, market in enumerate(self.markets)
            if market.region in regions and (not sold or market.country in sold)
        }

    def within(self, regions: Collection[str], sold: Collection[str] = ()) -> Coverage:
        """Those of some regions in which an offer is sold, and how many markets it has there."""
        counts = {
            region: count
            for region, count in self.sold_by_region(sold).items()
            if region in regions
        }
        return Coverage(tuple(counts), sum(counts.values()))
