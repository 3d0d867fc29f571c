"""Commands of resale evidence from Microsoft's files."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.catalog.common import LIST_FIND
from csp_tui.ui.commands.catalog.imports import IMPORT_TAKE
from csp_tui.ui.commands.command import Command

EVIDENCE_OPEN = Command(
    "evidence.open",
    N_("Import evidence…"),
    N_("Import resale evidence and partners from Microsoft's own files, and match their names"),
    "M",
    short=N_("Evidence"),
    bar=False,
    replayable=True,
)
EVIDENCE_IMPORT = Command(
    "evidence.import",
    N_("Import file…"),
    N_("Import a file from Microsoft; it is recognized and previewed first"),
    "i",
    writes=True,
    replayable=True,
)
EVIDENCE_SUGGESTED = Command(
    "evidence.suggested",
    N_("Accept suggestion"),
    N_("Match the name to the suggested partner"),
    "a",
    short=N_("Accept"),
    writes=True,
)
EVIDENCE_MATCH = Command(
    "evidence.match",
    N_("Select match…"),
    N_("Select the partner or the offer that the name means"),
    "p",
    short=N_("Match"),
    writes=True,
)
EVIDENCE_ONLINE = Command(
    "evidence.online",
    N_("Ask Microsoft"),
    N_("Ask Microsoft which tenant owns the partner's domain; the answer is a suggestion"),
    "t",
    writes=True,
)
EVIDENCE_DATES = Command(
    "evidence.dates",
    N_("Order of day and month"),
    N_("Say how dates such as 03/04/2026 are written: day first or month first"),
    "d",
    short=N_("Dates"),
)

EVIDENCE_COMMANDS = (
    EVIDENCE_IMPORT,
    EVIDENCE_SUGGESTED,
    EVIDENCE_MATCH,
    EVIDENCE_ONLINE,
    LIST_FIND,
)
EVIDENCE_IMPORT_COMMANDS = (IMPORT_TAKE, EVIDENCE_DATES)
