"""The demo as a person meets it first, and the terminal and machine as it leaves them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from .conftest import Program

pytestmark = pytest.mark.terminal

LEFT_BEHIND = (
    ("alternate screen", b"\x1b[?1049h", b"\x1b[?1049l"),
    ("mouse", b"\x1b[?1000h", b"\x1b[?1000l"),
    ("mouse moves", b"\x1b[?1003h", b"\x1b[?1003l"),
    ("bracketed paste", b"\x1b[?2004h", b"\x1b[?2004l"),
    ("cursor", b"\x1b[?25l", b"\x1b[?25h"),
)


def assert_restored(raw: bytes, modes: str, modes_before: str) -> None:
    for what, taken, given_back in LEFT_BEHIND:
        assert taken in raw, what
        assert raw.rindex(given_back) > raw.rindex(taken), what
    assert modes == modes_before


@pytest.fixture
def temporary(tmp_path: Path) -> dict[str, str]:
    """An environment with a folder for temporary files of its own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return {"TMPDIR": str(folder)}


def test_visiting_the_demo_leaves_nothing_behind(
    program: Program, temporary: dict[str, str]
) -> None:
    terminal = program.open("demo", environment=temporary)
    terminal.wait("Contoso Backup", "13 offers", "demo")
    assert os.listdir(temporary["TMPDIR"]) == []
    # Ctrl+C says how to leave, and stops nothing.
    terminal.press("ctrl+c")
    terminal.wait("Ctrl+Q quits the program")
    terminal.press("down", "down", "up")
    terminal.wait("▸+ Contoso Backup")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup", "locked: resold", "Sync CSP audience (key s)")
    terminal.press("escape")
    terminal.wait("13 offers")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
    assert_restored(bytes(terminal.raw), terminal.modes, terminal.modes_before)
    assert os.listdir(temporary["TMPDIR"]) == []
    home = Path(os.environ["HOME"])
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_leaving_before_anything_is_shown_leaves_nothing_behind(
    program: Program, temporary: dict[str, str]
) -> None:
    terminal = program.open("demo", environment=temporary)
    terminal.wait("Offers")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    assert_restored(bytes(terminal.raw), terminal.modes, terminal.modes_before)
    assert os.listdir(temporary["TMPDIR"]) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal_and_removes_the_demo(
    program: Program, temporary: dict[str, str], number: signal.Signals
) -> None:
    terminal = program.open("demo", environment=temporary)
    terminal.wait("13 offers")
    terminal.signal(number)
    assert terminal.end() == 128 + number
    assert_restored(bytes(terminal.raw), terminal.modes, terminal.modes_before)
    assert b"Traceback" not in terminal.raw
    assert os.listdir(temporary["TMPDIR"]) == []


def test_the_window_may_change_its_size_at_any_time(program: Program) -> None:
    terminal = program.open("demo")
    terminal.wait("Contoso Backup")
    terminal.press("enter")
    terminal.wait("Setup Plans", "Partner Country")
    terminal.resize(120, 40)
    # There is room for a menu in a column.
    terminal.wait("Offer setup", "Review and publish", "Support requests", "Offer listing")
    rows = [line[:24].strip(" ▸│") for line in terminal.screen.splitlines()]
    first = rows.index("Offer setup")
    assert rows[first : first + 3] == ["Offer setup", "Plans", "Offer listing"]
    terminal.resize(60, 20)
    terminal.wait("Resell through CSPs 4/7", gone="Review and publish")
    terminal.press("[")
    terminal.wait("marketing materials")
    terminal.resize(80, 24)
    terminal.wait("F1 Help")
    terminal.press("escape")
    terminal.wait("13 offers")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
