"""What a plan means for customers: regions and markets that open and close (R28)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.plan import AudienceNow, Effect, Step, StepAction

if TYPE_CHECKING:
    from csp_tui.domain.regions import RegionTable
    from csp_tui.services.read_unit import ReadUnit

ALL, SOME = ResellerChannel.ALL, ResellerChannel.SOME


def effect_of(
    unit: ReadUnit, regions: RegionTable, now: AudienceNow, steps: Collection[Step]
) -> tuple[Effect, int]:
    """What the steps of one offer mean, where all of them are done.

    Where the plan goes live, it is compared with the live audience, else with the draft.

    Args:
        unit: Reads the audience.
        regions: The CSP program's markets.
        now: The current state of the offer.
        steps: The open and pending steps of the offer.

    Returns:
        The effect, and how many of the partners that join are not in the directory.
    """
    offer = now.state.offer
    actions = {step.action for step in steps}
    live = bool(actions & {StepAction.PUBLISH, StepAction.SYNC})
    # A sync takes the audience live and nothing else of the draft.
    sold_before = offer.live_markets if live else offer.setup.markets
    sold = sold_before if StepAction.SYNC in actions else offer.setup.markets
    moved = sold != sold_before
    gaining: set[str] = set()
    losing: set[str] = set()
    channel = offer.live_channel if live else offer.draft_channel
    before = channel
    for step in steps:
        if step.reseller_channel is not None:
            channel = step.reseller_channel[1]
        if live and step.action is StepAction.DRAFT:
            continue
        gaining.update(step.added)
        losing.update(step.removed)
    countries = unit.planning.countries(gaining) if gaining else {}
    unknown = len(gaining) - sum(countries.values())
    if before is channel and channel is not SOME and not moved:
        return Effect(offer.offer_id, len(gaining), len(losing)), unknown
    joined = _regions(regions, countries)
    if before is channel is SOME and not moved:
        lost = _regions(regions, unit.planning.countries(losing)) if losing else set()
        opened = _uncovered(unit, regions, now, joined, losing=(), live=live)
        closed = _uncovered(unit, regions, now, lost - joined, losing=losing, live=live)
        opens, closes = regions.within(opened, sold), regions.within(closed, sold)
    else:
        kept = unit.planning.draft_countries(offer.offer_id, live=live)
        listed = _regions(regions, kept)
        all_regions = set(regions.regions)
        old = all_regions if before is ALL else listed if before is SOME else set()
        lost = _regions(regions, unit.planning.countries(losing)) if losing else set()
        closed = _uncovered(unit, regions, now, lost - joined, losing=losing, live=live)
        stay = (listed - closed) | joined
        new = all_regions if channel is ALL else stay if channel is SOME else set()
        opens = regions.difference((new, sold), (old, sold_before))
        closes = regions.difference((old, sold_before), (new, sold))
    return (
        Effect(
            offer.offer_id,
            len(gaining),
            len(losing),
            opens.regions,
            closes.regions,
            opens.markets,
            closes.markets,
        ),
        unknown,
    )


def _uncovered(
    unit: ReadUnit,
    regions: RegionTable,
    now: AudienceNow,
    candidates: set[str],
    *,
    losing: Collection[str],
    live: bool,
) -> set[str]:
    """Those of some regions that no partner of the audience covers, apart from those that leave."""
    if not candidates:
        return set()
    countries = {
        market.country: market.region for market in regions.markets if market.region in candidates
    }
    covered = unit.planning.covers(now.state.offer.offer_id, countries, live=live, without=losing)
    return candidates - covered


def _regions(table: RegionTable, countries: Iterable[str]) -> set[str]:
    return set(table.coverage(countries).regions)
