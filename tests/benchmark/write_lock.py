"""``python -m tests.benchmark.write_lock``: how long a directory import keeps others from writing.

Imports a directory into an empty database, imports it again with each name changed, and undoes
that, while a thread with a connection of its own takes the write lock again and again.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.storage.connections import connect
from tests.benchmark.corpus import write_corpus
from tests.benchmark.report import machine

PARTNERS = 100_000
_BETWEEN = 0.05


@dataclass(frozen=True, slots=True)
class Wait:
    """How long another writer waited during one job.

    Attributes:
        name: The job.
        seconds: What the job took.
        longest: Seconds that the other writer waited at most.
        times: How often it wrote.
    """

    name: str
    seconds: float
    longest: float
    times: int


class OtherWriter:
    """Takes the write lock and releases it, until it is stopped.

    Args:
        database: The file.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.longest = 0.0
        self.times = 0

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        with closing(connect(self._database, busy_timeout=600)) as connection:
            while not self._stop.wait(_BETWEEN):
                began = time.perf_counter()
                connection.execute("BEGIN IMMEDIATE")
                self.longest = max(self.longest, time.perf_counter() - began)
                connection.execute("ROLLBACK")
                self.times += 1


def measure(folder: Path, partners: int) -> Iterator[Wait]:
    """Import, import what has changed, and undo that.

    Args:
        folder: For the files.
        partners: The size of the directory.
    """
    file, other, database = folder / "one.csv", folder / "other.csv", folder / "csp.sqlite"
    write_corpus(file, partners)
    _rename(file, other)
    with closing(open_workbench(database)) as workbench:

        def take(source: Path) -> Callable[[], object]:
            def run() -> object:
                with PartnerFileReader(source) as reader:
                    return workbench.directory.import_partners(reader, progress=lambda _rows: None)

            return run

        yield _watched("first import", database, take(file))
        yield _watched("import of changes", database, take(other))
        yield _watched("undo", database, workbench.undo.undo)


def _rename(source: Path, target: Path) -> None:
    with (
        source.open(newline="", encoding="utf-8") as read,
        target.open("w", newline="", encoding="utf-8") as write,
    ):
        rows = csv.DictReader(read)
        assert rows.fieldnames is not None
        writer = csv.DictWriter(write, rows.fieldnames)
        writer.writeheader()
        for row in rows:
            writer.writerow({**row, "name": f"{row['name']} Group"})


def _watched(name: str, database: Path, job: Callable[[], object]) -> Wait:
    writer = OtherWriter(database)
    writer.start()
    began = time.perf_counter()
    try:
        job()
        seconds = time.perf_counter() - began
    finally:
        writer.stop()
    return Wait(name, seconds, writer.longest, writer.times)


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.write_lock")
    parser.add_argument("--partners", type=int, default=PARTNERS)
    args = parser.parse_args(words)
    sys.stdout.write(f"{args.partners:,} partners, measured on {machine()}.\n")
    with tempfile.TemporaryDirectory(prefix="csp-tui-benchmark-") as folder:
        for wait in measure(Path(folder), args.partners):
            sys.stdout.write(
                f"{wait.name:<20} {wait.seconds:>7.2f} s, another writer waited at most "
                f"{wait.longest:>6.2f} s ({wait.times:,} times)\n"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
