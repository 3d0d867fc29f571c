"""Files whose header names no column for what is needed, and exports for Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Button, Select

from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.ui.audience.import_dialog import AudienceImportDialog
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.files.column_map import ColumnMapDialog
from csp_tui.ui.kit.widgets.choices import CheckOption
from csp_tui.ui.partners.directory_import import DirectoryImportDialog
from csp_tui.ui.resales.import_dialog import ResalesImportDialog
from tests.conftest import SOME, tenant
from tests.ui.driving import Driver, running

FILES = {
    "audience": f"Partner;Key\nAlpine;{tenant(4)}\n",
    "directory": f"Key;Company;Land\n{tenant(50)};Zeta;FR\n",
    "resales": f"Key;Product\n{tenant(2)};contoso-backup\n",
}
COLUMNS = {"audience": ("2",), "directory": ("1", "2", "3"), "resales": ("2", "1")}
SHOWN = {"audience": "1 added", "directory": "1 partner is new", "resales": "1 resale would be"}


def dialog_of(kind: str, path: Path) -> Dialog[object]:
    made: dict[str, Callable[[], object]] = {
        "audience": lambda: AudienceImportDialog("contoso-backup", path, AudienceEdit()),
        "directory": lambda: DirectoryImportDialog(path),
        "resales": lambda: ResalesImportDialog(path),
    }
    return made[kind]()  # type: ignore[return-value]


async def answer(driver: Driver, *columns: str) -> None:
    for select, column in zip(driver.app.screen.query(Select), columns, strict=True):
        select.value = column
    driver.app.screen.query_one("#read", Button).press()
    await driver.settle()


async def test_columns_are_asked_for_and_the_file_is_read_again(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    offer(SOME, (1, 2))
    file = tmp_path / "list.csv"
    async with running(stocked) as driver:
        for kind, text in FILES.items():
            file.write_text(text, "utf-8")
            dialog = dialog_of(kind, file)
            driver.app.push_screen(dialog)
            await driver.settle()
            question = driver.app.screen
            assert isinstance(question, ColumnMapDialog), kind
            assert "Key" in driver.page, kind
            # Nothing selected, or a column twice, is no answer.
            driver.app.screen.query_one("#read", Button).press()
            await driver.settle()
            assert "Select a column for each field." in driver.page, kind
            if len(COLUMNS[kind]) > 1:
                await answer(driver, *("1" for _column in COLUMNS[kind]))
                assert "Select another column for each field." in driver.page, kind
            await answer(driver, *COLUMNS[kind])
            assert driver.app.screen is dialog, kind
            assert SHOWN[kind] in driver.page, kind
            driver.app.pop_screen()
            await driver.settle()


async def test_without_columns_the_file_stays_unread(stocked: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(FILES["directory"], "utf-8")
    async with running(stocked) as driver:
        dialog = DirectoryImportDialog(file)
        driver.app.push_screen(dialog)
        await driver.settle()
        await driver.press("escape")
        assert driver.app.screen is dialog
        assert "Its columns are:" in " ".join(driver.page.replace("│", " ").split())
        await driver.press("i")
        assert "has not been read" in driver.page


async def test_an_export_is_written_for_programs_or_for_excel(
    stocked: Workbench,
    offer: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    offer_id = offer(SOME, (1,))
    async with running(stocked) as driver:
        driver.app.navigation.open_offer(offer_id, "audience")
        await driver.settle()
        for for_excel in (False, True):
            target = tmp_path / f"{for_excel}.csv"
            await driver.press("e", "ctrl+u")
            await driver.write(str(target))
            driver.app.screen.query_one(CheckOption).value = for_excel
            await driver.press("enter")
            assert "Exported: 1 partner" in driver.status
            written = target.read_bytes()
            assert written.startswith(b"\xef\xbb\xbf") is for_excel
            assert (b"ID;Description;Type" in written) is for_excel
