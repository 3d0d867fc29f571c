"""The driver of a session in a web page, which may be closed at any moment."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from textual.drivers.web_driver import WebDriver
from textual.events import AppBlur, AppFocus
from textual.message import Message

from csp_tui.ui.terminal.shutdown import TERMINAL_LOST, exit_when_idle, pending_count
from csp_tui.ui.terminal.terminal_app import TerminalApp
from csp_tui.ui.terminal.textual_private import take_exit_texts

_MAX_PENDING = 512
"""Messages that may be pending; further input waits in the connection."""
_RETRY_AFTER = 0.01


class ResilientWebDriver(WebDriver):
    """Textual's driver; packets stay whole, and the app ends when the page or server is gone.

    Args:
        app: The app.
        options: The options of Textual's driver.
    """

    def __init__(self, app: TerminalApp, **options: Any) -> None:
        super().__init__(app, **options)
        self._terminal_app = app
        self._lock = threading.Lock()
        self._is_lost = False
        self._is_leaving = False
        self._write: Any = self._write_packet

    def start_application_mode(self) -> None:
        """Start, and keep unsaved input also if a signal ends the program."""
        super().start_application_mode()
        # Textual's own handlers end the app without telling it.
        if os.name == "posix":
            for number in (signal.SIGINT, signal.SIGTERM):
                self._loop.add_signal_handler(number, self._leave, 128 + number)

    def stop_application_mode(self) -> None:
        """Stop, and give the page the reason if there is one."""
        # They would go to the server's terminal, where the visitor does not see them.
        texts = take_exit_texts(self._terminal_app)
        if texts:
            self.write_meta({"type": "exit_message", "text": texts[0]})
        super().stop_application_mode()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Handle a message of the server."""
        app = self._terminal_app
        if packet_type == "quit":
            self._leave(TERMINAL_LOST)
        elif packet_type in ("focus", "blur"):
            # At the start Textual posts a blur through call_later, which must not overtake these.
            event = AppFocus() if packet_type == "focus" else AppBlur()
            app.call_later(app.post_message, event)
        else:
            super().on_meta(packet_type, payload)

    def process_message(self, message: Message) -> None:
        """Forward input, no faster than it is handled."""
        while pending_count(self._terminal_app) > _MAX_PENDING and not self._is_leaving:
            if self.exit_event.wait(_RETRY_AFTER):
                return
        if not self._is_leaving:
            super().process_message(message)

    def run_input_thread(self) -> None:
        """Read input until the app ends or the server is gone."""
        super().run_input_thread()
        if self.exit_event.is_set():
            return
        if _is_hung_up():
            self._connection_lost()
        else:
            # Textual hides the error; most often it is that no memory is left.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._terminal_app.on_input_failed)

    def _write_packet(self, packet: bytes) -> None:
        # Frames come from the event loop, files from the thread that reads what the page requests.
        with self._lock:
            rest = memoryview(packet)
            while rest and not self._is_lost:
                try:
                    rest = rest[os.write(self.fileno, rest) :]
                except OSError:
                    self._connection_lost()

    def _connection_lost(self) -> None:
        self._is_lost = True
        self._leave(TERMINAL_LOST)

    def _leave(self, code: int) -> None:
        # Input that is still coming is ignored, so that the end comes soon.
        self._is_leaving = True
        # A closed loop means that the app has ended.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(exit_when_idle, self._terminal_app, code)


def _is_hung_up() -> bool:
    """Whether the server has closed the standard input."""
    if os.name != "posix" or sys.__stdin__ is None:
        return True
    poll = select.poll()
    # No events requested: only a hang-up or an error is reported.
    poll.register(sys.__stdin__.fileno(), 0)
    return bool(poll.poll(0))
