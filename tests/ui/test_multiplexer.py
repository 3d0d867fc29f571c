"""tmux and screen around the program: which one it is, and what gets through."""

from __future__ import annotations

from csp_tui.ui.terminal.multiplexer import (
    detect,
    is_in_screen,
    is_in_tmux,
    is_inside,
    passthrough,
)

TMUX = {"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "tmux-256color"}
SCREEN = {"STY": "1.pts-0.host", "TERM": "screen-256color"}
COPY = "\x1b]52;c;YQ==\x07"


def test_it_is_known_here_and_at_the_other_end_of_a_line() -> None:
    assert not is_inside({"TERM": "xterm-256color"})
    assert all(map(is_inside, (TMUX, SCREEN, {"TERM": "screen"}, {"TERM": "tmux-256color"})))
    assert [detect(each) for each in (TMUX, SCREEN, {"TERM": "screen"})] == ["tmux", "screen", ""]
    assert [is_in_screen(each) for each in (SCREEN, {**SCREEN, **TMUX}, TMUX)] == [1, 1, 0]
    assert is_in_tmux({"TERM": "tmux-256color"})


def test_a_copy_is_passed_through_as_each_of_them_asks_for_it() -> None:
    assert passthrough(COPY, "tmux") == "\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\"
    assert passthrough(COPY, "screen") == "\x1bP\x1b]52;c;YQ==\x07\x1b\\"
    # Each would show what is meant for the other.
    assert passthrough(COPY, "") == ""


def test_a_long_copy_goes_through_screen_in_pieces() -> None:
    sequence = f"\x1b]52;c;{'QUJD' * 1_000}\x07"
    sent = passthrough(sequence, "screen")
    pieces = sent.split("\x1b\\\x1bP")
    assert all(len(piece) < 768 for piece in pieces)
    assert "".join(pieces).removeprefix("\x1bP").removesuffix("\x1b\\") == sequence
