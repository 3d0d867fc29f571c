"""The benchmark command runs and prints its table; how fast anything was is not asserted."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pyte
import pytest

from csp_tui.exchange.partners_csv import PartnerFileReader
from tests.benchmark import bytes as lines
from tests.benchmark import growth, importing, long_lists, many_offers, pulling, write_lock
from tests.benchmark.corpus import write_corpus
from tests.benchmark.counting import Count
from tests.benchmark.minimal_diff import cells_of, minimal_diff
from tests.benchmark.report import Line, Spread, table

ROOT = Path(__file__).parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.benchmark", *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
def test_it_prints_tables_with_the_size_of_the_machine() -> None:
    parts = [word for part in ("search", "import", "evidence") for word in ("--only", part)]
    done = run("--sizes", "1k", *parts)

    assert done.returncode == 0, done.stderr
    head, evidence, measured = done.stdout.split("\n\n")
    assert re.match(r"Measured on \d+ cores, .*Python 3\.\d+.*SQLite 3\.", head)
    # An import of evidence is measured against reading it.
    read = {cells[0]: cells for cells in cells_in(evidence)}
    assert float(read["evidence imported"][4]) > 1
    assert float(read["peak memory of that import"][4]) > 1
    assert measured.startswith("| what | partners | csp-tui | compared with | ratio |\n")
    told = cells_in(measured)
    assert all(len(cells) == 5 and cells[1] == "1k" for cells in told)
    assert all(float(cells[4]) >= 0 for cells in told)
    kinds = Counter(cells[0].split(",")[0] for cells in told)
    assert kinds["letter to page and exact count"] == kinds["similar names"] == 2
    assert kinds["CSV to searchable"] == kinds["the same file again"] == 1


def cells_in(printed: str) -> list[list[str]]:
    """The cells of each row of a table below its head."""
    rows = printed.splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_a_size_that_there_is_not_is_refused() -> None:
    done = run("--sizes", "3k")

    assert done.returncode == 2
    assert "3k" in done.stderr


def test_the_corpus_is_a_valid_directory_and_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        write_corpus(tmp_path / name, 1_000)
    with PartnerFileReader(tmp_path / "one.csv") as reader:
        partners = list(reader)

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert (len({partner.tenant_id for partner in partners}), reader.rejected) == (1_000, 0)
    assert reader.cleaned == 0


PROGRAM = shutil.which("sqlite3")


@pytest.mark.parametrize("program", [None, PROGRAM] if PROGRAM else [None])
def test_what_the_import_is_compared_with_loads_everything(
    tmp_path: Path, program: str | None
) -> None:
    file = tmp_path / "directory.csv"
    write_corpus(file, 500)
    importing._import(file, tmp_path / "csp.sqlite")
    if program is None:
        importing._load_by_driver(file, tmp_path)
    else:
        importing._load_by_program(program, file, tmp_path)

    connection = sqlite3.connect(tmp_path / "bare.sqlite")
    found = connection.execute(
        "SELECT count(*) FROM partner_index WHERE partner_index MATCH 'consulting'"
    ).fetchone()[0]
    rows = connection.execute("SELECT count(*), max(rank) FROM partner").fetchone()
    named = connection.execute("SELECT count(*) FROM partner WHERE name LIKE '%consulting%'")
    assert rows == (500, 500)
    assert found == named.fetchone()[0] > 0
    connection.close()


def test_a_spread_has_the_middle_and_the_high_end() -> None:
    assert Spread.of([5.0]) == Spread(5.0, 5.0)
    assert Spread.of([float(number) for number in range(100)]) == Spread(49.5, 95.0)
    assert table([Line("a", "1k", "2 ms", "1 ms", 2.0)]).splitlines()[-1] == (
        "| a | 1k | 2 ms | 1 ms | 2.00 |"
    )


@pytest.mark.parametrize(
    ("sent", "minimal"),
    [
        ("", 0),
        # A move and a letter.
        ("\x1b[1;1Hx", 6 + 1),
        # Two lines, a move each, and a sign of three bytes.
        ("\x1b[1;1Hx\x1b[2;1H─", 6 + 1 + 6 + 3),
        # What is between stays, but is sent again where that is shorter than a move.
        ("\x1b[1;1Hx\x1b[1;4Hy", 6 + 4),
        ("\x1b[1;1Hx\x1b[1;9Hy", 6 + 1 + 6 + 1),
        # A color once for all that have it, and the way back to plain.
        ("\x1b[1;1H\x1b[38;2;9;99;199mxyz\x1b[39mw", 6 + 16 + 3 + 5 + 1),
        ("\x1b[1;1H\x1b[1mx\x1b[0my", 6 + 6 + 1 + 4 + 1),
    ],
)
def test_the_smallest_change_of_cells_is_counted_by_hand(sent: str, minimal: int) -> None:
    screen = pyte.Screen(20, 3)
    stream = pyte.Stream(screen)
    stream.feed("abcdefghijkl")
    before = cells_of(screen)
    stream.feed(sent)
    assert minimal_diff(before, cells_of(screen)) == minimal


@pytest.mark.terminal
def test_bytes_are_counted_key_by_key() -> None:
    steps = (
        lines.Step("ab", "type", words="ab partner 1"),
        lines.Step(("\x1bOR",), "dialog", words="line 1"),
    )
    command = [sys.executable, "-m", "tests.benchmark.baseline_app"]
    (_, typed), (_, asked) = lines._walk(command, "Baseline app is ready", steps)
    assert 0 < typed.minimal < typed.sent
    assert typed.minimal < asked.minimal < asked.sent
    assert Count.mean([typed, asked]).sent == (typed.sent + asked.sent) / 2
    told = lines.byte_table([lines.ByteLine("type", 10.4, 200, 40, 5)])
    assert told.splitlines()[-1] == "| type | 10 | 200 | 40 | 5 | 0.26 |"


def test_commands_on_a_long_list_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert long_lists.main(["--partners", "300"]) == 0

    title, *rows = capsys.readouterr().out.splitlines()
    assert title.startswith("300 partners on one offer")
    assert [row.split("  ")[0] for row in rows] == [
        "open the offer",
        "audience export",
        "audience show --json",
        "audience show",
        "audience import",
        "requests complete",
        "undo",
    ]


def test_the_wait_for_the_write_lock_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert write_lock.main(["--partners", "300"]) == 0

    _title, *rows = capsys.readouterr().out.splitlines()
    assert [row.split("  ")[0] for row in rows] == ["first import", "import of changes", "undo"]


def test_many_offers_are_planned_applied_and_compared(tmp_path: Path) -> None:
    lines = list(many_offers.measure_many(tmp_path, offers=3, partners=40, directory=500))

    assert [line.partners for line in lines] == ["3x40", "3x40", "400", "3x40"]
    assert all(line.ratio > 0 and "MB" in line.ours for line in lines)


def test_a_pull_is_measured_against_what_the_latency_allows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pulling.main(["--products", "24", "--partners", "20", "--delay", "15"])

    title, *rows = capsys.readouterr().out.splitlines()
    assert title.startswith("24 products with 20 partners each, 15 ms before each answer")
    assert [row.split("  ")[0] for row in rows] == [
        "4 bare connections",
        "first pull",
        "ratio",
        "memory",
    ]
    # A busy machine may exceed the target, but not by products being read one after the other.
    assert float(rows[2].split()[1]) < 4
    assert int(rows[3].split()[1]) < 60


@pytest.mark.terminal
def test_opening_and_moving_is_compared_between_few_and_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = growth.Size(3, 5, 20, 3, 100), growth.Size(60, 80, 200, 60, 100)
    # The figures of a short run mean nothing.
    monkeypatch.setattr(growth, "_OPENED", 0.2)
    monkeypatch.setattr(growth, "_MOVED", 0.05)

    visits = [visit for visit in growth.VISITS if visit.name == "audience"]
    lines = list(growth.compare(tmp_path, few, many, rounds=1, visits=visits))

    places = Counter(line.what.split(":")[0] for line in lines)
    assert places == {"audience": 6}
    whole = (": open", ": open, time that passes", ": memory")
    assert all(line.ratio > 0 for line in lines if line.what.endswith(whole))
    with closing(sqlite3.connect(tmp_path / "large" / "csp.sqlite")) as connection:
        for name, count in (("offer", 60), ("audience_member", 80), ("support_request", 60)):
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] == count
