"""What was typed when a session was cut off is offered at the next start, with its time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from csp_tui.domain.offer import ResellerChannel
from csp_tui.recovery.files import RecoveryFiles
from csp_tui.services.offers import SetupEdit
from csp_tui.services.request_details import RequestDetails
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.paste import PasteDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.new_dialog import NewOfferDialog
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.partners.selection import Chosen
from csp_tui.ui.requests.new_dialog import NewRequestDialog
from csp_tui.ui.requests.screen import RequestScreen
from csp_tui.ui.requests.ticket_dialog import TicketDialog
from csp_tui.ui.resales.sale_date import SaleDateDialog
from tests.conftest import tenant
from tests.ui.driving import Driver
from tests.ui.steering import said

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE
DETAILS = RequestDetails(
    title="T", description="D", contact_name="Ann", contact_email="a@b.example"
)
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
Session = Callable[[], AbstractAsyncContextManager[Driver]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "unsaved"


@pytest.fixture
def session(stocked: Workbench, folder: Path, tmp_path: Path) -> Session:
    """Sessions on one database, one after the other."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[Driver]:
        files = RecoveryFiles(folder, tmp_path / "test.sqlite")
        app = WorkbenchApp(lambda: stocked, recovery_files=files)
        assert app.recovery is not None
        app.recovery._now = lambda: AT
        async with app.run_test(size=(80, 24)) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            yield driver
            app.exit(129)

    return begin


async def restore(driver: Driver) -> None:
    assert isinstance(driver.app.screen, ConfirmDialog)
    assert "2026-11-22 09:30" in driver.page
    await driver.press("y")


async def open_section(driver: Driver, section: str) -> OfferScreen:
    driver.app.navigation.open_offer("contoso-backup", section)
    await driver.settle()
    screen = driver.app.screen
    assert isinstance(screen, OfferScreen)
    return screen


def field(driver: Driver, name: str) -> Input:
    return driver.app.screen.query_one(f"#field-{name} Input", Input)


async def test_a_form_is_filled_in_again_and_can_be_saved(
    session: Session, offer: Callable[..., str], stocked: Workbench, folder: Path
) -> None:
    offer(ALL, live=False)
    async with session() as driver:
        await open_section(driver, "listing")
        field(driver, "csp_contact_name").value = "Grace Hopper"
        await driver.settle()
    async with session() as driver:
        assert "Offer listing" in driver.page
        assert "Grace Hopper" in driver.page
        await restore(driver)
        assert field(driver, "csp_contact_name").value == "Grace Hopper"
        assert "not saved yet" in driver.status
        await driver.press("f2")
        assert stocked.offers.show("contoso-backup").offer.setup.csp_contact.name == "Grace Hopper"
    assert list(folder.glob("*.json")) == []
    async with session() as driver:
        assert isinstance(driver.app.screen, OffersScreen)


async def test_what_someone_else_stored_since_then_is_shown_beside_it(
    session: Session, offer: Callable[..., str], stocked: Workbench
) -> None:
    offer(ALL, live=False)
    async with session() as driver:
        await open_section(driver, "setup")
        field(driver, "name").value = "Mine"
        await driver.settle()
    stocked.offers.edit("contoso-backup", SetupEdit(name="Theirs"))
    async with session() as driver:
        await restore(driver)
        assert field(driver, "name").value == "Mine"
        assert "Changed elsewhere to “Theirs”" in driver.page


async def test_an_audience_restores_option_and_partners(
    session: Session, offer: Callable[..., str]
) -> None:
    offer(None, live=False)
    async with session() as driver:
        screen = await open_section(driver, "audience")
        section = screen.section
        section.draft.option = SOME  # type: ignore[union-attr]
        section.selection.add({"00000001-0000-4000-8000-000000000000": "Alpine"})  # type: ignore[union-attr]
        await driver.settle()
        typed = section.typed()  # type: ignore[union-attr]
        assert typed
    async with session() as driver:
        assert "Alpine" in driver.page
        await restore(driver)
        page = driver.app.screen
        assert isinstance(page, OfferScreen)
        assert page.section is not None
        assert page.section.typed() == typed


async def test_a_search_has_what_was_chosen_over_what_was_added_before(
    session: Session, offer: Callable[..., str]
) -> None:
    offer(SOME, live=False)
    async with session() as driver:
        await open_section(driver, "audience")
        for keys in (("p", "down", "space", "f2"), ("p", "down", "down", "space")):
            await driver.press(*keys)
        chosen = driver.app.screen.chosen  # type: ignore[attr-defined]
        assert len(chosen) == 1
    async with session() as driver:
        await restore(driver)
        search = driver.app.screen
        assert isinstance(search, PartnerSearchDialog)
        assert search.chosen == chosen
        await driver.press("f2")
        assert "partners added, not saved yet" in driver.page or "partner added" in driver.status
        section = driver.app.screen.section  # type: ignore[attr-defined]
        assert len(section.draft.added) == 2


async def test_a_new_offer_and_a_plan_are_typed_again(
    session: Session, offer: Callable[..., str]
) -> None:
    offer(ALL, live=False)
    async with session() as driver:
        await driver.press("n")
        await driver.write("Zoë and Tools")
    async with session() as driver:
        await restore(driver)
        dialog = driver.app.screen
        assert isinstance(dialog, NewOfferDialog)
        assert dialog.query_one("#new-name", Input).value == "Zoë and Tools"
        assert dialog.query_one("#new-id", Input).value == "zoe-and-tools"
        await driver.press("escape")
        await open_section(driver, "plans")
        driver.app.screen.query_one("#plan-id", Input).value = "gold"
        await driver.settle()
    async with session() as driver:
        await restore(driver)
        assert driver.app.screen.query_one("#plan-id", Input).value == "gold"


async def test_the_ticket_number_of_a_request_is_typed_again(
    session: Session, offer: Callable[..., str], stocked: Workbench
) -> None:
    offer(ALL)
    request = stocked.support.create_option_change("contoso-backup", SOME, language="en")
    async with session() as driver:
        driver.app.navigation.open_request(request.id)
        await driver.settle()
        driver.app.screen.query_one("#review-ticket", Input).value = "2611220001"
        await driver.settle()
    async with session() as driver:
        await restore(driver)
        assert isinstance(driver.app.screen, RequestScreen)
        assert driver.app.screen.query_one("#review-ticket", Input).value == "2611220001"
        assert driver.app.screen.start_typed == {}
    stocked.support.withdraw(request.id)
    async with session() as driver:
        await restore(driver)
        assert "2611220001" in driver.page
        assert "cannot be restored" in driver.page


async def test_a_number_for_a_submitted_request_is_asked_for_again(
    session: Session, offer: Callable[..., str], stocked: Workbench, folder: Path
) -> None:
    offer(ALL)
    request = stocked.support.create_option_change("contoso-backup", SOME, language="en")
    stocked.support.edit(request.id, DETAILS)
    stocked.support.submit(request.id, None)
    async with session() as driver:
        driver.app.navigation.open_request(request.id)
        await driver.settle()
        await driver.press("t")
        await driver.write("2611220002")
    async with session() as driver:
        await restore(driver)
        assert isinstance(driver.app.screen, TicketDialog)
        assert driver.app.screen.field.value == "2611220002"
        await driver.press("enter")
        assert stocked.support.show(request.id).ticket == "2611220002"
    assert list(folder.glob("*.json")) == []


async def test_a_resale_is_asked_about_again(
    session: Session, offer: Callable[..., str], stocked: Workbench
) -> None:
    offer(ALL)
    partners = [Chosen(tenant(1), "Alpine"), Chosen(tenant(2), "[b]Fabrikam")]
    async with session() as driver:
        await open_section(driver, "audience")
        driver.app.push_screen(SaleDateDialog("contoso-backup", partners))
        await driver.settle()
        await driver.write("2026-03-0")
    async with session() as driver:
        assert "[b]Fabrikam" in driver.page
        await restore(driver)
        assert isinstance(driver.app.screen, SaleDateDialog)
        assert driver.app.screen.query_one(Input).value == "2026-03-0"
        await driver.press("end", "1", "enter", "y")
        rows = stocked.resales.rows("contoso-backup")
        assert {row.tenant_id for row in rows} == {tenant(1), tenant(2)}


async def test_what_was_about_to_be_asked_of_microsoft_is_chosen_again(
    session: Session, offer: Callable[..., str], stocked: Workbench
) -> None:
    offer(SOME, (1, 2))
    async with session() as driver:
        await open_section(driver, "requests")
        await driver.press("enter", "n")
        dialog = driver.app.screen
        assert isinstance(dialog, NewRequestDialog)
        dialog.partners.focus()
        await driver.press("space")
        assert "1 partner selected" in driver.page
        kept = dialog.unsaved_here(None)
    async with session() as driver:
        await restore(driver)
        dialog = driver.app.screen
        assert isinstance(dialog, NewRequestDialog)
        assert dialog.unsaved_here(None) == kept


async def test_an_option_that_is_no_longer_allowed_says_why(
    session: Session, offer: Callable[..., str], stocked: Workbench
) -> None:
    offer(ALL, live=False)
    async with session() as driver:
        screen = await open_section(driver, "audience")
        section = screen.section
        section.draft.option = NONE  # type: ignore[union-attr]
        await driver.settle()
    stocked.offers.publish("contoso-backup")
    async with session() as driver:
        await restore(driver)
        assert isinstance(driver.app.screen, RefusalDialog)


async def test_pasted_rows_are_shown_to_be_copied(session: Session, folder: Path) -> None:
    rows = "tenant_id,name\n1,Alpine\n"
    async with session() as driver:
        dialog = PasteDialog("Import", "Rows")
        driver.app.push_screen(dialog)
        await driver.settle()
        dialog.area.text = rows
        await driver.settle()
    async with session() as driver:
        await restore(driver)
        view = driver.app.screen
        assert isinstance(view, TextViewDialog)
        assert rows in view.query_one("#text", TextArea).text
        # It has not been read yet.
        assert list(folder.glob("*.json"))
        await driver.press("escape")
    assert list(folder.glob("*.json")) == []


async def test_the_text_of_an_offer_that_is_gone_is_shown(
    session: Session, offer: Callable[..., str], stocked: Workbench, folder: Path
) -> None:
    offer(ALL, live=False)
    async with session() as driver:
        await open_section(driver, "setup")
        field(driver, "name").value = "A long thought-out name"
        await driver.settle()
    stocked.offers.delete("contoso-backup")
    async with session() as driver:
        await restore(driver)
        assert "A long thought-out name" in driver.page


async def test_nothing_is_forgotten_that_could_not_be_kept_again(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with session() as driver:
        await driver.press("n")
        await driver.write("Half a name")
    (before,) = folder.glob("*.json")
    (folder / f"{before.name.partition('-')[0]}-foreign.json").write_text("{", "utf-8")

    def full(*_words: object) -> None:
        raise OSError(28, "No space left on device")

    async with session() as driver:
        page = driver.app.screen_stack[0]
        assert "foreign.unreadable" in said(page).replace("\n", "")
        monkeypatch.setattr("os.fsync", full)
        await restore(driver)
        assert isinstance(driver.app.screen, NewOfferDialog)
    monkeypatch.undo()
    assert list(folder.glob("*.json")) == [before]
    async with session() as driver:
        assert "Half a name" in driver.page


async def test_later_offers_it_again_and_discarding_does_not(
    session: Session, folder: Path
) -> None:
    async with session() as driver:
        await driver.press("n")
        await driver.write("Half a name")
    async with session() as driver:
        await driver.press("escape")
        assert isinstance(driver.app.screen, OffersScreen)
    async with session() as driver:
        await driver.press("tab", "enter")
        assert isinstance(driver.app.screen, OffersScreen)
    assert list(folder.glob("*.json")) == []


async def test_leaving_after_throwing_it_away_leaves_nothing(
    session: Session, offer: Callable[..., str], folder: Path
) -> None:
    offer(ALL, live=False)
    async with session() as driver:
        # Words of a filter, too, are only kept where one does not leave by oneself.
        await driver.press("slash")
        await driver.write("con")
        await open_section(driver, "setup")
        field(driver, "name").value = "Mine"
        await driver.settle()
        await driver.press("ctrl+q")
        assert "Leave without saving?" in driver.page
        await driver.press("tab", "tab", "enter")
    assert not folder.exists() or list(folder.glob("*.json")) == []


async def test_hostile_text_comes_back_as_text(session: Session, offer: Callable[..., str]) -> None:
    offer(ALL, live=False)
    async with session() as driver:
        await open_section(driver, "setup")
        field(driver, "name").value = "[red]x[/]\x1b[31m\u202e"
        await driver.settle()
    async with session() as driver:
        assert "[red]x[/]" in driver.page
        assert not {"\x1b", "\u202e"} & set(driver.page)
        await restore(driver)
        assert "[red]x[/]" in field(driver, "name").value
