"""Two failures at once, at every stage of a dialog's life: one readable dialog at a time."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from textual.widgets import Input

import csp_tui.ui
from csp_tui.cli.user_database import UserDatabase
from csp_tui.domain.errors import RuleRefusal, StorageProblem, WorkbenchError
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.partner import Facet, PartnerQuery
from csp_tui.domain.remote import Account, RemoteAudience
from csp_tui.domain.remote_conflicts import Choice
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.exchange.header import UnusableHeader
from csp_tui.exchange.pasted import Pasted
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.partner_lists import ListSummary
from csp_tui.services.remote.views import ConflictView
from csp_tui.services.workbench import Workbench
from csp_tui.settings.problems import SettingsProblem
from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.audience.copy_list_dialog import CopyListDialog
from csp_tui.ui.audience.coverage_dialog import CoverageDialog
from csp_tui.ui.audience.import_dialog import AudienceImportDialog
from csp_tui.ui.audience.map_dialog import MapDialog
from csp_tui.ui.database.cannot_open import CannotOpenDialog
from csp_tui.ui.database.dialog import DatabaseDialog
from csp_tui.ui.help.dialog import HelpDialog
from csp_tui.ui.history.entry_dialog import HistoryEntryDialog
from csp_tui.ui.history.report_dialog import ReportDialog
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.compare_versions import VersionsDialog
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog
from csp_tui.ui.kit.dialogs.conflict import ConflictDialog
from csp_tui.ui.kit.dialogs.file_path import FilePathDialog
from csp_tui.ui.kit.dialogs.keys import KeysDialog
from csp_tui.ui.kit.dialogs.paste import PasteDialog
from csp_tui.ui.kit.dialogs.problem import ProblemDialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.dialogs.samples import SamplesDialog
from csp_tui.ui.kit.dialogs.text_view import TextViewDialog
from csp_tui.ui.kit.files.column_map import ColumnMapDialog
from csp_tui.ui.lists.dialogs import EditListDialog, FollowDialog, NewListDialog
from csp_tui.ui.marketplace.accounts_dialog import AccountsDialog
from csp_tui.ui.marketplace.conflict_dialog import RemoteConflictDialog
from csp_tui.ui.marketplace.sign_in_dialog import SignInDialog
from csp_tui.ui.offer.markets_dialog import MarketsDialog
from csp_tui.ui.offers.new_dialog import NewOfferDialog
from csp_tui.ui.palette.palette import Palette
from csp_tui.ui.partners.directory_import import DirectoryImportDialog
from csp_tui.ui.partners.facet_picker import FacetPicker
from csp_tui.ui.partners.offers_dialog import OffersDialog
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.partners.selection import Chosen
from csp_tui.ui.plans.bulk_dialog import BulkDialog
from csp_tui.ui.requests.new_dialog import NewRequestDialog
from csp_tui.ui.requests.ticket_dialog import TicketDialog
from csp_tui.ui.resales.dialog import ResalesDialog
from csp_tui.ui.resales.evidence_dialog import EvidenceDialog
from csp_tui.ui.resales.evidence_import import EvidenceImportDialog
from csp_tui.ui.resales.evidence_note import EvidenceNoteDialog
from csp_tui.ui.resales.figures import ResaleFiguresDialog
from csp_tui.ui.resales.import_dialog import ResalesImportDialog
from csp_tui.ui.resales.offer_choice import OfferChoiceDialog
from csp_tui.ui.resales.record import ResaleDialog
from csp_tui.ui.resales.sale_date import SaleDateDialog
from csp_tui.ui.settings.problems_dialog import SettingsProblemsDialog
from csp_tui.ui.shell.error_dialog import ErrorDialog
from csp_tui.ui.shell.kiosk_notice import KioskNotice
from tests.classes import command_screens
from tests.scenes import SCENES
from tests.ui.driving import Driver, running

Make = Callable[[WorkbenchApp], Dialog[Any]]
Failure = Callable[[WorkbenchApp], object]


def _keys(app: WorkbenchApp) -> Dialog[Any]:
    assert isinstance(app.screen, CommandScreen)
    return KeysDialog(app.screen)


def _refusal() -> RuleRefusal:
    return RuleRefusal(Verdict(Outcome.REFUSED, "R30", say("It is locked.")))


def _missing(name: str) -> WorkbenchError:
    return StorageProblem(say("The file {name} is gone.", name=name), say("Look for it."))


OFFER = "contoso-backup"
PARTNERS = Pasted(f"tenant_id,name,country\n{uuid4()},A partner,FR\n", "pasted")
PROBLEM = SettingsProblem(Path("config.toml"), 1, say("It is wrong."))
REPORT = Pasted("Kunde;Partner-ID;Produkt;Datum\nA;;Contoso Backup;\n", "sales.csv")
TEXT = Pasted("tenant_id\n", "pasted")


def _error_dialog(_app: WorkbenchApp) -> Dialog[Any]:
    return ErrorDialog(kind="ValueError", place="here", report="A report", log=None, again=False)


def _cannot_open(_app: WorkbenchApp) -> Dialog[Any]:
    folder = Path(tempfile.mkdtemp())
    opener = UserDatabase(folder / "work.sqlite", folder / "unsaved")
    return CannotOpenDialog(_missing("the database"), opener, lambda opened: opened())


def _resale(app: WorkbenchApp) -> Dialog[Any]:
    row = next(row for row in app.workbench.audience.rows(OFFER) if not row.resold)
    return ResaleDialog(OFFER, row)


def _remote_conflict(_app: WorkbenchApp) -> Dialog[Any]:
    tenant = str(uuid4())
    here = RemoteAudience(ResellerChannel.SOME, {tenant: "A partner"})
    there = RemoteAudience(ResellerChannel.SOME)
    choice = Choice(tenant, "A partner", in_base=False, in_local=True, in_remote=False)
    view = ConflictView(offer_id=OFFER, base=None, local=here, remote=there, choices=(choice,))
    return RemoteConflictDialog(view)


def _listed(app: WorkbenchApp) -> ListSummary:
    lists = app.workbench.lists
    found = lists.rows()
    return found[0] if found else lists.create("eu", tenant_ids=(str(uuid4()),))


def _account() -> Account:
    return Account(name="default", tenant_id="contoso.example", client_id=str(uuid4()))


DIALOGS: dict[str, Make] = {
    "accounts": lambda _app: AccountsDialog([_account()], "default", None),
    "report": lambda _app: ReportDialog([OFFER]),
    "sign in": lambda _app: SignInDialog(_account(), ""),
    "bulk change": lambda _app: BulkDialog(2),
    "edit list": lambda app: EditListDialog(_listed(app)),
    "follow list": lambda app: FollowDialog(_listed(app)),
    "new list": lambda _app: NewListDialog(),
    "offers of a partner": lambda app: OffersDialog("Add", app.workbench.offers.rows()),
    "cannot open": _cannot_open,
    "columns": lambda _app: ColumnMapDialog(
        UnusableHeader(say("No header."), say("Add one."), columns=("a", "b"), fields=[("x", "x")])
    ),
    "coverage": lambda app: CoverageDialog(
        OFFER, app.workbench.figures.regions(OFFER), is_live=True
    ),
    "resale": _resale,
    "resale figures": lambda app: ResaleFiguresDialog(app.workbench.figures.resales()),
    "audience import": lambda _app: AudienceImportDialog(OFFER, TEXT, AudienceEdit()),
    "copy list": lambda _app: CopyListDialog(OFFER, AudienceEdit()),
    "database": lambda _app: DatabaseDialog(lambda go: go()),
    "directory import": lambda _app: DirectoryImportDialog(PARTNERS),
    "error": _error_dialog,
    "facets": lambda _app: FacetPicker(Facet.COUNTRY, PartnerQuery()),
    "history entry": lambda _app: HistoryEntryDialog("An entry", "-", file_name="", ask_undo=None),
    "markets": lambda app: MarketsDialog("An offer", ("FR",), app.workbench.regions),
    "new request": lambda _app: NewRequestDialog(OFFER),
    "partner search": lambda _app: PartnerSearchDialog(frozenset()),
    "paste": lambda _app: PasteDialog("Paste", "Lines"),
    "resale dates": lambda _app: SaleDateDialog(OFFER, [Chosen("t", "A partner")]),
    "resales": lambda _app: ResalesDialog(OFFER),
    "resales import": lambda _app: ResalesImportDialog(TEXT),
    "samples": lambda _app: SamplesDialog("Samples", []),
    "settings": lambda _app: SettingsProblemsDialog([PROBLEM]),
    "stale": lambda _app: ConflictDialog([], []),
    "ticket": lambda _app: TicketDialog("", request_id=1),
    "versions": lambda _app: VersionsDialog([], [], by_field=True),
    "confirm": lambda _app: ConfirmDialog("Sure?", ["A line"], [("yes", "Yes")]),
    "file": lambda _app: FilePathDialog("Save", "A file", "a.txt"),
    "help": lambda _app: HelpDialog(["About"], []),
    "keys": _keys,
    "kiosk": lambda _app: KioskNotice("Soon", "It ends."),
    "new offer": lambda _app: NewOfferDialog(),
    "palette": lambda _app: Palette(),
    "problem": lambda _app: ProblemDialog(_missing("first")),
    "refusal": lambda _app: RefusalDialog(_refusal().verdict),
    "evidence": lambda _app: EvidenceDialog(),
    "evidence import": lambda _app: EvidenceImportDialog(REPORT),
    "evidence note": lambda _app: EvidenceNoteDialog(OFFER, str(uuid4()), "A partner"),
    "map": lambda app: MapDialog(OFFER, app.workbench.figures.regions(OFFER)),
    "offer of a name": lambda _app: OfferChoiceDialog("A name"),
    "remote conflict": _remote_conflict,
    "text": lambda _app: TextViewDialog("A text", "Its lines"),
}


def _unexpected(app: WorkbenchApp) -> None:
    try:
        raise ValueError("nobody has foreseen this")
    except ValueError as error:
        app.handle_error(error)


FAILURES: dict[str, Failure] = {
    "expected": lambda app: app.show_problem(_missing("a.csv")),
    "other": lambda app: app.show_problem(_missing("b.csv")),
    "refusal": lambda app: app.show_problem(_refusal()),
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


def _cases(name: str) -> list[tuple[str, str, str]]:
    """Two stages of a dialog, each with a pair; over all dialogs every stage meets every pair."""
    begin = 2 * list(DIALOGS).index(name)
    every = [(stage, *pair) for pair in PAIRS for stage in STAGES]
    return [every[(begin + further) % len(every)] for further in range(2)]


def test_every_stage_meets_every_pair() -> None:
    cases = {case for name in DIALOGS for case in _cases(name)}
    assert len(cases) == len(STAGES) * len(PAIRS)


async def test_every_dialog_of_the_program_is_tried(demo: Workbench) -> None:
    async with running(demo) as driver:
        made = {type(make(driver.app)) for make in DIALOGS.values()}
    every = {kind for kind in command_screens() if issubclass(kind, Dialog)}
    assert every - made == set()


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
    "resale": Answer(_resale, ("enter",), "resales", "record", "resales/record.py"),
    "resale dates": Answer(
        DIALOGS["resale dates"], ("enter",), "resales", "record_all", "resales/sale_date.py"
    ),
    "resales import": Answer(
        "resales_import", ("enter",), "resales", "import_resales", "resales/import_dialog.py"
    ),
    "directory import": Answer(
        DIALOGS["directory import"],
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
        DIALOGS["new list"], ("=eu", "enter"), "lists", "create", "lists/dialogs.py"
    ),
    "edit list": Answer(
        DIALOGS["edit list"], ("=EU", "enter"), "lists", "edit", "lists/dialogs.py"
    ),
    "edit search": Answer(_search_list, ("=EU", "enter"), "lists", "edit", "lists/dialogs.py"),
    "follow list": Answer(
        DIALOGS["follow list"],
        ("space", "tab", "tab", "enter"),
        "lists",
        "set_followers",
        "lists/dialogs.py",
    ),
    "sign in": Answer(
        DIALOGS["sign in"],
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


@pytest.mark.parametrize("name", ANSWERS)
async def test_a_write_that_fails_while_a_dialog_is_answered_leaves_the_input(
    demo: Workbench, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ANSWERS[name]
    async with running(demo) as driver:
        if isinstance(answer.dialog, str):
            await SCENES[answer.dialog](driver)
        else:
            driver.app.push_screen(answer.dialog(driver.app))
        await driver.settle()
        service = type(attrgetter(answer.service)(demo))
        method = getattr(service, answer.method)

        def fail(*args: object, **options: object) -> object:
            if options.get("preview"):
                return method(*args, **options)
            raise _missing("the disk")

        monkeypatch.setattr(service, answer.method, fail)
        dialog, typed = driver.app.screen, [answer.typed]
        for key in answer.keys:
            if not answer.typed and isinstance(driver.app.screen, Dialog):
                dialog = driver.app.screen
                typed = [field.value for field in dialog.query(Input)]
            if key.startswith("="):
                await driver.write(key[1:])
            else:
                await driver.press(key)
        assert "The file the disk is gone." in " ".join(driver.page.split())
        assert "Look for it." in driver.page
        if isinstance(driver.app.screen, ProblemDialog):
            await driver.press("escape")
        assert isinstance(driver.app.screen, Dialog)
        assert answer.typed or driver.app.screen is dialog
        assert [field.value for field in driver.app.screen.query(Input)] == typed


@pytest.mark.parametrize("name", DIALOGS)
async def test_two_failures_at_once_are_shown_one_after_the_other(
    demo: Workbench, log: Path, name: str
) -> None:
    app = WorkbenchApp(lambda: demo, log=log)
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        for stage, first, second in _cases(name):
            case = f"{name}, {stage}: {first}, {second}"

            def fire(first: str = first, second: str = second) -> None:
                FAILURES[first](app)
                FAILURES[second](app)

            dialog = DIALOGS[name](app)
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
