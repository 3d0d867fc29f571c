"""Which commands can be reached at the same time.

Keys that a user has set are checked against it, without loading any screen.
"""

from __future__ import annotations

from collections.abc import Iterator

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.ui.commands.catalog.audience import AUDIENCE_COMMANDS
from csp_tui.ui.commands.catalog.common import (
    BASIC,
    COMMON,
    CONFIRM_COMMANDS,
    COPY_COMMANDS,
    DEMO_LEAVE,
    DEMO_RESET,
    DIALOG_COMMANDS,
    DRAFT_SAVE,
    ERROR_COMMANDS,
    GO_CENTER,
    GO_HISTORY,
    GO_OFFERS,
    GO_PARTNERS,
    GO_REQUESTS,
    HISTORY_COMMANDS,
    HISTORY_ENTRY_COMMANDS,
    PLAIN_TEXT_COMMANDS,
    QUIT,
    REDO,
    RELOAD,
    REPORT_MAKE,
    RULES,
    RULES_COMMANDS,
    SETTINGS,
    SETTINGS_COMMANDS,
    TEXT_COMMANDS,
    UNDO,
)
from csp_tui.ui.commands.catalog.database import CANNOT_OPEN_COMMANDS, DATABASE, DATABASE_COMMANDS
from csp_tui.ui.commands.catalog.evidence import EVIDENCE_COMMANDS, EVIDENCE_IMPORT_COMMANDS
from csp_tui.ui.commands.catalog.imports import (
    DIRECTORY_IMPORT_COMMANDS,
    IMPORT_TAKE,
    LIST_IMPORT_COMMANDS,
    PASTE_PREVIEW,
)
from csp_tui.ui.commands.catalog.marketplace import (
    ACCOUNTS_COMMANDS,
    CENTER_COMMANDS,
    CONFLICT_COMMANDS,
)
from csp_tui.ui.commands.catalog.offers import (
    MARKETS_COMMANDS,
    OFFER_COMMANDS,
    OFFERS_COMMANDS,
    PLANS_COMMANDS,
)
from csp_tui.ui.commands.catalog.partners import (
    PARTNERS_COMMANDS,
    PICKER_COMMANDS,
    SEARCH_COMMANDS,
)
from csp_tui.ui.commands.catalog.plans import (
    AUDIT_COMMANDS,
    BULK_COMMANDS,
    COMPARE_COMMANDS,
    COVERAGE_COMMANDS,
    LIST_DIALOG_COMMANDS,
    LISTS_COMMANDS,
    PARTNER_COMMANDS,
    PLAN_PAGE_COMMANDS,
    SAVED_PLANS_COMMANDS,
    VIEW_COMMANDS,
)
from csp_tui.ui.commands.catalog.requests import REQUEST_COMMANDS, REQUESTS_COMMANDS
from csp_tui.ui.commands.catalog.resales import RESALES_COMMANDS
from csp_tui.ui.commands.catalog.tour import TOUR, TOUR_TEN_OFFERS
from csp_tui.ui.commands.command import Command

GLOBAL_COMMANDS = (
    *COMMON,
    GO_OFFERS,
    GO_REQUESTS,
    GO_PARTNERS,
    GO_HISTORY,
    GO_CENTER,
    UNDO,
    REDO,
    RELOAD,
    DATABASE,
    *COPY_COMMANDS,
    DEMO_LEAVE,
    DEMO_RESET,
    TOUR,
    TOUR_TEN_OFFERS,
    RULES,
    SETTINGS,
    *VIEW_COMMANDS,
    QUIT,
)
"""The commands of every page."""


@dataclass(frozen=True, slots=True)
class Place:
    """A screen or dialog with commands of its own.

    Attributes:
        name: The name of its class.
        shared: The commands of all screens of its kind.
        commands: Its own commands.
        parts: The commands of each part that may be on it, of which one is at a time.
        has_list: Whether a list may be on it, which has keys of its own.
    """

    name: str
    shared: tuple[Command, ...]
    commands: tuple[Command, ...]
    parts: tuple[tuple[Command, ...], ...] = ()
    has_list: bool = True

    def reachable(self) -> Iterator[tuple[Command, ...]]:
        """The commands that can be reached at the same time, once for each part."""
        for part in self.parts or ((),):
            yield (*part, *self.commands, *self.shared)


PLACES = (
    Place("OffersScreen", GLOBAL_COMMANDS, OFFERS_COMMANDS),
    Place(
        "OfferScreen",
        GLOBAL_COMMANDS,
        OFFER_COMMANDS,
        (
            (DRAFT_SAVE,),
            PLANS_COMMANDS,
            (DRAFT_SAVE,),
            AUDIENCE_COMMANDS,
            (),
            REQUESTS_COMMANDS,
            HISTORY_COMMANDS,
        ),
    ),
    Place("RequestsScreen", GLOBAL_COMMANDS, (), (REQUESTS_COMMANDS,)),
    Place("RequestScreen", GLOBAL_COMMANDS, REQUEST_COMMANDS, has_list=False),
    Place("PlanPage", GLOBAL_COMMANDS, PLAN_PAGE_COMMANDS),
    Place("SavedPlansPage", GLOBAL_COMMANDS, SAVED_PLANS_COMMANDS),
    Place("AuditPage", GLOBAL_COMMANDS, AUDIT_COMMANDS),
    Place("ComparePage", GLOBAL_COMMANDS, COMPARE_COMMANDS),
    Place("CoveragePage", GLOBAL_COMMANDS, COVERAGE_COMMANDS),
    Place("ListsPage", GLOBAL_COMMANDS, LISTS_COMMANDS),
    Place("PartnerPage", GLOBAL_COMMANDS, PARTNER_COMMANDS),
    Place("PartnersScreen", GLOBAL_COMMANDS, PARTNERS_COMMANDS),
    Place("PartnerCenterScreen", GLOBAL_COMMANDS, CENTER_COMMANDS),
    Place("HistoryScreen", GLOBAL_COMMANDS, (), (HISTORY_COMMANDS,)),
    Place("RulesScreen", GLOBAL_COMMANDS, RULES_COMMANDS),
    Place("SettingsScreen", GLOBAL_COMMANDS, SETTINGS_COMMANDS),
    Place("BulkDialog", COMMON, BULK_COMMANDS),
    Place("EditListDialog", COMMON, LIST_DIALOG_COMMANDS, has_list=False),
    Place("FollowDialog", COMMON, LIST_DIALOG_COMMANDS),
    Place("NewListDialog", COMMON, LIST_DIALOG_COMMANDS, has_list=False),
    Place("ReportDialog", COMMON, (REPORT_MAKE,), has_list=False),
    Place("AudienceImportDialog", COMMON, LIST_IMPORT_COMMANDS),
    Place("CannotOpenDialog", BASIC, CANNOT_OPEN_COMMANDS, has_list=False),
    Place("ConfirmDialog", COMMON, CONFIRM_COMMANDS, has_list=False),
    Place("CopyListDialog", COMMON, LIST_IMPORT_COMMANDS),
    Place("DatabaseDialog", COMMON, DATABASE_COMMANDS),
    Place("DirectoryImportDialog", COMMON, DIRECTORY_IMPORT_COMMANDS),
    Place("ErrorDialog", COMMON, ERROR_COMMANDS),
    Place("EvidenceDialog", COMMON, EVIDENCE_COMMANDS),
    Place("EvidenceImportDialog", COMMON, EVIDENCE_IMPORT_COMMANDS),
    Place("FacetPicker", COMMON, PICKER_COMMANDS),
    Place("HistoryEntryDialog", COMMON, HISTORY_ENTRY_COMMANDS),
    Place("MarketsDialog", COMMON, MARKETS_COMMANDS),
    Place("PartnerSearchDialog", COMMON, SEARCH_COMMANDS),
    Place("PasteDialog", COMMON, (PASTE_PREVIEW,)),
    Place("PlainTextScreen", COMMON, PLAIN_TEXT_COMMANDS),
    Place("RefusalDialog", COMMON, TEXT_COMMANDS),
    Place("RemoteConflictDialog", COMMON, CONFLICT_COMMANDS),
    Place("AccountsDialog", COMMON, ACCOUNTS_COMMANDS),
    Place("ResalesDialog", COMMON, RESALES_COMMANDS),
    Place("ResalesImportDialog", COMMON, (IMPORT_TAKE,)),
    Place("TextViewDialog", COMMON, TEXT_COMMANDS),
    Place("ColumnMapDialog", COMMON, DIALOG_COMMANDS, has_list=False),
    Place("EvidenceNoteDialog", COMMON, DIALOG_COMMANDS, has_list=False),
    Place("FilePathDialog", COMMON, DIALOG_COMMANDS, has_list=False),
    Place("NewOfferDialog", COMMON, DIALOG_COMMANDS, has_list=False),
    Place("NewRequestDialog", COMMON, DIALOG_COMMANDS),
    Place("OfferChoiceDialog", COMMON, DIALOG_COMMANDS),
    Place("OffersDialog", COMMON, DIALOG_COMMANDS),
    Place("ResaleDialog", COMMON, DIALOG_COMMANDS, has_list=False),
    Place("SaleDateDialog", COMMON, DIALOG_COMMANDS, has_list=False),
    Place("SignInDialog", COMMON, DIALOG_COMMANDS, has_list=False),
    Place("TicketDialog", COMMON, DIALOG_COMMANDS, has_list=False),
)
"""Every screen and dialog that has commands of its own."""


def beside_lists() -> frozenset[str]:
    """The IDs of the commands that can be reached where a list may have the focus."""
    return frozenset(
        command.id
        for place in PLACES
        if place.has_list
        for commands in place.reachable()
        for command in commands
    )
