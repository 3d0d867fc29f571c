"""What becomes of errors that nobody foresaw: they are logged, told, and the work goes on."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual._context import active_message_pump
from textual.dom import DOMNode
from textual.events import Compose, Mount

from csp_tui import log as logfile
from csp_tui.i18n import gettext as _

if TYPE_CHECKING:
    from textual.message import Message
    from textual.message_pump import MessagePump

    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.dialogs.unexpected import UnexpectedDialog

_log = logging.getLogger("csp_tui.ui")

EXIT_CODE = 3
REPEATED = 3
"""So many within a minute are too many to go on."""
_MINUTE = 60.0
_BEHIND_AT_MOST = 20
_PAINTING = (
    "_on_timer_update",
    "_refresh_layout",
    "_compositor_refresh",
    "_display",
    "render_lines",
    "render_line",
)


class Crashes:
    """Meets every error of handlers, workers, timers and threads, and of painting.

    One dialog tells of it, and leads back to the same place, whose widgets live on: what was typed
    is still there. When it comes back at once the way leads to the offers. After the third within
    a minute, or where nothing can be painted, the program ends.

    Args:
        app: The app.
        log: The log file.
        now: Seconds that only go on, for tests.
    """

    def __init__(
        self, app: WorkbenchApp, log: Path, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._log = log
        self._now = now
        self._times: list[float] = []
        self._unmade: list[MessagePump] = []
        self._is_shown = False
        self._dialog: UnexpectedDialog | None = None
        self._behind = 0
        self._hooks_before: Callable[[threading.ExceptHookArgs], Any] | None = None

    def guard(self, pump: MessagePump) -> None:
        """Let a widget outlive its handlers' errors, with all that was typed into it."""
        dispatch: Callable[[Message], Awaitable[None]] = pump._dispatch_message

        async def guarded(message: Message) -> None:
            try:
                await dispatch(message)
            except Exception as error:
                if isinstance(message, Compose | Mount):
                    self._unmade.append(pump)
                self._app._handle_exception(error)

        pump._dispatch_message = guarded  # type: ignore[method-assign]

    def begin(self) -> None:
        """Meet the errors of threads and forgotten tasks, too."""
        asyncio.get_running_loop().set_exception_handler(self._met_in_loop)
        if self._hooks_before is None:
            self._hooks_before = threading.excepthook
            threading.excepthook = self._met_in_thread

    def end(self) -> None:
        """Leave threads to whoever met their errors before."""
        if self._hooks_before is not None:
            threading.excepthook, self._hooks_before = self._hooks_before, None

    def meet(self, error: Exception) -> None:
        """Log an error, then tell it or end; called in the app's own thread."""
        from csp_tui.crash_report import passes_through

        error = _cause(error)
        logfile.start(self._log)
        _log.error("unexpected error", exc_info=error)
        app = self._app
        if app._exit:
            return
        if isinstance(error, MemoryError) and app.kiosk is not None:
            app.kiosk.end_full()
            return
        pump = active_message_pump.get(None)
        if pump is not None and passes_through(error.__traceback__, ("_compose",)):
            self._unmade.append(pump)
        painting = passes_through(error.__traceback__, _PAINTING)
        if painting or not _can_show(app) or self._tells_itself(pump):
            self._leave()
        elif self._is_shown:
            # One failure often brings others with it; they are in the log.
            self._behind += 1
            if self._behind > _BEHIND_AT_MOST:
                self._leave()
        elif self._is_too_often():
            self._leave()
        else:
            self._is_shown, self._behind = True, 0
            # Not while whatever has just failed is still at work.
            app.call_later(self._show, error)

    def _tells_itself(self, pump: MessagePump | None) -> bool:
        """Whether what fails is the dialog that tells of failures."""
        dialog = self._dialog
        return (
            dialog is not None and isinstance(pump, DOMNode) and dialog in pump.ancestors_with_self
        )

    def _is_too_often(self) -> bool:
        now = self._now()
        self._times = [*(when for when in self._times if now - when < _MINUTE), now]
        return len(self._times) >= REPEATED

    def _show(self, error: Exception) -> None:
        from csp_tui.crash_report import crash_report, error_kind, origin
        from csp_tui.ui.dialogs.unexpected import UnexpectedDialog

        again = len(self._times) > 1
        self._dialog = UnexpectedDialog(
            kind=error_kind(error),
            place=origin(error),
            report=crash_report(error, **_terminal_facts(self._app)),
            log=self._shown_log,
            again=again,
        )
        self._app.push_screen(self._dialog, lambda answer: self._answered(answer, again=again))

    @property
    def _shown_log(self) -> Path | None:
        """The log file, None where no path is to be seen."""
        return self._log if self._app.policy.paths_shown else None

    def _answered(self, answer: str | None, *, again: bool) -> None:
        self._is_shown, self._dialog = False, None
        if answer == "leave":
            self._app.leave_pages(self._leave)
            return
        unmade = set(self._unmade)
        self._unmade.clear()
        if again:
            self._app.go_to("offers")
        elif self._app.screen in unmade:
            self._app.go_back()
        load = getattr(self._app.screen, "load", None)
        if load is not None and self._app.is_open:
            load()

    def _leave(self) -> None:
        # What is printed after the end goes through Rich, which would read markup in a path.
        from rich.text import Text

        text = _(
            "Something unexpected happened, and the program had to stop. "
            "Everything you saved is safe."
        )
        if self._shown_log is not None:
            text += "\n" + _("What happened is in {path}.").format(path=self._shown_log)
        self._app.exit(EXIT_CODE, message=Text(text))

    def _met_in_thread(self, failure: threading.ExceptHookArgs) -> None:
        if isinstance(failure.exc_value, Exception):
            self._app.call_later(self.meet, failure.exc_value)

    def _met_in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception) and not self._app._exit:
            self._app.call_later(self.meet, error)


def _cause(error: Exception) -> Exception:
    """The error itself; Textual wraps those of workers."""
    from textual.worker import WorkerFailed

    if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
        return error.error
    return error


def _can_show(app: WorkbenchApp) -> bool:
    return app.is_running and bool(app._screen_stack) and app._mounted_event.is_set()


def _terminal_facts(app: WorkbenchApp) -> dict[str, str]:
    columns, rows = app.size
    term = re.sub(r"[^A-Za-z0-9.+_-]", "", os.environ.get("TERM", ""))[:40]
    driver = type(app._driver).__name__ if app._driver is not None else "none"
    return {"Terminal": f"{columns}x{rows} {term} {driver}", "Screen": type(app.screen).__name__}
