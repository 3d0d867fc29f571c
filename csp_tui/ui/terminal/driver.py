"""The driver of a terminal that may disappear: a closed window, a lost connection."""

from __future__ import annotations

import asyncio
import fcntl
import os
import select
import signal
import termios
import threading
from array import array
from codecs import getincrementaldecoder
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TextIO

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from csp_tui.ui.terminal import multiplexer
from csp_tui.ui.terminal.key_parser import MultiplexerFound, PasteCut, TerminalParser
from csp_tui.ui.terminal.shutdown import TERMINAL_LOST, exit_when_idle, pending_count
from csp_tui.ui.terminal.terminal_app import TerminalApp
from csp_tui.ui.terminal.textual_private import post_and_wait

_LINE_POLL = 500
"""Milliseconds between checks whether the program has ended while it waits for a hang-up."""
_INPUT_POLL = 0.1
_READ_SIZE = 4_096
_MAX_PENDING = 1_000
"""Messages that may be pending; further input stays in the terminal, so that nothing is lost."""
_RETRY_AFTER = 0.01
_PAUSE_AFTER_ERROR = 0.1
_CLEAR = "\x1b[0m\x1b[H\x1b[2J"
_CLIPBOARD = "\x1b]52;"


def _waiting_bytes(fileno: int) -> int:
    """Number of bytes that were typed before the program reads keys, 0 without a terminal."""
    if not os.isatty(fileno):
        return 0
    count = array("i", [0])
    try:
        fcntl.ioctl(fileno, termios.FIONREAD, count)
    except OSError:
        return 0
    return count[0]


class ResilientOutput:
    """The terminal's output; writing to a lost terminal does nothing.

    An error would end Textual's writer thread, for which everything else then waits.

    Args:
        file: Where the bytes go.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._is_lost = False

    def write(self, text: str) -> None:
        """Write a text, unless the terminal is lost."""
        if not self._is_lost:
            try:
                self._file.write(text)
            except OSError:
                self._is_lost = True

    def flush(self) -> None:
        """Flush the output, unless the terminal is lost."""
        if not self._is_lost:
            try:
                self._file.flush()
            except OSError:
                self._is_lost = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class ResilientDriver(LinuxDriver):
    """Textual's driver; the app ends when its terminal is lost, even if SIGHUP is ignored.

    Args:
        app: The app.
        debug: Whether Textual logs the input.
        mouse: Whether to listen to the mouse.
        size: The size of the terminal, None to ask the terminal.
    """

    def __init__(
        self,
        app: TerminalApp,
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        # While a program listens to the mouse, screen holds Escape back until the next key.
        mouse = mouse and not multiplexer.is_in_screen(os.environ)
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._terminal_app = app
        self._file: Any = ResilientOutput(self._file)
        self._line_thread: threading.Thread | None = None
        self._sent: deque[Future[bool]] = deque()
        self._has_screen = False
        self._early = 0
        self._continued = 0
        self._multiplexer = multiplexer.detect(os.environ)

    def start_application_mode(self) -> None:
        """Set up the terminal, and start to watch whether it is lost."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._has_screen = True
        if multiplexer.is_inside(os.environ):
            self.write(multiplexer.DEVICE_ATTRIBUTES_QUERY)
            self.flush()
        is_watched = self._line_thread is not None and self._line_thread.is_alive()
        if os.isatty(self.fileno) and not is_watched:
            self._line_thread = threading.Thread(
                target=self._watch_line, daemon=True, name="terminal-line"
            )
            self._line_thread.start()
        # Textual's handler reads the size and posts it. If the next signal interrupts it, the older
        # size is posted last, and a window that is being dragged stays at it.
        with suppress(RuntimeError, ValueError):
            self._loop.add_signal_handler(signal.SIGWINCH, self._post_size)

    def write(self, data: str) -> None:
        """Write to the terminal; copied text also passes through tmux and screen."""
        if data.startswith(_CLIPBOARD):
            data += multiplexer.passthrough(data, self._multiplexer)
        super().write(data)

    def process_message(self, message: Message) -> None:
        """Handle or forward a message of the parser."""
        if isinstance(message, MultiplexerFound):
            self._multiplexer = message.name
            if message.name == "screen":
                self._disable_mouse_support()
                self._mouse = False
        elif isinstance(message, PasteCut):
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._terminal_app.on_paste_cut, message.limit)
        else:
            while self._pending() > _MAX_PENDING and not self.exit_event.wait(_RETRY_AFTER):
                pass
            super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Send a message to the app, and keep track of its arrival."""
        sending = post_and_wait(self._terminal_app, message)
        self._sent.append(asyncio.run_coroutine_threadsafe(sending, loop=self._loop))

    def _pending(self) -> int:
        """Number of messages that were sent and not handled."""
        while self._sent and self._sent[0].done():
            self._sent.popleft()
        return len(self._sent) + pending_count(self._terminal_app)

    def stop_application_mode(self) -> None:
        """Restore the terminal."""
        with suppress(RuntimeError, ValueError):
            self._loop.remove_signal_handler(signal.SIGWINCH)
        if self._has_screen:
            # tmux reflows long lines when the window grows, and leaves parts of them on screen.
            self._has_screen = False
            self.write(_CLEAR)
        super().stop_application_mode()

    def _sigcont_application(self, *_: object) -> None:
        """Continue after a stop, including SIGSTOP, which no program is notified of in advance.

        Continuing waits for the thread that reads the keys. A stop in that time interrupts it,
        and would leave two such threads; so the whole is done once more instead.
        """
        self._continued += 1
        if self._continued > 1:
            return
        done = 0
        try:
            while done < self._continued and not self._terminal_app.is_exiting:
                done = self._continued
                self._continue()
        finally:
            self._continued = 0

    def _continue(self) -> None:
        if self._auto_restart and not self._must_signal_resume:
            with suppress(OSError):
                if os.tcgetpgrp(self.fileno) != os.getpgrp():
                    # Continued in the background: the terminal belongs to another program.
                    os.kill(os.getpid(), signal.SIGSTOP)
                    return
            # Without it, two threads would read the keys.
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    def _post_size(self) -> None:
        if not self._in_band_window_resize:
            size = Size(*self._get_terminal_size())
            self._terminal_app.post_message(Resize(size, size))

    def run_input_thread(self) -> None:
        """Read input until the app ends or the terminal is lost.

        An unexpected error is reported like any other, and reading continues.
        """
        self._early = _waiting_bytes(self.fileno)
        while not self.exit_event.is_set():
            try:
                self._read_input()
            except OSError:
                self._terminal_lost()
                return
            except Exception as error:
                # Its frames hold the input, which may have used up all memory.
                if isinstance(error, MemoryError):
                    error.__traceback__ = error.__context__ = None
                with suppress(RuntimeError):
                    self._loop.call_soon_threadsafe(self._terminal_app.handle_error, error)
                self.exit_event.wait(_PAUSE_AFTER_ERROR)

    def _read_input(self) -> None:
        """Read and parse input until the app ends; as Textual does, with a parser of our own."""
        app = self._terminal_app
        parser = TerminalParser(self._debug, app.paste_limit, app.is_bound)
        decoder = getincrementaldecoder("utf-8")("replace")
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        while not self.exit_event.is_set():
            if poll.poll(_INPUT_POLL * 1_000):
                data = os.read(self.fileno, _READ_SIZE)
                early, self._early = self._early, max(0, self._early - len(data))
                # The terminal still turned Enter into a line feed when these came.
                data = data[:early].replace(b"\n", b"\r") + data[early:]
                if not data:
                    # The end of a standard input that is not a terminal.
                    self.exit_event.wait(_INPUT_POLL)
                text = decoder.decode(data)
                for message in parser.feed(text) if text else ():
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)

    def _watch_line(self) -> None:
        poll = select.poll()
        # No events requested: only a hang-up or an error is reported.
        poll.register(self.fileno, 0)
        while not self.exit_event.is_set():
            if poll.poll(_LINE_POLL):
                self._terminal_lost()
                return

    def _terminal_lost(self) -> None:
        # A closed loop means that the app has ended.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(exit_when_idle, self._terminal_app, TERMINAL_LOST)
