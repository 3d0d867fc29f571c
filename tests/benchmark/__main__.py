"""``python -m tests.benchmark``: print the table of figures of docs/performance.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.benchmark.corpus import write_corpus
from tests.benchmark.importing import measure_import
from tests.benchmark.report import Line, machine, table
from tests.benchmark.searching import measure_search

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000, "1m": 1_000_000}
PARTS = ("import", "search", "keys", "memory", "bytes", "offers", "evidence", "growth")


def main(words: Sequence[str] | None = None) -> int:
    """Measure and print.

    Args:
        words: The arguments; those of the process unless told.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument(
        "--sizes", default=",".join(SIZES), help="which directories, of %(default)s"
    )
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="only this part; may be repeated"
    )
    args = parser.parse_args(words)
    sizes = args.sizes.split(",")
    if unknown := set(sizes) - SIZES.keys():
        parser.error(f"there is no size {', '.join(sorted(unknown))}")
    parts = set(args.only or PARTS)
    if "bytes" in parts and find_spec("pyte") is None:
        # A terminal in memory, which only developers have.
        if args.only:
            parser.error("to count bytes, install pyte")
        parts.discard("bytes")
        _tell("no bytes are counted: pyte is not installed")
    tables = []
    if "offers" in parts:
        from tests.benchmark.many_offers import measure_many

        _tell("500 offers with 2,000 partners each")
        with tempfile.TemporaryDirectory(prefix="csp-tui-benchmark-") as name:
            tables.append(table(list(measure_many(Path(name)))))
    if "evidence" in parts:
        from tests.benchmark.evidence import measure_evidence

        lines: list[Line] = []
        for size in sizes:
            _tell(f"{size}: importing evidence")
            with tempfile.TemporaryDirectory(prefix="csp-tui-benchmark-") as name:
                lines += measure_evidence(Path(name), SIZES[size], size)
        tables.append(table(lines))
    if "growth" in parts:
        from tests.benchmark.growth import LARGE, SMALL, compare

        _tell("opening and moving with few and with many of everything")
        with tempfile.TemporaryDirectory(prefix="csp-tui-benchmark-") as name:
            tables.append(table(list(compare(Path(name), SMALL, LARGE))))
    if parts - {"bytes", "offers", "evidence", "growth"}:
        tables.append(table(list(_measure(sizes, parts))))
    if "bytes" in parts:
        from tests.benchmark.bytes import byte_table, measure_bytes

        _tell("demo: counting bytes")
        tables.append(byte_table(measure_bytes()))
    sys.stdout.write("\n\n".join([f"Measured on {machine()}.", *tables]) + "\n")
    return 0


def _measure(sizes: Sequence[str], parts: Collection[str]) -> Iterator[Line]:
    peaks: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="csp-tui-benchmark-") as name:
            folder = Path(name)
            file, database = folder / "directory.csv", folder / "csp.sqlite"
            _tell(f"{size}: making the directory file")
            write_corpus(file, SIZES[size])
            _tell(f"{size}: importing")
            imports = list(measure_import(file, folder, size))
            if "import" in parts:
                yield from imports
            if "search" in parts:
                _tell(f"{size}: searching")
                yield from measure_search(database, size)
            if "keys" in parts or "memory" in parts:
                from tests.benchmark.keys import measure_keys

                _tell(f"{size}: pressing keys")
                lines, peaks[size] = measure_keys(database, size)
                if "keys" in parts:
                    yield from lines
    if "memory" in parts and peaks:
        smallest = sizes[0]
        for size in sizes:
            ours, theirs = peaks[size], peaks[smallest]
            yield Line(
                f"peak memory of the workbench, against {smallest}",
                size,
                f"{ours:.0f} MB",
                f"{theirs:.0f} MB",
                ours / theirs,
            )


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    raise SystemExit(main())
