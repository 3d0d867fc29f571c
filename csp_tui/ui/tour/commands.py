"""The commands of the guided tour."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command

TOUR = Command(
    "tour",
    N_("Guided tour"),
    N_("Be led through the demo, from choosing partners to a completed support request"),
    bar=False,
)
TOUR_NEXT = Command(
    "tour.next",
    N_("Next step of the tour"),
    N_("Go on with the tour; what the step asks for is done where you have not done it"),
    "f8",
    bar=False,
    first=True,
)
TOUR_BACK = Command(
    "tour.back",
    N_("Step back in the tour"),
    N_("Go back to the step before, with everything as it was then"),
    "f7",
    bar=False,
    first=True,
)
TOUR_LEAVE = Command(
    "tour.leave",
    N_("Leave the tour"),
    N_("End the tour and stay where you are"),
    "f9",
    bar=False,
    first=True,
)
TOUR_STEPS = (TOUR_NEXT, TOUR_BACK, TOUR_LEAVE)
