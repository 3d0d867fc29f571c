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
_log = logging.getLogger("csp_tui.ui")


class DailyBackup:
    """Makes the backup in a thread of its own; leaving the program does not wait for it.

    What is half written then is deleted by the backup of the next day. A failure is told in the
    status line, once, and nothing of the work is held up.

    Args:
        app: Where a failure is told.
        delay: Seconds until it begins.
    """

    def __init__(self, app: App[int], *, delay: float = _DELAY) -> None:
        self._app = app
        self._delay = delay

    def begin(self, workbench: Workbench) -> threading.Thread:
        """Make it in a while, if one is due."""
        timer = threading.Timer(self._delay, self._make, [workbench])
        timer.daemon = True
        timer.start()
        return timer

    def _make(self, workbench: Workbench) -> None:
        try:
            workbench.database.back_up_daily()
        except WorkbenchError as error:
            reason = render(error.message)
            _log.warning("no backup of the day: %s", reason)
            text = _("The backup of the day could not be made: {reason}").format(reason=reason)
            # Whoever has left meanwhile finds it in the log.
            if self._app.is_running:
                self._app.call_from_thread(self._tell, text)

    def _tell(self, text: str) -> None:
        tell = getattr(self._app.screen, "tell", None)
        if tell is not None:
            tell(text, "refused")
        else:
            self._app.notify(text, severity="warning", markup=False)
