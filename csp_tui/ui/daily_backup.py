"""The backup of the day, made while the person works."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

if TYPE_CHECKING:
    from textual.app import App

    from csp_tui.services.workbench import Workbench

_DELAY = 3.0
"""Seconds after opening, so that what is shown first does not wait for the disk."""
_AGAIN = 3600.0
"""Seconds until it is looked again whether one is due, for a workbench that stays open."""
_log = logging.getLogger("csp_tui.ui")


class DailyBackup:
    """Makes the backup in a thread of its own; leaving the program does not wait for it.

    What is half written then is deleted by the backup of the next day. A workbench that stays
    open for days has one of each of them. A failure is told in the status line, once, and nothing
    of the work is held up.

    Args:
        app: Where a failure is told.
        delay: Seconds until it begins.
        again: Seconds until it is looked again.
    """

    def __init__(self, app: App[int], *, delay: float = _DELAY, again: float = _AGAIN) -> None:
        self._app = app
        self._delay = delay
        self._again = again
        self._told = ""

    def begin(self, workbench: Workbench) -> threading.Thread:
        """Make it in a while, if one is due."""
        return self._arm(self._delay, workbench)

    def _arm(self, delay: float, workbench: Workbench) -> threading.Thread:
        timer = threading.Timer(delay, self._make, [workbench])
        timer.daemon = True
        timer.start()
        return timer

    def _make(self, workbench: Workbench) -> None:
        # Another database that was opened meanwhile has a timer of its own.
        if getattr(self._app, "workbench", workbench) is not workbench:
            return
        self._try(workbench)
        if self._app.is_running:
            self._arm(self._again, workbench)

    def _try(self, workbench: Workbench) -> None:
        try:
            workbench.database.back_up_daily()
        except WorkbenchError as error:
            reason = render(error.message)
            _log.warning("no backup of the day: %s", reason)
            text = _("The backup of the day could not be made: {reason}").format(reason=reason)
            # Whoever has left meanwhile finds it in the log.
            if self._app.is_running and text != self._told:
                self._told = text
                self._app.call_from_thread(self._tell, text)

    def _tell(self, text: str) -> None:
        tell = getattr(self._app.screen, "tell", None)
        if tell is not None:
            tell(text, "refused")
        else:
            self._app.notify(text, severity="warning", markup=False)
