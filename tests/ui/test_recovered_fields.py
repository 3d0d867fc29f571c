"""The text of every field with data is there again after a session was cut off."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, TextArea

import csp_tui.ui
from csp_tui.domain.offer import ResellerChannel
from csp_tui.exchange.microsoft.opening import EvidenceFile
from csp_tui.exchange.pasted import Pasted, readable
from csp_tui.recovery.files import RecoveryFiles
from csp_tui.recovery.unsaved import UnsavedInput
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.audience.table import AudienceTable
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.widgets.choices import OptionSet
from csp_tui.ui.kit.widgets.search_field import SearchField
from csp_tui.ui.requests.new_dialog import NewRequestDialog
from tests.conftest import tenant
from tests.dialogs import DIALOGS
from tests.ui.driving import Driver, running

Session = Callable[..., AbstractAsyncContextManager[Driver]]


@dataclass(frozen=True)
class Case:
    """Fields that are open at once, the last of them typed in.

    Attributes:
        name: What they are.
        keys: What opens them: keys and commands, with what is typed between as ``"=text"``.
        seen: What the page shows again.
        at: Where it begins: a page of the offer, or a place.
        web: Whether it is in a browser.
    """

    name: str
    keys: tuple[str, ...]
    seen: tuple[str, ...]
    at: str = ""
    web: bool = False


CASES = (
    Case("form", ("=Ann", "database", "database.back-up", "home", "=x"), ("x",), at="listing"),
    Case("partners", ("p", "down", "down", "space"), ("1 selected",), at="audience"),
    Case("markets", ("w", "down", "space", "down", "space"), ("2 markets selected",), at="plans"),
    Case("resales", ("l", "m", "down", "space"), ("1 selected", "Who has resold"), at="audience"),
    Case("authorize", ("enter", "down", "space"), ("1 selected", "authorize"), at="authorize"),
    Case("sign-in", ("5", "i", "=a.example", "tab", f"={uuid4()}"), ("a.example",)),
    Case("rows", ("i", "=id,name"), ("id,name",), at="audience", web=True),
    Case("new list", ("L", "n", "=eu", "tab", "=EU only"), ("eu", "EU only")),
    Case("list of an offer", ("V", "=eu"), ("eu", "Save as partner list"), at="audience"),
    Case("edit list", ("L", "down", "e", "=More"), ("second", "More"), at="lists"),
    Case("report", ("Z", "=2026-03-01"), ("2026-03-01", "Report")),
    Case("sides", ("equals_sign", "=list:eu", "tab", "=x"), ("list:eu",)),
    Case("evidence", ("down", "audience.resold", "shift+tab", "=wrong"), ("wrong",), at="evidence"),
)


HOLDERS = {
    "kit/dialogs/file_path.py",
    "marketplace/sign_in_dialog.py",
    "offers/new_dialog.py",
    "requests/new_dialog.py",
    "kit/dialogs/paste.py",
    "resales/record.py",
    "resales/sale_date.py",
    "requests/ticket_dialog.py",
    "kit/form_section.py",
    "offer/plans.py",
    "requests/issue_details.py",
    "requests/review.py",
    "compare/page.py",
}
"""The modules with fields whose text is recovered by code of their own."""
KEPT = {kind: make for kind, make in DIALOGS.items() if kind.KEEPS_FIELDS}
"""Dialogs whose fields are kept by their IDs."""
NOT_RECOVERED = {
    "palette/palette.py",
    "audience/copy_list_dialog.py",
    "compare/coverage_page.py",
    "offers/screen.py",
    "offer/markets_dialog.py",
    "help/rules_screen.py",
    "partners/facet_picker.py",
    "partners/finder.py",
    "kit/files/column_map.py",
}
"""A search or a filter is not data; neither is a column that is selected from a list."""
_FIELD = re.compile(
    r"(yield|return|=|\() ?"
    r"(Input|TextArea|TextField|TextBox|Select(\[\w+\])?|PathField|DateField|SearchField"
    r"|PartnerField|PasteArea)\("
)


@pytest.fixture
def session(stocked: Workbench, tmp_path: Path) -> Session:
    """Sessions on one database, one after the other."""

    @asynccontextmanager
    async def begin(*, web: bool = False) -> AsyncIterator[Driver]:
        files = RecoveryFiles(tmp_path / "unsaved", tmp_path / "test.sqlite")
        app = WorkbenchApp(lambda: stocked, recovery_files=files)
        if web:
            app.__class__ = type("InBrowser", (WorkbenchApp,), {"is_web": True})
        async with app.run_test(size=(80, 24)) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            yield driver
            app.exit(129)

    return begin


def fields(driver: Driver) -> list[object]:
    """On each screen: its fields, with their texts."""
    return [
        (type(screen), [(one.id, _text(one)) for one in screen.query("Input, TextArea")])
        for screen in driver.app.screen_stack
    ]


def _text(field: Widget) -> str:
    match field:
        case SearchField():
            return ""
        case Input():
            return field.value
        case TextArea():
            return field.text
    raise TypeError(field)


async def start_at_page(driver: Driver, at: str) -> None:
    match at:
        case "":
            return
        case "partners":
            driver.app.navigation.go_to(at)
        case "lists":
            for name in ("first", "second"):
                driver.app.workbench.lists.create(name, tenant_ids=(tenant(1),))
        case "evidence":
            _import_evidence(driver.app.workbench)
            driver.app.navigation.open_offer("contoso-backup", "audience")
            await driver.settle()
            driver.app.screen.query_one(AudienceTable).focus()
        case "authorize":
            driver.app.navigation.open_offer("contoso-backup", "requests")
            await driver.settle()
            await driver.press("n")
            dialog = driver.app.screen
            assert isinstance(dialog, NewRequestDialog)
            dialog.query_one("#panel-change-option", OptionSet).show_selected("some")
            dialog.ask_partners_to_authorize(ResellerChannel.SOME)
        case _:
            driver.app.navigation.open_offer("contoso-backup", at)
            await driver.settle()
            if at == "listing":
                driver.app.screen.query(Input).first().focus()
    await driver.settle()


def _import_evidence(workbench: Workbench) -> None:
    """A file that says that both partners of the list have resold the offer."""
    lines = (f"contoso-backup,{tenant(number)},2026-05-12" for number in (1, 2))
    text = "\n".join(("Offer ID,Partner tenant ID,Date", *lines))
    mapping = {"offer": "Offer ID", "tenant_id": "Partner tenant ID", "date": "Date"}
    with EvidenceFile(readable(Pasted(text, "sales.csv"))) as file:
        recognized = file.recognize(None, mapping, {})
        with file.read(recognized, today=date(2026, 11, 22)) as rows:
            workbench.evidence_import.import_file(rows, file.facts(recognized))


async def do(driver: Driver, keys: tuple[str, ...]) -> None:
    for key in keys:
        if ("." in key or key == "database") and not key.startswith("="):
            driver.app.screen.action_run_command(key)  # type: ignore[attr-defined]
            await driver.settle()
        else:
            await (driver.write(key[1:]) if key.startswith("=") else driver.press(key))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_each_field_is_as_it_was(
    session: Session, offer: Callable[..., str], case: Case
) -> None:
    offer(ResellerChannel.SOME, (1, 2) if case.at == "evidence" else (1,))
    async with session(web=case.web) as driver:
        await start_at_page(driver, case.at)
        await do(driver, case.keys)
        expected = fields(driver)
    async with session(web=case.web) as driver:
        assert isinstance(driver.app.screen, ConfirmDialog), driver.page
        # A fast typist continues before anything is there.
        driver.app.post_message(Key("enter", None))
        driver.app.post_message(Key("left", None))
        await driver.settle()
        assert fields(driver) == expected
        assert all(text in driver.page for text in case.seen), driver.page


def test_every_field_is_one_that_is_brought_back() -> None:
    ui = Path(csp_tui.ui.__file__).parent
    sources = {str(path.relative_to(ui)): path.read_text("utf-8") for path in ui.rglob("*.py")}
    kept = {kind.__module__.removeprefix("csp_tui.ui.").replace(".", "/") + ".py" for kind in KEPT}
    kept |= {"lists/search_fields.py"}
    assert {
        name for name, text in sources.items() if _FIELD.search(text)
    } == HOLDERS | NOT_RECOVERED | kept


async def test_fields_that_are_kept_are_filled_in_again(
    stocked: Workbench, offer: Callable[..., str]
) -> None:
    offer(ResellerChannel.SOME, (1, 2))
    async with running(stocked) as driver:
        for kind, make in KEPT.items():
            driver.app.push_screen(make(driver.app))
            await driver.settle()
            dialog = driver.app.screen
            assert isinstance(dialog, Dialog)
            for field in dialog.query(Input):
                field.value = "7"
            typed = dialog.typed()
            assert set(typed) == {field.id for field in dialog.query(Input)}, kind
            assert len(dialog.typed_lines()) == len(typed), kind
            again = make(driver.app)
            driver.app.push_screen(again)
            await driver.settle()
            again.restore(typed)
            assert {field.value for field in again.query(Input)} == {"7"}, kind


async def test_tenant_ids_for_many_offers_are_shown_to_be_copied(
    session: Session, offer: Callable[..., str]
) -> None:
    """The marked offers are not marked in the next session, so the question is not asked again."""
    offer(ResellerChannel.SOME, (1,))
    async with session() as driver:
        await do(driver, ("B", "shift+tab", f"={tenant(4)}"))
    async with session() as driver:
        await driver.press("y")
        assert isinstance(driver.app.screen, TextViewDialog)
        assert tenant(4) in driver.app.screen.query_one("#text", TextArea).text


async def test_a_route_that_no_longer_exists_shows_the_text(
    session: Session, offer: Callable[..., str], tmp_path: Path
) -> None:
    offer(ResellerChannel.ALL, live=False)
    ways: list[dict[str, str]] = [
        {"screen": "offers", "commands": "offers.delete", "dialog": "ConfirmDialog"},
        {"screen": "offer", "offer_id": "contoso-backup", "section": "x", "commands": "database"},
        {"screen": "offers", "commands": "audience.import", "dialog": "FilePathDialog"},
        {"screen": "offers", "commands": "copy.save", "dialog": "FilePathDialog"},
        {"screen": "offers", "commands": "database", "dialog": "FilePathDialog"},
    ]
    files = RecoveryFiles(tmp_path / "unsaved", tmp_path / "test.sqlite")
    left = [
        UnsavedInput("way", way, {"path": "/x"}, ("Import", f"  /path/{number}"))
        for number, way in enumerate(ways)
    ]
    files.end(left, datetime(2026, 11, 22, tzinfo=UTC))
    async with session() as driver:
        await driver.press("y")
        assert isinstance(driver.app.screen, TextViewDialog)
        assert all(
            f"/path/{number}" in driver.app.screen.query_one("#text", TextArea).text
            for number in range(len(ways))
        )
        assert len(driver.app.workbench.offers.rows()) == 1
