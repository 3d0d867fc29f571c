"""Who is quicker than the screen: nothing breaks, nothing is lost, nothing else is closed."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.events import Key, Paste
from textual.widgets import Button, Input

from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.offer import Setup
from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.product import ProductType
from csp_tui.domain.wording import say
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.help.dialog import HelpDialog
from csp_tui.ui.history.screen import HistoryScreen
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.offer import screen as offer_screen
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.palette.palette import Palette, PaletteList
from csp_tui.ui.partners.results import PartnerResults
from csp_tui.ui.partners.screen import PartnersScreen
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.requests.list_screen import RequestsScreen
from csp_tui.ui.shell.undo import UndoCommands
from csp_tui.ui.tour.scenes import until
from tests.scenes import offer
from tests.ui.driving import Driver, running


def question() -> ConfirmDialog:
    return ConfirmDialog("Really?", ["It is so."], [("yes", "Yes")])


async def strike(app: App[int], *keys: str) -> None:
    """Keys that come all at once."""
    for key in keys:
        await app._post_message(Key(key, key if len(key) == 1 else None))


async def test_a_dialog_closes_once_whatever_is_under_it(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        answers: list[str | None] = []
        dialog = question()
        driver.app.push_screen(dialog, answers.append)
        await driver.settle()
        dialog.dismiss("yes")
        dialog.dismiss("no")
        await driver.settle()

        assert isinstance(driver.app.screen, OffersScreen)
        assert answers == ["yes"]


async def test_a_dialog_that_ends_under_another_one_closes_when_that_is_gone(
    workbench: Workbench,
) -> None:
    async with running(workbench) as driver:
        answers: list[str | None] = []
        dialog = question()
        driver.app.push_screen(dialog, answers.append)
        await driver.settle()
        await driver.press("f1")
        dialog.dismiss("first")
        dialog.dismiss("second")
        await driver.settle()
        assert isinstance(driver.app.screen, HelpDialog)
        assert not answers

        await driver.press("escape")
        await driver.settle()
        assert [type(one) for one in driver.app.screen_stack] == [OffersScreen]
        assert answers == ["first"]


async def test_what_is_closed_before_it_is_made_breaks_nothing(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        app = driver.app
        for place in ("partners", "history", "requests"):
            app.navigation.go_to(place)
            await driver.pilot._wait_for_screen()
            app.navigation.go_to("offers")
        for screen in (Palette(), question(), PartnersScreen()):
            app.push_screen(screen)
            app.navigation.go_back()
        await driver.settle()

        assert [type(one) for one in app.screen_stack] == [OffersScreen]


async def test_the_palette_opens_and_closes_at_any_speed(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        app = driver.app
        for _time in range(3):
            await strike(app, "ctrl+p", "down", "up", "h", "escape", "ctrl+p")
            await app._post_message(Paste("Help"))
            await strike(app, "enter", "enter", "enter", "escape", "escape")
        app.push_screen(Palette())
        app.navigation.go_back()
        app.push_screen(Palette())
        app.navigation.go_back()
        await driver.settle()
        await driver.press("escape", "escape", "escape")

        assert [type(one) for one in app.screen_stack] == [OffersScreen]


async def test_a_closed_palette_runs_nothing_a_second_time(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        palette = Palette()
        driver.app.push_screen(palette)
        await driver.settle()
        await driver.write("Settings")
        field = palette.query_one(Input)
        for _time in range(3):
            field.post_message(Input.Submitted(field, field.value))
        await driver.settle()

        names = [type(one).__name__ for one in driver.app.screen_stack]
        assert names.count("SettingsScreen") <= 1
        assert names[0] == "OffersScreen"


async def test_a_key_waits_for_the_screen_that_was_just_opened(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        driver.app.navigation.go_to("partners")
        assert not driver.app.screen.is_mounted
        driver.app.screen.action_run_command("help")  # type: ignore[attr-defined]
        await driver.settle()

        assert isinstance(driver.app.screen, HelpDialog)
        assert isinstance(driver.app.screen_stack[-2], PartnersScreen)


async def test_a_sentence_waits_for_the_screen_that_was_just_opened(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        driver.app.navigation.go_to("partners")
        driver.app.screen.tell("Notice early.")  # type: ignore[attr-defined]
        await driver.settle()

        assert driver.app.screen.query_one(StatusLine).text == "Notice early."


async def test_nothing_that_was_taken_away_gets_the_focus(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        driver.app.push_screen(question())
        await driver.settle()
        screen = driver.app.screen
        focused, other = screen.focused, screen.query(Button).first()
        assert focused is not other
        removed = other.remove()
        screen.set_focus(other)
        assert screen.focused is focused
        await removed
        screen.set_focus(other)

        assert screen.focused is focused


async def test_nothing_in_the_palette_that_was_taken_away_can_be_marked(
    workbench: Workbench,
) -> None:
    async with running(workbench) as driver:
        await driver.press("ctrl+p")
        screen = driver.app.screen
        lines = screen.query_one(PaletteList)
        place = lines.region.offset
        assert screen.get_widget_and_offset_at(*place)[0] is lines
        removed = lines.remove()
        assert screen.get_widget_and_offset_at(*place) == (None, None)
        await removed


async def test_nothing_that_was_taken_away_can_be_marked(workbench: Workbench) -> None:
    async with running(workbench) as driver:
        screen = driver.app.screen
        line = screen.query_one(StatusLine)
        place = line.region.offset
        assert screen.get_widget_and_offset_at(*place)[0] is line
        removed = line.remove()

        assert screen.get_widget_and_offset_at(*place) == (None, None)
        await removed


async def test_pages_of_an_offer_are_turned_at_any_speed(demo: Workbench) -> None:
    async with running(demo) as driver:
        offer_id = demo.offers.rows()[0].state.offer.offer_id
        driver.app.navigation.open_offer(offer_id)
        for _time in range(3):
            await strike(driver.app, *["right_square_bracket"] * 7, "f5", "z", "f5")
            await driver.settle()
        screen = driver.app.screen
        assert isinstance(screen, OfferScreen)
        screen.load()
        screen.menu.action_move(1)
        assert screen.section is None or screen.section.is_mounted
        screen.refresh_commands()
        await driver.settle()

        assert screen.section is not None
        assert screen.section.view is not None


async def test_a_page_that_was_left_while_it_wrote_leaves_the_one_below_up_to_date(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_read, publish = threading.Event(), demo.offers.publish

    def publish_late(*args: Any, **options: Any) -> Any:
        assert is_read.wait(30)
        return publish(*args, **options)

    monkeypatch.setattr(demo.offers, "publish", publish_late)
    async with running(demo, (120, 40), demo=True) as driver:
        assert "option change to publish" in driver.page
        driver.app.navigation.open_offer("contoso-managed-sap")
        await driver.settle()
        await driver.press("u")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await strike(driver.app, "y", "escape")
        while not isinstance(driver.app.screen, OffersScreen):
            await asyncio.sleep(0)
        await driver.settle()
        assert "option change to publish" in driver.page
        is_read.set()
        async with asyncio.timeout(30):
            while "option change to publish" in driver.page:
                await driver.settle()


@pytest.mark.parametrize("delay", [0.0, 0.05])
async def test_keys_that_follow_a_search_act_on_what_it_finds(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch, delay: float
) -> None:
    search = PartnerResults._search

    def slow_search(results: PartnerResults, *question: Any) -> Any:
        time.sleep(delay)
        return search(results, *question)

    monkeypatch.setattr(PartnerResults, "_search", slow_search)
    async with running(demo, demo=True) as driver:
        await offer(driver, "contoso-backup")
        await strike(driver.app, "p", *"alpine", "down", "space", "space")
        assert await until(lambda: not driver.app.key_queue.pending, 60), driver.page
        await driver.settle()
        dialog = driver.app.screen
        assert isinstance(dialog, PartnerSearchDialog)
        found = [dialog.finder.results.row_at(place) for place in (0, 1)]
        chosen = {row.tenant_id for row in found if row is not None}
        assert all("Alpine" in row.name for row in found if row is not None)
        assert len(chosen) == 2
        assert {one.tenant_id for one in dialog.chosen} == chosen, driver.page


async def test_a_search_that_is_superseded_before_it_begins_holds_no_keys_back(
    demo: Workbench,
) -> None:
    async with running(demo, demo=True) as driver:
        await driver.press("3", "down")
        screen = driver.app.screen
        assert isinstance(screen, PartnersScreen)
        results = screen.finder.results
        assert results.has_focus
        results.search(PartnerQuery(text="alpine"))
        results.search(PartnerQuery(text="contoso"))
        await strike(driver.app, "space")
        # After 20 seconds it would no longer be held back, whatever held it.
        async with asyncio.timeout(5):
            await driver.settle()
        assert results.query_shown == PartnerQuery(text="contoso")


async def test_a_key_typed_with_enter_is_for_the_offer_that_opens(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = offer_screen.read_offer

    def slow_read(*question: Any) -> Any:
        time.sleep(0.3)
        return read(*question)

    monkeypatch.setattr(offer_screen, "read_offer", slow_read)
    async with running(demo, demo=True) as driver:
        await strike(driver.app, "enter", "v")
        assert await until(lambda: not driver.app.key_queue.pending, 60), driver.page
        await driver.settle()
        assert not isinstance(driver.app.screen, OfferScreen), driver.page
        assert "still being read" not in driver.page


@pytest.mark.parametrize("key", ["ctrl+z", "ctrl+y"])
async def test_a_key_typed_with_undo_answers_its_question(
    demo: Workbench, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with running(demo, demo=True) as driver:
        await offer(driver, "contoso-backup", "listing")
        await driver.write("x")
        await driver.press("f2", "escape")
        if key == "ctrl+y":
            await driver.press("ctrl+z", "y")
        newest = demo.history.entries()[0].id
        monkeypatch.setattr(UndoCommands, "_read", _slowly(UndoCommands._read))
        await strike(driver.app, key, "y")
        await driver.settle()
        assert await until(lambda: not driver.app.key_queue.pending, 60), driver.page
        await driver.settle()
        assert demo.history.entries()[0].id > newest, driver.page


def _slowly(read: Callable[..., None]) -> Callable[..., None]:
    def late(commands: UndoCommands, work: Callable[[], object], ask: Callable[..., None]) -> None:
        def slow_work() -> object:
            time.sleep(0.2)
            return work()

        read(commands, slow_work, ask)

    return late


def opens_when(
    event: threading.Event, workbench: Workbench | None = None
) -> Callable[[], Workbench]:
    """Return an opener that waits for ``event`` and fails unless it has a ``workbench``."""

    def open_late() -> Workbench:
        event.wait(30)
        if workbench is None:
            raise StorageProblem(say("It is broken."))
        return workbench

    return open_late


@pytest.mark.parametrize(
    ("keys", "page", "about"),
    [
        (("down", "down", "enter"), OfferScreen, "offer-3"),
        (("2",), RequestsScreen, ""),
        (("3",), PartnersScreen, ""),
        (("4",), HistoryScreen, ""),
        (("M", "escape", "down", "enter"), OfferScreen, "offer-2"),
        (("n", "escape", "slash", "3", "enter", "enter"), OfferScreen, "offer-3"),
    ],
)
async def test_keys_typed_before_the_database_is_open_are_meant_for_the_offers(
    workbench: Workbench, keys: tuple[str, ...], page: type[Page], about: str
) -> None:
    for number in (1, 2, 3):
        workbench.offers.create(f"offer-{number}", ProductType.SAAS, Setup(name=f"Offer {number}"))
    may_open = threading.Event()
    app = WorkbenchApp(opens_when(may_open, workbench))
    async with app.run_test(size=(80, 24)) as pilot:
        await strike(app, *keys)
        await asyncio.sleep(0.05)
        assert isinstance(app.screen, OffersScreen)
        may_open.set()
        await Driver(app, pilot).settle()
        assert isinstance(app.screen, page)
        assert (app.screen.offer_id_shown or "") == about


async def test_what_was_typed_for_a_database_that_cannot_be_opened_answers_nothing() -> None:
    may_fail = threading.Event()
    app = WorkbenchApp(opens_when(may_fail))
    async with app.run_test(size=(80, 24)) as pilot:
        await strike(app, "enter", "escape", "n")
        may_fail.set()
        await Driver(app, pilot).settle()
        assert isinstance(app.screen, ProblemDialog)
        await pilot.press("escape")
        await pilot.pause()
        assert app.return_value == 3


async def test_the_program_can_be_left_while_the_database_is_being_opened() -> None:
    may_open = threading.Event()
    app = WorkbenchApp(opens_when(may_open))
    async with app.run_test(size=(80, 24)) as pilot:
        await strike(app, "down", "ctrl+q")
        await pilot.pause()
        assert app.return_value == 0
        may_open.set()
