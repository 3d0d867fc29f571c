"""The resales of an offer, with the keyboard, and what was stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from csp_tui.domain.product import ProductType
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.resales.dialog import ResalesDialog
from csp_tui.ui.resales.sale_date import SaleDateDialog
from tests.conftest import ALL, LISTED, SOME, tenant
from tests.ui.driving import Driver, running


def stored(workbench: Workbench, offer_id: str) -> dict[str, date | None]:
    """Day of the first sale by tenant ID."""
    return {row.tenant_id: row.first_sold_on for row in workbench.resales.rows(offer_id)}


async def into_resales(driver: Driver) -> None:
    """From the list of offers into the resales of the first one."""
    await driver.press("enter", "l")
    assert isinstance(driver.app.screen, ResalesDialog)


async def choose(driver: Driver, *words: str) -> None:
    """Choose the first partner that each word finds, and go on."""
    for word in words:
        await driver.press("slash", *["backspace"] * 12)
        await driver.write(word)
        await driver.press("down", "space")
    await driver.press("f2")


async def test_resales_of_an_offer_for_anyone_are_recorded_together(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(ALL)
    async with running(stocked) as driver:
        await into_resales(driver)
        assert "No resale is recorded" in driver.page
        await driver.press("m")
        await choose(driver, "alpine", "fabrikam")
        assert isinstance(driver.app.screen, SaleDateDialog)
        assert "2 partners have resold the offer" in driver.page
        assert "Alpine Cloud SARL" in driver.page
        await driver.write("2026-02-30")
        await driver.press("enter")
        assert "not a date" in driver.page
        assert stored(stocked, name) == {}
        await driver.press(*["backspace"] * 10)
        await driver.write("2026-02-28")
        # The offer was published later, so the date is asked about; no keeps it to be edited.
        await driver.press("enter")
        assert "older than the first publication" in " ".join(driver.page.split())
        await driver.press("escape", "enter", "y")
        assert isinstance(driver.app.screen, ResalesDialog)
        day = date(2026, 2, 28)
        assert stored(stocked, name) == {tenant(1): day, tenant(2): day}
        assert "2 resales recorded" in driver.status
        assert driver.page.count("2026-02-28") == 2
        entries = stocked.history.entries(name, limit=1)
        assert entries[0].detail["resales"]["added"] == [tenant(1), tenant(2)]
        await driver.press("escape")
        assert isinstance(driver.app.screen, OfferScreen)
        assert "resales have changed" in driver.status


async def test_a_partner_is_found_among_the_resales(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1, 2, 3), resold=(1, 2, 3))
    async with running(stocked) as driver:
        await into_resales(driver)
        await driver.press("slash")
        await driver.write("fabr")
        assert "Fabrikam Ltd" in driver.page
        assert "Alpine" not in driver.page
        await driver.press("enter", "escape")
        assert isinstance(driver.app.screen, ResalesDialog)
        assert "Alpine" in driver.page
        await driver.press("slash")
        await driver.write("nothing such")
        assert "Nothing here contains these words." in driver.page
        await driver.press("escape", "escape")
        assert isinstance(driver.app.screen, OfferScreen)


async def test_a_day_is_not_needed_and_recorded_partners_are_not_selected_again(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1, 2), resold=(1,))
    async with running(stocked) as driver:
        await into_resales(driver)
        await driver.press("m")
        await driver.write("alpine")
        await driver.press("down", "space")
        assert "is already on the list" in driver.status
        await choose(driver, "northwind")
        await driver.press("enter")
        assert stored(stocked, name) == {tenant(1): None, tenant(3): None}


async def test_a_recorded_resale_locks_what_the_page_shows(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME, (1,))
    async with running(stocked) as driver:
        await into_resales(driver)
        await driver.press("m")
        await choose(driver, "alpine")
        await driver.press("enter", "escape")
        assert "locked: resold" in driver.page


async def test_partners_of_the_offers_own_list_come_first(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (3, 2), resold=(2,))
    own = stocked.directory.search.find_all([tenant(3)])[tenant(3)].name
    async with running(stocked) as driver:
        await into_resales(driver)
        await driver.press("m")
        dialog = driver.app.screen
        assert isinstance(dialog, PartnerSearchDialog)
        results = dialog.finder.results
        first = results.row_at(0)
        assert first is not None
        # Only who may have resold it and is not recorded yet; then the whole directory.
        assert first.tenant_id == tenant(3)
        assert results.total == stocked.directory.count()
        await driver.write(own)
        assert results.total == 1
        assert "1 partner found" in driver.page
        await driver.press("enter", "f2", "enter")
        assert set(stored(stocked, name)) == {tenant(2), tenant(3)}


async def test_a_live_partner_that_the_directory_lacks_can_be_recorded(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    unknown = tenant(77)
    name = offer(SOME, (1, 77))
    async with running(stocked) as driver:
        await into_resales(driver)
        await driver.press("m")
        assert "1 more that is not in the directory" in driver.page
        # The bar names the step as the button does.
        assert "F2 Record" in driver.page
        await driver.write(unknown)
        await driver.press("down", "a", "f2", "enter")
        assert set(stored(stocked, name)) == {unknown}


async def test_taking_back_asks_first(stocked: Workbench, offer: Callable[..., str]) -> None:
    name = offer(ALL, resold=(1, 2))
    async with running(stocked) as driver:
        await into_resales(driver)
        await driver.press("down", "delete")
        assert isinstance(driver.app.screen, ConfirmDialog)
        assert "Fabrikam Ltd" in driver.page
        await driver.press("n")
        assert set(stored(stocked, name)) == {tenant(1), tenant(2)}
        await driver.press("delete", "y")
        assert set(stored(stocked, name)) == {tenant(1)}
        assert "record removed" in driver.status
        await driver.press("delete", "y", "delete")
        assert stored(stocked, name) == {}
        assert "No resale record is selected" in driver.status


async def test_a_file_is_shown_before_it_is_imported(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(ALL, resold=(1,))
    other = offer(SOME, (2,), offer_id="contoso-other")
    stocked.offers.create("never-out", ProductType.SAAS, LISTED)
    source = tmp_path / "resales.csv"
    source.write_text(
        "offer_id,tenant_id,first_sold_on\n"
        f"{name},{tenant(1)},2025-01-31\n"
        f"{name},{tenant(2)},\n"
        f"{other},{tenant(2)},2026-04-01\n"
        f"never-out,{tenant(2)},\n"
        "contoso-backup,nobody,\n"
    )
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(name)
        await driver.settle()
        await driver.press("l", "i")
        await driver.write(str(source))
        await driver.press("enter")
        page = driver.page
        assert "2 resales would be recorded" in page
        assert "1 is already recorded" in page
        assert "The file concerns 2 offers" in page
        assert "contoso-backup · 2 partners" in page
        assert "contoso-other · 1 partner" in page
        assert "2 rows are invalid" in page
        assert "line 5: the offer has never been published" in page
        assert "line 6:" in page
        assert stored(stocked, other) == {}
        await driver.press("enter")
        assert isinstance(driver.app.screen, ResalesDialog)
        assert "2 added" in driver.status
        assert stored(stocked, name) == {tenant(1): date(2025, 1, 31), tenant(2): None}
        assert stored(stocked, other) == {tenant(2): date(2026, 4, 1)}


async def test_a_file_is_imported_from_the_list_of_offers(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(ALL)
    source = tmp_path / "[red]resales.csv"
    source.write_text(f"offer_id,tenant_id\n{name},{tenant(6)}\n")
    async with running(stocked) as driver:
        await driver.press("i")
        await driver.write(str(source))
        await driver.press("enter")
        assert "Import [red]resales.csv" in driver.page
        await driver.press("shift+tab", "enter")
        assert stored(stocked, name) == {}
        await driver.press("i")
        await driver.write(str(source))
        await driver.press("enter", "i")
        assert isinstance(driver.app.screen, OffersScreen)
        assert "1 added" in driver.status
        assert stored(stocked, name) == {tenant(6): None}
        await driver.press("enter", "l")
        assert "[/x] O'Neill & Sons [red]" in driver.page


async def test_a_file_without_a_usable_row_cannot_be_imported(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    offer(ALL)
    source = tmp_path / "resales.csv"
    source.write_text(f"offer_id,tenant_id\nunknown-offer,{tenant(1)}\n")
    async with running(stocked) as driver:
        await driver.press("i")
        await driver.write(str(source))
        await driver.press("enter")
        assert "line 2: there is no offer with this ID unknown-offer" in driver.page
        assert driver.app.screen.query_one("#import").disabled
        await driver.press("i")
        assert driver.page.count("The file contains no valid rows.") == 2
        await driver.press("escape", "i")
        await driver.write(str(tmp_path / "missing.csv"))
        await driver.press("enter")
        assert isinstance(driver.app.screen, FilePathDialog)
        assert "no such file" in driver.page


async def test_no_one_has_resold_what_was_never_published(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(SOME, (1,), live=False)
    async with running(stocked) as driver:
        await driver.press("enter", "l")
        assert isinstance(driver.app.screen, OfferScreen)
        assert "R25" in driver.status
        await driver.app.push_screen(ResalesDialog(name))
        await driver.settle()
        await driver.press("m")
        await choose(driver, "alpine")
        await driver.press("enter")
        assert isinstance(driver.app.screen, RefusalDialog)
        assert "R25" in driver.page
        assert stored(stocked, name) == {}


async def test_leaving_without_a_change_says_nothing(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL, resold=(1,))
    async with running(stocked) as driver:
        await into_resales(driver)
        await driver.press("escape")
        assert driver.status == ""


async def test_nothing_is_cut_off(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(ALL, resold=(1, 2, 3))
    async with running(stocked) as driver:
        await into_resales(driver)
        for size in ((80, 24), (60, 20), (120, 40)):
            await driver.resize(*size)
            for words in ("R30", "R41", "R42", "Record", "Remove record", "Import file", "Close"):
                assert words in driver.page, (words, size)
            assert "Alpine Cloud SARL" in driver.page, size
            assert tenant(1) in driver.page, size
