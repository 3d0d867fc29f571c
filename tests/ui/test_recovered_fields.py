"""Every field that one can type in is there again after a cut, with the cursor where it was."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input, TextArea

import csp_tui.ui
from csp_tui.domain.offer import ResellerChannel
from csp_tui.recovery.files import RecoveryFiles
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.dialogs.confirm import ConfirmDialog
from csp_tui.ui.dialogs.new_request import NewRequestDialog
from csp_tui.ui.dialogs.text_view import TextViewDialog
from csp_tui.ui.widgets.choices import OptionSet
from csp_tui.ui.widgets.record_list import RecordList
from tests.ui.driving import Driver

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
    Case("offers", ("slash", "=con", "enter", "p", "=/tmp/d"), ("con", "/tmp/d")),
    Case(
        "form", ("=Ann", "left", "database", "database.back-up", "home", "=x"), ("x",), at="listing"
    ),
    Case("search", ("p", "=a", "down", "c", "=fra"), ("fra",), at="audience"),
    Case("resales", ("l", "m", "=alp"), ("alp", "Who has resold"), at="audience"),
    Case("authorize", ("tab", "enter", "=alp"), ("alp", "Partners to authorize"), at="authorize"),
    Case("partners", ("slash", "=a", "enter", "down", "copy.save", "=/x"), ("/x",), at="partners"),
    Case("rules", ("R", "slash", "=resold"), ("resold",)),
    Case("request", ("f2", "=my", "request.save", "=/x"), ("/x",), at="request"),
    Case("rows", ("i", "=id,name"), ("id,name",), at="audience", web=True),
)


HOLDERS = {
    "dialogs/facet_picker.py",
    "dialogs/file_path.py",
    "dialogs/new_offer.py",
    "dialogs/new_request.py",
    "dialogs/paste.py",
    "dialogs/resale.py",
    "dialogs/resale_day.py",
    "dialogs/ticket.py",
    "screens/offers.py",
    "screens/rules.py",
    "sections/form.py",
    "sections/plans.py",
    "widgets/issue_details.py",
    "widgets/partner_finder.py",
    "widgets/request_review.py",
}
"""What makes fields; of others it is to be said here whether they are brought back, and how."""
_FIELD = re.compile(
    r"(yield|return|=|\() ?"
    r"(Input|TextArea|Select(\[\w+\])?|PathField|DayField|SearchField|PasteArea)\("
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


def places(driver: Driver) -> list[object]:
    """On each screen where one is: the field, what stands in it, and where in that."""
    found: list[object] = []
    for screen in driver.app.screen_stack:
        match screen.focused:
            case Input() as field:
                found.append((type(screen), field.id, field.value, field.selection))
            case TextArea() as area:
                found.append((type(screen), area.id, area.text, area.selection))
            case RecordList() as listing:
                record = listing.cursor_record
                found.append((type(screen), listing.id, record.key if record else ""))
            case other:
                found.append((type(screen), type(other)))
    return found


async def begin_at(driver: Driver, at: str) -> None:
    match at:
        case "":
            return
        case "partners":
            driver.app.go_to(at)
        case "authorize":
            driver.app.open_offer("contoso-backup", "requests")
            await driver.settle()
            await driver.press("n")
            dialog = driver.app.screen
            assert isinstance(dialog, NewRequestDialog)
            dialog.query_one("#panel-change-option", OptionSet).show_chosen("some")
            dialog.ask_whom(ResellerChannel.SOME)
        case "request":
            support = driver.app.workbench.support
            request = support.begin_option_change(
                "contoso-backup", ResellerChannel.ALL, language="en"
            )
            driver.app.open_request(request.id)
        case _:
            driver.app.open_offer("contoso-backup", at)
            await driver.settle()
            if at == "listing":
                driver.app.screen.query(Input).first().focus()
    await driver.settle()


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
    offer(ResellerChannel.SOME, (1,))
    async with session(web=case.web) as driver:
        await begin_at(driver, case.at)
        await do(driver, case.keys)
        # Not at the end, where a field begins by itself.
        await driver.press("left", "left")
        expected = places(driver)
        await driver.press("right")
    async with session(web=case.web) as driver:
        assert isinstance(driver.app.screen, ConfirmDialog), driver.page
        await driver.press("tab")
        # A quick hand goes on before anything is there.
        for key in ("enter", "left"):
            driver.app.post_message(Key(key, None))
        await driver.settle()
        assert places(driver) == expected
        assert all(text in driver.page for text in case.seen), driver.page


def test_every_field_is_one_that_is_brought_back() -> None:
    ui = Path(csp_tui.ui.__file__).parent
    sources = {str(path.relative_to(ui)): path.read_text("utf-8") for path in ui.rglob("*.py")}
    assert {name for name, text in sources.items() if _FIELD.search(text)} == HOLDERS


async def test_a_way_that_is_not_open_any_more_shows_the_text(
    session: Session, offer: Callable[..., str], tmp_path: Path
) -> None:
    offer(ResellerChannel.ALL, live=False)
    ways: list[dict[str, str]] = [
        {"screen": "offers", "commands": "offers.delete", "dialog": "ConfirmDialog"},
        {"screen": "offer", "offer_id": "contoso-backup", "section": "x", "commands": "database"},
        {"screen": "offers", "commands": "audience.import", "dialog": "FilePathDialog"},
        {"screen": "offers", "commands": "copy.save", "list": "offers-list", "key": "x"},
        {"screen": "offers", "commands": "database", "dialog": "FilePathDialog"},
    ]
    files = RecoveryFiles(tmp_path / "unsaved", tmp_path / "test.sqlite")
    focus: dict[str, Value] = {"part": "x", "number": 7}
    left = [
        Unsaved("way", way, {"path": "/x"}, ("Import", f"  /path/{number}"), focus)
        for number, way in enumerate(ways)
    ]
    files.end(left, datetime(2026, 11, 22, tzinfo=UTC))
    async with session() as driver:
        await driver.press("tab", "enter")
        assert isinstance(driver.app.screen, TextViewDialog)
        assert all(f"/path/{number}" in driver.app.screen._text for number in range(len(ways)))
        assert len(driver.app.workbench.offers.rows()) == 1
