"""Unexpected errors of any origin: reported once, logged without data, survived."""

from __future__ import annotations

import asyncio
import logging
import re
import stat
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.dialogs.plain_text import PlainTextScreen
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.shell.error_dialog import ErrorDialog
from csp_tui.ui.text.copyable import Copyable
from tests.scenes import offer
from tests.ui import quiet
from tests.ui.driving import Driver

SECRET = "Alpine Cloud SARL, ada@contoso.example, 3f2a0000-1111-2222-3333-444400009c1e"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """A log file of the test's own; handlers are closed afterwards."""
    logger = logging.getLogger("csp_tui")
    before, logger.handlers = logger.handlers, []
    yield tmp_path / "log" / "csp-tui.log"
    for handler in logger.handlers:
        handler.close()
    logger.handlers = before
    logger.propagate = True


@asynccontextmanager
async def running(
    workbench: Workbench, log: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Driver]:
    app = WorkbenchApp(lambda: workbench, log=log)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver


def fail(*_args: object, **_options: object) -> None:
    raise ValueError(f"no place for {SECRET!r} of Alpine Cloud")


async def by_command(driver: Driver, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Page, "command_reload", fail)
    await driver.press("f5")


async def by_widget(driver: Driver, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Input, "_on_key", fail)
    await driver.press("x")


async def by_worker(driver: Driver, _patch: pytest.MonkeyPatch) -> None:
    driver.app.screen.tasks.run(fail)  # type: ignore[attr-defined]
    await driver.settle()


async def by_answer(driver: Driver, _patch: pytest.MonkeyPatch) -> None:
    driver.app.screen.tasks.run(lambda: 1, fail)  # type: ignore[attr-defined]
    await driver.settle()


async def by_timer(driver: Driver, _patch: pytest.MonkeyPatch) -> None:
    driver.app.screen.set_timer(0.001, fail)
    await driver.pilot.pause(0.01)
    await driver.settle()


async def by_callback(driver: Driver, _patch: pytest.MonkeyPatch) -> None:
    driver.app.screen.call_after_refresh(fail)
    driver.app.screen.refresh()
    await driver.settle()


async def by_thread(driver: Driver, _patch: pytest.MonkeyPatch) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    await asyncio.to_thread(thread.join)
    await driver.settle()


async def by_task(driver: Driver, _patch: pytest.MonkeyPatch) -> None:
    asyncio.get_running_loop().call_soon(fail)
    await driver.settle()


WAYS: tuple[Callable[[Driver, pytest.MonkeyPatch], Awaitable[None]], ...] = (
    by_command,
    by_widget,
    by_worker,
    by_answer,
    by_timer,
    by_callback,
    by_thread,
    by_task,
)


async def test_an_error_is_reported_and_the_typed_text_stays(
    demo: Workbench, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo, log) as driver:
        await offer(driver, "contoso-backup", "setup")
        field = driver.app.screen.query(Input).first()
        field.focus()
        await driver.settle()
        await driver.press("end", "Q")
        typed = field.value
        for way in WAYS:
            with monkeypatch.context() as patch:
                await way(driver, patch)
            assert isinstance(driver.app.screen, ErrorDialog), way.__name__
            page = driver.page
            assert "ValueError" in page
            assert "Everything you saved is safe" in page
            assert "log/csp-tui.log" in re.sub(r"[\s│]", "", page)
            await driver.press("enter")
            assert isinstance(driver.app.screen, OfferScreen), way.__name__
            assert driver.app.screen.query(Input).first().value == typed
            # As if each came minutes after the one before.
            driver.app.errors._times.clear()
        # The place lives on: typing, saving and leaving work as before.
        field.focus()
        await driver.settle()
        await driver.press("R", "f2")
        assert "saved" in driver.status
        assert demo.offers.show("contoso-backup").offer.setup.name == typed + "R"
    told = log.read_text("utf-8")
    assert told.count("unexpected error") == len(WAYS)
    assert "ValueError: no place for …" in told
    for part in ("Alpine", "ada@", "3f2a", str(Path(__file__).parents[2])):
        assert part not in told
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


async def test_a_page_that_cannot_be_made_is_left(
    demo: Workbench, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo, log) as driver:
        monkeypatch.setattr(OfferScreen, "compose_page", fail)
        await driver.press("enter")
        assert isinstance(driver.app.screen, ErrorDialog)
        await driver.press("escape")
        assert isinstance(driver.app.screen, OffersScreen)
        assert "Contoso Backup" in driver.page


async def test_what_happens_again_leads_home_and_then_ends(
    demo: Workbench, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo, log) as driver:
        await offer(driver, "contoso-backup")
        monkeypatch.setattr(Page, "command_reload", fail)
        await driver.press("f5", "enter")
        assert isinstance(driver.app.screen, OfferScreen)
        await driver.press("f5")
        assert "happened again" in " ".join(driver.page.replace("│", " ").split())
        await driver.press("enter")
        assert isinstance(driver.app.screen, OffersScreen)
        await driver.pilot.press("f5")
        await driver.pilot.pause()
        assert driver.app.return_value == 3
    assert log.read_text("utf-8").count("unexpected error") == 3


async def test_a_page_that_cannot_be_painted_ends_the_program(
    demo: Workbench, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet.paint_every_frame(monkeypatch)
    async with running(demo, log) as driver:
        monkeypatch.setattr(StatusLine, "render", fail)
        driver.app.screen.query_one(StatusLine).refresh()
        await driver.pilot.pause(0.05)
        assert driver.app.return_value == 3
        assert "had to stop" in str(driver.app._exit_renderables)


async def test_the_report_holds_no_data_and_can_be_copied_and_shown(
    demo: Workbench, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo, log, (60, 20)) as driver:
        await by_command(driver, monkeypatch)
        await driver.press("y")
        report = driver.app.clipboard
        assert report.splitlines()[0].startswith("csp-tui: ")
        for fact in ("Python: ", "SQLite: ", "Textual: ", "Platform: ", "Terminal: 60x20"):
            assert fact in report
        assert "csp_tui/ui/kit/command_screen.py:" in report
        for part in ("Alpine", "ada@", "3f2a", str(Path(__file__).parents[2]), "HOME"):
            assert part not in report
        assert "copied to the terminal" in driver.status
        await driver.press("v")
        assert isinstance(driver.app.screen, PlainTextScreen)
        assert "ValueError" in str(driver.app.screen.query_one("#plain-text", Static).content)
        await driver.press("escape")
        assert isinstance(driver.app.screen, ErrorDialog)
        driver.app.screen.query_one("#leave").focus()
        await driver.settle()
        await driver.pilot.press("enter")
        await driver.pilot.pause()
        assert driver.app.return_value == 3


async def test_a_session_without_errors_has_no_handler_of_threads_left_behind(
    demo: Workbench, log: Path
) -> None:
    before = threading.excepthook
    async with running(demo, log):
        assert threading.excepthook != before
    assert threading.excepthook == before


async def test_where_the_dialog_itself_fails_the_program_ends(
    demo: Workbench, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo, log) as driver:
        monkeypatch.setattr(ErrorDialog, "compose_body", fail)
        driver.app.screen.tasks.run(fail)  # type: ignore[attr-defined]
        await driver.pilot.pause(0.05)
        assert driver.app.return_value == 3
    assert log.read_text("utf-8").count("unexpected error") == 2


async def test_a_page_that_is_never_mounted_whole_is_left(
    demo: Workbench, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo, log) as driver:
        monkeypatch.setattr(PlainTextScreen, "compose", fail)
        driver.app.push_screen(PlainTextScreen(Copyable("a text", "The text")))
        await driver.settle()
        assert isinstance(driver.app.screen, ErrorDialog)
        await driver.press("enter")
        assert isinstance(driver.app.screen, OffersScreen)


async def test_an_iterator_without_a_next_item_is_an_error_like_any_other(
    demo: Workbench, log: Path
) -> None:
    """A future cannot hold it, and its worker would never end."""
    async with running(demo, log) as driver:
        driver.app.screen.tasks.run(lambda: next(iter(())))  # type: ignore[attr-defined]
        await driver.settle()
        assert isinstance(driver.app.screen, ErrorDialog)
        assert "RuntimeError" in driver.page
