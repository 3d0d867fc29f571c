"""Where an offer can be sold: before and after a change, market by market."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _
from csp_tui.i18n import pgettext, titled

if TYPE_CHECKING:
    from csp_tui.services.views import AudienceRegions, RegionFigure


class MarketState(StrEnum):
    """Whether an audience covers a market."""

    COVERED = "covered"
    DRAFT = "draft"
    LOST = "lost"
    CLOSED = "closed"


def state_of(region: RegionFigure) -> MarketState:
    """The state of a region and of all its markets (R28)."""
    if region.opened_live:
        return MarketState.COVERED if region.opened_in_draft else MarketState.LOST
    return MarketState.DRAFT if region.opened_in_draft else MarketState.CLOSED


def region_states(figures: AudienceRegions) -> dict[str, MarketState]:
    """The state of every region by its English name."""
    return {region.region: state_of(region) for region in figures.regions}


def market_counts(figures: AudienceRegions) -> dict[MarketState, int]:
    """How many markets are in each state, in the order of ``MarketState``."""
    counts = dict.fromkeys(MarketState, 0)
    for region in figures.regions:
        counts[state_of(region)] += region.markets
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


def plan_word(state: MarketState) -> str:
    """A state in words, where a map shows what a plan does."""
    match state:
        case MarketState.DRAFT:
            return pgettext("markets", "opened by this plan")
        case MarketState.LOST:
            return pgettext("markets", "closed by this plan")
        case _:
            return state_word(state)


def map_text(
    figures: AudienceRegions, markets: Mapping[str, Sequence[str]], unmapped: Sequence[str]
) -> str:
    """The map as text: every state with its regions and their markets.

    Args:
        figures: An audience by region.
        markets: The names of each region's markets.
        unmapped: The names of the markets that the map has no point for.
    """
    lines: list[str] = []
    for state in MarketState:
        regions = [region for region in figures.regions if state_of(region) is state]
        if not regions:
            continue
        lines.append(f"{state_word(state).capitalize()} ({sum(r.markets for r in regions)})")
        for region in regions:
            names = ", ".join(markets.get(region.region, ()))
            lines.append("  " + titled(_(region.region), names))
        lines.append("")
    if unmapped:
        lines.append(_("Too small for the map, or without an outline in it:"))
        lines.append(f"  {', '.join(unmapped)}")
    return "\n".join(lines).rstrip() + "\n"
