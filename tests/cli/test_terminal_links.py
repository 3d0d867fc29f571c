"""Links are clickable where a terminal is known to support that, and plain everywhere else."""

from __future__ import annotations

import io

import pytest

from csp_tui.cli.terminal_links import link

URL = "http://127.0.0.1:8000/?token=abc"


class Stream(io.StringIO):
    """A stream that says whether it is a terminal."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.mark.parametrize(
    ("environment", "is_clickable"),
    [
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "4600"}, False),
        ({"VTE_VERSION": "²"}, False),
        ({"VTE_VERSION": "7600", "TMUX": "/tmp/tmux"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-kitty", "STY": "1.pts"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"TERM": "linux"}, False),
        ({}, False),
    ],
)
def test_only_a_terminal_that_supports_links_gets_one(
    environment: dict[str, str], is_clickable: bool
) -> None:
    shown = link(URL, Stream(is_terminal=True), environment)
    assert shown == (f"\x1b]8;;{URL}\x1b\\{URL}\x1b]8;;\x1b\\" if is_clickable else URL)
    assert link(URL, Stream(is_terminal=False), environment) == URL


def test_an_address_cannot_end_the_link_early() -> None:
    hostile = "http://x.example/\x1b\\\x1b[2J"
    shown = link(hostile, Stream(is_terminal=True), {"WT_SESSION": "1"})
    assert "\x1b" not in shown
