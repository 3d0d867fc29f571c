"""Shows every failure, expected or not, in one readable dialog at a time."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.dom import DOMNode
from textual.events import Compose, Mount
from textual.screen import Screen
from textual.widget import Widget

from csp_tui import log as logfile
from csp_tui.domain.errors import RuleRefusal, WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.ui.kit.page import Page

if TYPE_CHECKING:
    from textual.message import Message
    from textual.message_pump import MessagePump

    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.shell.error_dialog import ErrorDialog

_log = logging.getLogger("csp_tui.ui")

EXIT_CODE = 3
REPEATED = 3
"""The program ends at this many unexpected errors within a minute."""
_MINUTE = 60.0
_MOST_SUPPRESSED = 20
_MOST_QUEUED = 8
_PAINTING = (
    "_on_timer_update",
    "_refresh_layout",
    "_compositor_refresh",
    "_display",
    "render_lines",
    "render_line",
)
_ENDS_THE_PUMP = ("_process_messages_loop", "_pre_process")


class ErrorHandler:
    """Gets every error of handlers, workers, timers, threads, layout and painting.

    Expected errors (``WorkbenchError``) wait in a queue and are explained one after the other.
    The first unexpected error is shown immediately, above all other screens; later ones
    are only logged. Afterwards the user is where they were, with everything that was typed. A
    screen that could not be made is closed. When it happens again within a minute, the offers
    are opened; at the third time, or if the dialog itself fails, the program ends.

    Args:
        app: The app.
        log: The log file; without it unexpected errors are raised, as in tests.
        is_reported: Whether an expected error was reported already; it may say it in passing.
        out_of_memory: Called when the memory that the session may use is used up; True if that
            was dealt with.
        now: A monotonic clock in seconds, for tests.
    """

    def __init__(
        self,
        app: AppBase,
        log: Path | None,
        *,
        is_reported: Callable[[WorkbenchError], bool] = lambda _error: False,
        out_of_memory: Callable[[], bool] = lambda: False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._log = log
        self._is_reported = is_reported
        self._out_of_memory = out_of_memory
        self._now = now
        self._times: list[float] = []
        self._queue: deque[WorkbenchError] = deque()
        self._problem: tuple[Screen[Any], str] | None = None
        self._dialog: ErrorDialog | None = None
        self._is_unexpected_shown = False
        self._suppressed = 0
        self._broken: set[Screen[Any]] = set()
        self._fresh: tuple[Page, Page] | None = None
        self._hook_before: Callable[[threading.ExceptHookArgs], Any] | None = None

    @property
    def handles_unexpected(self) -> bool:
        """Whether unexpected errors are logged and shown instead of raised."""
        return self._log is not None

    def begin(self) -> None:
        """Handle the errors of threads and abandoned tasks as well."""
        self._app.screen_change_signal.subscribe(self._app, lambda _screen: self._show_next_soon())
        if self._log is None:
            return
        asyncio.get_running_loop().set_exception_handler(self._handle_in_loop)
        if self._hook_before is None:
            self._hook_before = threading.excepthook
            threading.excepthook = self._handle_in_thread

    def end(self) -> None:
        """Leave the errors of threads to the handler before."""
        if self._hook_before is not None:
            threading.excepthook, self._hook_before = self._hook_before, None

    # Expected errors

    def show(self, error: WorkbenchError) -> None:
        """Explain an expected error, now or when the one before was read."""
        if self._app.is_exiting or self._is_known(error):
            return
        self._queue.append(error)
        if self._can_show:
            self._show_next()
        else:
            self._app.call_later(self._show_next)

    def _is_known(self, error: WorkbenchError) -> bool:
        """Whether the same error is shown or waits already, or was reported."""
        text = render(error.message)
        if any(render(one.message) == text for one in self._queue):
            return True
        if self._open_problem is not None and self._open_problem == text:
            return True
        if len(self._queue) >= _MOST_QUEUED:
            _log.warning("too many errors at once: %s", text)
            return True
        return not isinstance(error, RuleRefusal) and self._is_reported(error)

    @property
    def _open_problem(self) -> str | None:
        """The text of the expected error that is shown, None if none is."""
        if self._problem is None or self._problem[0] not in self._app.screen_stack:
            return None
        return self._problem[1]

    def _show_next_soon(self) -> None:
        if self._queue:
            # After the closed screen is removed and its result is handled.
            self._app.call_later(self._show_next)

    def _show_next(self) -> None:
        if not self._queue or self._is_unexpected_shown or self._open_problem is not None:
            return
        if self._app.is_exiting or not self._can_show:
            return
        from csp_tui.ui.kit.dialogs.problem import ProblemDialog
        from csp_tui.ui.kit.dialogs.refusal import RefusalDialog

        error = self._queue.popleft()
        dialog: Screen[Any]
        if isinstance(error, RuleRefusal):
            dialog = RefusalDialog(error.verdict)
        else:
            dialog = ProblemDialog(error)
        self._problem = (dialog, render(error.message))
        self._app.push_screen(dialog)

    # Unexpected errors

    def handle(
        self, error: Exception, pump: MessagePump | None = None, message: Message | None = None
    ) -> None:
        """Log an error, then show it or end the program; called in the app's own thread.

        Args:
            error: The error.
            pump: The app, screen or widget in which it happened, where that is known.
            message: What was being handled.
        """
        from csp_tui.crash_report import passes_through

        error = _cause(error)
        assert self._log is not None
        logfile.start(self._log)
        _log.error("unexpected error", exc_info=error)
        app = self._app
        if app.is_exiting or (isinstance(error, MemoryError) and self._out_of_memory()):
            return
        if isinstance(error, WorkbenchError):
            # Expected wherever it comes from, even where no one has waited for it.
            self.show(error)
            return
        trace = error.__traceback__
        is_painting = passes_through(trace, _PAINTING)
        is_making = isinstance(message, Compose | Mount) or passes_through(trace, ("_compose",))
        self._note_damage(pump, is_painting, is_making)
        if passes_through(trace, _ENDS_THE_PUMP):
            self._note_loss(pump)
        if self._is_in_dialog(pump, is_painting):
            self._leave()
        elif self._is_unexpected_shown:
            # One failure often causes others; they are in the log.
            self._suppressed += 1
            if self._suppressed > _MOST_SUPPRESSED:
                self._leave()
        elif self._is_too_often():
            self._leave()
        else:
            self._is_unexpected_shown, self._suppressed = True, 0
            # Not while the code that has just failed is still running.
            app.call_later(self._show_unexpected, error)

    def _note_damage(self, pump: MessagePump | None, is_painting: bool, is_making: bool) -> None:
        """Remember which screen has to be closed or replaced after the error was read."""
        stack = self._app.screen_stack
        if is_painting and stack:
            self._broken.add(stack[-1])
        if isinstance(pump, Screen) and is_making:
            self._broken.add(pump)

    def _note_loss(self, pump: MessagePump | None) -> None:
        """Keep what is typed on a page that is about to lose a widget to an error.

        Textual removes a widget whose handler fails, unless it is ``RemovalSafe``.
        """
        if not isinstance(pump, Widget) or isinstance(pump, Screen):
            return
        screen = next((one for one in pump.ancestors if isinstance(one, Screen)), None)
        if not isinstance(screen, Page):
            if screen is not None:
                self._broken.add(screen)
        elif self._fresh is None:
            try:
                self._fresh = (screen, screen.recreate())
            except Exception:
                _log.exception("the page could not be rebuilt")
                self._broken.add(screen)

    def _is_in_dialog(self, pump: MessagePump | None, is_painting: bool) -> bool:
        """Whether the dialog that shows errors fails itself."""
        dialog = self._dialog
        if dialog is None:
            return False
        if isinstance(pump, DOMNode) and pump is not self._app:
            return dialog in pump.ancestors_with_self
        stack = self._app.screen_stack
        return is_painting and bool(stack) and stack[-1] is dialog

    def _is_too_often(self) -> bool:
        now = self._now()
        self._times = [*(when for when in self._times if now - when < _MINUTE), now]
        return len(self._times) >= REPEATED

    def _show_unexpected(self, error: Exception) -> None:
        from csp_tui.crash_report import crash_report, error_kind, origin
        from csp_tui.ui.shell.error_dialog import ErrorDialog

        if self._app.is_exiting:
            return
        if not self._can_show:
            self._leave()
            return
        again = len(self._times) > 1
        try:
            self._dialog = ErrorDialog(
                kind=error_kind(error),
                place=origin(error),
                report=crash_report(error, **_terminal_facts(self._app)),
                log=self._shown_log,
                again=again,
            )
            self._app.push_screen(self._dialog, lambda answer: self._answered(answer, again=again))
        except Exception:
            _log.exception("the error could not be shown")
            self._leave()

    @property
    def _can_show(self) -> bool:
        return self._app.is_running and bool(self._app.screen_stack)

    @property
    def _shown_log(self) -> Path | None:
        """The log file, None if no path may be shown."""
        return self._log if self._app.policy.paths_shown else None

    def _answered(self, answer: str | None, *, again: bool) -> None:
        self._is_unexpected_shown, self._dialog = False, None
        if answer == "leave":
            self._app.navigation.leave_pages(self._leave)
            return
        broken, fresh = self._broken, self._fresh
        self._broken, self._fresh = set(), None
        app = self._app
        if again:
            app.navigation.go_to("offers")
        else:
            while app.screen in broken and len(app.screen_stack) > 1:
                broken.discard(app.screen)
                app.navigation.go_back()
            if fresh is not None and app.screen is fresh[0]:
                app.switch_screen(fresh[1])
        page = app.screen
        if isinstance(page, Page) and app.is_open and page.is_mounted:
            page.load()
        self._show_next_soon()

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

    def _handle_in_thread(self, failure: threading.ExceptHookArgs) -> None:
        if isinstance(failure.exc_value, Exception):
            self._app.call_later(self.handle, failure.exc_value)

    def _handle_in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception) and not self._app.is_exiting:
            self._app.call_later(self.handle, error)


def _cause(error: Exception) -> Exception:
    """The error itself; Textual wraps those of workers."""
    from textual.worker import WorkerFailed

    if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
        return error.error
    return error


def _terminal_facts(app: AppBase) -> dict[str, str]:
    columns, rows = app.size
    term = re.sub(r"[^A-Za-z0-9.+_-]", "", os.environ.get("TERM", ""))[:40]
    driver = app.driver_class.__name__
    return {"Terminal": f"{columns}x{rows} {term} {driver}", "Screen": type(app.screen).__name__}
