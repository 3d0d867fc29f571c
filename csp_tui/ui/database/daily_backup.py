"""The daily backup, made while the user works."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench
    from csp_tui.ui.kit.app_base import AppBase

_DELAY = 3.0
"""Seconds after opening, so that what is shown first does not wait for the disk."""
_AGAIN = 3600.0
"""Seconds until the next check whether one is due, for a workbench that stays open."""
_log = logging.getLogger("csp_tui.ui")


class DailyBackup:
    """Makes the backup in a thread of its own; leaving the program does not wait for it.

    What is half written then is deleted by the backup of the next day. A workbench that stays
    open for days has one of each of them. A failure is reported in the status line, once, and
    no work is delayed.

    Args:
        app: Where a failure is reported.
        delay: Seconds until it begins.
        again: Seconds until it is looked again.
    """

    def __init__(self, app: AppBase, *, delay: float = _DELAY, again: float = _AGAIN) -> None:
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
        # Another database that has been opened since has its own timer.
        if self._app.workbench is not workbench:
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
            text = _("The daily backup could not be made: {reason}").format(reason=reason)
            # If the user has left by then, the log has it.
            if self._app.is_running and text != self._told:
                self._told = text
                self._app.call_from_thread(self._tell, text)

    def _tell(self, text: str) -> None:
        self._app.tell(text, "refused")
