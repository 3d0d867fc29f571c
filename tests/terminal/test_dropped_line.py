"""A line that drops: no process or lock stays, the terminal is as before, the text is kept.

SIGTERM, and a terminal that is taken away, are met in ``test_recovered``.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Program
from .terminal import Terminal
from .test_demo import assert_restored

pytestmark = pytest.mark.terminal

FAREWELL = (
    b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h"
    b"\x1b[?1004l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
)
"""No bracketed paste, line wrap, no mouse, the keyboard's own keys, the normal screen, the cursor,
no reports of the focus: the last that the terminal hears."""


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


def assert_kept(text: str) -> None:
    """What was typed is in a file for the next session, which its owner alone may read."""
    folder = Path(os.environ["XDG_STATE_HOME"]) / "csp-tui" / "unsaved"
    (path,) = folder.glob("*.json")
    assert text in json.dumps(json.loads(path.read_bytes())["unsaved"])
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_closed_terminal_ends_a_program_that_does_not_hear_the_signal(program: Program) -> None:
    # Started with nohup or in a session of its own, it gets no SIGHUP.
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


def test_a_hang_up_in_the_middle_of_typing_gives_the_terminal_back(program: Program) -> None:
    terminal = typing(program)
    terminal.signal(signal.SIGHUP)
    assert terminal.end() == 128 + signal.SIGHUP
    assert bytes(terminal.raw).endswith(FAREWELL)
    assert_restored(bytes(terminal.raw), terminal.modes, terminal.modes_before)
    assert_unlocked(program)
    assert_kept("half-typed")
