"""Where many offers can be sold: regions, gaps, shared partners, and partners outside."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.services.coverage import Overlap
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, SOME, tenant

Offer = Callable[..., str]


def test_regions_gaps_and_shared_partners(stocked: Workbench, offer: Offer) -> None:
    offer(SOME, (1, 2), offer_id="alpha-one")
    offer(SOME, (2, 3), offer_id="beta-one")
    offer(ALL, (), offer_id="gamma-one")
    report = stocked.coverage.report()
    by_id = {one.offer_id: one for one in report.offers}
    assert by_id["gamma-one"].gaps == ()
    assert by_id["gamma-one"].markets == len(stocked.regions.markets)
    alpha = by_id["alpha-one"]
    placed = [stocked.directory.show(tenant(number)).country for number in (1, 2)]
    assert alpha.regions == stocked.regions.coverage(placed).regions
    assert set(alpha.gaps) == set(stocked.regions.regions) - set(alpha.regions)
    assert sum(alpha.by_region.values()) == alpha.partners == 2
    assert report.overlaps == (Overlap("alpha-one", "beta-one", 1),)
    region = alpha.regions[0]
    assert report.offers_in(region) == sum(region in one.regions for one in report.offers)


def test_partners_outside_the_markets_are_named(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1, 2, 3))
    country = stocked.directory.show(tenant(1)).country
    region = stocked.regions.region_of(country)
    report = stocked.coverage.report([offer_id], markets=[country.lower()], live=True)
    assert dict(report.sold_by_region) == {region: 1}
    outside = {
        tenant(number)
        for number in (1, 2, 3)
        if stocked.regions.region_of(stocked.directory.show(tenant(number)).country) != region
    }
    assert {one.tenant_id for one in report.outside} == outside
    (found,) = report.offers
    assert (found.outside, found.markets, found.gaps) == (len(outside), 1, ())


def test_a_list_that_does_not_count_covers_nothing(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1,), live=False)
    assert stocked.coverage.report([offer_id], live=True).offers[0].regions == ()
    assert stocked.coverage.report([offer_id]).offers[0].regions != ()
    assert stocked.coverage.report(live=True).offers == ()


def test_what_there_is_not_is_refused(stocked: Workbench) -> None:
    with pytest.raises(InvalidInput, match="not a market"):
        stocked.coverage.report(markets=["XX"])
    with pytest.raises(NotFound):
        stocked.coverage.report(["missing"])
