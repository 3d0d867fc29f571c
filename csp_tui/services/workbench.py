"""All services of one database."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.domain.clock import Clock
    from csp_tui.domain.regions import RegionTable
    from csp_tui.services.audience_import import AudienceImportService
    from csp_tui.services.audience_service import AudienceService
    from csp_tui.services.audit import AuditService
    from csp_tui.services.compare import CompareService
    from csp_tui.services.context import Context
    from csp_tui.services.coverage import CoverageService
    from csp_tui.services.database_port import ChangeSignal, Database
    from csp_tui.services.directory import DirectoryService
    from csp_tui.services.evidence import EvidenceService
    from csp_tui.services.evidence_import import EvidenceImporter
    from csp_tui.services.figures import FigureService
    from csp_tui.services.history import HistoryService
    from csp_tui.services.offers import OfferService
    from csp_tui.services.partner_lists import ListService
    from csp_tui.services.plans import PlanService
    from csp_tui.services.reading_ports import PartnerSearch
    from csp_tui.services.remote.service import PartnerCenterService
    from csp_tui.services.remote_port import Connector
    from csp_tui.services.reports import ReportService
    from csp_tui.services.resales import ResaleService
    from csp_tui.services.state import StateService
    from csp_tui.services.support import SupportService
    from csp_tui.services.undo import UndoService
    from csp_tui.services.watching import WatchService


class Workbench:
    """What screens and command line work with.

    Each service is imported when it is first used: a command needs one or two of them, and the
    first page of the screens not many more.

    Args:
        context: What all services share.
        search: Returns the search over the partner directory; called by what searches.
        changes: Notices changes that other programs have made.
        database: The file as a whole.
        connector: Makes what opens accounts of Partner Center; called when one is opened.
        import_ahead: Imports what pages read that are opened from the list of offers.
        close: Ends all connections.

    Attributes:
        database: The file as a whole.
        regions: The CSP program's markets.
        clock: The time.
        import_ahead: Imports what pages read that are opened from the list of offers.
        close: Ends all connections.
    """

    def __init__(
        self,
        context: Context,
        *,
        search: Callable[[], PartnerSearch],
        changes: ChangeSignal,
        database: Database,
        connector: Callable[[], Connector],
        import_ahead: Callable[[], None],
        close: Callable[[], None],
    ) -> None:
        self._context = context
        self._search = search
        self._changes = changes
        self._connector = connector
        self.database = database
        self.regions: RegionTable = context.regions
        self.clock: Clock = context.clock
        self.import_ahead = import_ahead
        self.close = close

    @cached_property
    def offers(self) -> OfferService:
        """Create, edit, publish and delete offers."""
        from csp_tui.services.offers import OfferService

        return OfferService(self._context)

    @cached_property
    def audience(self) -> AudienceService:
        """Choose an option, add and remove partners, sync, export."""
        from csp_tui.services.audience_service import AudienceService

        return AudienceService(self._context)

    @cached_property
    def audience_import(self) -> AudienceImportService:
        """Import a list into a draft."""
        from csp_tui.services.audience_import import AudienceImportService

        return AudienceImportService(self._context, self.audience)

    @cached_property
    def directory(self) -> DirectoryService:
        """Search and refresh the partner directory."""
        from csp_tui.services.directory import DirectoryService

        return DirectoryService(self._context, self._search())

    @cached_property
    def resales(self) -> ResaleService:
        """Record which partner has resold what."""
        from csp_tui.services.resales import ResaleService

        return ResaleService(self._context)

    @cached_property
    def evidence(self) -> EvidenceService:
        """Resale evidence, the names it was found under, and what it is worth."""
        from csp_tui.services.evidence import EvidenceService

        return EvidenceService(self._context, self._search())

    @cached_property
    def evidence_import(self) -> EvidenceImporter:
        """Import evidence and partners from Microsoft's files."""
        from csp_tui.services.evidence_import import EvidenceImporter

        return EvidenceImporter(self._context, self._search())

    @cached_property
    def support(self) -> SupportService:
        """Support requests."""
        from csp_tui.services.support import SupportService

        return SupportService(self._context)

    @cached_property
    def plans(self) -> PlanService:
        """Plans of changes to many offers."""
        from csp_tui.services.plans import PlanService

        return PlanService(self._context)

    @cached_property
    def lists(self) -> ListService:
        """Named partner lists."""
        from csp_tui.services.partner_lists import ListService

        return ListService(self._context, lambda: self.plans)

    @cached_property
    def state(self) -> StateService:
        """The present state as a file has it."""
        from csp_tui.services.state import StateService

        return StateService(self._context)

    @cached_property
    def compare(self) -> CompareService:
        """Two audiences side by side."""
        from csp_tui.services.compare import CompareService

        return CompareService(self._context)

    @cached_property
    def coverage(self) -> CoverageService:
        """Where many offers can be sold."""
        from csp_tui.services.coverage import CoverageService

        return CoverageService(self._context)

    @cached_property
    def reports(self) -> ReportService:
        """The history for an auditor."""
        from csp_tui.services.reports import ReportService

        return ReportService(self._context)

    @cached_property
    def audit(self) -> AuditService:
        """What needs attention."""
        from csp_tui.services.audit import AuditService

        return AuditService(self._context, self.lists)

    @cached_property
    def undo(self) -> UndoService:
        """Undoes and redoes changes."""
        from csp_tui.services.undo import UndoService

        return UndoService(self._context)

    @cached_property
    def history(self) -> HistoryService:
        """Who changed what."""
        from csp_tui.services.history import HistoryService

        return HistoryService(self._context)

    @cached_property
    def figures(self) -> FigureService:
        """Counts for pictures."""
        from csp_tui.services.figures import FigureService

        return FigureService(self._context, self._search())

    @cached_property
    def watching(self) -> WatchService:
        """Changes made by other programs."""
        from csp_tui.services.watching import WatchService

        return WatchService(self._context, self._changes)

    @cached_property
    def partner_center(self) -> PartnerCenterService:
        """The connection to Partner Center."""
        from csp_tui.services.remote.service import PartnerCenterService

        return PartnerCenterService(self._context, self._connector)
