"""Who may come in: token, cookie, names and pages, asked for without a browser."""

from __future__ import annotations

import asyncio
import json
import os
import re
import select
import signal
import socket
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest
from aiohttp import ClientSession, WSMsgType
from aiohttp.test_utils import TestClient, TestServer

from csp_tui.cli import run
from csp_tui.web.access import Access, is_loopback
from csp_tui.web.server import WebServer
from tests.waiting import PATIENCE, wait_until

from .conftest import Serve
from .serving import Serving

TOKEN = "a-token-that-nobody-guesses"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def ask(serving: Serving, path: str = "/", method: str = "GET", **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", serving.port, timeout=PATIENCE)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return connection.getresponse()


def knock(serving: Serving, **headers: str) -> int:
    """Ask for a session as a browser does, and return the status."""
    connection = HTTPConnection("127.0.0.1", serving.port, timeout=PATIENCE)
    connection.request("GET", "/ws", headers={**UPGRADE, **headers})
    return connection.getresponse().status


def last_words(visitor: HTTPResponse) -> str:
    """What a session says to its page at its end, after all that it has painted."""
    said = b""
    while (found := re.search(rb'\["exit_message", "([^"]*)"\]', said)) is None:
        more = visitor.fp.read1(65536)
        assert more, said
        said += more
    return found[1].decode("ascii")


def test_only_its_own_name_and_its_own_page_get_a_session_on_this_computer(serve: Serve) -> None:
    serving = serve("--demo", "--idle", "0.02")
    host = f"127.0.0.1:{serving.port}"
    page = ask(serving)
    assert page.status == 200
    assert "frame-ancestors 'none'" in (page.headers["Content-Security-Policy"] or "")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    # A name from elsewhere that suddenly points to this computer.
    assert ask(serving, Host="evil.example").status == 403
    assert ask(serving, "/static/page.js", Host=f"evil.example:{serving.port}").status == 403
    assert ask(serving, Host=f"localhost:{serving.port}").status == 200
    # A page from elsewhere that a visitor has open.
    assert knock(serving, Origin="http://evil.example") == 403
    assert knock(serving) == 403
    assert serving.sessions() == set()
    visitor = HTTPConnection("127.0.0.1", serving.port, timeout=PATIENCE)
    visitor.request("GET", "/ws", headers={**UPGRADE, "Origin": f"http://{host}"})
    answer = visitor.getresponse()
    assert answer.status == 101
    assert "not used for a while" in last_words(answer)
    answer.close()
    visitor.close()
    # It is not disclosed to visitors of the server.
    assert serving.end() == ""


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static/..%2Fpage.py", "/static/index.html", "/download/x", "/ws2", "/enter"],
)
def test_nothing_else_is_there(path: str) -> None:
    async def status() -> int:
        server = WebServer(Access("127.0.0.1", 0), ["true"], at_most=1)
        async with TestClient(TestServer(server.application())) as client:
            return (await client.get(path)).status

    assert asyncio.run(status()) in (404, 405)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
async def test_nonsense_of_strangers_is_refused_politely(
    host: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("csp_tui.web.server._AFTER_A_WRONG_TOKEN", 0.0)
    server = TestServer(WebServer(Access(host, 8765, TOKEN), ["true"], at_most=1).application())
    async with server:
        name = f"127.0.0.1:{server.port}".encode()
        for status, first, lines, body in nonsense(name):
            head = b"\r\n".join([first + b" HTTP/1.1", *lines, b"Connection: close", b"", b""])
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(head + body)
            answer = await reader.read()
            writer.close()
            assert answer.split()[1] == str(status).encode(), (first, lines, answer[:200])
    assert [one for one in caplog.records if one.name.startswith("csp_tui")] == []


def nonsense(name: bytes) -> Iterator[tuple[int, bytes, list[bytes], bytes]]:
    """The status that is right, the first line, the headers and the body of requests."""
    host, own = b"Host: " + name, b"Origin: http://" + name
    for cookie in (b"csp-tui-8765=\xff", b"csp-tui-8765=\xed\xa0\x80", b"\xff;;=\xff"):
        yield 403, b"GET /", [host, b"Cookie: " + cookie], b""
    for other in (b"\xff", b"127.0.0.1;\xff", b"[::1", b"127.0.0.1 x"):
        yield 403, b"GET /", [b"Host: " + other], b""
    yield 403, b"GET /?token=%ff%ed%a0%80", [host], b""
    yield 403, b"GET /ws", [host, own, *(f"{k}: {v}".encode() for k, v in UPGRADE.items())], b""
    form = b"Content-Type: application/x-www-form-urlencoded"
    for status, kind, body in (
        (400, b"Content-Type: multipart/form-data", b"token=x&token=y"),
        (400, b"Content-Type: multipart/form-data; boundary=x", b"--x"),
        (403, form + b"; charset=\xff", b"token=x"),
        (403, form, b"token=%ff%ed%a0%80"),
        (400, form, b"token=x&" + b"a=1&" * 3000),
        (413, form, b"token=" + b"x" * 20_000),
        (400, form + b"\r\nContent-Encoding: gzip", b"token=x"),
    ):
        length = b"Content-Length: %d" % len(body)
        yield status, b"POST /enter", [host, own, kind, length], body
        yield 403, b"POST /enter", [host, b"Origin: \xff", kind, length], body


async def test_a_page_that_floods_its_session_does_not_keep_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Only the end of the connection tells that the page is gone.
    monkeypatch.setattr("csp_tui.web.server._HEARTBEAT", None)
    # It takes in nothing, as a program that has more to do than it can.
    deaf = [sys.executable, "-S", "-c", "print('__GANGLION__', flush=True); "]
    deaf[-1] += "import signal; signal.pause()"
    server = WebServer(Access("127.0.0.1", 0), deaf, at_most=1)
    async with TestClient(TestServer(server.application())) as client:
        own = {"Origin": str(client.make_url("/")).rstrip("/")}
        page = await client.ws_connect("/ws", headers=own)
        for _ in range(10):
            await page.send_json(["stdin", "x" * 100_000])
        # The answer comes behind them.
        await page.send_json(["ping", "1"])
        assert await page.receive_json(timeout=PATIENCE) == ["pong", "1"]
        assert (await client.get("/")).status == 503
        connection = page._response.connection
        assert connection is not None
        assert connection.transport is not None
        connection.transport.abort()
        async with asyncio.timeout(PATIENCE):
            while (await client.get("/")).status != 200:
                await asyncio.sleep(0.02)

        page = await client.ws_connect("/ws", headers=own)
        text = "x" * 1_000_000
        for _ in range(12):
            await page.send_json(["stdin", text])
        _kind, why = await page.receive_json(timeout=PATIENCE)
        assert "received more data" in why
        assert (await page.receive(timeout=PATIENCE)).type == WSMsgType.CLOSE


def test_a_token_is_exchanged_for_a_cookie(serve: Serve) -> None:
    serving = serve("--demo", "--token", TOKEN)
    assert TOKEN not in serving.said
    for path in ("/", "/static/page.js", "/?token=", f"/?token={TOKEN}x", "/download/x"):
        assert ask(serving, path).status == 403, path
    assert knock(serving, Origin=f"http://127.0.0.1:{serving.port}") == 403
    welcome = ask(serving, f"/?token={TOKEN}")
    cookie = welcome.headers["Set-Cookie"] or ""
    assert welcome.status == 200
    assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    assert b'content="0;url=./"' in welcome.read()
    pair = cookie.partition(";")[0]
    assert TOKEN not in cookie
    assert ask(serving, Cookie=pair).status == 200
    assert ask(serving, Cookie=pair + "x").status == 403
    assert TOKEN not in serving.end()


def test_elsewhere_a_token_is_made_and_the_open_connection_notified(serve: Serve) -> None:
    serving = serve("--demo", "--host", "0.0.0.0")
    assert "not encrypted" in serving.said
    token = serving.url.partition("?token=")[2]
    assert len(token) >= 32
    assert serving.said.count(token) == 1
    assert ask(serving).status == 403
    assert ask(serving, f"/?token={token}").status == 200


def test_a_workbench_needs_a_token_on_this_computer_too(serve: Serve) -> None:
    serving = serve()
    token = serving.url.partition("?token=")[2]
    assert len(token) >= 32
    # There is no terminal here that could show a link.
    assert "\x1b" not in serving.said
    assert "can act as you" in serving.said
    origin = f"http://127.0.0.1:{serving.port}"
    assert [ask(serving, path).status for path in ("/", "/static/page.js")] == [403, 403]
    assert knock(serving, Origin=origin) == 403
    assert serving.sessions() == set()
    cookie = (ask(serving, f"/?token={token}").headers["Set-Cookie"] or "").partition(";")[0]
    assert ask(serving, Cookie=cookie).status == 200
    assert knock(serving, Origin=origin, Cookie=cookie) == 101


@pytest.mark.parametrize(
    ("words", "sentence", "status"),
    [
        (("--no-token",), "every account of this computer", 200),
        (("--no-token", "--host", "0.0.0.0"), "can reach this address can act as you", 200),
        (("--no-token", "--host", "0.0.0.0", "--demo"), "can open the demo", 200),
        (("--host", "0.0.0.0"), "visitors act as you", 403),
        (("--public-url", "http://demo.example.com"), "visitors act as you", 403),
        (("--public-url", "http://demo.example.com", "--demo"), "not encrypted", 403),
    ],
)
def test_who_can_connect_is_reported_at_the_start(
    serve: Serve, words: tuple[str, ...], sentence: str, status: int
) -> None:
    serving = serve(*words, before=("--lang", "en"))
    assert sentence in serving.said
    assert ("?token=" in serving.url) is (status == 403)
    if "--public-url" not in words:
        assert ask(serving).status == status


def test_a_full_house_says_so_and_a_killed_server_leaves_no_session(serve: Serve) -> None:
    serving = serve("--demo", "--max-sessions", "1")
    origin = f"http://127.0.0.1:{serving.port}"
    visitor = HTTPConnection("127.0.0.1", serving.port, timeout=PATIENCE)
    visitor.request("GET", "/ws", headers={**UPGRADE, "Origin": origin})
    assert visitor.getresponse().status == 101
    wait_until(serving.sessions, lambda: "no session began")
    (session,) = serving.sessions()
    full = ask(serving)
    assert (full.status, b"All sessions are in use" in full.read()) == (503, True)
    assert knock(serving, Origin=origin) == 503
    watched = os.pidfd_open(session)
    serving.process.send_signal(signal.SIGKILL)
    assert select.select([watched], [], [], PATIENCE)[0], "the session outlives its server"
    os.close(watched)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--token", "short"), "too short"),
        (("--token-file", "missing-file"), "no file"),
        (("--token", TOKEN, "--token-file", "x"), "not both"),
        (("--token", TOKEN, "--no-token"), "cannot be combined"),
        (("--port", "70000"), "is not a valid port"),
        (("--max-sessions", "0"), "number of sessions"),
        (("--public-url", "demo.example.com"), "not a valid web address"),
        (("--limit", "5"), "can only be used with --demo"),
        (("--host", "192.0.2.1", "--demo"), "cannot listen on"),
    ],
)
def test_bad_usage_ends_with_two(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said
    assert TOKEN not in said


def test_a_port_in_use_is_reported_with_a_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert run(["serve", "--port", str(taken.getsockname()[1])]) == 2
    said = capsys.readouterr().err
    assert "--port" in said
    assert "in use" in said


def test_names_and_origins() -> None:
    behind = Access("127.0.0.1", 8000, "", "https://demo.example.com")
    assert not behind.is_local
    assert behind.knows_host("demo.example.com")
    assert not behind.knows_host("demo.example.com.evil.example")
    assert behind.is_own_page("https://demo.example.com", "127.0.0.1:8000")
    assert not behind.is_own_page("", "")
    assert not behind.is_own_page("null", "")
    assert not behind.opens("")
    assert [is_loopback(name) for name in ("::1", "127.8.8.8", "0.0.0.0", "::", "box", "")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert "x" * 20 not in repr(Access("127.0.0.1", 1, "t", _pass="x" * 20))
    assert json.dumps(behind.cookie) == '"csp-tui-8000"'


@pytest.mark.parametrize("size", ["width=1&height=1", "width=100000&height=x", ""])
async def test_a_session_starts_in_a_page_of_any_size(serve: Serve, size: str) -> None:
    serving = serve("--demo")
    own = {"Origin": serving.url.rstrip("/")}
    address = f"{serving.url}ws?{size}"
    async with ClientSession() as client, client.ws_connect(address, headers=own) as page:
        message = await page.receive(PATIENCE)
        # Only the words at the end of a session are text.
        assert message.type == WSMsgType.BINARY, message
        assert b"Something unexpected" not in message.data
