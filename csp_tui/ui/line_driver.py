"""The driver of a terminal that may go away at any moment: a closed window, a dropped line."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import threading
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any, TextIO

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from csp_tui.i18n import gettext as _
from csp_tui.ui.leaving import leave_soon, waiting
from csp_tui.ui.multiplexer import ASK_WHAT_IT_IS, around, is_inside, knows_screen, passed_through
from csp_tui.ui.numbers import Number
from csp_tui.ui.policy import NORMAL
from csp_tui.ui.terminal_keys import MultiplexerFound, PasteCut, TerminalParser

LOST = 129
"""The exit code of a program whose terminal went away, as a shell gives it for SIGHUP."""
_LOOK_EVERY = 500
_AHEAD_AT_MOST = 1_000
"""Keys that may be on their way; a terminal that sends more waits, and nothing is lost."""
_AGAIN = 0.01
_PAUSE = 0.1
_CLEAR = "\x1b[0m\x1b[H\x1b[2J"
_CLIPBOARD = "\x1b]52;"


class LineOutput:
    """The terminal's output; what a lost terminal no longer takes is dropped.

    Textual's thread that writes would die of the error, and everything else then wait for it.

    Args:
        file: Where the bytes go.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._is_lost = False

    def write(self, text: str) -> None:
        """Send a text, unless the terminal is gone."""
        if not self._is_lost:
            try:
                self._file.write(text)
            except OSError:
                self._is_lost = True

    def flush(self) -> None:
        """Send what is waiting, unless the terminal is gone."""
        if not self._is_lost:
            try:
                self._file.flush()
            except OSError:
                self._is_lost = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class LineDriver(LinuxDriver):
    """Textual's driver; the app ends when its terminal goes away, also where SIGHUP is ignored."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._file: Any = LineOutput(self._file)
        self._line_thread: threading.Thread | None = None
        self._sent: deque[Future[bool]] = deque()
        self._has_screen = False
        self._around = around(os.environ)
        if knows_screen(os.environ):
            # While a program listens to the mouse, screen keeps Escape back until the next key.
            self._mouse = False

    def start_application_mode(self) -> None:
        """Take the terminal, and notice when it goes away."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._has_screen = True
        if is_inside(os.environ):
            self.write(ASK_WHAT_IT_IS)
            self.flush()
        watched = self._line_thread is not None and self._line_thread.is_alive()
        if os.isatty(self.fileno) and not watched:
            self._line_thread = threading.Thread(
                target=self._watch_line, daemon=True, name="terminal-line"
            )
            self._line_thread.start()
        # Textual's handler reads the size and posts it; one that is interrupted by the next posts
        # its older size last, and a window that was dragged about stays at it.
        with suppress(RuntimeError, ValueError):
            self._loop.add_signal_handler(signal.SIGWINCH, self._tell_size)

    def write(self, data: str) -> None:
        """Send something; what is copied also past tmux and screen, to the terminal's clipboard."""
        if data.startswith(_CLIPBOARD):
            data += passed_through(data, self._around)
        super().write(data)

    def process_message(self, message: Message) -> None:
        """Hand on what the terminal has sent."""
        if isinstance(message, MultiplexerFound):
            self._around = message.name
            if message.name == "screen":
                self._disable_mouse_support()
                self._mouse = False
        elif isinstance(message, PasteCut):
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._tell_cut, message.limit)
        else:
            while self._waiting() > _AHEAD_AT_MOST and not self.exit_event.wait(_AGAIN):
                pass
            super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Send a message to the app, and know whether it has arrived."""
        sending = self._app._post_message(message)
        self._sent.append(asyncio.run_coroutine_threadsafe(sending, loop=self._loop))

    def _waiting(self) -> int:
        """How much of what the terminal has sent the app has not done with."""
        while self._sent and self._sent[0].done():
            self._sent.popleft()
        return len(self._sent) + waiting(self._app)

    def _tell_cut(self, limit: int) -> None:
        tell = getattr(self._app.screen, "tell", None)
        if tell is not None:
            text = _("More than {count} signs were pasted; the rest was left out.")
            tell(text.format(count=Number(limit)), "refused")

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        with suppress(RuntimeError, ValueError):
            self._loop.remove_signal_handler(signal.SIGWINCH)
        if self._has_screen:
            # tmux would lay long lines out anew for a window that has grown, and leave some behind.
            self._has_screen = False
            self.write(_CLEAR)
        super().stop_application_mode()

    def _sigcont_application(self, *_: object) -> None:
        """Go on after a stop, also after SIGSTOP, which nobody hears of before."""
        if self._auto_restart and not self._must_signal_resume:
            with suppress(OSError):
                if os.tcgetpgrp(self.fileno) != os.getpgrp():
                    # Continued in the background, where the terminal belongs to another program.
                    os.kill(os.getpid(), signal.SIGSTOP)
                    return
            # Leave what was not left, or there would be two threads that read the keys.
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    def _tell_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._app.post_message(Resize(size, size))

    def run_input_thread(self) -> None:
        """Take in keys until the app ends or the terminal goes away.

        An error that nobody foresaw is told as any other, and does not leave the program deaf.
        """
        policy = getattr(self._app, "policy", NORMAL)
        # Textual's driver offers no other way to choose who reads what the terminal sends.
        parser = partial(TerminalParser, paste_limit=policy.paste_limit)
        linux_driver.XTermParser = parser  # type: ignore[attr-defined, assignment]
        while not self.exit_event.is_set():
            try:
                super().run_input_thread()
            except OSError:
                self._lose()
                return
            except Exception as error:
                # Its frames hold what was read, which may be all the memory there is.
                if isinstance(error, MemoryError):
                    error.__traceback__ = error.__context__ = None
                with suppress(RuntimeError):
                    self._loop.call_soon_threadsafe(self._app._handle_exception, error)
                self.exit_event.wait(_PAUSE)

    def _watch_line(self) -> None:
        poll = select.poll()
        # Nothing asked for: only a hang-up or an error is told.
        poll.register(self.fileno, 0)
        while not self.exit_event.is_set():
            if poll.poll(_LOOK_EVERY):
                self._lose()
                return

    def _lose(self) -> None:
        try:
            self._loop.call_soon_threadsafe(leave_soon, self._app, LOST)
        except RuntimeError:
            # The loop is closed: the app has ended already.
            return
