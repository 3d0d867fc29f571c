"""A database that cannot be opened, or only be read, in the workbench."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from csp_tui.bootstrap import open_workbench
from csp_tui.cli.user_database import UserDatabase
from csp_tui.domain.offer import Setup
from csp_tui.domain.product import ProductType
from csp_tui.exchange import reference
from csp_tui.services.workbench import Workbench
from csp_tui.storage.open_errors import without_locks
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.database.cannot_open import CannotOpenDialog
from csp_tui.ui.history.entry_dialog import HistoryEntryDialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.kit.policy import KIOSK, SessionPolicy
from tests.conftest import SOME, tenant
from tests.ui.driving import Driver

READ_ONLY = "The database is open read-only, so nothing can be changed."


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A sound database with an offer."""
    path = tmp_path / "csp.sqlite"
    with closing(open_workbench(path, who="ada")) as workbench:
        workbench.offers.create("kept-offer", ProductType.SAAS, Setup(name="Kept"))
    return path


@pytest.fixture
def damaged(sound: Path) -> Path:
    """The same cut off in the middle, with a damaged backup and an older one that is sound."""
    whole = sound.read_bytes()
    backups = sound.parent / "backups"
    backups.mkdir()
    (backups / "csp.sqlite-daily-20261119-080000.sqlite").write_bytes(whole)
    (backups / "csp.sqlite-daily-20261120-080000.sqlite").write_bytes(whole[: len(whole) // 2])
    sound.write_bytes(whole[: len(whole) // 2])
    return sound


class Unlocked(UserDatabase):
    """A file in a folder that cannot lock files."""

    def open(self) -> Workbench:
        if not self._read_only:
            raise without_locks(self.path)
        return super().open()


def own(path: Path, *, read_only: bool = False) -> UserDatabase:
    return UserDatabase(path, path.parent / "unsaved", read_only=read_only)


@asynccontextmanager
async def opening(
    opener: UserDatabase,
    size: tuple[int, int] = (80, 24),
    policy: SessionPolicy | None = None,
) -> AsyncIterator[Driver]:
    app = WorkbenchApp(opener.open, opener=opener, policy=policy)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def words(driver: Driver) -> str:
    """The page without frames, blanks and ends of lines, as a long path may stand anywhere."""
    return "".join(driver.page.replace("│", "").split())


def zero_bytes(path: Path) -> None:
    path.write_bytes(b"")


def only_header(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def damaged_schema(path: Path) -> None:
    """Make a byte of the schema's text one that no text has."""
    content = bytearray(path.read_bytes())
    content[content.index(b"CREATE TABLE offer") + 40] = 0xFF
    path.write_bytes(bytes(content))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


async def test_the_newest_intact_backup_takes_the_place_of_a_damaged_file(damaged: Path) -> None:
    before = damaged.read_bytes()
    async with opening(own(damaged)) as driver:
        assert isinstance(driver.app.screen, CannotOpenDialog)
        assert f"The database {damaged} is damaged".replace(" ", "") in words(driver)
        assert "2026-11-19 08:00" in driver.page
        assert everything(damaged.parent)[str(damaged)] == before

        await driver.press("r")
        assert isinstance(driver.app.screen, ConfirmDialog)
        await driver.press("tab", "enter")

        assert "Kept" in driver.page
        assert "Restored: csp.sqlite-daily-20261119-080000.sqlite" in driver.status
        (kept,) = damaged.parent.glob("csp-before-restore-*.sqlite")
        assert kept.read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "cause", "why_not_restore"),
    [
        (zero_bytes, "is empty", "There is no automatic backup in"),
        (damaged_schema, "is damaged", "There is no automatic backup in"),
        (only_header, "is damaged", "There is no automatic backup in"),
        (newer, "has schema 9999, which is newer", "A backup cannot fix this."),
        (folder, "is a folder, not a database", "A backup cannot fix this."),
    ],
)
async def test_a_way_that_cannot_work_says_why_and_leaving_ends_with_3(
    sound: Path, spoil: Callable[[Path], None], cause: str, why_not_restore: str
) -> None:
    spoil(sound)
    before = everything(sound.parent)
    async with opening(own(sound), (60, 20)) as driver:
        assert cause.replace(" ", "") in words(driver)
        dialog = driver.app.screen
        assert isinstance(dialog, CannotOpenDialog)
        assert why_not_restore in (dialog.disabled_reason_unopened_restore() or "")
        assert dialog.disabled_reason_unopened_read() == "It cannot be read either."
        for button in dialog.query(Button):
            assert driver.app.size.region.contains_region(button.region)

        await driver.press("r", "o", "t", "escape")

        assert driver.app.return_value == 3
    assert everything(sound.parent) == before


async def test_a_cause_that_also_hides_the_options_is_said_once(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program's own data is missing, which is needed to look at backups as well."""

    def missing() -> Path:
        raise reference._incomplete(Path("somewhere"))

    monkeypatch.setattr(reference, "data_folder", missing)
    reference.load_region_table.cache_clear()
    async with opening(own(sound)) as driver:
        said = words(driver)
        assert said.count("referencedataismissing") == 1, said
        assert "Installcsp-tuiagain." in said


async def test_another_file_is_opened_or_created_without_starting_again(sound: Path) -> None:
    other = sound.with_name("it's new %20.sqlite")
    newer(sound)
    opener = own(sound)
    async with opening(opener) as driver:
        await driver.press("f")
        await driver.write(str(other))
        await driver.press("enter")

        assert driver.app.is_open
        assert driver.app.workbench.database.info().path == str(other)
        assert "Opened:" in driver.status
        assert opener.path == other
        await driver.press("n")
        assert driver.app.screen.HELP_TEXT, "a new database can be worked with"  # type: ignore[attr-defined]


async def test_what_can_only_be_read_is_opened_so_and_says_so(sound: Path) -> None:
    before = everything(sound.parent)
    async with opening(Unlocked(sound, sound.parent / "unsaved"), (60, 20)) as driver:
        assert isinstance(driver.app.screen, CannotOpenDialog)
        await driver.press("o")

        assert "Kept" in driver.page
        assert "read-only" in driver.page.splitlines()[0]
        for keys in ("n", "ctrl+y", "ctrl+z", "delete"):
            await driver.press(keys)
            assert driver.status.endswith(READ_ONLY), keys
        screen = driver.app.screen
        for command in screen.commands():
            if command.writes:
                assert screen.reason_against(command) == READ_ONLY
        assert "(n New offer)" in driver.page
        await driver.press("enter")
        assert "(F2 Save)" in driver.page
    assert everything(sound.parent) == before


async def test_an_intact_file_is_opened_to_be_read_where_that_is_asked(sound: Path) -> None:
    before = everything(sound.parent)
    async with opening(own(sound, read_only=True)) as driver:
        assert "read-only" in driver.page.splitlines()[0]
        await driver.press("f5")
        assert "read-only" in driver.page.splitlines()[0]
        taken: list[bool] = []
        dialog = HistoryEntryDialog("", "", file_name="", ask_undo=lambda: taken.append(True))
        driver.app.push_screen(dialog)
        await driver.settle()
        dialog.query_one("#undo-change", Button).press()
        await driver.settle()
        assert driver.app.screen is dialog
        assert taken == []
    assert everything(sound.parent) == before


async def test_a_draft_request_is_gone_through_and_not_written(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    request = stocked.support.create_removal(offer(SOME, (1, 3)), [tenant(1)], language="en")
    path = Path(stocked.database.info().path)
    stocked.close()
    before = everything(path.parent)
    async with opening(own(path, read_only=True)) as driver:
        driver.app.navigation.open_request(request.id)
        await driver.settle()
        await driver.press("f2")
        assert "Step 2 of 3" in driver.page
        driver.app.screen.query_one("#details-contact_name", Input).focus()
        await driver.press("x")
        assert driver.status.endswith(READ_ONLY)
        await driver.press("escape", "escape")
        assert not isinstance(driver.app.screen, ProblemDialog)
    assert everything(path.parent) == before


async def test_strangers_are_offered_no_file(sound: Path) -> None:
    zero_bytes(sound)
    async with opening(own(sound), policy=KIOSK) as driver:
        assert isinstance(driver.app.screen, ProblemDialog)
        await driver.press("enter")
        assert driver.app.return_value == 3


def test_what_changes_the_database_is_declared_so() -> None:
    import csp_tui.ui.offer.screen  # noqa: F401

    for command_id in ("offers.new", "offer.publish", "audience.sync", "draft.save", "redo"):
        assert ALL_COMMANDS[command_id].writes
    for command_id in ("offers.open", "audience.export", "reload", "history.show"):
        if command_id in ALL_COMMANDS:
            assert not ALL_COMMANDS[command_id].writes
