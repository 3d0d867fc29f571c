"""The benchmark command runs and prints its table; how fast anything was is not asserted."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyte
import pytest

from csp_tui.benchmark import bytes as lines
from csp_tui.benchmark import importing
from csp_tui.benchmark.corpus import write_corpus
from csp_tui.benchmark.counting import Count
from csp_tui.benchmark.least import cells_of, least_change
from csp_tui.benchmark.report import Line, Spread, table
from csp_tui.exchange.partners_csv import PartnerFileReader

ROOT = Path(__file__).parents[2]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "csp_tui.benchmark", *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_it_prints_a_table_with_the_size_of_the_machine() -> None:
    done = run("--sizes", "1k", "--only", "search", "--only", "import")

    assert done.returncode == 0, done.stderr
    head, _, *rows = done.stdout.splitlines()
    assert re.match(r"Measured on \d+ cores, .*Python 3\.\d+.*SQLite 3\.", head)
    assert rows[0] == "| what | partners | csp-tui | compared with | ratio |"
    told = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]
    assert all(len(cells) == 5 and cells[1] == "1k" for cells in told)
    assert all(float(cells[4]) >= 0 for cells in told)
    kinds = Counter(cells[0].split(",")[0] for cells in told)
    assert kinds["letter to page and exact count"] == kinds["similar names"] == 2
    assert kinds["CSV to searchable"] == kinds["the same file again"] == 1


def test_a_size_that_there_is_not_is_refused() -> None:
    done = run("--sizes", "3k")

    assert done.returncode == 2
    assert "3k" in done.stderr


def test_the_corpus_is_a_sound_directory_and_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one.csv", "two.csv"):
        write_corpus(tmp_path / name, 1_000)
    with PartnerFileReader(tmp_path / "one.csv") as reader:
        partners = list(reader)

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert (len({partner.tenant_id for partner in partners}), reader.rejected) == (1_000, 0)
    assert reader.cleaned == 0


PROGRAM = importing.shutil.which("sqlite3")


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
    ("sent", "least"),
    [
        ("", 0),
        # A move and a letter.
        ("\x1b[1;1Hx", 6 + 1),
        # Two lines, a move each, and a sign of three bytes.
        ("\x1b[1;1Hx\x1b[2;1H─", 6 + 1 + 6 + 3),
        # What is between stays, but is sent again where that is shorter than a move.
        ("\x1b[1;1Hx\x1b[1;4Hy", 6 + 4),
        ("\x1b[1;1Hx\x1b[1;9Hy", 6 + 1 + 6 + 1),
        # A colour once for all that have it, and the way back to plain.
        ("\x1b[1;1H\x1b[38;2;9;99;199mxyz\x1b[39mw", 6 + 16 + 3 + 5 + 1),
        ("\x1b[1;1H\x1b[1mx\x1b[0my", 6 + 6 + 1 + 4 + 1),
    ],
)
def test_the_smallest_change_of_cells_is_counted_by_hand(sent: str, least: int) -> None:
    screen = pyte.Screen(20, 3)
    stream = pyte.Stream(screen)
    stream.feed("abcdefghijkl")
    before = cells_of(screen)
    stream.feed(sent)
    assert least_change(before, cells_of(screen)) == least


def test_bytes_are_counted_key_by_key() -> None:
    steps = (
        lines.Step("ab", "type", words="ab partner 1"),
        lines.Step(("\x1bOR",), "dialog", words="line 1"),
    )
    command = [sys.executable, "-m", "csp_tui.benchmark.floor"]
    (_, typed), (_, asked) = lines._walk(command, "Floor is ready", steps)
    assert 0 < typed.least < typed.sent
    assert typed.least < asked.least < asked.sent
    assert Count.mean([typed, asked]).sent == (typed.sent + asked.sent) / 2
    told = lines.byte_table([lines.ByteLine("type", 10.4, 200, 40, 5)])
    assert told.splitlines()[-1] == "| type | 10 | 200 | 40 | 5 | 0.26 |"
