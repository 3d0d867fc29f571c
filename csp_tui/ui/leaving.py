"""Leaving because of a signal or a lost terminal, once the keys that came before have arrived."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

PATIENCE = 1.5
"""Seconds that what was typed before the end has to arrive where it was typed."""
_AGAIN = 0.01
_TURNS = 3
"""So many looks in a row must find nothing: a key is between two queues for a turn or two."""


def waiting(app: App[int]) -> int:
    """How many messages and keys an app has not done with."""
    return app._message_queue.qsize() + int(getattr(app, "keys_at_work", 0))


def leave_soon(app: App[int], code: int) -> None:
    """End an app; where it keeps what is unsaved, when the keys before are where they belong.

    Called in the app's loop.

    Args:
        app: The app.
        code: The exit code.
    """
    if getattr(app, "recovery", None) is None:
        # There is nothing that a key could still be kept in.
        app.exit(code)
        return
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE

    def look(quiet: int) -> None:
        quiet = 0 if waiting(app) else quiet + 1
        if quiet > _TURNS or loop.time() >= end:
            if not app._exit:
                app.exit(code)
        else:
            loop.call_later(_AGAIN, look, quiet)

    look(0)
