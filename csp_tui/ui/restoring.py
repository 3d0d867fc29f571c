"""Brings back what one session has left, place by place, and goes to where one was."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.support import RequestStatus
from csp_tui.recovery.unsaved import Recovered, Unsaved
from csp_tui.ui.focus_place import focus_again
from csp_tui.ui.recovered_places import AFTER_OTHERS, put_back
from csp_tui.ui.recovered_ways import RESTORING, is_so
from csp_tui.ui.recovery import places_of

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp

__all__ = ["RESTORING", "Restoring"]

_TRIES, _BETWEEN, _IDLE = 400, 0.05, 8
_REQUESTED = {"request": RequestStatus.DRAFT, "ticket": RequestStatus.SUBMITTED}
"""What a request must be in for its ticket number to be typed in the wizard or in the dialog."""


class Restoring:
    """Opens what was found, once.

    Args:
        app: The app.
        found: What an earlier session has left.

    Attributes:
        found: The same.
        is_read: Whether what could not be put back was read, and everything else is open.
    """

    def __init__(self, app: WorkbenchApp, found: Recovered) -> None:
        self.found = found
        self.is_read = False
        self._app = app
        self._opened: list[Unsaved] = []
        self._focused: list[Unsaved] = []

    async def open(self) -> list[Unsaved]:
        """Open the places, the lower ones first, each at the field in which one was.

        Returns:
            What has no place any more.
        """
        missing = await asyncio.to_thread(self._missing)
        # What is stored is not lost, wherever it is now.
        left_over = [one for one in missing if one.typed or one.place not in _REQUESTED]
        for one in self.found.unsaved:
            if one in missing:
                continue
            if one.place in AFTER_OTHERS:
                await is_so(self._app, self._all_taken)
            if await put_back(self._app, one):
                self._opened.append(one)
            else:
                left_over.append(one)
        await is_so(self._app, self._all_taken)
        return left_over

    def has_taken(self) -> bool:
        """Whether every place has what was typed there, or is done with it.

        What is not unsaved any more is stored already, or was refused with its reason.
        """
        if not self.is_read:
            return False
        if len(places_of(self._app.screen_stack)) >= len(self._opened):
            return True
        working = any(not one.is_finished and one.group != RESTORING for one in self._app.workers)
        return not working and not any(map(_has_to_take, self._app.screen_stack))

    async def is_taken(self) -> bool:
        """Wait until every place has taken what was typed there; False where one never does."""
        idle = 0
        for _try in range(_TRIES):
            if len(places_of(self._app.screen_stack)) >= len(self._opened) or idle > _IDLE:
                return True
            idle = idle + 1 if self.has_taken() else 0
            await asyncio.sleep(_BETWEEN)
        return False

    def _all_taken(self) -> bool:
        """Whether all that was opened has what was typed; each goes to its field as it has."""
        places = places_of(self._app.screen_stack)
        for one in self._opened:
            if one not in self._focused:
                screen = next((screen for screen, now in places if _is_same(one, now)), None)
                if screen is not None:
                    self._focused.append(one)
                    focus_again(screen, one.focus)
        return len(self._focused) == len(self._opened)

    def _missing(self) -> list[Unsaved]:
        return [one for one in self.found.unsaved if not self._is_there(one)]

    def _is_there(self, one: Unsaved) -> bool:
        about, workbench = one.about, self._app.workbench
        try:
            if "offer_id" in about:
                workbench.audience.show(about["offer_id"])
            if "request_id" in about:
                request = workbench.support.show(int(about["request_id"]))
                return request.status is _REQUESTED.get(one.place, request.status)
        except (NotFound, InvalidInput, ValueError, OverflowError):
            return False
        return True


def _has_to_take(screen: Screen[Any]) -> bool:
    return bool(getattr(screen, "start_typed", None))


def _is_same(one: Unsaved, other: Unsaved) -> bool:
    return (one.place, one.about) == (other.place, other.about)
