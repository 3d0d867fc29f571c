"""Figures for pictures: what an audience covers, and who has resold how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from csp_tui.domain.offer import ResellerChannel
from csp_tui.services.audience import next_step
from csp_tui.services.context import Context
from csp_tui.services.views import AudienceRegions, OfferRow, RegionFigure, ResaleFigures

_PARTNERS = 15
_MONTHS = 12


class FigureService:
    """Counts for pictures; nothing is written.

    Args:
        context: Storage, time and who is at work.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def regions(self, offer_id: str) -> AudienceRegions:
        """What each region of the programme has of an offer's draft and live audience (R28).

        Raises:
            NotFound: There is no such offer.
        """
        read, table = self._context.read, self._context.regions
        offer = read.standing(offer_id).offer
        draft = self._by_region(read.countries(offer_id, live=False))
        live = self._by_region(read.countries(offer_id, live=True))
        markets = Counter(market.region for market in table.markets)
        return AudienceRegions(
            regions=tuple(
                RegionFigure(
                    region=region,
                    markets=markets[region],
                    draft=draft[region],
                    live=live[region],
                    opened_in_draft=_opens(offer.draft_channel, draft[region]),
                    opened_live=_opens(offer.live_channel, live[region]),
                )
                for region in table.regions
            ),
            draft_channel=offer.draft_channel,
            live_channel=offer.live_channel,
            draft_unplaced=draft[""],
            live_unplaced=live[""],
        )

    def waiting(self) -> dict[str, int]:
        """How many offers wait for which step, as ``waiting_counts`` counts them."""
        return waiting_counts(self._context.read.offer_rows())

    def resales(self, offer_id: str | None = None) -> ResaleFigures:
        """Resales of one offer or of all, by partner and by the month of the first sale.

        Raises:
            NotFound: There is no such offer.
        """
        if offer_id is not None:
            self._context.read.standing(offer_id)
        return self._context.read.resale_figures(offer_id, partners=_PARTNERS, months=_MONTHS)

    def _by_region(self, countries: Mapping[str, int]) -> Counter[str]:
        counts: Counter[str] = Counter()
        for country, count in countries.items():
            counts[self._context.regions.region_of(country)] += count
        return counts


def waiting_counts(rows: Iterable[OfferRow]) -> dict[str, int]:
    """How many offers wait for which step; an offer counts once, with the step that comes next.

    Returns:
        Numbers for ``settled``, ``publish``, ``sync`` and ``request``, in this order.
    """
    counts = dict.fromkeys(("settled", "publish", "sync", "request"), 0)
    for row in rows:
        step = next_step(row.standing, has_open_request=row.open_requests > 0)
        counts[step or "settled"] += 1
    return counts


def _opens(channel: ResellerChannel | None, partners: int) -> bool:
    return channel is ResellerChannel.ALL or (channel is ResellerChannel.SOME and partners > 0)
