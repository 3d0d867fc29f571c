"""State files and reports on screen: exported, checked, planned and carried out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.widgets import Input

from csp_tui.exchange.pasted import Pasted
from csp_tui.services.workbench import Workbench
from csp_tui.ui.history.report_dialog import ReportDialog
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.plans.page import PlanPage
from csp_tui.ui.plans.state_files import check_state
from tests.conftest import SOME, tenant
from tests.ui.driving import Driver, running

Offer = Callable[..., str]


async def name_file(driver: Driver, path: Path) -> None:
    assert isinstance(driver.app.screen, FilePathDialog), driver.page
    driver.app.screen.query_one(Input).value = str(path)
    await driver.press("enter")


async def test_an_exported_state_is_planned_and_carried_out(
    stocked: Workbench, offer: Offer, tmp_path: Path
) -> None:
    offer_id = offer(SOME, (1, 2), live=False)
    path = tmp_path / "offers.toml"
    async with running(stocked) as driver:
        await driver.press("E")
        assert "Only contoso-backup" in driver.page
        await driver.press("enter")
        await name_file(driver, path)
        text = path.read_text("utf-8")
        kept = "".join(line for line in text.splitlines(True) if tenant(1) not in line)
        assert kept != text
        path.write_text(kept, "utf-8")
        await driver.press("T")
        await name_file(driver, path)
        assert isinstance(driver.app.screen, PlanPage)
        assert "-1 partner" in driver.page
        await driver.press("f2")
        await driver.confirm()
    assert {row.tenant_id for row in stocked.audience.rows(offer_id)} == {tenant(2)}
    stocked.undo.undo()
    assert len(stocked.audience.rows(offer_id)) == 2


async def test_mistakes_of_a_file_are_listed_with_their_lines(
    stocked: Workbench, offer: Offer, tmp_path: Path
) -> None:
    offer(SOME, (1,))
    path = tmp_path / "offers.toml"
    path.write_text('format = 1\n[offers.missing]\nreseler_channel = "some"\n', "utf-8")
    async with running(stocked) as driver:
        await driver.press("T")
        await name_file(driver, path)
        assert isinstance(driver.app.screen, TextViewDialog)
        assert "Line 2: There is no offer missing." in driver.page
        assert "Line 3: " in driver.page


async def test_pasted_text_names_no_file(stocked: Workbench, offer: Offer, tmp_path: Path) -> None:
    offer_id = offer(SOME, (1,))
    secret = tmp_path / "secret.csv"
    secret.write_text(f"ID\n{tenant(2)}\n", "utf-8")
    text = f'format = 1\n[offers.{offer_id}]\nfile = "{secret}"\n'
    async with running(stocked) as driver:
        found = check_state(driver.app, Pasted(text, "pasted"))
    assert found.desired is None
    assert "No file can be named here." in found.problems[0]
    assert str(secret) not in found.problems[0]


async def test_reports_are_shown_and_a_wrong_day_is_said(stocked: Workbench, offer: Offer) -> None:
    offer(SOME, (1, 2))
    async with running(stocked, (100, 40)) as driver:
        await driver.press("Z")
        assert isinstance(driver.app.screen, ReportDialog)
        await driver.write("2026-13-01")
        await driver.press("f2")
        assert "Enter a day like 2026-03-01." in driver.page
        field = driver.app.screen.query_one("#report-first", Input)
        field.value = "2020-01-01"
        await driver.press("f2")
        assert isinstance(driver.app.screen, TextViewDialog)
        assert "What: Created the offer" in driver.page
        await driver.press("escape")
        driver.app.screen.query_one("#report-kind").focus()
        await driver.press("down", "down", "space", "f2")
        assert "2 partners." in driver.page
        await driver.press("escape")
        driver.app.screen.query_one("#report-format").focus()
        await driver.press("down", "space", "f2")
        assert isinstance(driver.app.screen, FilePathDialog)
