"""From a key to the painted answer in the real search dialog, against a minimal app with a list."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmark.baseline_app import READY
from tests.benchmark.report import Line, Spread
from tests.benchmark.terminal import Answer, TimedTerminal

TYPED = ("consulting", "tech", "e", "amber", "gmbh co", "in", "keystnoe", "solutions", "a")
_OFFER = "Benchmark"
_BACKSPACE = "\x7f"
_ROUNDS = 2
"""Times that everything is typed: more rounds tell more, and take as many seconds."""
FIGURES: Sequence[tuple[str, str, Callable[[Answer], float]]] = (
    ("key to first frame", " ms", lambda answer: answer.first),
    ("key to painted result", " ms", lambda answer: answer.last),
    ("processor for a key", " ms", lambda answer: answer.processor),
    ("frames for a key", "", lambda answer: answer.frames),
)


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
            terminal.wait("Name, city, tenant ID or MPN ID")
            ours = _type(terminal)
            terminal.press("\x1b")
            terminal.quit()
            peak = terminal.peak
        baseline = [sys.executable, "-m", "tests.benchmark.baseline_app"]
        with TimedTerminal(baseline, environment) as terminal:
            terminal.wait(READY)
            theirs = _type(terminal)
            terminal.quit()
    lines = []
    for what, unit, figure in FIGURES:
        mine, other = Spread.of([*map(figure, ours)]), Spread.of([*map(figure, theirs)])
        lines += [
            Line(
                f"{what}, {name}, against a minimal app",
                partners,
                f"{one:.1f}{unit}",
                f"{another:.1f}{unit}",
                one / another if another else 0.0,
            )
            for name, one, another in (
                ("p50", mine.median, other.median),
                ("p95", mine.high, other.high),
            )
        ]
    return lines, peak


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


def _type(terminal: TimedTerminal) -> list[Answer]:
    answers = []
    for text in TYPED * _ROUNDS:
        answers += [terminal.press(letter) for letter in text]
        terminal.press(_BACKSPACE * len(text))
    return answers
