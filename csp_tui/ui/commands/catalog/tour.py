"""Commands of the guided tour."""

from __future__ import annotations

from csp_tui.i18n import N_
from csp_tui.ui.commands.command import Command

TOUR = Command(
    "tour",
    N_("Guided tour"),
    N_("Walk through the demo, from selecting partners to a completed support request"),
    bar=False,
)
TOUR_TEN_OFFERS = Command(
    "tour.ten-offers",
    N_("Tour: ten offers in two minutes"),
    N_("Walk through one change of ten offers: mark, plan, carry out, lists and checklists"),
    bar=False,
)
TOUR_NEXT = Command(
    "tour.next",
    N_("Next step of the tour"),
    N_("Continue the tour; any part of the step that you haven't done is done for you"),
    "f8",
    bar=False,
    priority=True,
)
TOUR_BACK = Command(
    "tour.back",
    N_("Step back in the tour"),
    N_("Go back to the previous step, with everything as it was then"),
    "f7",
    bar=False,
    priority=True,
)
TOUR_LEAVE = Command(
    "tour.leave",
    N_("Leave the tour"),
    N_("End the tour and stay where you are"),
    "f9",
    bar=False,
    priority=True,
)
TOUR_STEPS = (TOUR_NEXT, TOUR_BACK, TOUR_LEAVE)
