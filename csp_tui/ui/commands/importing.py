"""What can be done with a file whose rows are previewed."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command

TAKE = Command(
    "import.take",
    N_("Import"),
    N_("Take in every row of the file that can be used"),
    "i",
    writes=True,
)
REPLACE = Command(
    "import.replace",
    N_("Import and replace"),
    N_("Take in the file, and remove what it does not name"),
    "r",
    short=N_("Replace"),
    writes=True,
)
ADD_TO_LIST = Command(
    "import.add",
    N_("Add to the list"),
    N_("Put the partners of the file on the list of this offer's draft"),
    "a",
    short=N_("Add"),
    writes=True,
)
REPLACE_LIST = Command(
    "import.replace-list",
    N_("Replace the list"),
    N_("Make the list the same as the file, as far as the rules allow"),
    "r",
    short=N_("Replace"),
    writes=True,
)
