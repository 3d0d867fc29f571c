"""The backup that the workbench makes by itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from csp_tui.services.workbench import Workbench
from csp_tui.ui.database.daily_backup import DailyBackup
from tests.conftest import SOME
from tests.ui.driving import Driver, running


@pytest.fixture
def changed(stocked: Workbench, offer: Callable[..., str]) -> Workbench:
    """A workbench in whose database something was changed."""
    offer(SOME, (1,))
    return stocked


async def make(driver: Driver) -> None:
    thread = DailyBackup(driver.app, delay=0).begin(driver.app.workbench)
    await asyncio.to_thread(thread.join)
    await driver.settle()


async def test_the_backup_of_the_day_is_made_without_a_word(changed: Workbench) -> None:
    async with running(changed) as driver:
        await make(driver)

        (backup,) = changed.database.backups()
        assert Path(backup.path).parent.name == "backups"
        assert driver.status == ""
        await make(driver)
        assert changed.database.backups() == [backup]


async def test_a_backup_that_cannot_be_made_is_reported_and_holds_nothing_up(
    changed: Workbench,
) -> None:
    (Path(changed.database.info().path).parent / "backups").write_text("in the way")

    async with running(changed) as driver:
        await make(driver)

        assert "The daily backup could not be made" in driver.status
        await driver.press("n")
        assert driver.app.is_running


async def test_a_workbench_that_stays_open_looks_again(changed: Workbench) -> None:
    looked: list[float] = []

    class Counted(DailyBackup):
        def _arm(self, delay: float, workbench: Workbench) -> threading.Thread:
            looked.append(delay)
            return super()._arm(delay if len(looked) == 1 else 3600, workbench)

    async with running(changed) as driver:
        thread = Counted(driver.app, delay=0, again=60).begin(driver.app.workbench)
        await asyncio.to_thread(thread.join)

        assert looked == [0, 60]
