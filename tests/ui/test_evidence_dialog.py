"""Importing from Microsoft, matching names and dismissing evidence, with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Select

from csp_tui.exchange.microsoft import tenant_lookup
from csp_tui.services.workbench import Workbench
from csp_tui.ui.kit.policy import KIOSK
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.resales.evidence_dialog import EvidenceDialog
from csp_tui.ui.resales.evidence_import import EvidenceImportDialog, _Pass
from csp_tui.ui.resales.evidence_note import EvidenceNoteDialog
from csp_tui.ui.resales.offer_choice import OfferChoiceDialog
from tests.conftest import LISTED, SOME, tenant
from tests.exchange.fuzz_microsoft import EXAMPLES
from tests.ui.driving import Driver, running

HEAD = "ProviderName,ProviderEmail,DateAcquired,AzureLicenseType,OfferName\n"


def sale(partner: str, offer: str, day: str = "2026-01-02") -> str:
    return f"{partner},x@partner.example,{day},Cloud Solution Provider,{offer}\n"


def resold(workbench: Workbench) -> set[tuple[str, str]]:
    return {(row.offer_id, row.tenant_id) for row in workbench.resales.rows()}


async def open_file(driver: Driver, path: Path) -> None:
    """From the offers to the preview of a file."""
    await driver.press("M")
    assert isinstance(driver.app.screen, EvidenceDialog), driver.page
    await driver.press("i")
    await driver.write(str(path))
    await driver.press("enter")
    assert isinstance(driver.app.screen, EvidenceImportDialog), driver.page


async def test_a_file_is_recognized_previewed_imported_and_its_names_matched(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1, 2))
    path = tmp_path / "Customers.csv"
    path.write_text(
        HEAD
        + sale("Alpine Cloud SARL", LISTED.name)
        + sale("Fabrikam", LISTED.name)
        + sale("Alpine Cloud SARL", "Another name"),
        "utf-8",
    )
    async with running(stocked) as driver:
        await open_file(driver, path)
        text = " ".join(driver.page.split())
        assert "Customers dashboard" in text
        assert "3 new pieces of evidence" in text
        assert not resold(stocked)
        await driver.press("i")
        assert isinstance(driver.app.screen, EvidenceDialog), driver.page
        assert resold(stocked) == {(name, tenant(1))}
        assert "Fabrikam" in driver.page
        assert "Another name" in driver.page
        assert "Perhaps Fabrikam Ltd" in driver.page
        await driver.press("slash")
        await driver.write("fabr")
        assert "Another name" not in driver.page
        await driver.press("escape")
        assert "Another name" in driver.page
        await driver.press("a", "y")
        assert resold(stocked) == {(name, tenant(1)), (name, tenant(2))}
        await driver.press("p")
        assert isinstance(driver.app.screen, OfferChoiceDialog), driver.page
        await driver.press("enter")
        assert "No names to match" in driver.page
        assert not stocked.evidence.unmatched()
        await driver.press("escape")
        await driver.press("ctrl+z", "y")
        assert len(stocked.evidence.unmatched()) == 1


async def test_a_partner_is_searched_for_a_name(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1, 2))
    path = tmp_path / "c.csv"
    path.write_text(HEAD + sale("Somebody else", LISTED.name), "utf-8")
    async with running(stocked) as driver:
        await open_file(driver, path)
        await driver.press("i", "enter")
        assert isinstance(driver.app.screen, PartnerSearchDialog), driver.page
        await driver.write("northwind")
        await driver.press("down", "space", "f2")
        assert isinstance(driver.app.screen, EvidenceDialog), driver.page
        assert resold(stocked) == {(name, tenant(3))}


async def test_columns_of_an_unknown_table_are_named_once(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1, 2))
    path = tmp_path / "sales.csv"
    path.write_text(f"Kunde;Wer;Was\nA;{tenant(1)};{name}\n", "utf-8")
    async with running(stocked) as driver:
        await open_file(driver, path)
        assert "unknown kind" in driver.page
        field = driver.app.screen.query_one("#column-offer")
        field.focus()
        await driver.settle()
        await driver.write("3")
        await driver.press("enter")
        assert "1 new piece of evidence" in driver.page
        driver.app.screen.query_one("#import").focus()
        await driver.press("enter")
        assert resold(stocked) == {(name, tenant(1))}
        path.write_text(f"Kunde;Wer;Was\nA;{tenant(2)};{name}\n", "utf-8")
        await driver.press("escape")
        await open_file(driver, path)
        assert "1 new piece of evidence" in driver.page


async def test_dates_are_read_as_the_person_says(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1, 2))
    path = tmp_path / "sales.csv"
    path.write_text(f"offer,tenant_id,date\n{name},{tenant(1)},03/04/2026\n", "utf-8")
    async with running(stocked) as driver:
        await open_file(driver, path)
        assert "can mean two days" in " ".join(driver.page.split())
        await driver.press("d")
        assert "day first" in driver.page
        await driver.press("i")
        (row,) = stocked.resales.rows()
        assert str(row.first_sold_on) == "2026-04-03"


async def test_a_file_that_proves_nothing_is_refused_in_the_dialog(
    stocked: Workbench, tmp_path: Path
) -> None:
    path = tmp_path / "Customers.csv"
    path.write_text("Microsoft ID,Company name,Primary domain name,Relationship\n", "utf-8")
    async with running(stocked) as driver:
        await open_file(driver, path)
        assert "list of its customers" in " ".join(driver.page.split())
        await driver.press("i")
        assert isinstance(driver.app.screen, EvidenceImportDialog)
        await driver.press("escape")
        assert isinstance(driver.app.screen, EvidenceDialog)


async def test_a_locked_partner_shows_why_and_the_evidence_is_dismissed(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1, 2))
    path = tmp_path / "Customers.csv"
    path.write_text(HEAD + sale("Alpine Cloud SARL", LISTED.name), "utf-8")
    async with running(stocked) as driver:
        await open_file(driver, path)
        await driver.press("i", "escape")
        driver.app.navigation.open_offer(name, "audience")
        await driver.settle()
        driver.app.screen.query_one("#audience-partners").focus()
        await driver.press("m")
        assert isinstance(driver.app.screen, EvidenceNoteDialog), driver.page
        assert "Resold on or after 2026-01-02" in driver.page
        assert "Customers.csv, row 2" in driver.page
        driver.app.screen.query_one("#dismiss-why").focus()
        await driver.press("enter")
        assert "Enter why" in driver.page
        await driver.write("Ours")
        await driver.press("enter")
        assert not resold(stocked)
        assert "Dismissed the evidence" in driver.status


async def test_the_domain_of_a_saved_answer_is_asked_for(
    stocked: Workbench, tmp_path: Path
) -> None:
    path = tmp_path / "answer 1.json"
    path.write_bytes((EXAMPLES / "oidc-found-v2.json").read_bytes())
    async with running(stocked, (100, 30)) as driver:
        await open_file(driver, path)
        assert "does not name the domain" in driver.page
        assert "Enter the domain below" in driver.page
        assert "--domain" not in driver.page
        await driver.write("contoso.com")
        await driver.press("enter")
        assert "1 suggested tenant ID." in driver.page


async def test_a_kind_can_be_named_on_screen(stocked: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "Customers.csv"
    path.write_text(HEAD + sale("Fabrikam", LISTED.name), "utf-8")
    async with running(stocked, (100, 30)) as driver:
        await open_file(driver, path)
        assert "Customers.csv: Customers" in driver.page
        driver.app.screen.query_one("#evidence-kind", Select).value = "earnings"
        await driver.settle()
        assert "lacks columns of the kind" in " ".join(driver.page.split())
        driver.app.screen.query_one("#evidence-kind", Select).value = "customers"
        await driver.settle()
        assert "Customers.csv: Customers" in driver.page


async def test_microsoft_is_asked_for_the_owner_of_a_domain(
    stocked: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(url: str) -> bytes:
        asked.append(url)
        return (EXAMPLES / "oidc-found-v2.json").read_bytes()

    monkeypatch.setattr(tenant_lookup.tenant_of_domain, "__defaults__", (answer,))
    path = tmp_path / "Customers.csv"
    path.write_text(HEAD + sale("Somebody Else", LISTED.name), "utf-8")
    async with running(stocked, (100, 30)) as driver:
        await open_file(driver, path)
        await driver.press("i")
        assert isinstance(driver.app.screen, EvidenceDialog)
        await driver.press("t")
        assert "partner.example is sent to login.microsoftonline.com" in driver.page
        assert asked == []
        await driver.press("y")
        assert [url.split("/")[3] for url in asked] == ["partner.example"]
        assert "Perhaps the owner of the domain (000000a1-" in driver.page
        object.__setattr__(driver.app, "policy", KIOSK)
        await driver.press("t")
        assert "kiosk mode" in driver.page


def test_an_import_says_how_fast_it_goes_and_how_long_it_takes() -> None:
    running_pass = _Pass(Path("x.csv"))
    assert running_pass.pace(100) == ""
    running_pass.rows = 4_000
    running_pass.began -= 2.0
    assert "4,000 rows" in running_pass.pace(0)
    assert "per second" in running_pass.pace(0)
    assert "left" not in running_pass.pace(0)
    assert "seconds left" in running_pass.pace(40_000)


async def test_the_age_of_the_knowledge_of_resales_is_shown(
    stocked: Workbench, offer: Callable[..., str], tmp_path: Path
) -> None:
    name = offer(SOME, (1, 2))
    path = tmp_path / "Customers.csv"
    path.write_text(HEAD + sale("Alpine Cloud SARL", LISTED.name), "utf-8")
    async with running(stocked, (120, 30)) as driver:
        driver.app.navigation.open_offer(name)
        await driver.settle()
        assert "resale known" not in driver.page
        await driver.press("escape")
        await open_file(driver, path)
        await driver.press("i", "escape")
        driver.app.navigation.open_offer(name)
        await driver.settle()
        assert "No other resale known as of" in driver.page
        driver.app.navigation.open_partner(tenant(2))
        await driver.settle()
        assert "none known as of" in driver.page
        driver.app.navigation.open_partner(tenant(1))
        await driver.settle()
        assert "none known as of" not in driver.page
        assert "removable" not in driver.page
