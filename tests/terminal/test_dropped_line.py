"""A line that drops: no process stays, no lock stays, and the terminal is left as it was."""

from __future__ import annotations

import signal
import sqlite3
import sys
import time
from contextlib import closing

import pytest

from .conftest import Program
from .terminal import Terminal
from .test_demo import assert_restored

SOON = 3.0
"""Seconds within which the end has come on a busy machine."""


def typing(program: Program) -> Terminal:
    """The dialog of a new offer with half a name in it."""
    terminal = program.open()
    terminal.wait("Offers", "no offers")
    terminal.press("n")
    terminal.wait("New offer")
    terminal.type("half-typed")
    terminal.wait("half-typed")
    return terminal


def assert_unlocked(program: Program) -> None:
    with closing(sqlite3.connect(program.database, timeout=0)) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)


def test_a_closed_terminal_ends_the_program_in_the_middle_of_typing(program: Program) -> None:
    terminal = typing(program)
    start = time.monotonic()
    assert terminal.hang_up() == 128 + signal.SIGHUP
    assert time.monotonic() - start < SOON
    assert_unlocked(program)


def test_a_closed_terminal_ends_a_program_that_does_not_hear_the_signal(program: Program) -> None:
    # Whoever starts it with nohup or in a session of its own gets no SIGHUP.
    deaf = "import signal\nsignal.SIGHUP = signal.SIGUSR1\n"
    terminal = Terminal(
        *("--db", str(program.database)),
        command=(
            *("sh", "-c", 'trap "" HUP; exec "$@"', "sh", sys.executable, "-c"),
            f"{deaf}from csp_tui.__main__ import main\nraise SystemExit(main())",
        ),
    )
    terminal.wait("Offers", "no offers")
    assert terminal.hang_up() == 128 + signal.SIGHUP
    assert_unlocked(program)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_of_typing_gives_the_terminal_back(
    program: Program, number: signal.Signals
) -> None:
    terminal = typing(program)
    start = time.monotonic()
    terminal.signal(number)
    assert terminal.end() == 128 + number
    assert time.monotonic() - start < SOON
    assert_restored(bytes(terminal.raw), terminal.modes, terminal.modes_before)
    assert "Traceback" not in terminal.after(b"\x1b[?1049l")
    assert_unlocked(program)
