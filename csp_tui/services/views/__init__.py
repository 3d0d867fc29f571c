"""Results of services for display: flat, frozen, read once."""

from csp_tui.services.views.audience import (
    AudienceFacts,
    AudienceRow,
    AudienceView,
    ImportPreview,
    ListOrder,
    SaveResult,
)
from csp_tui.services.views.database import BackupFile, DatabaseCheck, DatabaseInfo, RepairOptions
from csp_tui.services.views.figures import (
    AudienceRegions,
    LimitedMarket,
    MonthFigure,
    MonthlyPartners,
    PartnerFigure,
    RegionFigure,
    ResaleFigures,
)
from csp_tui.services.views.offers import (
    BlockedByRequest,
    OfferRow,
    PackedRequest,
    RequestCheck,
    RequestOverview,
)
from csp_tui.services.views.partners import (
    DirectoryImport,
    FacetValue,
    LocatedPartner,
    PartnerDetails,
    PartnerOffer,
    PartnerOrder,
    PartnerRow,
)
from csp_tui.services.views.resales import ResaleRow, ResalesImport

__all__ = [
    "AudienceFacts",
    "AudienceRegions",
    "AudienceRow",
    "AudienceView",
    "BackupFile",
    "BlockedByRequest",
    "DatabaseCheck",
    "DatabaseInfo",
    "DirectoryImport",
    "FacetValue",
    "ImportPreview",
    "LimitedMarket",
    "ListOrder",
    "LocatedPartner",
    "MonthFigure",
    "MonthlyPartners",
    "OfferRow",
    "PackedRequest",
    "PartnerDetails",
    "PartnerFigure",
    "PartnerOffer",
    "PartnerOrder",
    "PartnerRow",
    "RegionFigure",
    "RepairOptions",
    "RequestCheck",
    "RequestOverview",
    "ResaleFigures",
    "ResaleRow",
    "ResalesImport",
    "SaveResult",
]
