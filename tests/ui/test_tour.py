"""The guided tour: through all steps forward, back and by hand, at every size."""

from __future__ import annotations

import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from typing import Any

import pytest
from textual.events import Key
from textual.screen import Screen

from csp_tui import i18n
from csp_tui.cli.temporary_demo import TemporaryDemo
from csp_tui.domain.errors import DatabaseClosed
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.support import RequestStatus
from csp_tui.i18n import gettext as _
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.requests.screen import RequestScreen
from csp_tui.ui.tour.actions import OFFER_ID, Facts, facts
from csp_tui.ui.tour.panel import TourPanel
from csp_tui.ui.tour.scenes import until
from csp_tui.ui.tour.steps import STEPS
from csp_tui.ui.tour.story import ONE_OFFER
from tests.ui.driving import Driver

SCREENS: dict[str, type[Screen[Any]]] = {
    "offers": OffersScreen,
    "audience": OfferScreen,
    "refusal": RefusalDialog,
    "request": RequestScreen,
    "history": OfferScreen,
}
WORDS_A_MINUTE = 150


@pytest.fixture
def source() -> Iterator[TemporaryDemo]:
    with closing(TemporaryDemo()) as demo:
        yield demo


@asynccontextmanager
async def touring(source: TemporaryDemo, size: tuple[int, int]) -> AsyncIterator[Driver]:
    app = WorkbenchApp(source.open, demo=True, demo_source=source)
    app.first_story = ONE_OFFER
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        assert await until(lambda: _has_begun(app), 60), driver.page
        await driver.settle()
        yield driver


def _has_begun(app: WorkbenchApp) -> bool:
    """Whether the tour has put the cursor on its offer, which it does when it has made it."""
    screen = app.screen
    return isinstance(screen, OffersScreen) and screen.listing.cursor_key == OFFER_ID


def stands(driver: Driver) -> Facts:
    return facts(driver.app.workbench)


def is_done(driver: Driver) -> bool:
    return driver.app.tour.is_done


def assert_at(driver: Driver, place: int) -> None:
    assert driver.app.tour.place == place
    assert isinstance(driver.app.screen, SCREENS[STEPS[place].place])
    panel = driver.app.screen.query_one(TourPanel)
    region = panel.region
    assert region.bottom <= driver.app.size.height
    assert region.width == driver.app.size.width
    head = _("Tour {place} of {count}").format(place=place + 1, count=len(STEPS))
    assert head in driver.page
    # It covers nothing, neither of the page nor of a dialog, and nothing like it peeks out.
    word = head.split()[0]
    assert len(re.findall(rf"^ {word} \d+ ", driver.page, re.MULTILINE)) == 1
    for other in driver.app.screen.query("CommandBar, StatusLine, DialogBox"):
        assert other.region.bottom <= region.y
    # All of a step's words are seen.
    assert panel.get_content_height(region.size, region.size, region.width - 2) <= region.height


async def assert_ticket_is_seen(driver: Driver) -> None:
    """Where the step asks for a number, there is the field for it."""
    screen = driver.app.screen
    assert isinstance(screen, RequestScreen)
    screen.steps.open_step(3)
    await driver.settle()
    field = screen.query_one("#review-ticket")
    assert screen.wizard.review.region.contains_region(field.region), driver.page


async def test_next_alone_tells_the_whole_story_and_back_undoes_it(source: TemporaryDemo) -> None:
    """In the longer language."""
    i18n.use("fr")
    seen = []
    kinds: set[type] = set()
    async with touring(source, (60, 20)) as driver:
        for place in range(len(STEPS)):
            assert_at(driver, place)
            seen.append(stands(driver))
            if place == 11:
                await assert_ticket_is_seen(driver)
            if type(driver.app.screen) not in kinds:
                kinds.add(type(driver.app.screen))
                await driver.resize(120, 40)
                assert_at(driver, place)
                await driver.resize(60, 20)
            if place == 3:
                await driver.press("f7")
                assert_at(driver, 2)
                assert stands(driver) == seen[2]
                await driver.press("f8")
            await driver.press("f8")
        assert_at(driver, len(STEPS) - 1)
        last = seen[-1]
        assert last.live
        assert last.option is ResellerChannel.SOME
        assert last.has_request(RequestStatus.COMPLETED)
        assert last.live_partners == 3
        await driver.press("f7")
        assert_at(driver, len(STEPS) - 2)
        assert stands(driver) == seen[-2]


async def test_what_is_done_by_hand_is_noticed_and_kept(source: TemporaryDemo) -> None:
    async with touring(source, (80, 24)) as driver:
        await driver.press("f8", "f8")
        assert not is_done(driver)
        await driver.press("down", "space")
        assert is_done(driver)
        await driver.press("f8", "p")
        await driver.write("alpine")
        # What is chosen and not added is taken along.
        await driver.press("down", "space", "f8")
        assert driver.app.tour.place == 4
        await driver.press("f2")
        assert is_done(driver)
        assert stands(driver).drafted == 1
        await driver.press("f8", "u", "y")
        assert is_done(driver)
        assert stands(driver).live
        assert "✓ Done" in driver.page
        await driver.press("f8")
        assert stands(driver).live_partners == 1


async def test_saving_before_the_tour_asks_keeps_the_step_done(source: TemporaryDemo) -> None:
    async with touring(source, (80, 24)) as driver:
        await driver.press("f8", "f8", "f8", "p")
        await driver.write("orleans")
        await driver.press("down", "space", "space")
        await driver.press("f2")
        assert is_done(driver)
        await driver.press("f2")
        assert stands(driver).drafted == 2
        assert driver.app.tour.place == 3
        assert is_done(driver)
        await driver.press("f8")
        assert driver.app.tour.place == 4
        assert is_done(driver)
        assert not driver.app.screen.has_unsaved  # type: ignore[attr-defined]
        assert stands(driver).drafted == 2


async def test_the_next_step_saves_what_was_selected_by_hand(source: TemporaryDemo) -> None:
    async with touring(source, (80, 24)) as driver:
        for place, name, keys in ((4, "alpine", ("space", "space")), (6, "fabrikam", ("a", "y"))):
            await driver.press(*["f8"] * (place - driver.app.tour.place))
            before = stands(driver).drafted
            await driver.press("p")
            await driver.write(name)
            await driver.press("down", *keys)
            assert not is_done(driver)
            await driver.press("f8")
            assert driver.app.tour.place == place + 1
            assert stands(driver).drafted > before + 1
            assert "sets up this step" not in driver.status


async def test_leaving_the_story_leads_back_into_it(source: TemporaryDemo) -> None:
    async with touring(source, (80, 24)) as driver:
        assert not driver.app.tour.would_undo
        # The offer of the tour is deleted.
        await driver.press("delete", "y")
        driver.app.screen.action_run_command("tour")  # type: ignore[attr-defined]
        await driver.settle()
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("escape", "f8")
        assert_at(driver, 1)
        assert "sets up this step" in driver.status
        # Another option than that of the story is live.
        await driver.press("f8", "space", "f2", "u", "y")
        assert stands(driver).live
        await driver.press("f8")
        assert_at(driver, 3)
        assert not stands(driver).live
        # Keys that come while a step is being shown are not lost.
        for _key in range(3):
            driver.app.post_message(Key("f8", None))
        await driver.settle()
        assert_at(driver, 6)
        assert stands(driver).live_partners == 3


async def test_the_tour_is_left_in_place_and_starts_over(source: TemporaryDemo) -> None:
    async with touring(source, (80, 24)) as driver:
        await driver.press("f8", "f9")
        assert isinstance(driver.app.screen, OfferScreen)
        assert not driver.app.screen.query(TourPanel)
        await driver.press("f8")
        assert not driver.app.tour.is_on
        driver.app.screen.action_run_command("tour")
        await driver.settle()
        assert_at(driver, 0)


async def test_a_reset_brings_back_the_beginning_also_in_the_tour(source: TemporaryDemo) -> None:
    async with touring(source, (80, 24)) as driver:
        started = stands(driver)
        await driver.press("f8", "f8", "f8", "f8", "f8")
        assert stands(driver).drafted == 3
        driver.app.screen.action_run_command("demo.reset")  # type: ignore[attr-defined]
        await driver.settle()
        words = " ".join(driver.page.split())
        assert "Reset the demo?" in words, words
        await driver.press("y")
        assert_at(driver, 0)
        assert stands(driver) == started


async def test_a_reset_without_the_tour_asks_first(source: TemporaryDemo) -> None:
    app = WorkbenchApp(source.open, demo=True, demo_source=source)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        app.workbench.offers.delete("contoso-assembly")
        count = len(app.workbench.offers.rows())
        for keys, rows in ((("enter",), count), (("y"), count + 1)):
            app.screen.action_run_command("demo.reset")  # type: ignore[attr-defined]
            await driver.settle()
            await driver.press(*keys)
            assert len(app.workbench.offers.rows()) == rows
        assert isinstance(app.screen, OffersScreen)
        assert OFFER_ID not in driver.page


@pytest.mark.parametrize("is_write", [False, True])
async def test_a_read_that_a_reset_overtakes_is_dropped_and_a_lost_write_is_reported(
    source: TemporaryDemo, is_write: bool
) -> None:
    app = WorkbenchApp(source.open, demo=True, demo_source=source)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        before, is_reset = app.workbench, threading.Event()

        def read_late() -> object:
            is_reset.wait(60)
            return before.offers.rows()

        start = app.tasks.run_write if is_write else app.tasks.run
        late = start(read_late)
        reset = app.demo_session.reset()
        assert reset is not None
        await reset.wait()
        is_reset.set()
        await late.wait()
        await driver.settle()
        with pytest.raises(DatabaseClosed):
            before.offers.rows()
        assert isinstance(app.screen, ProblemDialog if is_write else OffersScreen), app.screen


def test_the_tour_takes_less_than_five_minutes() -> None:
    words = sum(len(step.text.split()) for step in STEPS)
    assert words / WORDS_A_MINUTE < 4
    assert 12 <= len(STEPS) <= 15
