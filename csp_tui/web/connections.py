"""Limits on connections, so that visitors are served whatever attackers keep open.

aiohttp itself ends connections whose headers do not arrive or that are idle
(``keepalive_timeout``) and leaves unread bodies after a while (``lingering_time``). What it does
not have is here: how many connections there may be, and how long one may take in total.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_LOG = logging.getLogger(__name__)

_MOST = 256
_MOST_OF_ADDRESS = 64
_FEWEST = 8
_FILES_OF_PROGRAM = 128
_FILES_OF_SESSION = 8
_LIFETIME = 300.0
_REPORT_EVERY = 60.0
_FREED_WHEN_OUT_OF_FILES = 8


@dataclass(frozen=True)
class Limits:
    """How much unauthenticated clients can occupy; sessions and downloads have limits of their own.

    Attributes:
        total: Concurrent connections.
        per_address: Concurrent connections from one address. Loopback addresses are exempt: all
            accounts and proxies of a computer share them.
        lifetime: Seconds after which a connection ends, however busy it is.
    """

    total: int = _MOST
    per_address: int = _MOST_OF_ADDRESS
    lifetime: float = _LIFETIME


def limits_for(sessions: int, *, is_proxied: bool) -> Limits:
    """The limits that leave enough files to open for the program and its sessions.

    Args:
        sessions: Maximum number of concurrent sessions.
        is_proxied: Whether visitors come through a proxy, and so from its address.
    """
    reserved = _FILES_OF_PROGRAM + _FILES_OF_SESSION * sessions
    total = min(max(_files_at_once(reserved + _MOST) - reserved, _FEWEST), _MOST)
    return Limits(total, total if is_proxied else min(total, _MOST_OF_ADDRESS))


class Connections:
    """Creates the protocol of each connection and ends the oldest where there are too many.

    A visitor's request takes milliseconds, so a connection that has been open longest is the
    least likely to be one that a visitor is waiting for.

    Args:
        create: Creates the protocol that handles a connection.
        limits: How many there may be.
    """

    def __init__(self, create: Callable[[], asyncio.Protocol], limits: Limits) -> None:
        self._create = create
        self._limits = limits
        # A dictionary keeps the order in which they came.
        self._counted: dict[asyncio.BaseTransport, _Connection] = {}
        self._long_lived: dict[asyncio.BaseTransport, _Connection] = {}
        self._of_address: Counter[str] = Counter()

    def __call__(self) -> asyncio.Protocol:
        """Create the protocol of a new connection."""
        return _Connection(self._create(), self)

    def __len__(self) -> int:
        return len(self._counted)

    @contextlib.contextmanager
    def long_lived(self, transport: asyncio.BaseTransport | None) -> Iterator[None]:
        """Exempt a connection from the limits while a session or a download uses it.

        Args:
            transport: The connection's, None when it is already closed.
        """
        connection = self._counted.get(transport) if transport is not None else None
        if transport is None or connection is None:
            yield
            return
        self._remove(transport)
        self._long_lived[transport] = connection
        try:
            yield
        finally:
            # What is left is to send what is buffered, which a visitor may refuse to read.
            if self._long_lived.pop(transport, None) is not None:
                self.add(transport, connection)

    def add(self, transport: asyncio.BaseTransport, connection: _Connection) -> None:
        """Count a connection, and end older ones where there are too many."""
        address = connection.address
        self._counted[transport] = connection
        self._of_address[address] += 1
        connection.limit_to(self._limits.lifetime)
        if self._of_address[address] > self._limits.per_address and not _is_loopback(address):
            self._end_oldest(address)
        elif len(self._counted) > self._limits.total:
            self._end_oldest(self._of_address.most_common(1)[0][0])

    def remove(self, transport: asyncio.BaseTransport) -> None:
        """Forget a connection that has ended."""
        self._remove(transport)
        self._long_lived.pop(transport, None)

    def make_room(self) -> None:
        """End some of the oldest connections, because the program cannot open another file."""
        for _number in range(min(_FREED_WHEN_OUT_OF_FILES, len(self._counted) - 1)):
            self._end_oldest(self._of_address.most_common(1)[0][0])

    def _end_oldest(self, address: str) -> None:
        for transport, connection in self._counted.items():
            if connection.address == address:
                self._remove(transport)
                connection.abort()
                return

    def _remove(self, transport: asyncio.BaseTransport) -> None:
        connection = self._counted.pop(transport, None)
        if connection is not None:
            connection.limit_to(None)
            self._of_address -= Counter((connection.address,))


class _Connection(asyncio.Protocol):
    """Reports when a connection opens and closes; the protocol behind it does the rest."""

    def __init__(self, protocol: asyncio.Protocol, connections: Connections) -> None:
        self.address = ""
        self._protocol = protocol
        self._connections = connections
        self._transport: asyncio.BaseTransport | None = None
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        self._transport = transport
        self._protocol.connection_made(transport)
        self._connections.add(transport, self)

    def connection_lost(self, error: Exception | None) -> None:
        if self._transport is not None:
            self._connections.remove(self._transport)
            self._transport = None
        self._protocol.connection_lost(error)

    def data_received(self, data: bytes) -> None:
        self._protocol.data_received(data)

    def eof_received(self) -> bool | None:
        return self._protocol.eof_received()

    def pause_writing(self) -> None:
        self._protocol.pause_writing()

    def resume_writing(self) -> None:
        self._protocol.resume_writing()

    def limit_to(self, seconds: float | None) -> None:
        """End the connection after some time, None for no limit."""
        if self._end is not None:
            self._end.cancel()
            self._end = None
        if seconds is not None:
            self._end = asyncio.get_running_loop().call_later(seconds, self.abort)

    def abort(self) -> None:
        """End the connection without waiting until what is buffered has been sent."""
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.abort()


class ErrorReports:
    """Writes errors of the event loop into the log, a kind of error once a minute.

    Without a free file each attempt to accept a connection fails, a thousand times a second.

    Args:
        connections: Ends some of them when no further file can be opened.
    """

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._last: dict[str, float] = {}
        self._suppressed: Counter[str] = Counter()

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Handle an error, as ``loop.set_exception_handler`` asks for."""
        message, error = str(context.get("message", "")), context.get("exception")
        if isinstance(error, OSError) and "accept" in message:
            self._connections.make_room()
        kind, now = f"{message}: {type(error).__name__}", loop.time()
        if kind in self._last and now - self._last[kind] < _REPORT_EVERY:
            self._suppressed[kind] += 1
            return
        self._last[kind] = now
        _LOG.error("event loop: %s (%d more before)", kind, self._suppressed.pop(kind, 0))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _files_at_once(needed: int) -> int:
    """How many files the program may have open, after raising the system's limit if needed."""
    if sys.platform == "win32":
        return needed
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed == resource.RLIM_INFINITY or allowed >= needed:
        return needed
    wanted = needed if most == resource.RLIM_INFINITY else min(needed, most)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
