"""Every dialog, and how a test makes one on the demo or on a database with a few partners.

Tests that go through all dialogs take them from here: what Escape discards, what recovery keeps,
two failures at once, and what fits into the smallest window.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

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

Make = Callable[[WorkbenchApp], Dialog[Any]]


def _keys(app: WorkbenchApp) -> Dialog[Any]:
    assert isinstance(app.screen, CommandScreen)
    return KeysDialog(app.screen)


def refusal() -> RuleRefusal:
    return RuleRefusal(Verdict(Outcome.REFUSED, "R30", say("It is locked.")))


def missing(name: str) -> WorkbenchError:
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
    return CannotOpenDialog(missing("the database"), opener, lambda opened: opened())


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


DIALOGS: dict[type[Dialog[Any]], Make] = {
    AccountsDialog: lambda _app: AccountsDialog([_account()], "default", None),
    ReportDialog: lambda _app: ReportDialog([OFFER]),
    SignInDialog: lambda _app: SignInDialog(_account(), ""),
    BulkDialog: lambda _app: BulkDialog(2),
    EditListDialog: lambda app: EditListDialog(_listed(app)),
    FollowDialog: lambda app: FollowDialog(_listed(app)),
    NewListDialog: lambda _app: NewListDialog(),
    OffersDialog: lambda app: OffersDialog("Add", app.workbench.offers.rows()),
    CannotOpenDialog: _cannot_open,
    ColumnMapDialog: lambda _app: ColumnMapDialog(
        UnusableHeader(say("No header."), say("Add one."), columns=("a", "b"), fields=[("x", "x")])
    ),
    CoverageDialog: lambda app: CoverageDialog(
        OFFER, app.workbench.figures.regions(OFFER), is_live=True
    ),
    ResaleDialog: _resale,
    ResaleFiguresDialog: lambda app: ResaleFiguresDialog(app.workbench.figures.resales()),
    AudienceImportDialog: lambda _app: AudienceImportDialog(OFFER, TEXT, AudienceEdit()),
    CopyListDialog: lambda _app: CopyListDialog(OFFER, AudienceEdit()),
    DatabaseDialog: lambda _app: DatabaseDialog(lambda go: go()),
    DirectoryImportDialog: lambda _app: DirectoryImportDialog(PARTNERS),
    ErrorDialog: _error_dialog,
    FacetPicker: lambda _app: FacetPicker(Facet.COUNTRY, PartnerQuery()),
    HistoryEntryDialog: lambda _app: HistoryEntryDialog(
        "An entry", "-", file_name="", ask_undo=None
    ),
    MarketsDialog: lambda app: MarketsDialog("An offer", ("FR",), app.workbench.regions),
    NewRequestDialog: lambda _app: NewRequestDialog(OFFER),
    PartnerSearchDialog: lambda _app: PartnerSearchDialog(frozenset()),
    PasteDialog: lambda _app: PasteDialog("Paste", "Lines"),
    SaleDateDialog: lambda _app: SaleDateDialog(OFFER, [Chosen("t", "A partner")]),
    ResalesDialog: lambda _app: ResalesDialog(OFFER),
    ResalesImportDialog: lambda _app: ResalesImportDialog(TEXT),
    SamplesDialog: lambda _app: SamplesDialog("Samples", []),
    SettingsProblemsDialog: lambda _app: SettingsProblemsDialog([PROBLEM]),
    ConflictDialog: lambda _app: ConflictDialog([], []),
    TicketDialog: lambda _app: TicketDialog("", request_id=1),
    VersionsDialog: lambda _app: VersionsDialog([], [], by_field=True),
    ConfirmDialog: lambda _app: ConfirmDialog("Sure?", ["A line"], [("yes", "Yes")]),
    FilePathDialog: lambda _app: FilePathDialog("Save", "A file", "a.txt"),
    HelpDialog: lambda _app: HelpDialog(["About"], []),
    KeysDialog: _keys,
    KioskNotice: lambda _app: KioskNotice("Soon", "It ends."),
    NewOfferDialog: lambda _app: NewOfferDialog(),
    Palette: lambda _app: Palette(),
    ProblemDialog: lambda _app: ProblemDialog(missing("first")),
    RefusalDialog: lambda _app: RefusalDialog(refusal().verdict),
    EvidenceDialog: lambda _app: EvidenceDialog(),
    EvidenceImportDialog: lambda _app: EvidenceImportDialog(REPORT),
    EvidenceNoteDialog: lambda _app: EvidenceNoteDialog(OFFER, str(uuid4()), "A partner"),
    MapDialog: lambda app: MapDialog(OFFER, app.workbench.figures.regions(OFFER)),
    OfferChoiceDialog: lambda _app: OfferChoiceDialog("A name"),
    RemoteConflictDialog: _remote_conflict,
    TextViewDialog: lambda _app: TextViewDialog("A text", "Its lines"),
}
"""How each is made."""
