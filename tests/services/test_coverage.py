"""Where many offers can be sold: regions, gaps, shared partners, and partners outside."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pytest

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.coverage import Overlap
from csp_tui.services.workbench import Workbench
from csp_tui.storage import overlaps
from csp_tui.ui.kit.widgets.world_map import MapSymbols
from csp_tui.ui.offers.detail import read_detail
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
    assert report.overlaps.pairs == (Overlap("alpha-one", "beta-one", 1, 2),)
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


def test_a_partner_of_several_offers_counts_once_in_a_region(
    stocked: Workbench, offer: Offer
) -> None:
    offer(SOME, (1, 2), offer_id="alpha-one")
    offer(SOME, (1, 2), offer_id="beta-one")
    countries = [stocked.directory.show(tenant(number)).country for number in (1, 2)]
    report = stocked.coverage.report()
    assert report.by_region == Counter(stocked.regions.region_of(code) for code in countries)
    elsewhere = next(
        one.country
        for one in stocked.regions.markets
        if one.region not in stocked.regions.coverage(countries).regions
    )
    report = stocked.coverage.report(markets=[elsewhere])
    assert [one.outside for one in report.offers] == [2, 2]
    assert (report.partners_outside, len(report.outside)) == (2, 4)


def test_a_list_that_does_not_count_covers_nothing(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1,), live=False)
    assert stocked.coverage.report([offer_id], live=True).offers[0].regions == ()
    assert stocked.coverage.report([offer_id]).offers[0].regions != ()
    assert stocked.coverage.report(live=True).offers == ()


def test_pending_partners_do_not_count_as_live(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1,))
    stocked.audience.save_draft(offer_id, AudienceEdit(add=(tenant(5),)))
    view, figures = stocked.audience.show(offer_id), stocked.figures.regions(offer_id)
    assert figures.live_coverage == view.live_coverage
    assert figures.draft_coverage == view.draft_coverage
    assert set(view.draft_coverage.regions) - set(view.live_coverage.regions) == {"Japan"}
    shown = str(read_detail(stocked, offer_id, symbols=MapSymbols.ASCII).text)
    live = view.live_coverage
    assert f"Where it can be sold\n1 region · {live.markets} markets\n" in shown
    assert f"pending: 2 regions · {live.markets + 1} markets" in shown
    stocked.audience.sync(offer_id)
    assert "pending:" not in str(read_detail(stocked, offer_id, symbols=MapSymbols.ASCII).text)


def test_what_there_is_not_is_refused(stocked: Workbench) -> None:
    with pytest.raises(InvalidInput, match="not a market"):
        stocked.coverage.report(markets=["XX"])
    with pytest.raises(NotFound):
        stocked.coverage.report(["missing"])


def test_all_pairs_are_counted_whichever_way(
    stocked: Workbench, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pair by pair and as bits: both give what plain sets give."""
    draw = random.Random(7)
    lists = {
        f"offer-{number:02}": tuple(draw.sample(range(1, 31), draw.randint(0, 20)))
        for number in range(24)
    }
    for offer_id, partners in lists.items():
        offer(SOME, partners, offer_id=offer_id)
    expected = {
        (left, right): len({*lists[left]} & {*lists[right]})
        for left, right in combinations(sorted(lists), 2)
    }
    monkeypatch.setattr(overlaps, "_BITS", 4)
    for few in (0, 12):
        monkeypatch.setattr(overlaps, "_FEW", few)
        found = stocked.coverage.report(live=True, overlaps=1_000).overlaps
        assert {(one.left, one.right): one.both for one in found.pairs} == {
            pair: both for pair, both in expected.items() if both
        }, few
        assert found.total == len(found.pairs)
        shares = [one.share for one in found.pairs]
        assert shares == sorted(shares, reverse=True)
        assert all(
            one.smaller == min(len(lists[one.left]), len(lists[one.right])) for one in found.pairs
        )
        first = stocked.coverage.report(live=True, overlaps=5).overlaps
        assert first.pairs == found.pairs[:5]
        assert (first.total, first.nearest) == (found.total, found.nearest)
        for offer_id, nearest in first.nearest.items():
            mine = [one for one in found.pairs if offer_id in (one.left, one.right)]
            assert nearest == tuple(mine[:4])
            assert first.counts[offer_id] == len(mine)
        none = stocked.coverage.report(live=True, overlaps=0)
        assert none.overlaps.total == 0
        assert stocked.coverage.overlaps(none, 5) == first
