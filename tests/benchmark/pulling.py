"""``python -m tests.benchmark.pulling``: a first pull against what the emulator's latency allows.

An emulator in a process of its own answers each request after some milliseconds. Four bare
connections ask for exactly what a pull asks for and do nothing with the answers; then a first pull
reads, compares and stores the same products. The ratio of both times is what the program adds.
"""

from __future__ import annotations

import argparse
import http.client
import os
import resource
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.remote import Account
from csp_tui.partner_center.connect import NetworkConnector
from csp_tui.partner_center.emulator.seeds import (
    CLIENT_ID,
    SECRET,
    TENANT_ID,
    add_product,
    product_guid,
    tenant,
)
from csp_tui.partner_center.emulator.server import EmulatorServer
from csp_tui.partner_center.emulator.service import Emulator, EmulatorOptions
from tests.benchmark.report import machine

PRODUCTS, PARTNERS, DELAY_MS = 500, 100, 80
CONNECTIONS = 4
TARGET = 1.3
_TARGETS = ("draft", "preview", "live")


@dataclass(frozen=True, slots=True)
class Pulled:
    """What was measured.

    Attributes:
        bare: Seconds that four bare connections need for the same answers.
        pull: Seconds of the pull.
        processor: Seconds of the processor in them.
        grown: Megabytes that the process grew by during the pull.
    """

    bare: float
    pull: float
    processor: float
    grown: float

    @property
    def ratio(self) -> float:
        """What the program adds to the latency."""
        return self.pull / self.bare


def measure(products: int, partners: int, delay_ms: float) -> Pulled:
    """Measure a first pull in a process of its own.

    Args:
        products: Offers of the account.
        partners: Partners on the list of each.
        delay_ms: Milliseconds before each answer.
    """
    with _emulator(products, partners, delay_ms) as address:
        bare = _bare(address, products)
        pull, processor, grown = _in_process(lambda: _pull(address, products))
    return Pulled(bare, pull, processor, grown)


@contextmanager
def _emulator(products: int, partners: int, delay_ms: float) -> Iterator[str]:
    context = get_context("fork")
    ours, theirs = context.Pipe()

    def serve() -> None:
        rule = {"match": {"method": "GET", "path": "^/rp/"}, "do": {"delay": delay_ms / 1000}}
        one = Emulator(EmulatorOptions(seed="empty", clock="fixed", faults=[rule]))
        for number in range(products):
            chosen = [tenant(number * 7 + place) for place in range(partners)]
            add_product(one.state, _name(number), f"Offer {number}", option="some", partners=chosen)
        with EmulatorServer(one) as server:
            theirs.send(server.address)
            server.serve_forever(0.2)

    with _quiet_forks():
        process = context.Process(target=serve, daemon=True)
        process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _name(number: int) -> str:
    return f"offer-{number:04}"


def _bare(address: str, products: int) -> float:
    """Seconds that four connections need for the answers of a pull."""
    token = "Bearer bare"
    guids = [product_guid("softwareAsAService", _name(number)) for number in range(products)]
    paths = [
        f"/rp/product-ingestion/resource-tree/product/{guid}?targetType={target}"
        "&%24version=2022-07-01"
        for guid in guids
        for target in _TARGETS
    ]
    begin = time.perf_counter()
    _ask(address, ["/rp/product-ingestion/product?%24version=2022-07-01"], token)
    # Each connection asks for the targets of a product one after the other, as a pull does.
    shares = [paths[start::CONNECTIONS] for start in range(CONNECTIONS)]
    threads = [threading.Thread(target=_ask, args=(address, share, token)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def _ask(address: str, paths: Sequence[str], token: str) -> None:
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port)) as connection:
        for path in paths:
            connection.request("GET", path, headers={"Authorization": token})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, path


def _pull(address: str, products: int) -> tuple[float, float, float]:
    """Seconds, seconds of the processor and megabytes of growth of a first pull."""
    environment = {"CSP_TUI_PC_EMULATOR": address, "CSP_TUI_PC_SECRET": SECRET}
    with tempfile.TemporaryDirectory(prefix="csp-tui-benchmark-") as folder:
        path = Path(folder) / "pull.sqlite"
        with closing(open_workbench(path, connector=NetworkConnector(environment))) as workbench:
            center = workbench.partner_center
            account = Account(name="default", tenant_id=TENANT_ID, client_id=CLIENT_ID)
            center.accounts.sign_in(account)
            # What is loaded with the first transaction is no part of the pull.
            center.pulls.pull(offers=[_name(0)])
            before, busy, begin = _peak(), time.process_time(), time.perf_counter()
            report = center.pulls.take(center.pulls.read())
            seconds = time.perf_counter() - begin
            processor, grown = time.process_time() - busy, _peak() - before
            assert (len(report.new), report.unchanged) == (products - 1, 1)
    return seconds, processor, grown


def _peak() -> float:
    """The most memory that this process had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_process(work: Callable[[], tuple[float, ...]]) -> tuple[float, ...]:
    """Do something in a process of its own, so that its peak of memory is its own."""
    context = get_context("fork")
    ours, theirs = context.Pipe()

    def run(answer: Connection) -> None:
        answer.send(work())
        answer.close()
        os._exit(0)

    with _quiet_forks():
        process = context.Process(target=run, args=(theirs,))
        process.start()
    theirs.close()
    try:
        return tuple(ours.recv())
    finally:
        process.join()


@contextmanager
def _quiet_forks() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print.

    Args:
        words: The arguments; those of the process unless told.

    Returns:
        1 if the pull takes longer than the target allows.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.pulling")
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--partners", type=int, default=PARTNERS)
    parser.add_argument("--delay", type=float, default=DELAY_MS, help="milliseconds")
    args = parser.parse_args(words)
    found = measure(args.products, args.partners, args.delay)
    sys.stdout.write(
        f"{args.products} products with {args.partners} partners each, {args.delay:g} ms before "
        f"each answer, measured on {machine()}.\n"
        f"{CONNECTIONS} bare connections  {found.bare:.1f} s\n"
        f"first pull  {found.pull:.1f} s ({found.processor:.1f} s of the processor)\n"
        f"ratio  {found.ratio:.2f} (target {TARGET})\n"
        f"memory  {found.grown:.0f} MB more than before\n"
    )
    return 0 if found.ratio <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
