"""The demo for a while: made when someone wants to look at it, gone when they leave."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench


class ThrowawayDemo:
    """One demo at a time in a folder of its own; safe to call from any thread."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._lock = threading.Lock()
        self._left = False

    def open(self) -> Workbench:
        """Make the demo anew and open it."""
        from csp_tui.bootstrap import demo_workbench

        with self._lock:
            workbench = self._stack.enter_context(demo_workbench())
            # Whoever leaves before the demo is told must not leave its folder behind.
            if self._left:
                self._stack.close()
            return workbench

    def close(self) -> None:
        """Take the demo away, if there is one."""
        with self._lock:
            self._stack.close()

    def leave(self) -> None:
        """Take it away for good: the program ends."""
        self._left = True
        self.close()
