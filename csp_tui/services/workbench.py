"""All services of one database, in one hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from csp_tui.domain.clock import Clock
from csp_tui.domain.regions import RegionTable
from csp_tui.services.audience import AudienceService
from csp_tui.services.audience_import import AudienceImportService
from csp_tui.services.context import Context
from csp_tui.services.directory import DirectoryService
from csp_tui.services.figures import FigureService
from csp_tui.services.history import HistoryService
from csp_tui.services.offers import OfferService
from csp_tui.services.reading_ports import ChangeSignal, Database, PartnerSearch
from csp_tui.services.resales import ResaleService
from csp_tui.services.support import SupportService
from csp_tui.services.undo import UndoService
from csp_tui.services.watching import WatchService


@dataclass(frozen=True, slots=True)
class Workbench:
    """What screens and command line work with.

    Attributes:
        offers: Create, edit, publish and delete offers.
        audience: Choose an option, add and remove partners, sync, export.
        audience_import: Import a list into a draft.
        directory: Search and refresh the partner directory.
        resales: Record which partner has resold what.
        support: Support requests.
        undo: Takes back the last change of a draft.
        history: Who changed what.
        figures: Counts for pictures.
        watching: What other programs change meanwhile.
        database: The file as a whole.
        regions: The programme's markets.
        clock: The time.
        close: Ends all connections.
    """

    offers: OfferService
    audience: AudienceService
    audience_import: AudienceImportService
    directory: DirectoryService
    resales: ResaleService
    support: SupportService
    undo: UndoService
    history: HistoryService
    figures: FigureService
    watching: WatchService
    database: Database
    regions: RegionTable
    clock: Clock
    close: Callable[[], None]

    @classmethod
    def build(
        cls,
        context: Context,
        *,
        search: PartnerSearch,
        changes: ChangeSignal,
        database: Database,
        close: Callable[[], None],
    ) -> Workbench:
        """Make every service with the same hands."""
        audience = AudienceService(context)
        return cls(
            offers=OfferService(context),
            audience=audience,
            audience_import=AudienceImportService(context, audience),
            directory=DirectoryService(context, search),
            resales=ResaleService(context),
            support=SupportService(context),
            undo=UndoService(context),
            history=HistoryService(context),
            figures=FigureService(context),
            watching=WatchService(context, changes),
            database=database,
            regions=context.regions,
            clock=context.clock,
            close=close,
        )
