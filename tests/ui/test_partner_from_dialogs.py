"""From the dialogs of resales and of the partner search to the page of a partner, and back."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.services.workbench import Workbench
from csp_tui.ui.partners.page import PartnerPage
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.resales.dialog import ResalesDialog
from tests.conftest import SOME
from tests.ui.driving import running

Offer = Callable[..., str]


async def test_enter_on_a_resale_opens_the_partner(stocked: Workbench, offer: Offer) -> None:
    offer_id = offer(SOME, (1, 2), resold=(1,))
    async with running(stocked) as driver:
        driver.app.push_screen(ResalesDialog(offer_id))
        await driver.settle()
        await driver.press("enter")
        assert isinstance(driver.app.screen, PartnerPage)
        assert offer_id in driver.page
        await driver.press("escape")
        assert isinstance(driver.app.screen, ResalesDialog)


async def test_a_selection_is_kept_while_a_partner_is_looked_at(
    stocked: Workbench, offer: Offer
) -> None:
    offer_id = offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(offer_id, "audience")
        await driver.settle()
        await driver.press("p")
        assert isinstance(driver.app.screen, PartnerSearchDialog)
        await driver.press("down", "down", "space", "H")
        assert isinstance(driver.app.screen, PartnerPage)
        await driver.press("escape")
        screen = driver.app.screen
        assert isinstance(screen, PartnerSearchDialog)
        assert len(screen.chosen) == 1
