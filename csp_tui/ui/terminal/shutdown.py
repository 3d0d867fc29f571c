"""Exiting because of a signal or a lost terminal, after all pending keys have been handled."""

from __future__ import annotations

import asyncio

from csp_tui.ui.terminal.terminal_app import TerminalApp
from csp_tui.ui.terminal.textual_private import queue_length

TERMINAL_LOST = 129
"""Exit code after the terminal is gone, the one a shell reports for SIGHUP."""
PATIENCE = 1.5
"""Seconds to wait for keys that are still being handled."""
_POLL_INTERVAL = 0.01
_IDLE_POLLS = 3
"""A key may be between two queues, so that idle means this many polls without pending work."""


def pending_count(app: TerminalApp) -> int:
    """Number of messages and keys that the app has received and not handled."""
    return queue_length(app) + app.pending_keys


def exit_when_idle(app: TerminalApp, code: int) -> None:
    """End an app; if it keeps unsaved input, after the pending keys have been handled.

    Called in the app's event loop.
    """
    if not app.keeps_unsaved_input:
        app.exit(code)
        return
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE

    def poll(idle: int) -> None:
        idle = 0 if pending_count(app) else idle + 1
        if idle > _IDLE_POLLS or loop.time() >= deadline:
            if not app.is_exiting:
                app.exit(code)
        else:
            loop.call_later(_POLL_INTERVAL, poll, idle)

    poll(0)
