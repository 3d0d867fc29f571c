"""The driver of a session in a web page, which may be closed at any moment."""

from __future__ import annotations

import os
import select
import signal
import threading
from contextlib import suppress
from typing import Any

from rich.text import Text
from textual.drivers.web_driver import WebDriver
from textual.events import AppBlur, AppFocus
from textual.message import Message

from csp_tui.ui.leaving import leave_soon, waiting
from csp_tui.ui.line_driver import LOST

_AHEAD_AT_MOST = 512
"""Keys that may be on their way; a page that sends more waits."""
_AGAIN = 0.01


class PageDriver(WebDriver):
    """Textual's driver; packets stay whole, and the app ends when its page or server goes away."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lock = threading.Lock()
        self._is_lost = False
        self._is_leaving = False
        self._write: Any = self._send

    def start_application_mode(self) -> None:
        """Begin, and keep what is unsaved also where the program is ended from outside."""
        super().start_application_mode()
        # Textual's own handlers end the app without a word to it.
        if os.name == "posix":
            for number in (signal.SIGINT, signal.SIGTERM):
                self._loop.add_signal_handler(number, self._leave, 128 + number)

    def stop_application_mode(self) -> None:
        """End, and tell the page why where there is something to tell."""
        said = self._app._exit_renderables
        texts = [one.plain for one in said if isinstance(one, Text)]
        if texts:
            self.write_meta({"type": "farewell", "text": texts[0]})
            # Else they go to the server's terminal, where the visitor does not see them.
            said[:] = [one for one in said if not isinstance(one, Text)]
        super().stop_application_mode()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Do what the server says.

        Args:
            packet_type: What it says.
            payload: The details.
        """
        if packet_type == "quit":
            self._leave(LOST)
        elif packet_type in ("focus", "blur"):
            # Textual's own blur of the beginning takes this way, too, and would come after them.
            event = AppFocus() if packet_type == "focus" else AppBlur()
            self._app.call_later(self._app.post_message, event)
        else:
            super().on_meta(packet_type, payload)

    def process_message(self, message: Message) -> None:
        """Hand on what the page has sent, no faster than it is taken."""
        while waiting(self._app) > _AHEAD_AT_MOST and not self._is_leaving:
            if self.exit_event.wait(_AGAIN):
                return
        if not self._is_leaving:
            super().process_message(message)

    def run_input_thread(self) -> None:
        """Take in keys until the app ends or the server goes away."""
        super().run_input_thread()
        if self.exit_event.is_set():
            return
        if self._is_hung_up():
            self._lose()
        else:
            # Textual keeps an error to itself; most often it is that no memory is left.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._end_unread)

    def _send(self, packet: bytes) -> None:
        # Paint comes from the loop, files from the thread that reads what the page asks for.
        with self._lock:
            rest = memoryview(packet)
            while rest and not self._is_lost:
                try:
                    rest = rest[os.write(self.fileno, rest) :]
                except OSError:
                    self._lose()

    def _lose(self) -> None:
        self._is_lost = True
        self._leave(LOST)

    def _leave(self, code: int) -> None:
        # Nothing more is taken in, so that the end comes soon.
        self._is_leaving = True
        # Once the loop is closed, the app has ended already.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(leave_soon, self._app, code)

    def _is_hung_up(self) -> bool:
        if os.name != "posix":
            return True
        poll = select.poll()
        # Nothing asked for: only a hang-up or an error is told.
        poll.register(self._input_reader._fileno, 0)
        return bool(poll.poll(0))

    def _end_unread(self) -> None:
        """End because nothing more that the page sends can be taken in."""
        kiosk = getattr(self._app, "kiosk", None)
        if kiosk is None:
            self._app.exit(1)
        else:
            kiosk.end_full()
