"""Figures for pictures: what an audience covers, and who has resold how much."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel
from csp_tui.services.audience import AudienceEdit, next_step
from csp_tui.services.context import SearchingService
from csp_tui.services.views import (
    AudienceRegions,
    LimitedMarket,
    MonthlyPartners,
    OfferRow,
    RegionFigure,
    ResaleFigures,
)

if TYPE_CHECKING:
    from csp_tui.domain.offer import Offer
    from csp_tui.domain.regions import RegionTable

_PARTNERS = 15
_MONTHS = 12


class FigureService(SearchingService):
    """Counts for pictures; nothing is written."""

    def regions(self, offer_id: str, edit: AudienceEdit | None = None) -> AudienceRegions:
        """What each region of the program has of an offer's draft and live audience (R28).

        Args:
            offer_id: The offer.
            edit: An edit of the draft that is not saved yet and counts as if it were.

        Raises:
            Canceled: A search was interrupted.
            NotFound: There is no such offer.
        """
        edit = edit or AudienceEdit()
        read, table = self._context.read, self._context.regions
        with self._context.open_read() as unit:
            offer = unit.offers.get(offer_id)
        if edit.channel is not None:
            offer = dataclasses.replace(offer, draft_channel=edit.channel)
        draft = self._by_region(self._draft_countries(offer_id, edit))
        live = self._by_region(read.countries(offer_id, live=True))
        sold = table.sold_by_region(offer.setup.markets)
        sold_live = table.sold_by_region(offer.live_markets)
        return AudienceRegions(
            regions=tuple(
                RegionFigure(
                    region=region,
                    markets=sold.get(region, 0),
                    live_markets=sold_live.get(region, 0),
                    draft=draft[region],
                    live=live[region],
                    opened_in_draft=region in sold and _opens(offer.draft_channel, draft[region]),
                    opened_live=region in sold_live and _opens(offer.live_channel, live[region]),
                )
                for region in table.regions
            ),
            draft_channel=offer.draft_channel,
            live_channel=offer.live_channel,
            draft_unplaced=draft[""],
            live_unplaced=live[""],
            limited=_limited(table, offer),
        )

    def authorized(self, offer_id: str, *, months: int) -> tuple[MonthlyPartners, ...]:
        """How many partners were on the live list at the end of each month, from the history.

        Args:
            offer_id: The offer.
            months: How many months at most, up to the present one; none before the first change.

        Raises:
            NotFound: There is no such offer.
        """
        read = self._context.read
        partners = read.audience_state(offer_id).live_partners
        moves = read.live_moves(offer_id)
        month = self._context.clock.now().date().replace(day=1)
        found: list[MonthlyPartners] = []
        while len(found) < months and (not found or moves):
            found.append(MonthlyPartners(month, max(0, partners)))
            partners -= moves.pop(f"{month:%Y-%m}", 0)
            month = (month - timedelta(days=1)).replace(day=1)
        return tuple(reversed(found))

    def waiting(self) -> dict[str, int]:
        """How many offers wait for which step, as ``waiting_counts`` counts them."""
        return waiting_counts(self._context.read.offer_rows())

    def resales(self, offer_id: str | None = None) -> ResaleFigures:
        """Resales of one offer or of all, by partner and by the month of the first sale.

        Raises:
            NotFound: There is no such offer.
        """
        if offer_id is not None:
            self._context.read.audience_state(offer_id)
        return self._context.read.resale_figures(offer_id, partners=_PARTNERS, months=_MONTHS)

    def _draft_countries(self, offer_id: str, edit: AudienceEdit) -> Counter[str]:
        read = self._context.read
        countries = Counter(read.countries(offer_id, live=False))
        countries.update(read.edit_countries(offer_id, edit.add, edit.remove))
        if edit.queries:
            known = (*edit.add, *edit.remove)
            countries.update(self._search.countries(edit.queries, offer_id, known))
        return countries

    def _by_region(self, countries: Mapping[str, int]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for country, count in countries.items():
            counts[self._context.regions.region_of(country)] += count
        return counts


def _limited(table: RegionTable, offer: Offer) -> tuple[LimitedMarket, ...]:
    draft, live = offer.setup.markets, offer.live_markets
    found = (
        LimitedMarket(
            one.country,
            one.region,
            not draft or one.country in draft,
            not live or one.country in live,
        )
        for one in table.markets
    )
    return tuple(one for one in found if not (one.in_draft and one.is_live))


def waiting_counts(rows: Iterable[OfferRow]) -> dict[str, int]:
    """How many offers wait for which step; an offer counts once, with the step that comes next.

    Returns:
        Numbers for ``settled``, ``publish``, ``sync`` and ``request``, in this order.
    """
    counts = dict.fromkeys(("settled", "publish", "sync", "request"), 0)
    for row in rows:
        step = next_step(row.state, has_open_request=row.open_requests > 0)
        counts[step or "settled"] += 1
    return counts


def _opens(channel: ResellerChannel | None, partners: int) -> bool:
    return channel is ResellerChannel.ALL or (channel is ResellerChannel.SOME and partners > 0)
