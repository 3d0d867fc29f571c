"""Two failures at once, at every stage of a dialog's life: one readable dialog at a time."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

import csp_tui.ui
from csp_tui.domain.partner import PartnerQuery
from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.lists.dialogs import EditListDialog, FollowDialog, NewListDialog
from csp_tui.ui.marketplace.sign_in_dialog import SignInDialog
from csp_tui.ui.partners.directory_import import DirectoryImportDialog
from csp_tui.ui.resales.record import ResaleDialog
from csp_tui.ui.resales.sale_date import SaleDateDialog
from csp_tui.ui.shell.error_dialog import ErrorDialog
from tests.classes import command_screens
from tests.dialogs import DIALOGS, Make, missing, refusal
from tests.scenes import SCENES
from tests.ui.driving import Driver, running

Failure = Callable[[WorkbenchApp], object]


def _unexpected(app: WorkbenchApp) -> None:
    try:
        raise ValueError("nobody has foreseen this")
    except ValueError as error:
        app.handle_error(error)


FAILURES: dict[str, Failure] = {
    "expected": lambda app: app.show_problem(missing("a.csv")),
    "other": lambda app: app.show_problem(missing("b.csv")),
    "refusal": lambda app: app.show_problem(refusal()),
    "unexpected": _unexpected,
}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    logger = logging.getLogger("csp_tui")
    before, logger.handlers = logger.handlers, []
    yield tmp_path / "log" / "csp-tui.log"
    for handler in logger.handlers:
        handler.close()
    logger.handlers = before
    logger.propagate = True


def _at_stage(stage: str, app: WorkbenchApp, dialog: Dialog[Any], fire: Callable[[], None]) -> None:
    """Let it happen at a stage of a dialog that is opened now."""
    compose = dialog.compose

    def failing_compose() -> Any:
        fire()
        return compose()

    if stage == "compose":
        dialog.compose = failing_compose  # type: ignore[method-assign]
    app.push_screen(dialog)
    if stage == "mount":
        fire()
    elif stage == "first paint":
        dialog.call_after_refresh(fire)


STAGES = ("compose", "mount", "first paint", "shown", "closing")
PAIRS = (
    ("expected", "unexpected"),
    ("unexpected", "expected"),
    ("expected", "other"),
    ("unexpected", "unexpected"),
    ("refusal", "expected"),
    ("expected", "expected"),
)
SHOWN_AS = {"unexpected": "ErrorDialog", "refusal": "RefusalDialog"}


CASES = [(stage, *pair) for pair in PAIRS for stage in STAGES]


def test_every_dialog_of_the_program_is_tried_and_every_stage_meets_every_pair() -> None:
    assert {kind for kind in command_screens() if issubclass(kind, Dialog)} <= DIALOGS.keys()
    assert len(DIALOGS) >= len(CASES)


@dataclass(frozen=True)
class Answer:
    """A dialog, what is entered in it, and the write that its answer makes.

    Attributes:
        dialog: Makes it, or the scene that shows it.
        keys: What is pressed in it, with what is typed as ``"=text"``.
        service: The service that writes.
        method: Its method; a preview is let through.
        module: Where the write is begun, below ``csp_tui/ui``.
        typed: What is entered in the dialog when its answer failed; "" where it stays as it was.
    """

    dialog: Make | str
    keys: tuple[str, ...]
    service: str
    method: str
    module: str
    typed: str = ""


def _search_list(app: WorkbenchApp) -> Dialog[Any]:
    lists = app.workbench.lists
    return EditListDialog(lists.create("found", query=PartnerQuery(text="alpine")))


ANSWERS = {
    "new offer": Answer(
        "offers",
        ("n", "=Zeta", "enter", "enter"),
        "offers",
        "create",
        "offers/new_dialog.py",
    ),
    "resale": Answer(DIALOGS[ResaleDialog], ("enter",), "resales", "record", "resales/record.py"),
    "resale dates": Answer(
        DIALOGS[SaleDateDialog], ("enter",), "resales", "record_all", "resales/sale_date.py"
    ),
    "resales import": Answer(
        "resales_import", ("enter",), "resales", "import_resales", "resales/import_dialog.py"
    ),
    "directory import": Answer(
        DIALOGS[DirectoryImportDialog],
        ("enter",),
        "directory",
        "import_partners",
        "partners/directory_import.py",
    ),
    "evidence import": Answer(
        "evidence_import",
        ("enter",),
        "evidence_import",
        "import_file",
        "resales/evidence_import.py",
    ),
    "evidence note": Answer(
        "evidence_note",
        ("shift+tab", "=a test", "enter"),
        "evidence",
        "dismiss",
        "resales/evidence_note.py",
    ),
    "new list": Answer(
        DIALOGS[NewListDialog], ("=eu", "enter"), "lists", "create", "lists/dialogs.py"
    ),
    "edit list": Answer(
        DIALOGS[EditListDialog], ("=EU", "enter"), "lists", "edit", "lists/dialogs.py"
    ),
    "edit search": Answer(_search_list, ("=EU", "enter"), "lists", "edit", "lists/dialogs.py"),
    "follow list": Answer(
        DIALOGS[FollowDialog],
        ("space", "tab", "tab", "enter"),
        "lists",
        "set_followers",
        "lists/dialogs.py",
    ),
    "sign in": Answer(
        DIALOGS[SignInDialog],
        ("=contoso.com", "tab", "tab", "enter"),
        "partner_center.accounts",
        "sign_in",
        "marketplace/sign_in_dialog.py",
    ),
    "ticket": Answer(
        "request_submitted",
        ("t", "=x9", "enter"),
        "support",
        "submit",
        "requests/actions.py",
        typed="x9",
    ),
}


def _writers() -> set[str]:
    """The modules with a dialog that begins a write."""
    ui = Path(csp_tui.ui.__file__).parent
    sources = {str(path.relative_to(ui)): path.read_text("utf-8") for path in ui.rglob("*.py")}
    return {
        name
        for name, text in sources.items()
        if "run_write" in text and re.search(r"class \w+\(Dialog\[", text)
    }


TRIED_ELSEWHERE = {
    # A file that cannot be written or restored; nothing is entered but its path.
    "database/dialog.py",
    "database/cannot_open.py",
    # The list of names stays open below the search, whose answer is one partner.
    "resales/evidence_dialog.py",
    # Nothing is entered but a selection, which stays; see test_new_request.
    "requests/new_dialog.py",
}


def test_every_dialog_that_writes_is_answered() -> None:
    tried = {answer.module for answer in ANSWERS.values()}
    assert _writers() - tried == TRIED_ELSEWHERE


async def _close_all(driver: Driver) -> None:
    """Go back to the first screen, whatever is open and typed."""
    while len(driver.app.screen_stack) > 1:
        driver.app.pop_screen()
        await driver.settle()


async def test_a_write_that_fails_while_a_dialog_is_answered_leaves_the_input(
    demo: Workbench,
) -> None:
    async with running(demo) as driver:
        for name, answer in ANSWERS.items():
            await _assert_input_is_left(driver, name, answer)
            await _close_all(driver)


async def _assert_input_is_left(driver: Driver, name: str, answer: Answer) -> None:
    if isinstance(answer.dialog, str):
        await SCENES[answer.dialog](driver)
    else:
        driver.app.push_screen(answer.dialog(driver.app))
    await driver.settle()
    service = type(attrgetter(answer.service)(driver.app.workbench))
    method = getattr(service, answer.method)

    def fail(*args: object, **options: object) -> object:
        if options.get("preview"):
            return method(*args, **options)
        raise missing("the disk")

    dialog, typed = driver.app.screen, [answer.typed]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, answer.method, fail)
        for key in answer.keys:
            if not answer.typed and isinstance(driver.app.screen, Dialog):
                dialog = driver.app.screen
                typed = [field.value for field in dialog.query(Input)]
            if key.startswith("="):
                await driver.write(key[1:])
            else:
                await driver.press(key)
    assert "The file the disk is gone." in " ".join(driver.page.split()), name
    assert "Look for it." in driver.page, name
    if isinstance(driver.app.screen, ProblemDialog):
        await driver.press("escape")
    assert isinstance(driver.app.screen, Dialog), name
    assert answer.typed or driver.app.screen is dialog, name
    assert [field.value for field in driver.app.screen.query(Input)] == typed, name


async def test_two_failures_at_once_are_shown_one_after_the_other(
    demo: Workbench, log: Path
) -> None:
    app = WorkbenchApp(lambda: demo, log=log)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        for kind, case in zip(DIALOGS, cycle(CASES), strict=False):
            await _assert_both_are_shown(driver, kind, *case)


async def _assert_both_are_shown(
    driver: Driver, kind: type[Dialog[Any]], stage: str, first: str, second: str
) -> None:
    app = driver.app
    case = f"{kind.__name__}, {stage}: {first}, {second}"

    def fire() -> None:
        FAILURES[first](app)
        FAILURES[second](app)

    dialog = DIALOGS[kind](app)
    assert type(dialog) is kind
    _at_stage(stage, app, dialog, fire)
    await driver.settle()
    if stage == "shown":
        fire()
    elif stage == "closing":
        dialog.dismiss(None)
        fire()
    await driver.settle()
    shown = []
    while isinstance(app.screen, ProblemDialog | RefusalDialog | ErrorDialog):
        if app.screen is dialog:
            break
        assert app.screen.is_mounted, case
        assert driver.page.strip(), case
        shown.append(type(app.screen).__name__)
        await driver.press("escape")
    kinds = [SHOWN_AS.get(one, "ProblemDialog") for one in dict.fromkeys((first, second))]
    assert sorted(shown) == sorted(kinds), case
    assert app.return_value is None, case
    assert app.is_running, case
    # The dialog is where it was, and nothing else is left over it.
    if stage != "closing":
        assert app.screen is dialog, case
        dialog.dismiss(None)
        await driver.settle()
    assert len(app.screen_stack) == 1, case
    app.errors._times.clear()
    app.external_changes.reset_reported()
