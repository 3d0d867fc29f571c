"""A terminal that another program has written into is whole again when that is asked for."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pyte
import pytest

from csp_tui.ui.terminal.driver import ResilientDriver

from .terminal import Terminal

pytestmark = pytest.mark.terminal

SPOIL = (
    b"\x1b[5;10r\x1b[?6h\x1b[4h\x1b[?7h\x1b[1;5;31;44m\x1b[3;1HBroadcast message: \x1b(0lqqk"
    b"\r\n\n\nthe system goes down at noon\x1b[2J\x1b[HNOTHING LEFT"
)
"""What a careless program leaves: margins, inserting, wrapping, colors, line drawing, its text."""


class Twins:
    """The terminal, which is written into, and one beside it that only the program writes into."""

    def __init__(self, opened: Terminal) -> None:
        self._opened = opened
        self._clean = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._clean)
        self._fed = 0

    def spoil(self) -> None:
        self._opened._stream.feed(SPOIL)
        assert "NOTHING LEFT" in self._opened.screen

    def wait_until_alike(self) -> None:
        self._opened.wait_until(self._are_alike, "the cells as they were")

    def _are_alike(self) -> bool:
        raw = bytes(self._opened.raw)
        self._stream.feed(raw[self._fed :])
        self._fed = len(raw)
        # Both are blank before the program sets the terminal up again.
        is_drawn = bool(self._opened.screen.strip())
        return is_drawn and _cells(self._clean) == _cells(self._opened._screen)


def _cells(screen: pyte.Screen) -> list[list[Any]]:
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


def stop(opened: Terminal, number: signal.Signals) -> None:
    opened.signal(number)
    os.waitid(os.P_PID, opened.pid, os.WSTOPPED)


def test_a_spoiled_terminal_is_redrawn() -> None:
    with closing(Terminal("demo", environment={"SSH_TTY": "/dev/pts/0"})) as opened:
        opened.wait("13 offers")
        twins = Twins(opened)
        for leads, words, back in (
            ("f5", "Refreshed", ""),
            ("f1", "One offer per line", "One offer per line"),
            ("n", "Sells through Microsoft", "Sells through Microsoft"),
            ("ctrl+p", "Command, offer, partner", "Command, offer, partner"),
        ):
            opened.strike(leads)
            opened.wait(words)
            twins.spoil()
            opened.strike("ctrl+l")
            twins.wait_until_alike()
            if back:
                opened.strike("escape")
                opened.wait(gone=back)
        for number in (signal.SIGTSTP, signal.SIGSTOP, signal.SIGSTOP):
            stop(opened, number)
            twins.spoil()
            opened.signal(signal.SIGCONT)
            twins.wait_until_alike()
        # The keys have one reader, and nothing of those before keeps the program from its end.
        opened.type("3/alpine")
        opened.wait("Partners", "alpine")
        opened.strike("ctrl+q")
        assert opened.end() == 0
        assert opened.modes == opened.modes_before


class Interrupted(ResilientDriver):
    """A driver that is continued again while it continues, as often as there are ``stops``."""

    def __init__(self, stops: int, *, ends: bool = False) -> None:
        # Without a terminal, which only what is counted here would use.
        self._continued, self._stops, self._ends = 0, stops, ends
        self._terminal_app: Any = SimpleNamespace(is_exiting=False)
        self.times = self.at_once = self._running = 0

    def _continue(self) -> None:
        self.times += 1
        self._running += 1
        self.at_once = max(self.at_once, self._running)
        if self.times <= self._stops:
            self._terminal_app.is_exiting = self._ends
            self._sigcont_application()
        self._running -= 1


@pytest.mark.parametrize(
    ("stops", "ends", "times"), [(0, False, 1), (1, False, 2), (3, False, 4), (1, True, 1)]
)
def test_a_stop_while_a_program_continues_sets_the_terminal_up_once_more_and_not_at_once(
    stops: int, ends: bool, times: int
) -> None:
    """Otherwise two threads read the keys, and the second one keeps the program from its end."""
    driver = Interrupted(stops, ends=ends)
    driver._sigcont_application()
    assert (driver.times, driver.at_once) == (times, 1)
    driver._terminal_app.is_exiting = False
    driver._sigcont_application()
    assert driver.times == times + 1
