"""The driver of a session in a web page, which may be closed at any moment."""

from __future__ import annotations

import os
import threading
from typing import Any

from textual.drivers.web_driver import WebDriver

from csp_tui.ui.line_driver import LOST


class PageDriver(WebDriver):
    """Textual's driver; packets stay whole, and the app ends when its server goes away."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lock = threading.Lock()
        self._is_lost = False
        self._write: Any = self._send

    def _send(self, packet: bytes) -> None:
        # Paint comes from the loop, files from the thread that reads what the page asks for.
        with self._lock:
            rest = memoryview(packet)
            while rest and not self._is_lost:
                try:
                    rest = rest[os.write(self.fileno, rest) :]
                except OSError:
                    self._lose()

    def run_input_thread(self) -> None:
        """Take in keys until the app ends or the server goes away."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._lose()

    def _lose(self) -> None:
        self._is_lost = True
        try:
            self._loop.call_soon_threadsafe(self._app.exit, LOST)
        except RuntimeError:
            # The loop is closed: the app has ended already.
            return
