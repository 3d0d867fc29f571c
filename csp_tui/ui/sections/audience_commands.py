"""What can be done with an audience."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command

SELECT = Command(
    "audience.select",
    N_("Select CSP Partners"),
    N_("Search partners and add them"),
    "p",
    short=N_("Select"),
    writes=True,
)
REMOVE = Command(
    "audience.remove",
    N_("Remove"),
    N_("Take the marked partners, or this one, off"),
    "delete",
    writes=True,
)
IMPORT = Command(
    "audience.import",
    N_("Import"),
    N_("Import a list from a CSV file"),
    "i",
    bar=False,
    writes=True,
)
EXPORT = Command("audience.export", N_("Export"), N_("Export CSPs to a CSV file"), "e", bar=False)
RESOLD = Command(
    "audience.resold",
    N_("Mark as resold"),
    N_("Record that the partner has resold the offer, or take a mistake back"),
    "m",
    bar=False,
    writes=True,
)
RESALES = Command(
    "audience.resales",
    N_("Resales"),
    N_("See who has resold the offer, record more, take mistakes back"),
    "l",
    bar=False,
)
REQUEST = Command(
    "audience.request",
    N_("Support request"),
    N_("Ask to remove the marked partners, or this one, from the live list"),
    "r",
    bar=False,
    writes=True,
)
COVERAGE = Command(
    "audience.coverage",
    N_("Region coverage"),
    N_("See which regions the draft and the live audience open, and with how many partners"),
    "g",
    bar=False,
)
COPY = Command(
    "audience.copy", N_("Copy tenant ID"), N_("Copy the partner's tenant ID"), "y", bar=False
)
