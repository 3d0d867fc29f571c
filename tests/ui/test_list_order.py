"""Lists are sorted by any column and searched, wherever their records come from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input, Static

from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.lists.record_order import Order
from csp_tui.ui.kit.widgets.key_lines import key_lines
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.text.cells import one_line
from tests.conftest import ALL, SOME
from tests.ui.driving import Driver, running

COLUMNS = (Column("name", "Name"), Column("count", "Count", align="right"))
ROWS = (("Offer 10", "900"), ("offer 2", "20,000"), ("–", "9,000"), ("Zoë", "–"))
SOURCE = ListSource(Record(cells=cells, key=cells[0]) for cells in ROWS)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order(), ["Offer 10", "offer 2", "–", "Zoë"]),
        (Order("name"), ["offer 2", "Offer 10", "Zoë", "–"]),
        (Order("name", is_reversed=True), ["–", "Zoë", "Offer 10", "offer 2"]),
        (Order("count"), ["Offer 10", "–", "offer 2", "Zoë"]),
        (Order().find("OFFER"), ["Offer 10", "offer 2"]),
        (Order("name").find("zoe"), ["Zoë"]),
        (Order("gone"), ["Offer 10", "offer 2", "–", "Zoë"]),
    ],
)
def test_an_order_sorts_and_filters(order: Order, names: list[str]) -> None:
    assert [ROWS[place][0] for place in order.places(SOURCE, COLUMNS)] == names


def test_the_next_column_after_the_last_is_the_own_order() -> None:
    order = Order().find("a")
    seen = []
    for _time in range(3):
        order = order.next_column(COLUMNS)
        seen.append(order.column)
    assert seen == ["name", "count", ""]
    assert order.words == ("a",)


LISTS = {
    "offers": "#offers-list",
    "audience": "#audience-partners",
    "history": "#history-list",
    "requests": "#requests-list",
    "partners": "#partner-results",
}


async def test_finding_keeps_the_record_under_the_cursor(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        listing = RecordList(COLUMNS, SOURCE)
        await driver.app.screen.mount(listing)
        listing.cursor = 1
        listing.find_words("zoe")
        assert listing.cursor_key == "Zoë"
        listing.find_words("no such")
        assert listing.cursor_key is None
        listing.find_words("o")
        assert listing.cursor_key == "offer 2"
        listing.find_words("zoe")
        listing.enter()
        listing.find_words("")
        assert listing.cursor_key == "Zoë"


async def go_to(driver: Driver, name: str) -> RecordList:
    """The list of a place of the demo, with the focus."""
    if name == "audience":
        driver.app.navigation.open_offer("contoso-backup")
    else:
        driver.app.navigation.go_to(name)
    await driver.settle()
    await driver.settle()
    listing = driver.app.screen.query_one(LISTS[name], RecordList)
    listing.focus()
    await driver.settle()
    return listing


def first_cells(listing: RecordList) -> list[str]:
    """The texts of the first column of all records that are shown."""
    records = [listing._source.record(place) for place in range(listing.total)]
    return [str(one_line(record.cells[0])) for record in records if record is not None]


async def test_every_list_sorts_and_moves(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        for name in LISTS:
            listing = await go_to(driver, name)
            own = first_cells(listing)
            key = listing.cursor_key
            await driver.press("o")
            assert listing.columns[0].title.endswith("↑"), name
            rising = first_cells(listing)
            assert len(rising) == listing.total, name
            await driver.press("O")
            assert listing.columns[0].title.endswith("↓"), name
            assert first_cells(listing) != rising or len(set(rising)) == 1, name
            assert listing.cursor_key == key, name
            while listing.order.column:
                await driver.press("o")
            assert first_cells(listing)[: len(own)] == own[: listing.total], name
            for press, place in (("end", listing.total - 1), ("home", 0), ("pagedown", None)):
                await driver.press(press)
                assert place is None or listing.cursor == place, name
            await driver.press("pageup")
            assert listing.cursor == 0, name


async def test_slash_finds_in_every_list_and_selects_the_old_text(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        for name in LISTS:
            listing = await go_to(driver, name)
            record = listing.cursor_record
            assert record is not None, name
            before = listing.total
            await driver.press("slash")
            await driver.write("zzqx")
            await driver.press("enter", "slash")
            field = driver.app.focused
            assert isinstance(field, Input), name
            assert field.selected_text == "zzqx", name
            await driver.write(str(one_line(record.cells[0]))[:8])
            assert 1 <= listing.total <= before, name
            await driver.press("down")
            assert driver.app.focused is listing, name
            await driver.press("slash", "escape")
            if name != "partners":
                assert listing.total == before, name


async def test_escape_ends_a_search_before_it_leaves_the_page(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        navigation = driver.app.navigation
        for name in ("offers", "partners", "requests", "history", "center"):
            navigation.go_to(name)
            await assert_escape_ends_search(driver, name)
        for name in ("audience", "requests", "history"):
            navigation.open_offer("contoso-backup", name)
            await assert_escape_ends_search(driver, f"{name} of an offer")
            page = driver.app.screen
            await driver.press("escape")
            assert driver.app.screen is not page, name


async def assert_escape_ends_search(driver: Driver, name: str) -> None:
    """Search in the list of a page for what it does not have, go to the list, and press Escape."""
    await driver.settle()
    await driver.settle()
    page = driver.app.screen
    listing = next(one for one in page.query(RecordList) if one.source.total and one.display)
    before = listing.total
    await driver.press("slash")
    await driver.write("zzqx")
    await driver.press("enter")
    listing.focus()
    assert not listing.total, name
    await driver.press("escape")
    await driver.settle()
    assert driver.app.screen is page, f"{name} was left"
    assert listing.total == before, name
    assert driver.app.focused is listing, name


async def test_space_marks_an_offer_and_continues(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL)
    offer(SOME, (1,), offer_id="contoso-mail")
    async with running(stocked) as driver:
        screen = driver.app.screen
        assert isinstance(screen, OffersScreen)
        await driver.press("space", "space")
        assert len(screen.marked) == screen.listing.total
        assert "marked" in driver.status
        await driver.press("space")
        assert len(screen.marked) == screen.listing.total - 1


async def test_the_id_of_an_offer_finds_it_in_every_list_that_names_it(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        for name in ("offers", "requests", "history"):
            listing = await go_to(driver, name)
            everything = listing.total
            await driver.press("slash")
            await driver.write("contoso-backup")
            assert 1 <= listing.total < everything, name


async def test_sorting_is_found_wherever_a_list_has_the_focus(demo: Workbench) -> None:
    """In the menu, the keys and the help of pages and of dialogs."""
    words = "Sort by next column"
    async with running(demo, (120, 60), demo=True) as driver:
        for name in (*LISTS, "a dialog"):
            if name == "a dialog":
                driver.app.navigation.open_offer("contoso-backup")
                await driver.settle()
                await driver.press("p", "down")
            else:
                await go_to(driver, name)
            screen = driver.app.screen
            assert isinstance(driver.app.focused, RecordList), name
            keys = key_lines(screen).plain  # type: ignore[arg-type]
            assert keys.count(words) == 1, name
            await driver.press("f1")
            assert words in str(driver.app.screen.query_one("#help-commands", Static).content), name
            await driver.press("escape", "ctrl+p")
            await driver.write("next column")
            await driver.press("enter")
            assert driver.app.screen is screen, name
            assert screen.query_one(f"#{driver.app.focused.id}", RecordList).order.column, name
