"""Regions of the CSP program: authorizing a partner opens all of its region (R28)."""

from __future__ import annotations

from collections.abc import Iterable
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

    def coverage(self, countries: Iterable[str]) -> Coverage:
        """The regions that partners of these countries open, and their markets (R28)."""
        regions = {self._region_of[code] for code in countries if code in self._region_of}
        return Coverage(
            tuple(sorted(regions)),
            sum(1 for market in self.markets if market.region in regions),
        )

    def whole(self) -> Coverage:
        """Every region: what an offer covers that any partner may resell."""
        return Coverage(self.regions, len(self.markets))
