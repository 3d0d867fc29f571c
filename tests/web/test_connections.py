"""How much unauthenticated clients can occupy: connections, time, guesses and lines in the log."""

from __future__ import annotations

import asyncio
import errno
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from csp_tui.web import connections, server
from csp_tui.web.access import Access
from csp_tui.web.connections import Connections, ErrorReports, Limits, limits_for
from csp_tui.web.server import WebServer
from tests.waiting import PATIENCE

TOKEN = "a-token-that-nobody-guesses"
LOOPBACK, HERE, THERE = "127.0.0.1", "192.0.2.1", "2001:db8::1"


class Wire(asyncio.Transport):
    """A connection from an address, without a network."""

    def __init__(self, connections: Connections, address: str) -> None:
        super().__init__({"peername": (address, 1)})
        self.is_ended = False
        self.protocol = connections()
        self.protocol.connection_made(self)

    def abort(self) -> None:
        if not self.is_ended:
            self.is_ended = True
            self.protocol.connection_lost(None)


def ended(wires: list[Wire]) -> list[int]:
    """Which connections have ended, by their place."""
    return [number for number, wire in enumerate(wires) if wire.is_ended]


async def test_the_oldest_connection_of_an_address_makes_room_for_the_newest() -> None:
    limited = Connections(asyncio.Protocol, Limits(total=10, per_address=2))
    wires = [Wire(limited, address) for address in (HERE, THERE, HERE, HERE, THERE, HERE)]
    assert ended(wires) == [0, 2]
    assert len(limited) == 4


async def test_accounts_and_proxies_of_a_computer_share_an_address_without_a_limit_of_its_own() -> (
    None
):
    limited = Connections(asyncio.Protocol, Limits(total=10, per_address=2))
    wires = [Wire(limited, LOOPBACK) for _ in range(10)]
    assert ended(wires) == []
    wires += [Wire(limited, THERE)]
    assert ended(wires) == [0]


async def test_the_address_with_the_most_connections_makes_room_in_total() -> None:
    limited = Connections(asyncio.Protocol, Limits(total=5, per_address=4))
    wires = [Wire(limited, HERE), *(Wire(limited, THERE) for _ in range(4)), Wire(limited, HERE)]
    assert ended(wires) == [1]


async def test_sessions_and_downloads_are_neither_counted_nor_ended() -> None:
    limited = Connections(asyncio.Protocol, Limits(total=2, per_address=2, lifetime=0.01))
    session = Wire(limited, LOOPBACK)
    with limited.long_lived(session):
        others = [Wire(limited, LOOPBACK) for _ in range(3)]
        async with asyncio.timeout(PATIENCE):
            while len(limited):
                await asyncio.sleep(0.01)
        assert ended([session, *others]) == [1, 2, 3]
    # What is still to be sent must not keep it forever.
    assert len(limited) == 1
    async with asyncio.timeout(PATIENCE):
        while not session.is_ended:
            await asyncio.sleep(0.01)
    assert len(limited) == 0


async def test_connections_make_room_for_files() -> None:
    limited = Connections(asyncio.Protocol, Limits())
    wires = [Wire(limited, LOOPBACK) for _ in range(20)]
    limited.make_room()
    assert ended(wires) == list(range(8))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_the_limits_leave_files_for_the_program_and_its_sessions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert limits_for(20, is_proxied=False) == Limits(256, 64)
    assert limits_for(20, is_proxied=True).per_address == 256
    monkeypatch.setattr(connections, "_files_at_once", lambda _needed: 400)
    assert limits_for(20, is_proxied=False).total == 400 - 128 - 160
    assert limits_for(500, is_proxied=False).total == 8


async def test_errors_of_the_event_loop_are_reported_once_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = Connections(asyncio.Protocol, Limits())
    wires = [Wire(limited, LOOPBACK) for _ in range(50)]
    loop, now = asyncio.get_running_loop(), [1000.0]
    report = ErrorReports(limited)
    context = {
        "message": "socket.accept() out of system resource",
        "exception": OSError(errno.EMFILE, "Too many open files"),
    }
    with monkeypatch.context() as clock:
        clock.setattr(loop, "time", lambda: now[0])
        for _ in range(1000):
            report(loop, context)
        now[0] += 61
        report(loop, context)
    lines = [one.getMessage() for one in caplog.records]
    assert len(lines) == 2
    assert "999 more before" in lines[1]
    assert len(ended(wires)) == 49


@asynccontextmanager
async def listening(web: WebServer) -> AsyncIterator[int]:
    """The port of a server that runs as the program runs it."""
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    running = asyncio.create_task(web.run(port.set_result, stop))
    try:
        yield await port
    finally:
        stop.set()
        await running


OWN_FORM = b"POST /enter HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"


@pytest.mark.parametrize(
    "begin",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: ",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST /enter HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n",
        OWN_FORM + b"Content-Length: 9\r\n\r\ntoken",
    ],
    ids=["silent", "headers", "idle", "unread-body", "body"],
)
async def test_a_connection_that_stalls_is_ended(
    begin: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_HEADERS_WITHIN", "_FORM_WITHIN", "_UNREAD_BODY_WITHIN"):
        monkeypatch.setattr(server, name, 0.1)
    async with listening(WebServer(Access("127.0.0.1", 0, TOKEN), ["true"], at_most=1)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(begin)
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
        assert bool(answer) is begin.endswith((b"\r\n\r\n", b"token"))
        writer.close()


@pytest.fixture
def guesses(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets how many wrong tokens are answered at once."""

    def at_once(number: int) -> None:
        monkeypatch.setattr(server, "_GUESSES_AT_ONCE", number)
        monkeypatch.setattr(server, "_AFTER_A_WRONG_TOKEN", 0.2)

    return at_once


async def test_many_wrong_tokens_are_refused_without_waiting(
    guesses: Callable[[int], None],
) -> None:
    guesses(2)
    web = WebServer(Access("127.0.0.1", 0, TOKEN), ["true"], at_most=1)
    async with TestClient(TestServer(web.application())) as client:
        asked = [client.get("/", params={"token": f"wrong-{number}"}) for number in range(10)]
        statuses = sorted([answer.status for answer in await asyncio.gather(*asked)])
        assert statuses == [403] * 2 + [429] * 8
        assert (await client.get("/", params={"token": TOKEN})).status == 200


async def test_files_of_the_page_are_sent_once() -> None:
    web = WebServer(Access("127.0.0.1", 0), ["true"], at_most=1)
    async with TestClient(TestServer(web.application())) as client:
        first = await client.get("/static/textual.js")
        assert (first.status, first.content_type) == (200, "text/javascript")
        assert len(await first.read()) > 10_000
        known = {"If-None-Match": first.headers["ETag"]}
        again = await client.get("/static/textual.js", headers=known)
        assert (again.status, await again.read()) == (304, b"")
        assert again.headers["X-Content-Type-Options"] == "nosniff"
        assert (await client.get("/static/page.js", headers=known)).status == 200


NESTED = ("[" * 500_000, '{"a":' * 300_000, "[" * 50_000 + "]" * 50_000)
NONSENSE = (*NESTED, "1" * 100_000, "", "[", '["stdin"]', '["resize",{"width":[[]],"height":null}]')


async def test_no_message_of_a_page_ends_its_session(monkeypatch: pytest.MonkeyPatch) -> None:
    # The program ignores the signals that end it.
    monkeypatch.setattr("csp_tui.web.visit._PATIENCE", 0.1)
    program = "print('__GANGLION__', flush=True); import signal; signal.pause()"
    words = [sys.executable, "-S", "-c", program]
    web = WebServer(Access("127.0.0.1", 0), words, at_most=1)
    async with TestClient(TestServer(web.application())) as client:
        own = {"Origin": str(client.make_url("/")).rstrip("/")}
        page = await client.ws_connect("/ws", headers=own)
        for message in NONSENSE:
            await page.send_str(message)
            await page.send_json(["ping", "1"])
            answer = await page.receive(PATIENCE)
            assert answer.type == aiohttp.WSMsgType.TEXT, message[:20]
            assert answer.data == '["pong", "1"]'
