"""Home: the list of offers, its filter, and creating and deleting offers."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Static

from csp_tui.domain.offer import OfferStatus, Setup
from csp_tui.domain.product import ProductType
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.widgets.parts_line import PartsLine
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.new_dialog import NewOfferDialog
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.text.cells import cut_at_separator
from csp_tui.ui.text.offers import pending_words
from tests.conftest import ALL, NONE, SOME, tenant
from tests.ui.driving import running


async def test_an_empty_database_greets_with_next_steps(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        assert "There are no offers yet" in driver.page
        assert "Try the demo" in driver.page
        await driver.press("tab", "tab", "enter")
        assert isinstance(driver.app.screen, NewOfferDialog)


async def test_creating_an_offer_with_the_keyboard(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        await driver.press("down", "down", "enter")
        await driver.write("Contoso Backup & More")
        await driver.press("enter")
        await driver.press("enter")
        assert isinstance(driver.app.screen, OfferScreen)
        offer = workbench.offers.show("contoso-backup-more").offer
        assert (offer.setup.name, offer.status) == ("Contoso Backup & More", OfferStatus.DRAFT)
        assert "select who may resell" in driver.page


async def test_a_taken_id_keeps_what_was_typed_and_says_why(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(live=False)
    async with running(stocked) as driver:
        await driver.press("n")
        await driver.write("Contoso Backup")
        await driver.press("enter", "enter")
        assert "already an offer contoso-backup" in driver.page
        await driver.write("-2")
        await driver.press("enter")
        assert stocked.offers.show("contoso-backup-2").offer.setup.name == "Contoso Backup"


async def test_the_filter_keeps_the_offer_under_the_cursor(demo: Workbench) -> None:
    async with running(demo) as driver:
        screen = driver.app.screen
        assert isinstance(screen, OffersScreen)
        await driver.press("down", "down", "down", "down", "down")
        highlighted = screen.listing.cursor_key
        await driver.press("slash")
        # It is hidden: the cursor is on the best there is, and comes back with the offer.
        await driver.write("payroll")
        assert screen.listing.cursor_key == "contoso-payroll"
        await driver.press(*["backspace"] * 7)
        assert screen.listing.cursor_key == highlighted
        # A result that one has gone to keeps the cursor.
        await driver.write("payroll")
        await driver.press("enter", "escape")
        assert screen.listing.total == 13
        assert screen.listing.cursor_key == "contoso-payroll"
        # Without a result there is none to go to.
        await driver.press("slash")
        await driver.write("xyzq")
        await driver.press("enter", "escape")
        assert screen.listing.cursor_key == "contoso-payroll"


async def test_pasted_lines_filter_for_any_of_them(demo: Workbench) -> None:
    async with running(demo) as driver:
        screen = driver.app.screen
        assert isinstance(screen, OffersScreen)
        await driver.press("slash")
        await driver.write("contoso-payroll\r\n Backup Contoso\n\nno such offer\n", at_once=True)
        assert screen.listing.shown_keys() == ["contoso-backup", "contoso-payroll"]
        await driver.press(*["backspace"] * 80)
        await driver.write("contoso pay;", at_once=True)
        assert screen.listing.shown_keys() == ["contoso-payroll"]


async def test_the_filter_finds_by_name_and_id(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL)
    stocked.offers.create("zoe-tools", ProductType.SAAS, Setup(name="Zoë’s Tools"))
    async with running(stocked) as driver:
        screen = driver.app.screen
        assert isinstance(screen, OffersScreen)
        await driver.press("slash")
        await driver.write("zoes")
        assert screen.listing.total == 1
        await driver.press("enter", "enter")
        assert isinstance(driver.app.screen, OfferScreen)
        await driver.press("escape")
        await driver.press("slash")
        await driver.write("ZOE'S!")
        assert screen.listing.total == 1
        await driver.write("backup")
        assert screen.listing.total == 0
        assert "No offer has" in driver.page
        await driver.press("escape")
        assert screen.listing.total == 2


async def test_what_waits_is_shown_in_words(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(SOME, (1,), live=False)
    async with running(stocked, (120, 40)) as driver:
        assert "1 offer · 1 to publish" in driver.page
        assert "not published yet" in driver.page


async def test_deleting_asks_and_cancel_is_the_default(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(live=False)
    async with running(stocked) as driver:
        await driver.press("delete", "enter")
        assert len(stocked.offers.rows()) == 1
        await driver.press("delete", "y")
        assert stocked.offers.rows() == []


async def test_a_live_offer_is_not_deleted_and_says_why(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL)
    async with running(stocked) as driver:
        await driver.press("delete")
        assert "R25" in driver.status
        assert len(stocked.offers.rows()) == 1


async def test_names_are_never_markup(stocked: Workbench) -> None:
    stocked.offers.create("hostile", ProductType.SAAS, Setup(name="[/x] [red]Kaput[/red] $foo"))
    async with running(stocked) as driver:
        assert "[/x] [red]Kaput" in driver.page
        await driver.press("enter")
        assert "[/x] [red]Kaput[/red] $foo" in driver.page
        await driver.press("escape", "delete")
        assert "[/x] [red]Kaput[/red] $foo" in driver.page


async def test_places_are_one_key_away(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(ALL)
    async with running(stocked) as driver:
        for key, title in (("2", "▸2 Requests"), ("3", "▸3 Partners"), ("4", "▸4 History")):
            await driver.press("1")
            await driver.press(key)
            assert title in driver.page


async def test_help_names_every_command_of_the_screen(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL)
    async with running(stocked, (120, 40)) as driver:
        await driver.press("f1")
        listed = str(driver.app.screen.query_one("#help-commands", Static).content)
        for title in ("Create an offer", "Filter", "Delete", "Copy ID", "Menu"):
            assert title in listed


async def test_the_palette_finds_an_offer(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(ALL)
    async with running(stocked) as driver:
        await driver.press("ctrl+p")
        await driver.write("backup")
        await driver.press("enter")
        assert isinstance(driver.app.screen, OfferScreen)


def test_a_line_of_parts_is_cut_between_them() -> None:
    line = "13 offers · 3 to publish · 1 to sync"
    assert cut_at_separator(line, len(line)) == line
    assert cut_at_separator(line, len(line) - 1) == "13 offers · 3 to publish · …"
    assert cut_at_separator(line, 27) == "13 offers · …"
    assert cut_at_separator(line, 12) == "13 offers   "
    assert cut_at_separator(line, 6) == "13 of…"


async def test_the_summary_is_cut_at_a_separator_and_wrapped_in_a_narrow_window(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer()
    parts = [f"{number} things to do" for number in range(1, 9)]
    async with running(stocked) as driver:
        driver.app.screen.query_one(PartsLine).show(" · ".join(parts))
        await driver.settle()
        row = driver.page.splitlines()[1]
        assert "2 things to do · 3 things to do · … " in row
        assert "4 things" not in row
        await driver.resize(60, 24)
        assert "8 things to do" in driver.page


async def test_an_offer_that_differs_from_its_list_says_so(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    """In the list, on the page of the offer at any section, and not once the list is applied."""
    sizes = ((60, 20), (120, 40), (80, 24))
    name = offer(SOME, (1,))
    stocked.lists.create("core", tenant_ids=[tenant(1)])
    stocked.lists.follow("core", [name])
    async with running(stocked) as driver:
        assert "differs" not in driver.page
        stocked.lists.edit("core", add=[tenant(2)])
        await driver.press("f5")
        for size in sizes:
            await driver.resize(*size)
            assert "differs" in driver.page, size
        await driver.press("enter")
        for size in sizes:
            await driver.resize(*size)
            page = " ".join(driver.page.split())
            assert "live · differs from list" in page, size
            assert "Next: apply the list core under Partner lists (L): 1 missing" in page, size
        stocked.lists.edit("core", remove=[tenant(2)])
        await driver.press("f5")
        assert "differs" not in driver.page
        await driver.press("escape")
        assert "differs" not in driver.page


def test_changes_are_named_by_the_page_that_has_them(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    name = offer(NONE)
    edits = {
        SetupEdit(csp_url="https://contoso.example/new"): "listing change to publish",
        SetupEdit(name="Contoso Vault"): "setup and listing changes to publish",
    }
    for edit, words in edits.items():
        stocked.offers.edit(name, edit)
        assert pending_words(stocked.audience.show(name).state) == words
    stocked.audience.save_draft(name, AudienceEdit(channel=ALL))
    state = stocked.audience.show(name).state
    assert pending_words(state) == "option, setup and listing changes to publish"
