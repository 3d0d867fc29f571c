"""The database file as a whole, with the keyboard, and what is on the disk afterwards."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from textual.widgets import Static

from csp_tui.bootstrap import demo_workbench, open_database
from csp_tui.domain.errors import StorageProblem
from csp_tui.domain.partner import Partner, PartnerQuery
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.database.dialog import DatabaseDialog
from csp_tui.ui.help.dialog import HelpDialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from tests.conftest import ALL, SOME, tenant
from tests.ui.driving import Driver, running
from tests.ui.steering import Steered, opened, press, said, settle


async def into_database(driver: Driver) -> None:
    """From any screen through the palette."""
    await driver.press("ctrl+p")
    await driver.write("back up or restore")
    await driver.press("enter")
    assert isinstance(driver.app.screen, DatabaseDialog)


async def button(driver: Driver, name: str) -> None:
    """Go to a button with Tab, and press it."""
    while driver.app.focused is None or driver.app.focused.id != name:
        await driver.press("tab")
    await driver.press("enter")


async def restore(driver: Driver, backup: Path) -> None:
    """Name a backup; the question before it is restored is shown."""
    await button(driver, "restore")
    await driver.write(str(backup))
    await driver.press("enter")


def offers_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT offer_id FROM offer ORDER BY 1")]


@pytest.fixture
def backup(stocked: Workbench, offer: Callable[..., str], tmp_path: Path) -> Path:
    """A backup with one offer; the database has two offers now."""
    offer(SOME, (1,))
    target = tmp_path / "old.sqlite"
    stocked.database.backup(target)
    offer(ALL, offer_id="contoso-later")
    return target


async def test_the_facts_and_all_options_are_in_sight(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ALL)
    async with running(stocked) as driver:
        await into_database(driver)
        info = stocked.database.info()
        for size in ((80, 24), (60, 20), (120, 40)):
            await driver.resize(*size)
            # The page below the dialog is visible beside it, in frames of its own.
            box = driver.app.screen.query_one(".dialog-body").region
            lines = driver.page.splitlines()[box.y : box.bottom]
            shown = "".join("".join(line[box.x : box.right] for line in lines).split())
            assert info.path in shown, size
            size_of_file = f"{info.size_bytes:,}bytes"
            for words in (size_of_file, f"Schema{info.schema}", "Offers1", "Partners6"):
                assert words in shown, (words, size)
            for words in ("Check", "Back up…", "Restore…", "Copy path", "Close"):
                assert words in driver.page, (words, size)


async def test_an_intact_database_is_reported_as_intact(stocked: Workbench) -> None:
    async with running(stocked) as driver:
        await into_database(driver)
        await driver.press("enter")
        assert driver.status == "The database is intact."


async def test_each_option_is_a_command_with_a_key_that_says_why_it_is_unavailable(
    stocked: Workbench,
) -> None:
    async with running(stocked) as driver:
        await into_database(driver)
        assert "c Check   b Back up   r Restore" in driver.page
        await driver.press("c")
        assert driver.status == "The database is intact."
        await driver.press("y")
        assert "The path" in driver.status
        await driver.press("b")
        assert isinstance(driver.app.screen, FilePathDialog)
        await driver.press("escape", "r")
        assert isinstance(driver.app.screen, FilePathDialog)
        await driver.press("escape", "ctrl+p")
        await driver.write("copy backup file")
        assert "Back up" in driver.page


async def test_problems_are_shown_in_full(stocked: Workbench, offer: Callable[..., str]) -> None:
    offer(SOME, (1,))
    with closing(sqlite3.connect(stocked.database.info().path)) as connection:
        connection.execute("INSERT INTO plan VALUES ('no-offer', 0, 'gold', 'standard')")
        connection.commit()
    problems = stocked.database.check().problems
    assert problems
    async with running(stocked) as driver:
        await into_database(driver)
        await driver.press("enter")
        assert isinstance(driver.app.screen, TextViewDialog)
        assert problems[0] in " ".join(driver.page.replace("│", " ").split())
        await driver.press("escape")
        assert "The database is damaged" in driver.status


async def test_a_backup_is_written_and_overwrites_nothing(
    stocked: Workbench,
    offer: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer(ALL)
    folder = tmp_path / "backups"
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with running(stocked) as driver:
        await into_database(driver)
        await button(driver, "back-up")
        assert "test-backup-20261116-090000.sqlite" in driver.page
        await driver.press("enter")
        target = folder / "test-backup-20261116-090000.sqlite"
        assert offers_in(target) == ["contoso-backup"]
        assert driver.status == f"Backup written: {target}"
        written = target.read_bytes()
        await button(driver, "back-up")
        await driver.press("enter")
        assert isinstance(driver.app.screen, FilePathDialog)
        assert "Choose a new name" in driver.page
        assert target.read_bytes() == written


async def test_restoring_asks_keeps_what_was_there_and_reads_everything_again(
    stocked: Workbench, backup: Path
) -> None:
    path = Path(stocked.database.info().path)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer("contoso-later")
        await driver.settle()
        await into_database(driver)
        await restore(driver, backup)
        assert isinstance(driver.app.screen, ConfirmDialog)
        shown = " ".join(driver.page.replace("│", " ").split())
        assert "2 offers, 6 partners" in shown
        assert "is kept in the same folder" in shown
        await driver.press("enter")
        assert isinstance(driver.app.screen, DatabaseDialog)
        assert offers_in(path) == ["contoso-backup", "contoso-later"]
        await restore(driver, backup)
        await driver.press("y")
        assert isinstance(driver.app.screen, OffersScreen)
        assert "1 offer" in driver.page
        assert "contoso-later" not in driver.page
        assert [row.state.offer.offer_id for row in driver.app.offer_rows] == ["contoso-backup"]
        kept = path.with_name("test-before-restore-20261116-090000.sqlite")
        assert str(kept) in driver.status
        assert offers_in(kept) == ["contoso-backup", "contoso-later"]
        assert offers_in(path) == ["contoso-backup"]
        await driver.press("enter")
        assert "Alpine Cloud SARL" in driver.page
    assert stocked.audience.save_draft("contoso-backup", AudienceEdit(add=(tenant(2),))).added == 1
    assert stocked.database.check().ok


async def test_a_search_after_restoring_asks_the_restored_directory(
    stocked: Workbench, tmp_path: Path
) -> None:
    backup = tmp_path / "old.sqlite"
    stocked.database.backup(backup)
    stocked.directory.import_partners(
        [Partner(tenant_id=tenant(77), name="Alpine Two", country="AT")]
    )
    async with running(stocked) as driver:
        await driver.press("3", "slash")
        await driver.write("alpine")
        assert "Alpine Two" in driver.page
        await driver.press("escape")
        await into_database(driver)
        await restore(driver, backup)
        await driver.press("y", "3", "slash")
        await driver.write("alpine")
        assert "Alpine Cloud SARL" in driver.page
        assert "Alpine Two" not in driver.page
    assert stocked.directory.search.count(PartnerQuery()) == 6


async def test_what_is_not_saved_is_asked_about_before_it_is_replaced(
    stocked: Workbench, backup: Path
) -> None:
    path = Path(stocked.database.info().path)
    async with running(stocked) as driver:
        driver.app.navigation.open_offer("contoso-backup")
        await driver.settle()
        driver.app.screen.query_one("#audience-partners").focus()
        stocked.audience.save_draft("contoso-backup", AudienceEdit(add=(tenant(2),)))
        await driver.press("f5", "down", "delete")
        await into_database(driver)
        await restore(driver, backup)
        await driver.press("y")
        assert "not saved in the draft" in driver.page
        await driver.press("enter")
        assert isinstance(driver.app.screen, DatabaseDialog)
        assert len(offers_in(path)) == 2
        await driver.press("escape")
        assert isinstance(driver.app.screen, OfferScreen)
        assert "Not saved yet" in driver.page
        await into_database(driver)
        await restore(driver, backup)
        await driver.press("y", "tab", "tab", "enter")
        assert isinstance(driver.app.screen, OffersScreen)
        assert offers_in(path) == ["contoso-backup"]


async def test_what_is_typed_last_is_kept_with_what_is_replaced(
    stocked: Workbench, backup: Path
) -> None:
    request = stocked.support.create_removal("contoso-backup", [tenant(1)], language="en")
    path = Path(stocked.database.info().path)
    async with running(stocked) as driver:
        driver.app.navigation.open_request(request.id)
        await driver.settle()
        await driver.press("f2")
        driver.app.screen.query_one("#details-contact_name").focus()
        await driver.pilot.press("A", "m", "y")
        driver.app.screen.action_run_command("database")  # type: ignore[attr-defined]
        await driver.settle()
        await restore(driver, backup)
        await driver.press("y")
        assert isinstance(driver.app.screen, OffersScreen)
        assert "Restored" in driver.status
        assert stocked.support.rows() == []
    (kept,) = path.parent.glob("*before-restore*")
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT contact_name FROM support_request").fetchall() == [
            ("Amy",)
        ]
    assert stocked.database.check().ok


async def test_what_is_no_backup_is_refused_and_nothing_changes(
    stocked: Workbench, backup: Path, tmp_path: Path
) -> None:
    path = Path(stocked.database.info().path)
    wrong = tmp_path / "[red]wrong.sqlite"
    wrong.write_text("not a database at all, but long enough to be one " * 40)
    async with running(stocked) as driver:
        await into_database(driver)
        await restore(driver, wrong)
        assert "[red]wrong.sqlite" in re.sub(r"[│╭╮╰╯─\s]", "", driver.page)
        await driver.press("y")
        assert isinstance(driver.app.screen, ProblemDialog)
        await driver.press("enter")
        assert isinstance(driver.app.screen, DatabaseDialog)
        assert offers_in(path) == ["contoso-backup", "contoso-later"]
        assert not list(path.parent.glob("*before-restore*"))
        await driver.press("escape", "enter")
        assert isinstance(driver.app.screen, OfferScreen)


async def test_a_database_that_someone_else_writes_is_not_replaced(
    stocked: Workbench, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csp_tui.storage.replacement.BUSY_TIMEOUT", 0.05)
    path = Path(stocked.database.info().path)
    async with running(stocked) as driver:
        await into_database(driver)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await restore(driver, backup)
            await driver.press("y")
            assert "locked" in driver.page
            await driver.press("enter")
        await restore(driver, backup)
        await driver.press("y")
        assert offers_in(path) == ["contoso-backup"]


async def test_a_restore_continues_during_an_attempt_to_leave(
    stocked: Workbench, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, go = stocked.database, threading.Event()
    put_back = database.restore

    def slowly(source: Path) -> Path | None:
        assert go.wait(30)
        return put_back(source)

    monkeypatch.setattr(database, "restore", slowly)
    async with running(stocked) as driver:
        await into_database(driver)
        await restore(driver, backup)
        await driver.pilot.press("y")
        await driver.pilot.pause()
        await driver.pilot.press("escape", "enter")
        await driver.pilot.pause()
        assert isinstance(driver.app.screen, DatabaseDialog)
        assert "Restoring" in driver.status
        go.set()
        await driver.settle()
        assert isinstance(driver.app.screen, OffersScreen)
        assert "Restored: old.sqlite" in driver.status


async def test_the_path_is_copied(stocked: Workbench) -> None:
    async with opened(stocked) as (app, pilot):
        assert isinstance(app, Steered)
        app.screen.action_run_command("database")  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "tab", "tab", "tab", "enter")
        assert app.copied == stocked.database.info().path
        assert "clipboard" in said(app.screen)


async def test_the_demo_has_no_file_and_takes_no_backup(tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite"
    with demo_workbench() as demo:
        async with running(demo, (120, 40), demo=True) as driver:
            await into_database(driver)
            assert "In memory only" in driver.page
            await driver.press("enter")
            assert "is intact" in driver.status
            await driver.press("tab", "tab", "enter")
            assert "Backups cannot be restored" in driver.status
            await driver.press("y")
            assert "The demo has no file" in driver.status
        with pytest.raises(StorageProblem, match="is not backed up"):
            demo.database.restore(target)
        demo.database.backup(target)
        with pytest.raises(StorageProblem, match="already exists"):
            demo.database.backup(target)
        copied = open_database(target)
        assert copied.check().ok
        assert copied.info().offers == demo.database.info().offers
        assert list(demo.database.backups()) == []
        assert demo.database.back_up_daily() is None


async def test_help_names_the_command_everywhere(stocked: Workbench) -> None:
    async with running(stocked, (80, 40)) as driver:
        for place in "1234":
            await driver.press(place, "f1")
            assert isinstance(driver.app.screen, HelpDialog)
            listed = str(driver.app.screen.query_one("#help-commands", Static).content)
            assert "Database: Check, back up or restore" in listed
            await driver.press("escape")
