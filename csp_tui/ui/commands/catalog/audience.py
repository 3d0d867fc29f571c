"""Commands of an offer’s CSP reseller audience."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.catalog.common import DRAFT_SAVE, LIST_FIND, LIST_MARK_ALL
from csp_tui.ui.commands.catalog.partners import PARTNER_OPEN
from csp_tui.ui.commands.command import Command

AUDIENCE_SYNC = Command(
    "audience.sync",
    N_("Sync CSP audience"),
    N_("Publish the partners added to a live list, and nothing else"),
    "s",
    short=N_("Sync"),
    writes=True,
)
AUDIENCE_SELECT = Command(
    "audience.select",
    N_("Select CSP Partners"),
    N_("Search partners and add them"),
    "p",
    short=N_("Select"),
    writes=True,
    replayable=True,
)
AUDIENCE_REMOVE = Command(
    "audience.remove",
    N_("Remove"),
    N_("Remove the marked partners, or this one"),
    "delete",
    writes=True,
)
AUDIENCE_IMPORT = Command(
    "audience.import",
    N_("Import"),
    N_("Import a list from a CSV file"),
    "i",
    bar=False,
    writes=True,
    replayable=True,
)
AUDIENCE_COPY_LIST = Command(
    "audience.copy-list",
    N_("Copy list from offer…"),
    N_("Add the partners of another offer's list, or replace this list with it"),
    "f",
    bar=False,
    writes=True,
    replayable=True,
)
AUDIENCE_EXPORT = Command(
    "audience.export",
    N_("Export"),
    N_("Export CSPs to a CSV file"),
    "e",
    bar=False,
    replayable=True,
)
AUDIENCE_RESOLD = Command(
    "audience.resold",
    N_("Mark as resold"),
    N_("Record that the partner has resold the offer, or remove a record made by mistake"),
    "m",
    bar=False,
    writes=True,
    replayable=True,
)
AUDIENCE_RESALES = Command(
    "audience.resales",
    N_("Resales"),
    N_("See who has resold the offer, record resales, remove records made by mistake"),
    "l",
    bar=False,
    replayable=True,
)
AUDIENCE_REQUEST = Command(
    "audience.request",
    N_("New support request"),
    N_("Create a request to remove the marked partners, or this one, from the live list"),
    "n",
    bar=False,
    writes=True,
)
AUDIENCE_COVERAGE = Command(
    "audience.coverage",
    N_("Region coverage"),
    N_("See which regions the draft and the live audience open, and with how many partners"),
    "g",
    bar=False,
)
AUDIENCE_COPY = Command(
    "audience.copy", N_("Copy tenant ID"), N_("Copy the partner's tenant ID"), "y", bar=False
)

AUDIENCE_COMMANDS = (
    AUDIENCE_SELECT,
    DRAFT_SAVE,
    AUDIENCE_REMOVE,
    AUDIENCE_IMPORT,
    AUDIENCE_COPY_LIST,
    AUDIENCE_EXPORT,
    AUDIENCE_RESALES,
    AUDIENCE_RESOLD,
    AUDIENCE_REQUEST,
    AUDIENCE_COVERAGE,
    AUDIENCE_COPY,
    PARTNER_OPEN,
    LIST_FIND,
    LIST_MARK_ALL,
)
