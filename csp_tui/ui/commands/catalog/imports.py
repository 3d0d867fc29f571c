"""Commands of files whose rows are previewed."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command

PASTE_PREVIEW = Command(
    "paste.preview", N_("Preview"), N_("Show what the pasted rows would change"), "f2", main=True
)
IMPORT_TAKE = Command(
    "import.take",
    N_("Import"),
    N_("Import every valid row of the file"),
    "i,f2",
    writes=True,
)
IMPORT_REPLACE = Command(
    "import.replace",
    N_("Import and replace"),
    N_("Import the file, and remove partners that are not in it"),
    "r",
    short=N_("Replace"),
    writes=True,
)
IMPORT_ADD = Command(
    "import.add",
    N_("Add to the list"),
    N_("Add the new partners to the list of this offer's draft"),
    "i,f2",
    short=N_("Add"),
    writes=True,
)
IMPORT_REPLACE_LIST = Command(
    "import.replace-list",
    N_("Replace the list"),
    N_("Replace the list with the imported one, as far as the rules allow"),
    "r",
    short=N_("Replace"),
    writes=True,
)

LIST_IMPORT_COMMANDS = (IMPORT_ADD, IMPORT_REPLACE_LIST)
DIRECTORY_IMPORT_COMMANDS = (IMPORT_TAKE, IMPORT_REPLACE)
