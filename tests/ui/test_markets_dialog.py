"""Choosing the markets of an offer on its page Plans."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Paste

from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.conflict import ConflictDialog
from csp_tui.ui.kit.lists.below_field import ListBelowField
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.offer.markets_dialog import MarketsDialog
from tests.conftest import ALL
from tests.ui.driving import Driver, running

Offer = Callable[..., str]


def sold(workbench: Workbench, offer_id: str) -> tuple[str, ...]:
    return workbench.offers.show(offer_id).offer.setup.markets


async def open_markets(driver: Driver, offer_id: str) -> MarketsDialog:
    driver.app.navigation.open_offer(offer_id, "plans")
    await driver.settle()
    await driver.press("w")
    dialog = driver.app.screen
    assert isinstance(dialog, MarketsDialog)
    return dialog


async def test_pasted_codes_are_selected_and_saved_and_undone(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(ALL)
    async with running(stocked) as driver:
        dialog = await open_markets(driver, offer_id)
        assert "All markets: none is selected." in driver.page
        dialog.query_one(SearchField).post_message(Paste("fr\nDE\n\nus\n"))
        await driver.settle()
        assert dialog.query_one(ListBelowField).total == 3
        await driver.press("enter")
        assert "3 markets selected: DE, FR, US" in driver.page
        await driver.press("f2")
        assert sold(stocked, offer_id) == ("DE", "FR", "US")
        assert "Sold in: DE, FR, US" in driver.page
        await driver.press("ctrl+z", "enter")
        assert sold(stocked, offer_id) == ()
        assert "Sold in: all markets" in driver.page


async def test_codes_that_were_typed_are_saved_with_the_rest(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(ALL)
    async with running(stocked) as driver:
        dialog = await open_markets(driver, offer_id)
        await driver.write("FR XX")
        await driver.press("f2")
        assert driver.app.screen is dialog
        assert "XX" in driver.page
        dialog.query_one(SearchField).value = "FR DE"
        await driver.press("f2")
        assert sold(stocked, offer_id) == ("DE", "FR")


async def test_a_region_is_selected_as_a_whole(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(ALL)
    europe = {one.country for one in stocked.regions.markets if one.region == "Europe"}
    async with running(stocked) as driver:
        await open_markets(driver, offer_id)
        await driver.write("europe")
        await driver.press("down", "a")
        assert f"{len(europe)} markets selected" in driver.page
        # The cursor is on a market of the results, which leaves the selection.
        await driver.press("space", "f2")
        assert len(sold(stocked, offer_id)) == len(europe) - 1
        assert set(sold(stocked, offer_id)) < europe


async def test_all_markets_one_by_one_are_all_markets(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(ALL)
    stocked.offers.edit(offer_id, SetupEdit(markets=("FR",)))
    async with running(stocked) as driver:
        await open_markets(driver, offer_id)
        assert "1 market selected: FR" in driver.page
        await driver.press("down", "a", "f2")
        assert sold(stocked, offer_id) == ()


async def test_pasting_all_codes_selects_all_markets(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(ALL)
    stocked.offers.edit(offer_id, SetupEdit(markets=("FR",)))
    async with running(stocked) as driver:
        dialog = await open_markets(driver, offer_id)
        dialog.query_one(SearchField).value = " ".join(stocked.regions.countries)
        await driver.press("enter", "f2")
        assert sold(stocked, offer_id) == ()


async def test_a_wrong_code_is_named_and_nothing_is_selected(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(ALL)
    async with running(stocked) as driver:
        await open_markets(driver, offer_id)
        await driver.write("fr xx")
        await driver.press("enter")
        assert "'XX' is not a market of the CSP program." in driver.page
        assert "All markets: none is selected." in driver.page


async def test_two_versions_of_the_markets_are_shown(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(ALL)
    async with running(stocked) as driver:
        await open_markets(driver, offer_id)
        await driver.write("fr de")
        await driver.press("enter")
        stocked.offers.edit(offer_id, SetupEdit(markets=("JP",)))
        await driver.press("f2")
        assert isinstance(driver.app.screen, ConflictDialog), driver.page
        assert "JP" in driver.page
        assert "DE, FR" in driver.page
        assert sold(stocked, offer_id) == ("JP",)
