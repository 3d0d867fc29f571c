"""Imports where no file of the person's can be named: their rows are pasted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import pytest
from textual.app import App
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Button

from csp_tui.cli.temporary_demo import TemporaryDemo
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.audience.import_dialog import AudienceImportDialog
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.kit.dialogs.paste import PasteDialog
from csp_tui.ui.kit.dialogs.samples import SamplesDialog
from csp_tui.ui.kit.policy import DEMO, KIOSK, SessionPolicy
from csp_tui.ui.kit.widgets.paste_area import MAX_CHARACTERS, PasteArea
from csp_tui.ui.partners.directory_import import DirectoryImportDialog
from csp_tui.ui.resales.import_dialog import ResalesImportDialog
from tests import scenes
from tests.ui.driving import Driver

NEW = "0a1b2c3d-1b5d-4c1e-9a77-0c6b6f2d9c1e"
PARTNERS = (
    f"tenant_id,name,country\r\n{NEW},Pasted \x1b]0;owned\x07 Partner,FR\r\nwrong,Nobody,FR\r\n"
)


@pytest.fixture(autouse=True)
def web(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions as a browser shows them."""
    monkeypatch.setattr(App, "is_web", property(lambda _app: True))


@asynccontextmanager
async def session(policy: SessionPolicy) -> AsyncIterator[Driver]:
    with closing(TemporaryDemo(policy.database_limit)) as source:
        app = WorkbenchApp(source.open, demo=True, demo_source=source, policy=policy)
        async with app.run_test(size=(80, 24)) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            yield driver


async def paste(driver: Driver, text: str) -> None:
    expect(driver, PasteDialog)
    driver.app.post_message(Paste(text))
    await driver.settle()


def expect(driver: Driver, kind: type[Screen[Any]]) -> None:
    assert isinstance(driver.app.screen, kind)


async def go_elsewhere(driver: Driver) -> None:
    driver.app.screen.query_one("#elsewhere", Button).press()
    await driver.settle()


async def test_partners_an_audience_and_resales_are_pasted() -> None:
    async with session(DEMO) as driver:
        await driver.press("3", "i", "f2")
        assert "Paste the rows first." in driver.page
        await paste(driver, PARTNERS)
        assert "Paste the rows first." not in driver.page
        assert "\x1b" not in driver.app.screen.query_one(PasteArea).text
        await driver.press("f2")
        expect(driver, DirectoryImportDialog)
        assert "the pasted text" in driver.page
        assert "1 partner is new" in driver.page
        assert "1 invalid row is skipped" in driver.page
        await driver.press("enter")
        assert "Imported: 1 added" in driver.status

        await scenes.offer(driver, "contoso-assembly")
        await scenes.command(driver, "audience.import")
        # As a spreadsheet copies it and a terminal sends it.
        await paste(driver, f"ID\tDescription\tType\r{NEW}\tPasted\tTenantID\r")
        await driver.press("f2")
        expect(driver, AudienceImportDialog)
        assert "Import the pasted text" in driver.page
        assert "Add to the list: 1 added." in driver.page
        await driver.press("enter")
        assert "1 added. Not saved yet" in driver.status
        await driver.press("f2")
        assert "Draft saved: 1 added." in driver.status

        await driver.press("1", "i")
        await paste(driver, f"offer_id,tenant_id\ncontoso-assembly,{NEW}\n")
        await driver.press("f2")
        expect(driver, ResalesImportDialog)
        await driver.press("escape", "i")
        expect(driver, PasteDialog)
        await go_elsewhere(driver)
        expect(driver, FilePathDialog)


async def test_a_text_that_is_no_table_is_refused_and_one_too_long_is_not_cut() -> None:
    async with session(DEMO) as driver:
        await driver.press("3", "i")
        await paste(driver, "x" * (MAX_CHARACTERS + 1))
        assert "too long for this field" in driver.page
        await paste(driver, "no table")
        assert "too long for this field" not in driver.page
        await driver.press("f2")
        assert "the pasted text" in driver.page


async def test_a_kiosk_in_a_browser_takes_little_and_offers_its_samples() -> None:
    async with session(KIOSK) as driver:
        await driver.press("3", "i")
        await paste(driver, "tenant_id,name\n" + "y" * (KIOSK.paste_limit // 2))
        area = driver.app.screen.query_one(PasteArea)
        assert len(area.text) == KIOSK.paste_limit // 2 + len("tenant_id,name\n")
        await paste(driver, "y" * (KIOSK.paste_limit // 2))
        assert len(area.text) < KIOSK.paste_limit
        assert "too long for this field" in driver.page
        await go_elsewhere(driver)
        expect(driver, SamplesDialog)
