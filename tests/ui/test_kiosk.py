"""The kiosk: no path can be named or seen, imports and exports work, and sessions end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace

import pytest
from textual.events import Paste
from textual.widgets import Input

from csp_tui.cli.throwaway_demo import ThrowawayDemo
from csp_tui.exchange.samples import SAMPLES
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.dialogs.audience_import import AudienceImportDialog
from csp_tui.ui.dialogs.directory_import import DirectoryImportDialog
from csp_tui.ui.dialogs.kiosk_notice import KioskNotice
from csp_tui.ui.dialogs.samples import SamplesDialog
from csp_tui.ui.dialogs.text_view import TextViewDialog
from csp_tui.ui.kiosk import KioskWatch
from csp_tui.ui.policy import KIOSK
from csp_tui.ui.screens.offers import OffersScreen
from tests import scenes
from tests.ui.driving import Driver


class Clock:
    """Seconds that go on when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def kiosk(clock: Clock | None = None) -> AsyncIterator[Driver]:
    with closing(ThrowawayDemo(KIOSK.database_limit)) as source:
        app = WorkbenchApp(source.open, demo=True, demo_source=source, policy=KIOSK)
        app.kiosk = KioskWatch(app, now=clock or Clock())
        async with app.run_test(size=(80, 24)) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            yield driver


def run(driver: Driver, command: str) -> None:
    driver.app.screen.action_run_command(command)  # type: ignore[attr-defined]


async def test_a_session_without_a_key_is_announced_and_ended() -> None:
    clock = Clock()
    async with kiosk(clock) as driver:
        assert driver.app.kiosk is not None
        assert KIOSK.idle_limit is not None
        clock.seconds = KIOSK.idle_limit - 61
        driver.app.kiosk.look()
        await driver.settle()
        assert isinstance(driver.app.screen, OffersScreen)
        clock.seconds += 2
        driver.app.kiosk.look()
        await driver.settle()
        assert isinstance(driver.app.screen, KioskNotice)
        # A key that leads elsewhere only goes on.
        await driver.press("3")
        assert isinstance(driver.app.screen, OffersScreen)
        clock.seconds += 120
        driver.app.kiosk.look()
        await driver.settle()
        assert isinstance(driver.app.screen, OffersScreen)
        clock.seconds += KIOSK.idle_limit
        driver.app.kiosk.look()
        assert driver.app.return_code == 0


async def test_no_key_makes_a_session_longer_than_its_limit() -> None:
    clock = Clock()
    async with kiosk(clock) as driver:
        assert driver.app.kiosk is not None
        assert KIOSK.session_limit is not None
        clock.seconds = KIOSK.session_limit - 30
        await driver.press("down")
        driver.app.kiosk.look()
        await driver.settle()
        assert "This session ends within a minute" in driver.page
        await driver.press("space")
        assert isinstance(driver.app.screen, OffersScreen)
        clock.seconds += 31
        await driver.press("down")
        driver.app.kiosk.look()
        assert driver.app.return_code == 0


async def test_the_directory_is_imported_from_a_sample_and_no_path_is_seen() -> None:
    async with kiosk() as driver:
        await driver.press("3", "i")
        assert isinstance(driver.app.screen, SamplesDialog)
        await driver.press("enter")
        assert isinstance(driver.app.screen, DirectoryImportDialog)
        assert "4 partners are new" in driver.page
        assert "1 row cannot be used" in driver.page
        assert "/" not in driver.page.replace("N/A", "").split("Import partners")[1][:200]
        await driver.press("enter")
        assert "Imported: 4 added, 3 updated" in driver.status


async def test_a_list_is_imported_from_a_sample_and_exported_to_the_screen() -> None:
    async with kiosk() as driver:
        await scenes.offer(driver, "contoso-assembly")
        run(driver, "audience.import")
        await driver.settle()
        await driver.press("enter")
        assert isinstance(driver.app.screen, AudienceImportDialog)
        assert "would be added" in driver.page
        await driver.press("enter")
        await driver.settle()
        run(driver, "audience.export")
        await driver.settle()
        assert isinstance(driver.app.screen, TextViewDialog)
        assert "ID,Description,Type" in driver.page
        await driver.press("s")
        assert isinstance(driver.app.screen, TextViewDialog)
        assert "Not in this kiosk" in driver.page


@pytest.mark.parametrize("button", ["back-up", "restore", "copy"])
async def test_the_database_can_be_checked_and_nothing_else(button: str) -> None:
    async with kiosk() as driver:
        run(driver, "database")
        await driver.settle()
        driver.app.screen.query_one(f"#{button}").press()  # type: ignore[attr-defined]
        await driver.settle()
        assert "Not in this kiosk" in driver.page


async def test_what_is_pasted_is_bounded() -> None:
    async with kiosk() as driver:
        await driver.press("slash")
        field = driver.app.focused
        assert isinstance(field, Input)
        for _ in range(3):
            driver.app.post_message(Paste("y" * 100_000))
            await driver.settle()
        assert len(field.value) <= (KIOSK.field_limit or 0)


async def test_textual_itself_hands_nothing_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    async with kiosk() as driver:
        assert driver.app.deliver_screenshot() is None
        with pytest.raises(PermissionError):
            driver.app.save_screenshot(path=str(tmp_path_factory.mktemp("none")))
        with pytest.raises(PermissionError), driver.app.suspend():
            pass


def test_every_sample_is_there_and_a_policy_takes_other_limits() -> None:
    assert {sample.kind for sample in SAMPLES} == {"partners", "audience", "resales"}
    assert all(sample.path.is_file() for sample in SAMPLES)
    other = KIOSK.with_limits(idle=1, session=2)
    assert other == replace(KIOSK, idle_limit=60, session_limit=120)
