"""Where an offer can be sold: before and after a change, market by market."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _
from csp_tui.i18n import pgettext, titled

if TYPE_CHECKING:
    from csp_tui.domain.regions import Market
    from csp_tui.services.views import AudienceRegions, LimitedMarket, RegionFigure


class MarketState(StrEnum):
    """Whether an audience covers a market."""

    COVERED = "covered"
    DRAFT = "draft"
    LOST = "lost"
    CLOSED = "closed"
    UNSOLD = "unsold"


def state_of(region: RegionFigure) -> MarketState:
    """The state of a region and of its markets (R28), apart from those that are limited."""
    return _state(in_draft=region.opened_in_draft, is_live=region.opened_live)


def _state(*, in_draft: bool, is_live: bool) -> MarketState:
    if is_live:
        return MarketState.COVERED if in_draft else MarketState.LOST
    return MarketState.DRAFT if in_draft else MarketState.CLOSED


def _limited_state(region: RegionFigure, market: LimitedMarket) -> MarketState:
    if not market.in_draft and not market.is_live:
        return MarketState.UNSOLD
    return _state(
        in_draft=region.opened_in_draft and market.in_draft,
        is_live=region.opened_live and market.is_live,
    )


def region_states(figures: AudienceRegions) -> dict[str, MarketState]:
    """The state of every region by its English name, and by their codes of limited markets."""
    by_name = {region.region: region for region in figures.regions}
    states = {name: state_of(region) for name, region in by_name.items()}
    for market in figures.limited:
        states[market.country] = _limited_state(by_name[market.region], market)
    return states


def market_counts(figures: AudienceRegions) -> dict[MarketState, int]:
    """How many markets are in each state, in the order of ``MarketState``."""
    counts = dict.fromkeys(MarketState, 0)
    for region in figures.regions:
        limited = [one for one in figures.limited if one.region == region.region]
        counts[state_of(region)] += region.markets - sum(one.in_draft for one in limited)
        for market in limited:
            counts[_limited_state(region, market)] += 1
    return counts


def state_word(state: MarketState) -> str:
    """A state in words, for a legend."""
    match state:
        case MarketState.COVERED:
            return pgettext("markets", "covered")
        case MarketState.DRAFT:
            return pgettext("markets", "covered in draft only")
        case MarketState.LOST:
            return pgettext("markets", "lost by this change")
        case MarketState.CLOSED:
            return pgettext("markets", "not covered")
        case MarketState.UNSOLD:
            return pgettext("markets", "not sold")


def plan_word(state: MarketState) -> str:
    """A state in words, where a map shows what a plan does."""
    match state:
        case MarketState.DRAFT:
            return pgettext("markets", "opened by this plan")
        case MarketState.LOST:
            return pgettext("markets", "closed by this plan")
        case _:
            return state_word(state)


def map_text(figures: AudienceRegions, markets: Iterable[Market], unmapped: Sequence[str]) -> str:
    """The map as text: every state with its regions and their markets.

    Args:
        figures: An audience by region.
        markets: The CSP program's markets.
        unmapped: The names of the markets that the map has no point for.
    """
    states = region_states(figures)
    named: dict[MarketState, dict[str, list[str]]] = {state: {} for state in MarketState}
    for market in markets:
        state = states.get(market.country) or states[market.region]
        named[state].setdefault(market.region, []).append(market.name)
    lines: list[str] = []
    for state, regions in named.items():
        if not regions:
            continue
        lines.append(f"{state_word(state).capitalize()} ({sum(map(len, regions.values()))})")
        for region, names in sorted(regions.items()):
            lines.append("  " + titled(_(region), ", ".join(names)))
        lines.append("")
    if unmapped:
        lines.append(_("Too small for the map, or without an outline in it:"))
        lines.append(f"  {', '.join(unmapped)}")
    return "\n".join(lines).rstrip() + "\n"
