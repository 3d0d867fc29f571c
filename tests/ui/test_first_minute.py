"""The first minute: an empty database shows how to start, and the demo is visited in place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from textual.widgets import Button

from csp_tui.cli.temporary_demo import TemporaryDemo
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.offers.new_dialog import NewOfferDialog
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.partners.directory_import import DirectoryImportDialog
from csp_tui.ui.tour.panel import TourPanel
from tests.conftest import ALL, SOME
from tests.terminal.terminal import terminal
from tests.ui.driving import Driver


class Demo:
    """The demo of a test, told once for all of them."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self.calls: list[str] = []

    def open(self) -> Workbench:
        """Give it out."""
        self.calls.append("open")
        return self._workbench

    def close(self) -> None:
        """Note that it is no longer needed."""
        self.calls.append("close")


@asynccontextmanager
async def started(
    workbench: Workbench, demo: Demo | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Driver]:
    app = WorkbenchApp(lambda: workbench, demo_source=demo)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver


async def test_every_next_step_is_whole_at_every_size(workbench: Workbench) -> None:
    async with started(workbench) as driver:
        for size in ((60, 20), (120, 40), (80, 24)):
            await driver.resize(*size)
            page = " ".join(driver.page.split())
            for words in (
                "Microsoft's Cloud Solution Provider (CSP) program",
                "Try the demo (d)",
                "your own database is not touched",
                "Guided tour",
                "Walk through the demo",
                "Create an offer (n)",
                "Create an offer in draft",
                "Import the partner directory (I)",
                "from a CSV file",
            ):
                assert words in page, page


async def test_each_option_is_taken_by_its_key_by_arrows_and_by_tab(workbench: Workbench) -> None:
    async with started(workbench) as driver:
        first = driver.app.focused
        for keys, kind, back in (
            (("n",), NewOfferDialog, ()),
            (("down", "down", "enter"), NewOfferDialog, ("up", "up")),
            (("tab", "tab", "enter"), NewOfferDialog, ("shift+tab", "shift+tab")),
            (("I",), FilePathDialog, ()),
            (("up", "enter"), FilePathDialog, ("down",)),
            (("down", "down", "down", "enter"), FilePathDialog, ("up", "up", "up")),
        ):
            assert driver.app.focused is first, keys
            await driver.press(*keys)
            assert isinstance(driver.app.screen, kind), keys
            await driver.press("escape", *back)


async def test_the_directory_is_imported_right_there(workbench: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_text(
        "tenant_id,name,country,competencies,skills\n"
        "00000001-1b5d-4c1e-9a77-0c6b6f2d9c1e,Alpine Cloud,FR,,\n",
        "utf-8",
    )
    async with started(workbench) as driver:
        await driver.press("I")
        await driver.write(str(path))
        await driver.press("enter")
        assert isinstance(driver.app.screen, DirectoryImportDialog)
        driver.app.screen.query_one("#import", Button).press()
        await driver.settle()
        assert isinstance(driver.app.screen, OffersScreen)
        assert "1 added" in driver.status
        assert "Welcome to csp-tui" in driver.page
        assert "✓ Import the partner directory (I) · done" in driver.page
        assert "✓ Try the demo" not in driver.page


@pytest.mark.parametrize(("way", "back"), [("d", "escape"), ("enter", "D")])
async def test_visiting_the_demo_returns_to_the_empty_database(
    workbench: Workbench, demo: Workbench, way: str, back: str
) -> None:
    source = Demo(demo)
    async with started(workbench, source) as driver:
        await driver.press(way)
        assert "Contoso Backup" in driver.page
        assert "13 offers" in driver.page
        assert "demo" in driver.page.splitlines()[0]
        assert "Escape to return to your own database" in driver.status
        assert source.calls == ["open"]
        await driver.press("down", "enter", "escape")
        assert isinstance(driver.app.screen, OffersScreen)
        assert "13 offers" in driver.page
        await driver.press(back)
        assert "Welcome to csp-tui" in driver.page
        assert "✓ Try the demo (d) · done" in driver.page
        assert "demo" not in driver.page.splitlines()[0]
        assert source.calls == ["open", "close"]
        assert driver.app.workbench is workbench
    assert workbench.offers.rows() == []


async def test_the_tour_leads_through_a_visited_demo_and_ends_with_it(workbench: Workbench) -> None:
    with closing(TemporaryDemo()) as source:
        app = WorkbenchApp(lambda: workbench, demo_source=source)
        async with app.run_test(size=(80, 24)) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            await driver.press("down", "enter")
            assert "Tour 1 of" in driver.page
            assert "demo" in driver.page.splitlines()[0]
            await driver.press("f8", "f8")
            assert app.tour.place == 2
            await click_words(driver, "F7 back")
            assert app.tour.place == 1
            await click_words(driver, "F8 next")
            assert app.tour.place == 2
            # The words of the step itself are no keys.
            await click_words(driver, "Tour 3 of")
            assert (app.tour.place, app.tour.is_on) == (2, True)
            while not isinstance(app.screen, OffersScreen):
                await driver.press("escape")
            await driver.press("D")
            assert "Welcome to csp-tui" in driver.page
            assert not app.tour.is_on
            assert not app.screen.query(TourPanel)
            await driver.press("down", "enter")
            assert "Tour 1 of" in driver.page
            await click_words(driver, "F9 leave")
            assert not app.tour.is_on
            assert app.demo
    assert workbench.offers.rows() == []


async def click_words(driver: Driver, words: str) -> None:
    lines = driver.page.splitlines()
    row = next(number for number, line in enumerate(lines) if words in line)
    await driver.pilot.click(offset=(lines[row].index(words) + 1, row))
    await driver.settle()


async def test_what_is_changed_in_the_demo_is_not_changed_at_home(
    workbench: Workbench, demo: Workbench
) -> None:
    async with started(workbench, Demo(demo)) as driver:
        await driver.press("d", "n")
        await driver.write("Only there")
        await driver.press("enter", "enter")
        assert demo.offers.show("only-there")
        await driver.press("D")
        assert "Welcome to csp-tui" in driver.page
    assert workbench.offers.rows() == []


async def test_the_demo_can_be_visited_from_a_filled_database(
    stocked: Workbench, offer: Callable[..., str], demo: Workbench
) -> None:
    offer(ALL)
    async with started(stocked, Demo(demo)) as driver:
        await driver.press("d")
        assert "13 offers" in driver.page
        await driver.press("d")
        assert "This is already the demo" in driver.status
        await driver.press("escape")
        assert "1 offer" in driver.page
        await driver.press("D")
        assert "not in the demo" in driver.status


async def test_without_a_demo_to_visit_the_way_says_where_it_is(workbench: Workbench) -> None:
    async with started(workbench) as driver:
        await driver.press("d")
        assert "csp-tui demo" in driver.status


async def test_empty_lists_say_what_would_be_here_and_which_key_brings_it(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(SOME)
    async with started(stocked) as driver:
        await driver.press("slash")
        await driver.write("nothing")
        assert "esc shows all offers again" in driver.page
        await driver.press("escape", "enter")
        assert "p selects CSP partners, i imports a list" in " ".join(driver.page.split())
        await driver.press("l")
        assert "m records one, i imports" in driver.page


@pytest.mark.terminal
def test_of_a_visited_demo_no_file_stays(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    words = ("--db", str(tmp_path / "own.sqlite"))
    with terminal(*words, environment={"TMPDIR": str(temporary)}) as shown:
        shown.wait("Welcome to csp-tui")
        shown.strike("d")
        shown.wait("13 offers", "demo")
        assert list(temporary.iterdir()) == []
        shown.strike("D")
        shown.wait("Welcome to csp-tui")
        assert list(temporary.iterdir()) == []
        # The second visit ends with the program.
        shown.strike("d")
        shown.wait("13 offers", "demo")
        shown.strike("ctrl+q")
        assert shown.end() == 0
    assert list(temporary.iterdir()) == []
