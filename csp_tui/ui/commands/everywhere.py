"""The commands that every screen and every dialog has."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command
from csp_tui.ui.tour.commands import TOUR_STEPS

HELP = Command("help", N_("Help"), N_("Explain this screen and its keys"), "f1,question_mark")
BACK = Command("back", N_("Back"), N_("Go back to where you came from"), "escape")
PALETTE = Command(
    "commands",
    N_("Menu"),
    N_("Find a command, an offer, a partner or a request by name"),
    "ctrl+p,colon",
    bar=False,
    palette=False,
)
KEYS = Command("keys", N_("Keys"), N_("Show or hide the keys that work here"), "f4", bar=False)
REPAINT = Command(
    "repaint",
    N_("Paint anew"),
    N_("Paint the whole screen again, after something else has written over it"),
    "ctrl+l",
    bar=False,
    first=True,
)

EVERYWHERE = (HELP, BACK, PALETTE, KEYS, REPAINT, *TOUR_STEPS)
ALWAYS_IN_BAR = ("help", "back")
