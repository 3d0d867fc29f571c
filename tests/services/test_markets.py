"""An offer's own markets: saved, undone, published, and what they mean for coverage and plans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csp_tui.domain.desired import DesiredState, OfferWish
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import Setup
from csp_tui.domain.plan import GoLive
from csp_tui.domain.product import ProductType
from csp_tui.services.audit import FindingKind
from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from tests.conftest import ALL, SOME, tenant

Offer = Callable[..., str]


def sold(workbench: Workbench, offer_id: str) -> tuple[str, ...]:
    return workbench.offers.show(offer_id).offer.setup.markets


def country_of(workbench: Workbench, number: int) -> str:
    return workbench.directory.show(tenant(number)).country


def elsewhere(workbench: Workbench, number: int) -> str:
    """A market in a region that a partner is not in."""
    region = workbench.regions.region_of(country_of(workbench, number))
    return next(one.country for one in workbench.regions.markets if one.region != region)


def test_an_offer_is_sold_in_all_markets_until_some_are_named(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(ALL)
    assert sold(stocked, offer_id) == ()
    stocked.offers.edit(offer_id, SetupEdit(markets=("fr", "DE", "FR")))
    assert sold(stocked, offer_id) == ("DE", "FR")
    state = stocked.offers.show(offer_id)
    assert state.offer.live_markets == ()
    assert state.has_changes
    stocked.offers.publish(offer_id)
    assert stocked.offers.show(offer_id).offer.live_markets == ("DE", "FR")
    stocked.offers.edit(offer_id, SetupEdit(markets=()))
    assert sold(stocked, offer_id) == ()


def test_undo_and_redo_bring_markets_back(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(ALL)
    stocked.offers.edit(offer_id, SetupEdit(markets=("FR",)))
    stocked.offers.edit(offer_id, SetupEdit(markets=("DE", "JP")))
    (entry, *_) = stocked.history.entries(offer_id=offer_id, limit=1)
    assert entry.detail == {"before": {"markets": ["FR"]}, "after": {"markets": ["DE", "JP"]}}
    stocked.undo.undo()
    assert sold(stocked, offer_id) == ("FR",)
    stocked.undo.undo()
    assert sold(stocked, offer_id) == ()
    stocked.undo.redo()
    assert sold(stocked, offer_id) == ("FR",)


def test_a_deleted_offer_comes_back_with_its_markets(stocked: Workbench) -> None:
    stocked.offers.create("some-offer", ProductType.SAAS, Setup(name="A", markets=("FR",)))
    stocked.offers.delete("some-offer")
    stocked.undo.undo()
    assert sold(stocked, "some-offer") == ("FR",)


def test_only_markets_of_the_program_can_be_entered(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(ALL)
    for codes in (("XX",), ("FRA",), ("FR", "")):
        with pytest.raises(InvalidInput) as caught:
            stocked.offers.edit(offer_id, SetupEdit(markets=codes))
        assert caught.value.field == "markets"
    with pytest.raises(InvalidInput):
        stocked.offers.create("another", ProductType.SAAS, Setup(name="A", markets=("XX",)))


def test_coverage_gaps_and_partners_outside_use_the_markets_of_each_offer(
    stocked: Workbench, offer: Offer
) -> None:
    here = country_of(stocked, 1)
    there = elsewhere(stocked, 1)
    inside = offer(SOME, (1,), offer_id="alpha-one")
    outside = offer(SOME, (1,), offer_id="beta-one")
    stocked.offers.edit(inside, SetupEdit(markets=(here,)))
    stocked.offers.edit(outside, SetupEdit(markets=(there,)))
    report = stocked.coverage.report()
    alpha, beta = report.offers
    assert (alpha.gaps, alpha.markets, alpha.outside) == ((), 1, 0)
    assert (beta.regions, beta.markets, beta.outside) == ((), 0, 1)
    assert beta.gaps == (stocked.regions.region_of(there),)
    assert [(one.offer_id, one.tenant_id) for one in report.outside] == [(outside, tenant(1))]
    assert sum(report.sold_by_region.values()) == 2
    region = stocked.regions.region_of(here)
    assert (report.offers_in(region), report.sold_in(region)) == (1, 1)
    # Live, both are still sold in all markets; named markets are for all offers.
    assert stocked.coverage.report(live=True).offers[1].outside == 0
    assert stocked.coverage.report(markets=[here]).offers[1].outside == 0
    found = [(one.kind, one.offer_id) for one in stocked.audit.run()]
    assert (FindingKind.OUTSIDE_MARKETS, outside) in found
    assert (FindingKind.OUTSIDE_MARKETS, inside) not in found


def test_views_count_only_markets_where_the_offer_is_sold(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1,))
    stocked.offers.edit(offer_id, SetupEdit(markets=(country_of(stocked, 1),)))
    view = stocked.audience.show(offer_id)
    assert view.draft_coverage.markets == 1 < view.live_coverage.markets
    figures = stocked.figures.regions(offer_id)
    assert figures.draft_coverage == view.draft_coverage
    assert sum(one.in_draft for one in figures.limited) == 0
    assert len(figures.limited) == len(stocked.regions.markets) - 1
    stocked.offers.edit(offer_id, SetupEdit(markets=(elsewhere(stocked, 1),)))
    assert stocked.audience.show(offer_id).draft_coverage.regions == ()
    compared = stocked.compare.compare(offer_id, f"{offer_id}@live", lambda _path: None)  # type: ignore[arg-type,return-value]
    assert compared.markets_left == 0 < compared.markets_right


def test_a_comparison_covers_only_the_markets_of_each_side(
    stocked: Workbench, offer: Offer
) -> None:
    here = country_of(stocked, 1)
    region = stocked.regions.region_of(here)
    alpha = offer(SOME, (1,), offer_id="alpha-one")
    beta = offer(SOME, (1,), offer_id="beta-one")
    stocked.offers.edit(alpha, SetupEdit(markets=(here,)))
    found = stocked.compare.compare(alpha, beta, lambda _path: None)  # type: ignore[arg-type,return-value]
    markets = stocked.regions.markets
    covering = {one.country: found.covering(one) for one in markets}
    assert covering[here] == (True, True)
    assert {covering[one.country] for one in markets if one.region != region} == {(False, False)}
    counts = [covering[one.country] for one in markets]
    assert sum(both == (True, True) for both in counts) == found.markets_left == 1
    assert sum(both == (False, True) for both in counts) == found.markets_right - 1
    stocked.offers.edit(beta, SetupEdit(markets=(here,)))
    found = stocked.compare.compare(alpha, beta, lambda _path: None)  # type: ignore[arg-type,return-value]
    assert {found.covering(one) for one in markets if one.country != here} == {None}


def test_a_plan_opens_and_closes_only_markets_of_the_offer(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(SOME, ())
    here, there = country_of(stocked, 1), elsewhere(stocked, 1)

    def effect(*markets: str) -> tuple[int, int]:
        stocked.offers.edit(offer_id, SetupEdit(markets=markets))
        wish = OfferWish(offer_id=offer_id, partners=(tenant(1),), at_least=True)
        (found,) = stocked.plans.plan(DesiredState((wish,))).effects
        return found.markets_opened, len(found.regions_opened)

    assert effect()[0] > 1
    assert effect(here) == (1, 1)
    assert effect(there) == (0, 0)


def test_a_publication_that_changes_the_markets_opens_and_closes_them(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(ALL)
    stocked.offers.edit(offer_id, SetupEdit(markets=("FR", "DE")))
    go = DesiredState((OfferWish(offer_id=offer_id),))
    (effect,) = stocked.plans.plan(go, go_live=GoLive.NEXT).effects
    assert effect.markets_closed == len(stocked.regions.markets) - 2
    assert "Europe" not in effect.regions_closed
    assert "Japan" in effect.regions_closed
    stocked.offers.publish(offer_id)
    stocked.offers.edit(offer_id, SetupEdit(markets=("FR", "JP")))
    (effect,) = stocked.plans.plan(go, go_live=GoLive.NEXT).effects
    assert (effect.regions_opened, effect.markets_opened) == (("Japan",), 1)
    assert (effect.regions_closed, effect.markets_closed) == ((), 1)


def test_a_saved_plan_is_bound_to_the_markets(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, ())
    wish = DesiredState((OfferWish(offer_id=offer_id, partners=(tenant(1),), at_least=True),))
    before = stocked.plans.plan(wish)
    stocked.offers.edit(offer_id, SetupEdit(markets=("FR",)))
    assert stocked.plans.plan(wish).state != before.state
