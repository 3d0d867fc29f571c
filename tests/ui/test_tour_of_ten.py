"""The tour of one change of ten offers: forward, back, and by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing

import pytest

from csp_tui import i18n
from csp_tui.cli.temporary_demo import TemporaryDemo
from csp_tui.i18n import gettext as _
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.plans.bulk_dialog import BulkDialog
from csp_tui.ui.tour.bulk_actions import OFFER_IDS, BulkFacts, facts
from csp_tui.ui.tour.bulk_steps import BULK_STEPS
from csp_tui.ui.tour.panel import TourPanel
from csp_tui.ui.tour.story import TEN_OFFERS
from tests.ui.driving import Driver

WORDS_A_MINUTE = 150


@pytest.fixture
def source() -> Iterator[TemporaryDemo]:
    with closing(TemporaryDemo()) as demo:
        yield demo


@asynccontextmanager
async def touring(source: TemporaryDemo, size: tuple[int, int]) -> AsyncIterator[Driver]:
    app = WorkbenchApp(source.open, demo=True, demo_source=source)
    app.first_story = TEN_OFFERS
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver


def stands(driver: Driver) -> BulkFacts:
    return facts(driver.app.workbench)


def assert_at(driver: Driver, place: int) -> None:
    assert driver.app.tour.place == place, driver.page
    head = _("Tour {place} of {count}").format(place=place + 1, count=len(BULK_STEPS))
    assert head in driver.page
    panel = driver.app.screen.query_one(TourPanel)
    region = panel.region
    assert panel.get_content_height(region.size, region.size, region.width - 2) <= region.height
    for other in driver.app.screen.query("CommandBar, StatusLine, DialogBox"):
        assert other.region.bottom <= region.y


@pytest.mark.parametrize(("size", "language"), [((60, 20), "fr"), ((120, 40), "en")])
async def test_next_alone_tells_the_whole_story_and_back_undoes_it(
    source: TemporaryDemo, size: tuple[int, int], language: str
) -> None:
    i18n.use(language)
    seen = []
    async with touring(source, size) as driver:
        for place in range(len(BULK_STEPS)):
            assert_at(driver, place)
            seen.append(stands(driver))
            await driver.press("f8")
        assert seen[0] == BulkFacts(changed=0, drifted=1)
        assert seen[6] == BulkFacts(changed=len(OFFER_IDS), drifted=1)
        assert seen[-1] == BulkFacts(changed=len(OFFER_IDS), drifted=0)
        assert_at(driver, len(BULK_STEPS) - 1)
        # A step back replays the story, so one size is enough.
        if language == "fr":
            await driver.press("f7")
            assert_at(driver, len(BULK_STEPS) - 2)
            assert stands(driver) == seen[-2]


async def test_the_story_can_be_told_by_hand(source: TemporaryDemo) -> None:
    async with touring(source, (100, 30)) as driver:
        await driver.press("slash")
        await driver.write("suite")
        assert driver.app.tour.is_done
        await driver.press("enter", "f8", "asterisk")
        assert driver.app.tour.is_done
        await driver.press("f8", "B")
        assert driver.app.tour.is_done
        await driver.press("f8")
        assert_at(driver, 3)
        dialog = driver.app.screen
        assert isinstance(dialog, BulkDialog)
        lines = [str(dialog.listing.source.record(at).cells[0]) for at in range(12)]  # type: ignore[union-attr]
        at = lines.index("Add the partners of the list suite-launch")
        await driver.press(*["down"] * at, "enter")
        assert driver.app.tour.is_done
        await driver.press("f8", "u")
        assert driver.app.tour.is_done
        await driver.press("f8", "f2", "y")
        assert stands(driver).changed == len(OFFER_IDS)
        assert driver.app.tour.is_done
        assert "10 offers changed." in driver.status
        # One undo reverts all of it; what is live stays live there, so the plan says so.
        await driver.press("f8")
        assert_at(driver, 6)
        await driver.press("p", "f8", "f2", "y")
        assert stands(driver).drifted == 0
        assert driver.app.tour.is_done


async def test_the_first_tour_is_still_the_first(source: TemporaryDemo) -> None:
    async with touring(source, (80, 24)) as driver:
        await driver.press("f9")
        driver.app.screen.action_run_command("tour")  # type: ignore[attr-defined]
        await driver.settle()
        assert "contoso-archive" in [
            row.state.offer.offer_id for row in driver.app.workbench.offers.rows()
        ]
        driver.app.screen.action_run_command("tour.ten-offers")  # type: ignore[attr-defined]
        await driver.settle()
        assert_at(driver, 0)


def test_it_takes_two_minutes() -> None:
    words = sum(len(step.text.split()) for step in BULK_STEPS)
    assert words / WORDS_A_MINUTE < 2
