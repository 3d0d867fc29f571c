"""The demo and the kiosk as processes: no file appears, and every end is a polite one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Program
from .terminal import Terminal

pytestmark = pytest.mark.terminal

_BREAK_OUT = """
import os, sqlite3, subprocess, sys
from csp_tui.cli.confinement import confine
confine()
tries = {
    "write": lambda: open("made", "w"),
    "append": lambda: os.open("made", os.O_WRONLY | os.O_CREAT),
    "folder": lambda: os.mkdir("made"),
    "program": lambda: subprocess.run(["true"]),
    "shell": lambda: os.system("true"),
    "fork": lambda: os.fork(),
    "database": lambda: sqlite3.connect("made"),
    "connect": lambda: __import__("socket").create_connection(("127.0.0.1", 9)),
}
for name, attempt in tries.items():
    try:
        attempt()
    except PermissionError:
        continue
    sys.exit(f"it could: {name}")
sqlite3.connect("file:/x?vfs=memdb", uri=True).execute("SELECT 1")
"""
_GREEDY = """
import sys
from csp_tui.cli.program import run
from csp_tui.ui.kit.page import Page
Page.command_reload = lambda screen: bytearray(1 << 30)
sys.exit(run(["demo", "--kiosk"]))
"""


def surroundings(folder: Path) -> dict[str, str]:
    """Every place that a program could use, in one empty folder."""
    names = ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
    return {**dict.fromkeys(names, str(folder)), "XDG_CACHE_HOME": str(folder)}


@pytest.mark.parametrize("words", [("demo", "--tour"), ("demo", "--kiosk")])
def test_not_even_a_kill_leaves_a_file(
    program: Program, tmp_path: Path, words: tuple[str, ...]
) -> None:
    environment = surroundings(tmp_path)
    if "--kiosk" in words:
        for name in ("TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "CSP_TUI_DB", "CSP_TUI_CONFIG"):
            environment[name] = str(tmp_path / name.lower())
    terminal = program.open(*words, environment=environment)
    terminal.wait("13 offers" if "--kiosk" in words else "Tour 1 of")
    terminal.press("down")
    assert list(tmp_path.iterdir()) == []
    terminal.signal(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []


def test_an_idle_kiosk_ends_with_a_message(program: Program, tmp_path: Path) -> None:
    words = ("demo", "--kiosk", "--idle", "0.06")
    terminal = program.open(*words, environment=surroundings(tmp_path))
    assert terminal.end() == 0
    assert terminal.has_shown("Are you still there?", "Press any key to continue")
    assert b"not used for a while" in terminal.raw
    assert list(tmp_path.iterdir()) == []


def test_a_kiosk_that_takes_too_much_memory_ends_with_a_word(tmp_path: Path) -> None:
    terminal = Terminal(command=(sys.executable, "-c", _GREEDY), environment=surroundings(tmp_path))
    try:
        terminal.wait("13 offers")
        terminal.strike("f5")
        assert terminal.end() == 0
        assert b"reached its memory limit" in terminal.raw
        assert b"Traceback" not in terminal.raw
    finally:
        terminal.close()


def test_the_process_of_a_kiosk_refuses_files_programs_and_connections(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _BREAK_OUT],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_the_limits_belong_to_the_kiosk() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "csp_tui", "demo", "--idle", "5"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "can only be used with --kiosk" in done.stderr
