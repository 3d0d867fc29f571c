"""How many keys frequent tasks take, starting from the list of offers."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.domain.offer import CspContact, Setup
from csp_tui.domain.product import ProductType
from csp_tui.domain.support import RequestStatus
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.copy_list_dialog import CopyListDialog
from csp_tui.ui.commands.catalog.requests import REQUEST_SUBMIT
from csp_tui.ui.offers.screen import OffersScreen
from tests.conftest import ALL, SOME, tenant
from tests.ui.driving import Driver, running


class Counter:
    """Presses keys and counts them; a letter of a name is a key."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.count = 0

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        self.count += len(keys)
        await self._driver.press(*keys)

    async def write(self, text: str) -> None:
        """Type a text."""
        await self.press(*text)


def draft(workbench: Workbench, offer_id: str) -> set[str]:
    return {row.tenant_id for row in workbench.audience.rows(offer_id) if row.in_draft}


async def open_offer(driver: Driver, keys: Counter, offer_id: str) -> None:
    """Open an offer of the list; moving to it is not counted."""
    assert isinstance(driver.app.screen, OffersScreen)
    record = driver.app.screen.listing.cursor_record
    while record is not None and record.key != offer_id:
        await driver.press("down")
        record = driver.app.screen.listing.cursor_record
    await keys.press("enter")


async def test_copying_a_list_to_another_offer_takes_at_most_8_keys(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2, 3), offer_id="source")
    offer(ALL, live=False, offer_id="other")
    target = offer(None, live=False, offer_id="target")
    async with running(stocked) as driver:
        keys = Counter(driver)
        await open_offer(driver, keys, target)
        await keys.press("f")
        assert isinstance(driver.app.screen, CopyListDialog)
        assert "Add to the list: 3 added." in driver.page
        await keys.write("so")
        await keys.press("enter")
        assert draft(stocked, target) == set()
        assert "3 added. Not saved yet." in driver.status
        await keys.press("f2")
        assert draft(stocked, target) == {tenant(1), tenant(2), tenant(3)}
        assert stocked.offers.show(target).offer.draft_channel is SOME
        assert keys.count <= 8


async def test_a_copied_list_can_replace_the_list_and_is_previewed(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), offer_id="source")
    target = offer(SOME, (2, 3, 4), live=False, offer_id="target")
    async with running(stocked) as driver:
        await open_offer(driver, Counter(driver), target)
        await driver.press("f")
        assert "Add to the list: 1 added, 1 already on the list." in driver.page
        assert "Replace the list: 1 added, 2 removed, 1 already on the list." in driver.page
        await driver.press("tab", "r")
        assert draft(stocked, target) == {tenant(2), tenant(3), tenant(4)}
        await driver.press("f2")
        assert draft(stocked, target) == {tenant(1), tenant(2)}


async def test_copying_is_refused_where_the_rules_want_a_support_request(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), offer_id="source")
    target = offer(ALL, offer_id="target")
    async with running(stocked) as driver:
        await open_offer(driver, Counter(driver), target)
        await driver.press("f")
        assert not isinstance(driver.app.screen, CopyListDialog)
        assert "R40" in driver.status


async def test_an_offer_without_another_list_says_so(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    target = offer(SOME, (1,), offer_id="target")
    stocked.audience.save_draft(target, AudienceEdit())
    async with running(stocked) as driver:
        await open_offer(driver, Counter(driver), target)
        await driver.press("f")
        assert "No other offer has partners" in driver.page
        await driver.press("enter")
        assert isinstance(driver.app.screen, CopyListDialog)


async def test_adding_three_partners_by_name_and_syncing_takes_at_most_18_keys(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (2,), offer_id="target")
    async with running(stocked) as driver:
        keys = Counter(driver)
        await open_offer(driver, keys, name)
        await keys.press("p")
        for text in ("alp", "nor", "zab"):
            await keys.write(text)
            await keys.press("enter")
        await keys.press("f2")
        await keys.press("s")
        assert "The draft is saved first: Alpine Cloud SARL, Northwind GmbH, Żabka" in driver.page
        await keys.press("y")
        live = {row.tenant_id for row in stocked.audience.rows(name) if row.in_live}
        assert live == {tenant(1), tenant(2), tenant(3), tenant(4)}
        assert "3 partners are live now" in driver.status
        assert keys.count <= 18


async def test_publishing_saves_the_draft_in_the_same_step(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(None, live=False, offer_id="target")
    offer(SOME, (1, 2), offer_id="source")
    async with running(stocked) as driver:
        await open_offer(driver, Counter(driver), name)
        await driver.press("f", "enter", "u", "y")
        assert stocked.offers.show(name).offer.is_live
        assert draft(stocked, name) == {tenant(1), tenant(2)}
        assert "Published" in driver.status
        assert "Not saved yet" not in driver.page


async def test_deauthorizing_a_partner_by_request_takes_at_most_10_keys_and_the_arrows(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2, 3), offer_id="target")
    contact = RequestDetails(contact_name="Ada King", contact_email="ada@example.com")
    earlier = stocked.support.create_removal(name, (tenant(2),), language="en", details=contact)
    stocked.support.withdraw(earlier.id)
    async with running(stocked) as driver:
        keys = Counter(driver)
        await open_offer(driver, keys, name)
        await driver.press("down", "down")
        await keys.press("n", "enter")
        await keys.press("f2", "f2", *REQUEST_SUBMIT.keys_now[:1], "y")
        request = stocked.support.rows(name)[0]
        assert request.status is RequestStatus.SUBMITTED
        assert request.tenant_ids == (tenant(3),)
        assert request.contact.name == "Ada King"
        assert keys.count <= 10


async def test_publishing_names_the_partners_that_become_able_to_resell(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), live=False, offer_id="target")
    async with running(stocked) as driver:
        await open_offer(driver, Counter(driver), name)
        await driver.press("u")
        assert "2 partners will be able to resell the offer" in driver.page
        assert "+ Alpine Cloud SARL" in driver.page
        assert "+ Fabrikam Ltd" in driver.page


async def test_after_creating_an_offer_the_cursor_is_on_it(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2), offer_id="alpha")
    async with running(stocked) as driver:
        await driver.press("n")
        await driver.write("Zebra")
        await driver.press("enter", "enter")
        await driver.press("escape")
        assert isinstance(driver.app.screen, OffersScreen)
        record = driver.app.screen.listing.cursor_record
        assert record is not None
        assert record.key == "zebra"


async def test_the_listing_suggests_the_contact_of_the_last_offer_and_saves_it_only_when_asked(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,), offer_id="alpha")
    stocked.offers.create("beta", ProductType.SAAS, Setup(name="Beta"))
    async with running(stocked, (100, 40)) as driver:
        driver.app.navigation.open_offer("beta", "listing")
        await driver.settle()
        button = driver.app.screen.query_one("#listing-suggestion")
        assert "Use the contact of the last offer: Amélie Roux" in driver.page
        button.focus()
        await driver.press("enter")
        assert stocked.offers.show("beta").offer.setup.csp_contact == CspContact()
        await driver.press("f2")
        setup = stocked.offers.show("beta").offer.setup
        assert setup.csp_contact == CspContact("Amélie Roux", "csp@contoso.example")
        assert not button.display
