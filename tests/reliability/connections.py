"""Serve a visitor while strangers keep connections busy: slow, many, huge, malformed, half closed.

``python -m tests.reliability.connections [--connections N] [--seconds S] [--seed N]``

The server is the program, on a loopback address and with 1,024 files at once, as most systems
allow. Strangers run in a process of their own; each holds one connection at a time, and the whole
run ends by itself. A visitor who has the cookie opens the page on new connections and uses a
session that was open before. Ends with 1 if a request of the visitor takes longer than a second,
if one fails, or if the server writes more than a few lines about it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from tests.waiting import PATIENCE
from tests.web.serving import Serving

FILES = 1024
SOONEST = 1.0
"""Seconds within which a visitor is served."""
_MOST_CONNECTIONS, _MOST_SECONDS = 5_000, 600.0
_EVERY = 0.05
_MIB = 1 << 20

Attack = Callable[["Stranger"], Awaitable[None]]


@dataclass
class Stranger:
    """One connection of an attacker.

    Attributes:
        reader: What the server sends.
        writer: What it is sent.
        host: The server's name and port.
        cookie: What lets a visitor in; worse than strangers could do.
        chance: The stranger's choices.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    host: str
    cookie: str
    chance: random.Random

    async def send(self, text: str | bytes) -> None:
        """Send as much as the server takes."""
        self.writer.write(text.encode("latin-1") if isinstance(text, str) else text)
        await self.writer.drain()

    async def trickle(self, text: str, pause: float) -> None:
        """Send a character at a time until the server has enough of it."""
        for character in text:
            await self.send(character)
            await asyncio.sleep(pause)

    async def hold(self) -> None:
        """Keep the connection until the server ends it."""
        while await self.reader.read(_MIB):
            pass


async def silent(stranger: Stranger) -> None:
    await stranger.hold()


async def unfinished(stranger: Stranger) -> None:
    await stranger.send(f"GET / HTTP/1.1\r\nHost: {stranger.host}\r\nX-Never-Finished: ")
    await stranger.hold()


async def slow_headers(stranger: Stranger) -> None:
    await stranger.trickle(f"GET / HTTP/1.1\r\nHost: {stranger.host}\r\n" + "X: y\r\n" * 500, 0.2)


async def slow_body(stranger: Stranger) -> None:
    head = f"POST /enter HTTP/1.1\r\nHost: {stranger.host}\r\nOrigin: http://{stranger.host}\r\n"
    await stranger.send(f"{head}Content-Length: 9999\r\n\r\n")
    await stranger.trickle("token=" + "x" * 9_000, 0.2)


async def huge_headers(stranger: Stranger) -> None:
    await stranger.send(f"GET / HTTP/1.1\r\nHost: {stranger.host}\r\nX: ")
    for _ in range(64):
        await stranger.send(b"x" * (_MIB // 16))
    await stranger.hold()


async def huge_body(stranger: Stranger) -> None:
    head = f"POST /enter HTTP/1.1\r\nHost: {stranger.host}\r\nOrigin: http://{stranger.host}\r\n"
    await stranger.send(f"{head}Transfer-Encoding: chunked\r\n\r\n")
    for _ in range(64):
        await stranger.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
    await stranger.hold()


async def malformed(stranger: Stranger) -> None:
    first = ("GET / HTTP/9.9", "\x00\x01\x02", "GET", "GET / HTTP/1.1\r\nHost", "\r\n\r\n\r\n")
    noise = bytes(stranger.chance.randrange(256) for _ in range(2_000))
    await stranger.send(stranger.chance.choice((*first, noise.decode("latin-1"))))
    await stranger.send("\r\nContent-Length: -1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n")
    await stranger.hold()


async def half_closed(stranger: Stranger) -> None:
    await stranger.send(f"GET / HTTP/1.1\r\nHost: {stranger.host}\r\n")
    stranger.writer.write_eof()
    await stranger.hold()


async def deaf(stranger: Stranger) -> None:
    """Ask for large files, again and again, and read none of them."""
    request = f"GET /static/font.ttf HTTP/1.1\r\nHost: {stranger.host}\r\n"
    for _ in range(50):
        await stranger.send(f"{request}Cookie: {stranger.cookie}\r\n\r\n")
    await asyncio.sleep(_MOST_SECONDS)


async def guessing(stranger: Stranger) -> None:
    guess = stranger.chance.getrandbits(64)
    await stranger.send(f"GET /?token={guess:x} HTTP/1.1\r\nHost: {stranger.host}\r\n\r\n")
    await stranger.hold()


ATTACKS: tuple[Attack, ...] = (
    *(unfinished, unfinished, unfinished, silent, slow_headers, slow_body, huge_headers),
    *(huge_body, malformed, half_closed, deaf, guessing),
)


async def keep_busy(address: tuple[str, int], cookie: str, seed: int, held: Counter[str]) -> None:
    """Hold one connection after the other, until it is canceled."""
    chance = random.Random(seed)
    while True:
        attack = chance.choice(ATTACKS)
        try:
            reader, writer = await asyncio.open_connection(*address)
        except OSError:
            await asyncio.sleep(0.1)
            continue
        held[attack.__name__] += 1
        host = f"{address[0]}:{address[1]}"
        try:
            await attack(Stranger(reader, writer, host, cookie, chance))
        except OSError:
            pass
        finally:
            writer.transport.abort()
        await asyncio.sleep(0.01)


def strangers(
    address: tuple[str, int], cookie: str, connections: int, seconds: float, seed: int
) -> Counter[str]:
    """Run all strangers for a while; returns how many connections of each kind there were."""

    async def run() -> Counter[str]:
        held: Counter[str] = Counter()
        tasks = [
            asyncio.create_task(keep_busy(address, cookie, seed * 10_000 + number, held))
            for number in range(connections)
        ]
        await asyncio.sleep(seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return held

    return asyncio.run(run())


@dataclass
class Report:
    """What a run has shown.

    Attributes:
        pages: Seconds that each page took, the connection included.
        echoes: Seconds that each answer of the open session took.
        failures: Requests of the visitor that were not answered as they should.
        strangers: Connections of each kind.
        processor: Seconds of CPU that the server took.
        memory: Bytes of memory that it took at most.
        written: Bytes that it wrote to its terminal and its log.
    """

    pages: list[float] = field(default_factory=list)
    echoes: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    strangers: Counter[str] = field(default_factory=Counter)
    processor: float = 0.0
    memory: int = 0
    written: int = 0

    def lines(self) -> list[str]:
        """The report for people."""
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.strangers.items()))
        memory = f"{self.memory / _MIB:,.0f} MiB"
        return [
            f"connections of strangers   {self.strangers.total():,} ({kinds})",
            f"pages served               {len(self.pages):,}, {_spread(self.pages)}",
            f"answers of the session     {len(self.echoes):,}, {_spread(self.echoes)}",
            f"failed requests            {len(self.failures)} {self.failures[:3] or ''}".rstrip(),
            f"the server                 {self.processor:.1f} s of CPU, {memory}",
            f"written by the server      {self.written:,} bytes",
        ]

    @property
    def slowest(self) -> float:
        """Seconds of the visitor's slowest request."""
        return max((*self.pages, *self.echoes), default=0.0)


def _spread(seconds: Sequence[float]) -> str:
    if not seconds:
        return "none"
    ordered = sorted(seconds)
    high = ordered[int(len(ordered) * 0.99)]
    return f"99 of 100 within {high * 1000:,.0f} ms, all within {ordered[-1] * 1000:,.0f} ms"


class Visitor:
    """A visitor with the cookie, who opens the page and works in a session.

    Args:
        url: The page, without a token.
        cookie: The visitor's.
        report: What the visitor sees is added to it.
    """

    def __init__(self, url: str, cookie: str, report: Report) -> None:
        self._url = url
        self._cookie = {"Cookie": cookie}
        self._report = report

    async def visit(self, is_over: Callable[[], bool]) -> None:
        """Load pages and use a session until it is over."""
        async with self._session() as socket:
            await asyncio.gather(self._load_pages(is_over), self._ping(socket, is_over))

    @contextlib.asynccontextmanager
    async def _session(self) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        headers = {**self._cookie, "Origin": self._url.rstrip("/")}
        async with (
            aiohttp.ClientSession(headers=headers) as client,
            client.ws_connect(f"{self._url}ws") as socket,
        ):
            # The session has painted something.
            while (await socket.receive(PATIENCE)).type != aiohttp.WSMsgType.BINARY:
                pass
            yield socket

    async def _load_pages(self, is_over: Callable[[], bool]) -> None:
        while not is_over():
            begin = time.monotonic()
            try:
                async with (
                    aiohttp.ClientSession(headers=self._cookie) as client,
                    client.get(self._url, timeout=aiohttp.ClientTimeout(PATIENCE)) as answer,
                ):
                    text = await answer.text()
                    if answer.status != 200 or "terminal" not in text:
                        self._report.failures.append(f"page: {answer.status}")
            except (OSError, TimeoutError, aiohttp.ClientError) as error:
                self._report.failures.append(f"page: {type(error).__name__}")
            self._report.pages.append(time.monotonic() - begin)
            await asyncio.sleep(_EVERY)

    async def _ping(
        self, socket: aiohttp.ClientWebSocketResponse, is_over: Callable[[], bool]
    ) -> None:
        hostile = ("[" * 100_000, '{"a":' * 100_000, "1" * 10_000, "not JSON", '["resize",[[]]]')
        number = 0
        while not is_over():
            number += 1
            begin = time.monotonic()
            try:
                await socket.send_str(hostile[number % len(hostile)])
                await socket.send_json(["ping", str(number)])
                while (message := await socket.receive(PATIENCE)).data != f'["pong", "{number}"]':
                    if message.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
                        self._report.failures.append("session: ended")
                        return
            except (OSError, TimeoutError) as error:
                self._report.failures.append(f"session: {type(error).__name__}")
                return
            self._report.echoes.append(time.monotonic() - begin)
            await asyncio.sleep(_EVERY)


async def _cookie_of(address: str) -> str:
    async with aiohttp.ClientSession() as client, client.get(address) as answer:
        return answer.headers["Set-Cookie"].partition(";")[0]


def run(folder: Path, *, connections: int, seconds: float, seed: int = 1) -> Report:
    """Serve a visitor while strangers keep connections busy.

    Args:
        folder: Where the files of the program are.
        connections: Of strangers, at once.
        seconds: How long.
        seed: Of the strangers' choices.
    """
    report = Report()
    serving = Serving(
        *("--db", str(folder / "work.sqlite"), "serve", "--port", "0"), folder=folder, files=FILES
    )
    try:
        parts = urlsplit(serving.url)
        address = ("127.0.0.1", serving.port)
        cookie = asyncio.run(_cookie_of(serving.url))
        with get_context("spawn").Pool(1) as pool:
            # The process has started before the time begins.
            pool.apply(int)
            running = pool.apply_async(strangers, (address, cookie, connections, seconds, seed))
            visitor = Visitor(f"{parts.scheme}://{parts.netloc}/", cookie, report)
            asyncio.run(visitor.visit(running.ready))
            report.strangers = running.get()
        status = Path(f"/proc/{serving.process.pid}/status").read_text("ascii")
        report.memory = int(status.partition("VmHWM:")[2].split()[0]) * 1024
        times = Path(f"/proc/{serving.process.pid}/stat").read_text("ascii").rpartition(")")[2]
        report.processor = sum(map(int, times.split()[11:13])) / 100
        report.written = len(serving.end())
    finally:
        serving.close()
    report.written += sum(path.stat().st_size for path in folder.rglob("csp-tui.log*"))
    return report


def main() -> int:
    """Run the harness and print what it has shown."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.connections")
    parser.add_argument("--connections", type=int, default=1_100)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    connections = min(args.connections, _MOST_CONNECTIONS)
    with tempfile.TemporaryDirectory() as folder:
        report = run(
            Path(folder),
            connections=connections,
            seconds=min(args.seconds, _MOST_SECONDS),
            seed=args.seed,
        )
    print("\n".join(report.lines()))
    is_well = not report.failures and report.slowest <= SOONEST and report.written < 10_000
    return 0 if is_well and len(report.pages) > 1 else 1


if __name__ == "__main__":
    sys.exit(main())
