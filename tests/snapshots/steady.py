"""Shows that pictures do not depend on the machine: ``python -m tests.snapshots.steady``.

Takes all of them again and again, each time in another order, with another number of processes,
and under another clock, time zone, locale, home and ``NO_COLOR``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCALES = ("C.UTF-8", "fr_FR.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "C")
ZONES = ("UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Chatham")
CLOCKS = ("", "+400d", "-9y", "+3h")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the tests of this folder over and over.

    Args:
        argv: The words after the module's name, by default those of the command line.

    Returns:
        0 when every round was green, 1 otherwise.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.snapshots.steady", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how many rounds")
    parser.add_argument("--only", default="", help="an expression for pytest's -k")
    args = parser.parse_args(argv)
    clock = shutil.which("faketime")
    if clock is None:
        parser.error("faketime is needed to set another clock: apt-get install faketime")
    red = 0
    for number in range(args.times):
        started = time.monotonic()
        green, last = play_round(number, clock, args.only)
        red += not green
        sys.stdout.write(
            f"round {number + 1}: {'green' if green else 'RED'} "
            f"in {time.monotonic() - started:.0f} s: {last}\n"
        )
        sys.stdout.flush()
    sys.stdout.write(f"{args.times - red} of {args.times} rounds green\n")
    return 1 if red else 0


def play_round(number: int, clock: str, only: str) -> tuple[bool, str]:
    """Take the pictures once.

    Args:
        number: Which order and surroundings to choose, the same ones every time.
        clock: The program that sets another clock.
        only: An expression for pytest's ``-k``, "" for everything.

    Returns:
        Whether all were as they should be, and the last line that pytest printed.
    """
    later = CLOCKS[number % len(CLOCKS)]
    order = [f"--random-order-seed={number}", "--random-order-bucket=global"]
    command = [sys.executable, "-m", "pytest", "tests/snapshots", "-n", str(number % 3), *order]
    if only:
        command += ["-k", only]
    if later:
        command = [clock, "-f", later, *command]
    with tempfile.TemporaryDirectory() as home:
        answer = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **surroundings(number, home)},
            capture_output=True,
            text=True,
            check=False,
        )
    lines = answer.stdout.strip().splitlines() or answer.stderr.strip().splitlines() or [""]
    return answer.returncode == 0, lines[-1]


def surroundings(number: int, home: str) -> dict[str, str]:
    """The environment of a round."""
    chosen = {
        "HOME": home,
        "LC_ALL": LOCALES[number % len(LOCALES)],
        "LANG": LOCALES[-1 - number % len(LOCALES)],
        "TZ": ZONES[number % len(ZONES)],
        "COLUMNS": str(40 + 30 * (number % 5)),
    }
    if number % 2:
        chosen["NO_COLOR"] = "1"
    if number % 3 == 0:
        chosen["TEXTUAL_THEME"] = "textual-light"
    return chosen


if __name__ == "__main__":
    sys.exit(main())
