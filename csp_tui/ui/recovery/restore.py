"""Restores unsaved input of an earlier session, place by place."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from csp_tui.domain.errors import InvalidInput, NotFound
from csp_tui.domain.support import RequestStatus
from csp_tui.recovery.unsaved import Recovered, UnsavedInput
from csp_tui.ui.kit.page import Page
from csp_tui.ui.recovery.dialogs import RESTORING, wait_until
from csp_tui.ui.recovery.places import AFTER_OTHERS, restore
from csp_tui.ui.recovery.unsaved_places import places_of
from csp_tui.ui.terminal.lifecycle import is_working

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase

__all__ = ["RESTORING", "Restoring"]

_TRIES, _BETWEEN, _IDLE = 400, 0.05, 8
_REQUESTED = {"request": RequestStatus.DRAFT, "ticket": RequestStatus.SUBMITTED}
"""What a request must be in for its ticket number to be typed in the wizard or in the dialog."""


class Restoring:
    """Restores the input that was found, once.

    Attributes:
        found: The same.
        is_read: Whether what could not be put back was read, and everything else is open.
    """

    def __init__(self, app: AppBase, found: Recovered) -> None:
        self.found = found
        self.is_read = False
        self._app = app
        self._opened: list[UnsavedInput] = []

    async def open(self) -> list[UnsavedInput]:
        """Open the places, the lower ones first.

        Returns:
            Input that no longer has a place.
        """
        missing = await asyncio.to_thread(self._missing)
        left_over = [*missing]
        for one in self.found.unsaved:
            if one in missing:
                continue
            if one.place in AFTER_OTHERS:
                await wait_until(self._app, self._all_applied)
            if await restore(self._app, one):
                self._opened.append(one)
            else:
                left_over.append(one)
        await wait_until(self._app, self._all_applied)
        return left_over

    def is_applied(self) -> bool:
        """Whether every page shows what was typed there, or has finished with it.

        What is no longer unsaved is stored already, or was refused with its reason.
        """
        if not self.is_read:
            return False
        if len(places_of(self._app.screen_stack)) >= len(self._opened):
            return True
        working = any(is_working(one) and one.group != RESTORING for one in self._app.workers)
        return not working and not any(map(_is_pending, self._app.screen_stack))

    async def wait_until_applied(self) -> bool:
        """Wait until every page shows what was typed there; False if one never does."""
        idle = 0
        for _try in range(_TRIES):
            if len(places_of(self._app.screen_stack)) >= len(self._opened) or idle > _IDLE:
                return True
            idle = idle + 1 if self.is_applied() else 0
            await asyncio.sleep(_BETWEEN)
        return False

    def _all_applied(self) -> bool:
        """Whether everything that was opened shows what was typed."""
        unsaved = [now for _screen, now in places_of(self._app.screen_stack)]
        return all(any(_is_same(one, now) for now in unsaved) for one in self._opened)

    def _missing(self) -> list[UnsavedInput]:
        return [one for one in self.found.unsaved if not self._is_there(one)]

    def _is_there(self, one: UnsavedInput) -> bool:
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


def _is_pending(screen: Screen[Any]) -> bool:
    return isinstance(screen, Page) and bool(screen.start_typed)


def _is_same(one: UnsavedInput, other: UnsavedInput) -> bool:
    return (one.place, one.about) == (other.place, other.about)
