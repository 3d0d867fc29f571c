"""A temporary demo: created when it is opened, removed when it is left."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench


class TemporaryDemo:
    """One demo at a time, in memory; safe to call from any thread.

    Args:
        at_most: Bytes that its database may have, None for as many as there are.
    """

    def __init__(self, at_most: int | None = None) -> None:
        self._at_most = at_most
        self._stack = ExitStack()
        self._lock = threading.Lock()

    def open(self) -> Workbench:
        """Recreate the demo in the language in use, replacing one that is open."""
        from csp_tui.bootstrap import demo_workbench
        from csp_tui.i18n import current

        with self._lock, ExitStack() as before:
            before.push(self._stack.pop_all())
            return self._stack.enter_context(demo_workbench(current(), at_most=self._at_most))

    def close(self) -> None:
        """Take the demo away, if there is one."""
        with self._lock:
            self._stack.close()
