"""However the workbench ends, all that was saved is in the one file, which people copy."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable

import pytest

from .conftest import Program
from .terminal import Terminal

pytestmark = pytest.mark.terminal
Leave = Callable[[Terminal], None]


def quit_by_key(terminal: Terminal) -> None:
    terminal.strike("ctrl+q")
    terminal.end()


def terminate(terminal: Terminal) -> None:
    terminal.signal(signal.SIGTERM)
    terminal.end()


def close_window(terminal: Terminal) -> None:
    terminal.hang_up()


@pytest.mark.parametrize("leave", [quit_by_key, terminate, close_window])
def test_what_was_saved_is_in_a_copy_of_the_file(program: Program, leave: Leave) -> None:
    terminal = program.open()
    terminal.wait("Create an offer in draft")
    terminal.strike("n")
    terminal.wait("Sells through Microsoft")
    terminal.type("Acme")
    terminal.press("f2")
    terminal.wait("Offers › Acme")
    leave(terminal)
    copy = program.folder / "copy.sqlite"
    shutil.copy(program.database, copy)
    assert not [*program.folder.glob("*-wal"), *program.folder.glob("*-shm")]
    program.database = copy
    assert [offer["name"] for offer in program.json("offers", "list")] == ["Acme"]
