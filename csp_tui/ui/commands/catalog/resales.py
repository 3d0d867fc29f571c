"""Commands of resales."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.catalog.common import COPY_COMMANDS, LIST_FIND
from csp_tui.ui.commands.catalog.partners import PARTNER_OPEN
from csp_tui.ui.commands.command import Command

RESALES_RECORD = Command(
    "resales.record",
    N_("Record"),
    N_("Record that partners have resold the offer"),
    "m",
    writes=True,
    replayable=True,
)
RESALES_IMPORT = Command(
    "resales.import",
    N_("Import"),
    N_("Record the resales of a CSV file"),
    "i",
    writes=True,
    replayable=True,
)
RESALES_REMOVE = Command(
    "resales.remove",
    N_("Remove record"),
    N_("Remove a record made by mistake"),
    "delete",
    writes=True,
)
RESALES_FIGURES = Command(
    "resales.figures",
    N_("In figures"),
    N_("See the resellers by number of offers resold, and the first sales by month"),
    "g",
)
RESALES_COPY = Command(
    "resales.copy", N_("Copy tenant ID"), N_("Copy the partner's tenant ID"), "y", bar=False
)

RESALES_COMMANDS = (
    PARTNER_OPEN,
    RESALES_RECORD,
    RESALES_REMOVE,
    RESALES_IMPORT,
    RESALES_FIGURES,
    RESALES_COPY,
    LIST_FIND,
    *COPY_COMMANDS,
)
