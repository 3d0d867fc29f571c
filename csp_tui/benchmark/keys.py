"""From a key to the painted answer in the real search dialog, against a minimal app with a list."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from csp_tui.benchmark.floor import READY
from csp_tui.benchmark.report import Line, Spread
from csp_tui.benchmark.terminal import TimedTerminal

TYPED = ("consulting", "tech", "e", "amber", "gmbh co", "in", "keystnoe", "solutions", "a")
_OFFER = "Benchmark"
_BACKSPACE = "\x7f"
_ROUNDS = 2
"""Times that everything is typed: more rounds tell more, and take as many seconds."""


def measure_keys(database: Path, partners: str) -> tuple[list[Line], float]:
    """Type into the search dialog of the workbench, and into a minimal app.

    Args:
        database: A file with a directory.
        partners: Its size, for the table.

    Returns:
        The lines of the table, and the workbench's peak memory in megabytes.
    """
    _prepare(database)
    with tempfile.TemporaryDirectory(prefix="csp-tui-home-") as home:
        environment = {
            "HOME": home,
            "XDG_CONFIG_HOME": home,
            "XDG_STATE_HOME": home,
            "CSP_TUI_LANG": "en",
            "TEXTUAL_ANIMATIONS": "none",
        }
        workbench = [sys.executable, "-m", "csp_tui", "--db", str(database)]
        with TimedTerminal(workbench, environment) as terminal:
            terminal.wait(_OFFER)
            terminal.press("\r")
            terminal.wait("Resell through CSPs")
            terminal.press("\r")
            terminal.press("p")
            terminal.wait("Name or tenant ID")
            ours = _type(terminal)
            terminal.press("\x1b")
            terminal.quit()
            peak = terminal.peak
        floor = [sys.executable, "-m", "csp_tui.benchmark.floor"]
        with TimedTerminal(floor, environment) as terminal:
            terminal.wait(READY)
            theirs = _type(terminal)
            terminal.quit()
    return [
        Line(
            f"key to painted result, {name}, against a minimal app",
            partners,
            f"{mine:.1f} ms",
            f"{other:.1f} ms",
            mine / other,
        )
        for name, mine, other in (
            ("p50", ours.median, theirs.median),
            ("p95", ours.high, theirs.high),
        )
    ], peak


def _prepare(database: Path) -> None:
    """An offer whose partners are selected one by one, so that the dialog can be opened."""
    for words in (
        ("offers", "create", "benchmark", "--type", "saas", "--name", _OFFER),
        ("audience", "choose", "benchmark", "some"),
    ):
        subprocess.run(
            [sys.executable, "-m", "csp_tui", "--db", str(database), *words],
            check=True,
            capture_output=True,
        )


def _type(terminal: TimedTerminal) -> Spread:
    times = []
    for text in TYPED * _ROUNDS:
        times += [terminal.press(letter) for letter in text]
        terminal.press(_BACKSPACE * len(text))
    return Spread.of(times)
