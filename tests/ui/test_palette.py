"""The palette: commands, offers, requests and partners, over screens and dialogs."""

from __future__ import annotations

from textual.widgets import Input, Static

from csp_tui.domain.offer import Setup
from csp_tui.domain.product import ProductType
from csp_tui.i18n import gettext, use
from csp_tui.services.workbench import Workbench
from csp_tui.ui.commands.catalog.partners import CHOOSE_ALL
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.palette.palette import Palette, PaletteList
from csp_tui.ui.partners.page import PartnerPage
from csp_tui.ui.requests.screen import RequestScreen
from tests.ui.driving import Driver, running


async def _open(driver: Driver, key: str = "ctrl+p") -> None:
    await driver.press(key)
    assert isinstance(driver.app.screen, Palette)


async def _search(driver: Driver, text: str) -> list[str]:
    for char in text:
        await driver.pilot.press("space" if char == " " else char)
    await driver.settle()
    return _lines(driver)


def _lines(driver: Driver) -> list[str]:
    found = driver.app.screen.query_one(PaletteList)
    records = [found.source.record(index) for index in range(found.total)]
    return ["  ".join(map(str, record.cells)) for record in records if record is not None]


async def test_it_has_every_command_with_key_and_explanation(demo: Workbench) -> None:
    async with running(demo) as driver:
        await _open(driver)
        lines = _lines(driver)
        assert any(line.startswith("New offer") or "offer in draft" in line for line in lines)
        assert any(line.startswith("Quit  ^q") for line in lines)
        home = driver.app.screen_stack[0]
        assert isinstance(home, OffersScreen)
        commands = home.commands()
        assert len(lines) == sum(command.palette for command in commands)


async def test_what_cannot_run_says_why_there_and_when_it_is_chosen(
    demo: Workbench,
) -> None:
    async with running(demo) as driver:
        await _open(driver)
        lines = await _search(driver, "Leave the demo")
        assert "Not now: " in lines[0]
        await driver.press("enter")
        assert isinstance(driver.app.screen, OffersScreen)
        assert driver.status == "You are not in the demo."


async def test_it_opens_an_offer_and_a_request_by_its_ticket(demo: Workbench) -> None:
    request = next(one for one in demo.support.rows() if one.ticket)
    async with running(demo) as driver:
        await _open(driver)
        lines = await _search(driver, "contoso-backup")
        assert any("Open the offer" in line for line in lines)
        await driver.press("enter")
        assert isinstance(driver.app.screen, OfferScreen)
        assert driver.app.screen.offer_id == "contoso-backup"
        await _open(driver)
        await _search(driver, str(request.ticket))
        await driver.press("enter")
        assert isinstance(driver.app.screen, RequestScreen)
        assert driver.app.screen.request_id == request.id


async def test_it_shows_a_partner_and_back_returns(demo: Workbench) -> None:
    async with running(demo) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await _open(driver)
        lines = await _search(driver, "adatum brasilia")
        assert any("Open the page of the partner" in line for line in lines)
        await driver.press("enter")
        screen = driver.app.screen
        assert isinstance(screen, PartnerPage)
        assert "Adatum" in driver.page
        assert screen.tenant_id in driver.page
        await driver.press("escape")
        assert isinstance(driver.app.screen, OfferScreen)


async def test_over_a_dialog_it_has_the_dialogs_commands_and_returns_to_it(
    demo: Workbench,
) -> None:
    async with running(demo) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        await driver.press("p")
        dialog = driver.app.screen
        await _open(driver)
        lines = _lines(driver)
        assert any(line.startswith(gettext(CHOOSE_ALL.title)) for line in lines)
        assert not any(line.startswith("Publish") for line in lines)
        await _search(driver, "Explain this screen")
        await driver.press("enter")
        assert type(driver.app.screen).__name__ == "HelpDialog"
        await driver.press("escape")
        assert driver.app.screen is dialog
        await _open(driver)
        await driver.press("escape")
        assert driver.app.screen is dialog


async def test_names_are_no_markup_and_show_what_they_hide(stocked: Workbench) -> None:
    name = "[/x] [red]Kaput[/red] $foo\u202e"
    stocked.offers.create("hostile", ProductType.SAAS, Setup(name=name))
    async with running(stocked) as driver:
        await _open(driver)
        lines = await _search(driver, "kaput")
        assert lines[0].startswith("[/x] [red]Kaput[/red] $foo")
        assert "\u202e" not in lines[0]


async def test_nothing_found_is_reported(demo: Workbench) -> None:
    async with running(demo) as driver:
        await _open(driver)
        await _search(driver, "qqqq9")
        palette = driver.app.screen
        assert isinstance(palette, Palette)
        assert _lines(driver) == []
        assert "No matches." in driver.page


async def test_the_highlighted_line_is_described_in_full(demo: Workbench) -> None:
    async with running(demo, (60, 20)) as driver:
        await _open(driver)
        await _search(driver, "Leave the demo")
        description = str(driver.app.screen.query_one("#palette-description", Static).content)
        assert description == "Leave the demo: Not now: You are not in the demo."


async def test_keys_move_in_the_list_while_the_focus_stays_in_the_field(demo: Workbench) -> None:
    async with running(demo) as driver:
        await _open(driver)
        found = driver.app.screen.query_one(PaletteList)
        await driver.press("down", "down")
        assert found.cursor == 2
        await driver.press("pagedown")
        assert found.cursor > 5
        await driver.press("pageup", "up", "up", "up")
        assert found.cursor == 0
        await driver.press("s", "y", "n", "c")
        assert driver.app.screen.query_one(Input).value == "sync"
        assert driver.app.screen.focused is driver.app.screen.query_one(Input)


async def test_a_click_runs_a_command_and_one_beside_it_closes(demo: Workbench) -> None:
    async with running(demo) as driver:
        await _open(driver)
        await _search(driver, "Settings")
        await driver.pilot.click(PaletteList, offset=(3, 0))
        await driver.settle()
        assert type(driver.app.screen).__name__ == "SettingsScreen"
        await _open(driver)
        await driver.pilot.click(offset=(0, 0))
        await driver.settle()
        assert type(driver.app.screen).__name__ == "SettingsScreen"


async def test_it_speaks_the_language_in_use(demo: Workbench) -> None:
    use("fr")
    try:
        async with running(demo) as driver:
            await _open(driver)
            assert "Search for commands" not in driver.page
    finally:
        use("en")
