"""Runs the server in this process until someone stops it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

from csp_tui.web.server import WebServer


def serve_until_stopped(server: WebServer, started: Callable[[int], None]) -> None:
    """Serve until a signal ends it, then end all sessions.

    Args:
        server: The server.
        started: Called with the port as soon as requests are taken.

    Raises:
        OSError: The address cannot be listened on.
    """
    asyncio.run(_until_stopped(server, started))


async def _until_stopped(server: WebServer, started: Callable[[int], None]) -> None:
    stop = asyncio.Event()
    if os.name == "posix":
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stop.set)
    await server.run(started, stop)
