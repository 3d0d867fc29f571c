"""Figures: coverage of an audience, and resales by partner and month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.regions import Coverage

if TYPE_CHECKING:
    from csp_tui.domain.offer import ResellerChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionFigure:
    """What one region has of an offer's audience.

    Attributes:
        region: Its English name.
        markets: In how many of its markets the draft's plans are sold.
        live_markets: In how many the published plans are sold.
        draft: Partners on the draft list with their country in it.
        live: Partners on the live list.
        opened_in_draft: Whether the draft opens it: one authorized partner there does (R28), where
            the offer is sold in one of its markets.
        opened_live: Whether it is open now.
    """

    region: str
    markets: int
    live_markets: int
    draft: int
    live: int
    opened_in_draft: bool
    opened_live: bool

    def sold(self, *, live: bool) -> int:
        """In how many of its markets the offer is sold, live or by the draft."""
        return self.live_markets if live else self.markets


@dataclass(frozen=True, slots=True)
class LimitedMarket:
    """A market where an offer is not sold, by its draft or live.

    Attributes:
        country: Its code, which islands of the same region can share.
        region: The English name of its region.
        in_draft: Whether the draft's plans are sold there.
        is_live: Whether the published plans are.
    """

    country: str
    region: str
    in_draft: bool
    is_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceRegions:
    """An offer's audience by region.

    Attributes:
        regions: Every region of the CSP program, in name order.
        draft_channel: The option in draft.
        live_channel: The option that is live.
        draft_unplaced: Partners on the draft list whose region is unknown.
        live_unplaced: The same of the live list.
        limited: The markets where the offer is not sold, by its draft or live; it is sold in all
            others by both.
    """

    regions: tuple[RegionFigure, ...]
    draft_channel: ResellerChannel | None
    live_channel: ResellerChannel | None
    draft_unplaced: int = 0
    live_unplaced: int = 0
    limited: tuple[LimitedMarket, ...] = ()

    def changed_by(self, opened: Collection[str], closed: Collection[str]) -> AudienceRegions:
        """The same figures with what a plan does to the regions as the draft.

        Args:
            opened: Regions that the plan opens.
            closed: Regions that it closes.
        """
        moved = dict.fromkeys(opened, True) | dict.fromkeys(closed, False)
        return replace(
            self,
            regions=tuple(
                replace(one, opened_in_draft=moved[one.region], opened_live=not moved[one.region])
                if one.region in moved
                else replace(one, opened_in_draft=one.opened_live)
                for one in self.regions
            ),
        )

    @property
    def draft_partners(self) -> int:
        """Partners on the draft list."""
        return self.draft_unplaced + sum(region.draft for region in self.regions)

    @property
    def draft_coverage(self) -> Coverage:
        """The regions that the draft opens (R28)."""
        opened = [region for region in self.regions if region.opened_in_draft]
        return Coverage(
            tuple(region.region for region in opened), sum(region.markets for region in opened)
        )

    @property
    def live_coverage(self) -> Coverage:
        """The regions that what is live opens (R28)."""
        opened = [region for region in self.regions if region.opened_live]
        return Coverage(
            tuple(region.region for region in opened),
            sum(region.live_markets for region in opened),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerFigure:
    """How many offers a partner has resold; the name is "" if unknown."""

    tenant_id: str
    name: str
    offers: int


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """How many partners made their first sale of an offer in a month, named by its first day."""

    month: date
    resales: int


@dataclass(frozen=True, slots=True)
class MonthlyPartners:
    """How many partners were on an offer's live list at the end of a month (its first day)."""

    month: date
    partners: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResaleFigures:
    """Resales in figures.

    Attributes:
        resales: Recorded resales: an offer and a partner each.
        partners: Partners that have resold something.
        top: Those with the most offers first, then in the order of their names. Of one offer's
            partners, all offers count that they have resold.
        months: The newest months, without gaps.
        earlier: Resales in months before those.
        undated: Resales without a day.
    """

    resales: int
    partners: int
    top: tuple[PartnerFigure, ...] = ()
    months: tuple[MonthFigure, ...] = ()
    earlier: int = 0
    undated: int = 0
