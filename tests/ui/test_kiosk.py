"""The kiosk: no path can be named or seen, imports and exports work, and sessions end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input, TextArea

from csp_tui.cli.temporary_demo import TemporaryDemo
from csp_tui.exchange.samples import SAMPLES
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.audience.import_dialog import AudienceImportDialog
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.kit.dialogs.samples import SamplesDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.policy import KIOSK, SessionPolicy
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.partners.directory_import import DirectoryImportDialog
from csp_tui.ui.shell.kiosk import KioskWatch
from csp_tui.ui.shell.kiosk_notice import KioskNotice
from csp_tui.ui.terminal import driver as line_driver
from csp_tui.ui.terminal.driver import ResilientDriver
from tests import scenes
from tests.ui.driving import Driver
from tests.ui.test_recovered_fields import HOLDERS

HOSTILE = "/etc/passwd|sh;$(id)\x1b]0;owned\x07\x9b6n"


async def ticket(driver: Driver) -> None:
    await scenes.request_submitted(driver)
    await scenes.command(driver, "request.ticket")


def after(*keys: str) -> Callable[[Driver], Awaitable[None]]:
    """What is open after some keys at home."""

    async def go(driver: Driver) -> None:
        await driver.press(*keys)

    return go


FIELDS = (
    *(scenes.offers_filter, scenes.new_offer, scenes.plans, scenes.listing, scenes.facet_picker),
    scenes.plan_markets,
    *(scenes.resale, scenes.resales_record, scenes.wizard_review, ticket),
    *(scenes.partners, scenes.rules, scenes.evidence_columns, scenes.evidence_note),
    *(after("B"), after("L", "n"), after("L", "e"), after("equals_sign"), after("Z")),
)
"""Where every field of a kiosk is but the palette's, which is tried over SSH."""


class Clock:
    """Seconds that go on when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def kiosk(
    clock: Clock | None = None, policy: SessionPolicy = KIOSK, log: Path | None = None
) -> AsyncIterator[Driver]:
    with closing(TemporaryDemo(KIOSK.database_limit)) as source:
        app = WorkbenchApp(source.open, demo=True, demo_source=source, policy=policy, log=log)
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
        # A key that leads elsewhere only continues.
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


async def test_one_notice_makes_room_for_the_other() -> None:
    clock = Clock()
    async with kiosk(clock, KIOSK.with_limits(idle=0.5, session=0.6)) as driver:
        assert driver.app.kiosk is not None
        for seconds, title in ((15, "Are you still there?"), (18, "This session ends"), (19, "")):
            clock.seconds = seconds
            driver.app.kiosk.look()
            await driver.settle()
            assert title in driver.page
        assert "This session ends" in driver.page
        assert [type(screen) for screen in driver.app.screen_stack] == [OffersScreen, KioskNotice]


async def test_a_terminal_that_sends_what_cannot_be_read_shows_a_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with kiosk(log=tmp_path / "log") as driver:
        line = ResilientDriver(driver.app)
        errors: list[Exception] = [MemoryError(), ValueError("unreadable")]

        def read(_driver: ResilientDriver) -> None:
            if errors:
                raise errors.pop()
            line.exit_event.set()

        monkeypatch.setattr(ResilientDriver, "_read_input", read)
        monkeypatch.setattr(line_driver, "_PAUSE_AFTER_ERROR", 0)
        await asyncio.to_thread(line.run_input_thread)
        # The first is reported as any other error; the second ends the session.
        await driver.pilot.pause()
        assert "reached its memory limit" in str(driver.app._exit_renderables)
        assert driver.app.return_code == 0
        assert errors == []
        assert "unreadable" in (tmp_path / "log").read_text("utf-8")


async def test_a_long_text_has_its_keys() -> None:
    async with kiosk() as driver:
        driver.app.push_screen(TextViewDialog("Long", "x" * (2 * (KIOSK.field_limit or 0))))
        await driver.settle()
        assert isinstance(driver.app.focused, TextArea)
        await driver.press("e")
        assert "Not available in kiosk mode" in driver.page
        await driver.press("y")
        assert "Not available in kiosk mode" not in driver.page


async def test_no_field_takes_a_path_for_a_way_out_or_keeps_a_sequence() -> None:
    seen: set[str] = set()
    tried: set[tuple[type, ...]] = set()
    took = 0
    async with kiosk() as driver:
        for scene in FIELDS:
            await scene(driver)
            for field in driver.app.screen.query("Input, TextArea"):
                # Two fields of a kind in the same place are alike.
                kinds = tuple(type(node) for node in field.ancestors_with_self)
                if kinds in tried:
                    continue
                field.focus()
                await driver.pilot.pause()
                if driver.app.focused is not field or getattr(field, "read_only", False):
                    continue
                tried.add(kinds)
                seen |= {kind.__module__ for kind in kinds}
                driver.app.post_message(Paste(HOSTILE))
                await driver.settle()
                value = str(getattr(field, "value", getattr(field, "text", "")))
                # Such as an ID takes no signs that are in no ID.
                took += "passwd" in value
                assert not set(value) & set("\x1b\x07\x9b")
                assert len(value) <= (KIOSK.field_limit or 0)
            await driver.press("enter")
            assert "root:" not in driver.page
            assert not isinstance(driver.app.screen, FilePathDialog)
            driver.app.navigation.go_to("offers")
            await driver.settle()
    holders = {f"csp_tui.ui.{name.removesuffix('.py').replace('/', '.')}" for name in HOLDERS}
    assert took > len(tried) / 2
    # No file can be named, rows are pasted in browsers alone, an offer is chosen from a list, and
    # without a network there is no signing in.
    elsewhere = {
        "csp_tui.ui.kit.dialogs.file_path",
        "csp_tui.ui.kit.dialogs.paste",
        "csp_tui.ui.marketplace.sign_in_dialog",
        "csp_tui.ui.requests.new_dialog",
    }
    assert holders - seen == elsewhere


async def test_the_directory_is_imported_from_a_sample_and_no_path_is_seen() -> None:
    async with kiosk() as driver:
        await driver.press("3", "i")
        assert isinstance(driver.app.screen, SamplesDialog)
        await driver.press("enter")
        assert isinstance(driver.app.screen, DirectoryImportDialog)
        assert "4 partners are new" in driver.page
        assert "1 invalid row is skipped" in driver.page
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
        assert "Add to the list:" in driver.page
        await driver.press("enter")
        await driver.settle()
        run(driver, "audience.export")
        await driver.settle()
        assert isinstance(driver.app.screen, TextViewDialog)
        assert "ID,Description,Type" in driver.page
        await driver.press("e")
        assert isinstance(driver.app.screen, TextViewDialog)
        assert "Not available in kiosk mode" in driver.page


@pytest.mark.parametrize("button", ["back-up", "restore", "copy"])
async def test_the_database_can_be_checked_and_nothing_else(button: str) -> None:
    async with kiosk() as driver:
        run(driver, "database")
        await driver.settle()
        driver.app.screen.query_one(f"#{button}").press()  # type: ignore[attr-defined]
        await driver.settle()
        assert "Not available in kiosk mode" in driver.page


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
    kinds = {"partners", "audience", "resales", "evidence", "state"}
    assert {sample.kind for sample in SAMPLES} == kinds
    assert all(sample.path.is_file() for sample in SAMPLES)
    other = KIOSK.with_limits(idle=1, session=2)
    assert other == replace(KIOSK, idle_limit=60, session_limit=120)
