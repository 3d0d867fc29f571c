"""Unexpected errors in a real terminal: reported, survived, and the terminal restored."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal

SOURCE = Path(__file__).parents[2]
FAILING = """
import sys, threading
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.kit.page import Page
from csp_tui.ui.shell.global_commands import GlobalCommands

def fail(*_):
    raise ValueError("of 'Alpine Cloud SARL'")

def fail_in_thread(screen):
    threading.Thread(target=fail).start()

def fail_in_painting(commands):
    screen = commands._screen
    StatusLine.render = fail
    screen.query_one(StatusLine).refresh()

Page.command_reload = fail_in_thread
GlobalCommands.command_go_history = fail_in_painting

from csp_tui.__main__ import main
sys.exit(main())
"""


def test_the_program_continues_or_ends_with_the_terminal_restored(tmp_path: Path) -> None:
    command = (sys.executable, "-c", FAILING)
    opened = Terminal(
        "demo", command=command, cwd=str(SOURCE), environment={"XDG_STATE_HOME": str(tmp_path)}
    )
    with closing(opened) as terminal:
        terminal.wait("13 offers", "Contoso Backup")
        terminal.strike("f5")
        terminal.wait("Something unexpected happened", "ValueError", "Continue")
        terminal.strike("enter")
        terminal.wait("13 offers", gone="unexpected")
        terminal.strike("4")
        assert terminal.end() == 3
        assert terminal.modes == terminal.modes_before
        said = terminal.after(b"\x1b[?1049l")
        assert "the program had to stop" in said
        assert "Traceback" not in said
        assert "Alpine" not in said
        sent = bytes(terminal.raw)
        for started, ended in ((b"\x1b[?1000h", b"\x1b[?1000l"), (b"\x1b[?25l", b"\x1b[?25h")):
            assert sent.rfind(ended) > sent.rfind(started)
    told = (tmp_path / "csp-tui" / "log" / "csp-tui.log").read_text("utf-8")
    assert told.count("unexpected error") >= 2
    assert "Alpine" not in told
