"""What hands do besides the main flow, in the demo in any surroundings."""

from __future__ import annotations

import time
from collections.abc import Sequence

from .multiplexers import LEFT
from .terminal import Terminal

PALETTE = "Command, offer, partner"
TENANT = "29af771b-09ab-45da-b8fb-dcc8643ef0ef"
"""The partner that the demo's directory begins with."""
WITHIN_HALF_A_SECOND = 0.15


def escapes(terminal: Terminal) -> None:
    """Escape by itself closes a dialog, and a key soon after it is not lost."""
    terminal.wait("13 offers")
    terminal.strike("ctrl+p")
    terminal.wait(PALETTE)
    terminal.strike("escape")
    terminal.wait("13 offers", gone=PALETTE)
    for keys, shown in (("3", "▸3 Partners"), ("1", "▸1 Offers")):
        terminal.strike("ctrl+p")
        terminal.wait(PALETTE)
        terminal.strike("escape")
        # A multiplexer takes what follows so soon for the same key.
        time.sleep(WITHIN_HALF_A_SECOND)
        terminal.type(keys)
        terminal.wait(shown, gone=PALETTE)


def points(terminal: Terminal) -> None:
    """A click on a place and on a button arrives there, and the wheel scrolls."""
    terminal.wait("13 offers", "Contoso Backup")
    _click(terminal, "3 Partners")
    terminal.wait("▸3 Partners", "Competency")
    before = terminal.screen
    for _ in range(8):
        terminal.type(_mouse(65, _place(terminal, "Competency"), down=3))
    terminal.wait_until(lambda: terminal.screen != before, "other partners")
    terminal.type("1")
    terminal.wait("▸1 Offers")
    terminal.type("n")
    terminal.wait("Sells through Microsoft")
    _click(terminal, "Cancel")
    terminal.wait("13 offers", gone="Sells through Microsoft")


def copies(terminal: Terminal) -> None:
    """A tenant ID goes to the clipboard."""
    terminal.type("3")
    terminal.wait("▸3 Partners", "A. Datum Corporation")
    terminal.type("y")
    terminal.wait("copied to the terminal's clipboard")


def leaves(terminal: Terminal, size: Sequence[int] = (100, 30)) -> None:
    """A window that has grown is filled, and the shell has all of it to itself afterwards."""
    columns, rows = size
    terminal.resize(columns, rows)
    terminal.wait_until(lambda: "F1 Help" in terminal.screen.split("\n")[rows - 1], "the last line")
    terminal.strike("ctrl+q")
    terminal.wait_until(lambda: terminal.words == f"{LEFT} 0", "a clean prompt")


def _click(terminal: Terminal, text: str) -> None:
    place = _place(terminal, text)
    terminal.type(_mouse(0, place))
    terminal.type(_mouse(0, place).replace("M", "m"))


def _place(terminal: Terminal, text: str) -> tuple[int, int]:
    for y, line in enumerate(terminal.screen.splitlines(), 1):
        if text in line:
            return line.index(text) + 2, y
    raise AssertionError(f"not shown: {text}\n{terminal.screen}")


def _mouse(button: int, place: tuple[int, int], down: int = 0) -> str:
    return f"\x1b[<{button};{place[0]};{place[1] + down}M"
