"""What imports tell while they run and about rows they could not use."""

from __future__ import annotations

import io
import sys

import pytest

from csp_tui.cli.imports import RowCounter, reject_lines
from csp_tui.domain.import_rows import RejectedRow
from csp_tui.domain.wording import say

from .conftest import ALPINE, CommandLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_rows_are_counted_in_place_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    counter = RowCounter()
    assert counter.progress is not None
    counter.progress(1)
    counter.progress(2000)
    counter.end()
    counter.end()
    assert terminal.getvalue() == "\r1 row\r2,000 rows\n"


def test_nothing_is_counted_without_anyone_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    counter = RowCounter()
    assert counter.progress is None
    counter.end()
    assert log.getvalue() == ""


def test_an_import_on_a_terminal_ends_its_line(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csp_tui.cli import run

    rows = "".join(f"90000000-0000-4000-8000-{n:012},P{n},FR\n" for n in range(1, 12_001))
    path = cli.file("many.csv", f"tenant_id,name,country\n{ALPINE},Alpine,FR\n{rows}")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run(["--db", str(cli.database), "--lang", "en", "partners", "import", path]) == 0
    progress, summary = terminal.getvalue().rstrip("\n").rsplit("\n", 1)
    assert progress.startswith("\r")
    assert progress.endswith(" rows")
    assert summary.startswith("12,001 added.")


def test_the_first_rejects_are_reported_and_the_rest_counted() -> None:
    rejects = [RejectedRow(line, "x", say("wrong")) for line in range(2, 30)]
    lines = reject_lines(rejects, 1_000)
    assert lines[0] == "Line 2: wrong (x)"
    assert len(lines) == 21
    assert lines[-1] == "… and 980 more invalid rows."
    assert reject_lines([RejectedRow(2, "abc", say("'abc' is wrong"))], 1) == [
        "Line 2: 'abc' is wrong"
    ]
