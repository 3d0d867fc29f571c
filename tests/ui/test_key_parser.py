"""What terminals send, and what it is taken for."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from textual.events import Key, MouseDown, Paste
from textual.messages import TerminalSupportsSynchronizedOutput

from csp_tui.ui.app import WorkbenchApp
from csp_tui.ui.commands.keymap import Keymap
from csp_tui.ui.shell.keys import apply_keymap
from csp_tui.ui.terminal.key_parser import MultiplexerFound, PasteCut, TerminalParser

ANSWERS = [
    "\x1b[?1;2c",
    "\x1b[?62;4c",
    "\x1b[>0;276;0c",
    "\x1b[?0u",
    "\x1b[8;24;80t",
    "\x1b[?997;1n",
    "\x1b[0n",
    "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "\x1b]11;rgb:0000/0000/0000\x07",
    "\x1bP>|XTerm(380)\x1b\\",
    "\x1bP1+r544e=787465726d2d323536636f6c6f72\x1b\\",
    "\x1b_Gi=1;OK\x1b\\",
]
SENT = {
    "\x1b[1~": "home",
    "\x1b[4~": "end",
    "\x1b[7~": "home",
    "\x1b[8~": "end",
    "\x1bOH": "home",
    "\x1b[[A": "f1",
    "\x1b[[E": "f5",
    "\x1b[11~": "f1",
    "\x1b[3~": "delete",
    "\x1b[5^": "ctrl+pageup",
    "\x1b[6;5~": "ctrl+pagedown",
    "\x1b[7^": "ctrl+home",
    "\x1b[8^": "ctrl+end",
    "\x1bOa": "ctrl+up",
    "\x1bOb": "ctrl+down",
    "\x1b[25~": "f13",
    "\x1b[Z": "shift+tab",
}
WITH_ALT = {
    # rxvt, the Linux console, PuTTY, iTerm
    "\x1b\x1b[A": "alt+up",
    "\x1b\x1bOB": "alt+down",
    "\x1b\x1b[a": "alt+shift+up",
    "\x1b\x1bOd": "alt+ctrl+left",
    "\x1b\x1b[7~": "alt+home",
    "\x1b\x1b[1~": "alt+home",
    "\x1b\x1b[8~": "alt+end",
    "\x1b\x1b[H": "alt+home",
    "\x1b\x1b[7^": "alt+ctrl+home",
    "\x1b\x1b[5~": "alt+pageup",
    "\x1b\x1b[11~": "alt+f1",
    "\x1b\x1bOQ": "alt+f2",
    "\x1b\x1b[[C": "alt+f3",
    "\x1b\x1b[25~": "alt+f13",
    "\x1b\x1b[Z": "alt+shift+tab",
    # xterm
    "\x1b[1;3B": "alt+down",
    "\x1b[3;3~": "alt+delete",
}


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where these tests run, tmux may be around them."""
    for name in ("TMUX", "STY", "TERM_PROGRAM", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def keys(*chunks: str, bound: Collection[str] = ()) -> list[str]:
    parser = TerminalParser(is_bound=bound.__contains__)
    found = [event for chunk in (*chunks, "") for event in parser.feed(chunk)]
    return [event.key for event in found if isinstance(event, Key)]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_comes_late_is_nothing_typed(answer: str) -> None:
    assert keys("a", answer, "b") == ["a", "b"]
    assert keys(f"a{answer}b{answer}") == ["a", "b"]


def test_an_answer_may_come_in_pieces() -> None:
    assert keys("a\x1b]11;rgb:00", "00/0000", "/0000\x1b\\b") == ["a", "b"]


@pytest.mark.parametrize("sequence", SENT)
def test_a_key_has_one_name_whichever_terminal_sends_it(sequence: str) -> None:
    assert keys("x", sequence, "y") == ["x", SENT[sequence], "y"]


@pytest.mark.parametrize("sequence", WITH_ALT)
def test_a_key_with_alt_is_not_escape_and_a_key(sequence: str) -> None:
    assert keys("x", sequence, "y") == ["x", WITH_ALT[sequence], "y"]
    # As it repeats while it is held.
    assert keys(sequence * 3) == [WITH_ALT[sequence]] * 3


def test_escape_and_keys_after_it_stay_what_they_are_over_a_line_that_stalled() -> None:
    assert keys("\x1bn") == ["escape", "n"]
    assert keys("\x1bQ") == ["escape", "Q"]
    assert keys("\x1b1") == ["escape", "1"]
    assert keys("\x1b\r") == ["escape", "enter"]
    assert keys("\x1b\x11") == ["escape", "ctrl+q"]
    assert keys("\x1b", "n") == ["escape", "n"]
    assert keys("an\x1b3") == ["a", "n", "escape", "3"]
    assert keys("\x1bn\x1b[B\r") == ["escape", "n", "down", "enter"]
    assert keys("\x1b\x1b[B\x1b[B") == ["escape", "down", "down"]
    assert keys("\x1b", "\x1b[B") == ["escape", "down"]
    assert keys("\x1b\x1b", "\x1b[B") == ["escape", "escape", "down"]
    # Cut in two on its way.
    assert keys("\x1b", "[B") == ["down"]


@pytest.mark.parametrize(
    "variable", [("TMUX", "/tmp/tmux-0/default,1,0"), ("TERM", "screen"), ("SSH_TTY", "/dev/pts/3")]
)
def test_a_multiplexer_that_joins_escape_with_the_next_key_hides_neither(
    monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    monkeypatch.setenv(*variable)
    assert keys("\x1bn") == ["escape", "n"]
    assert keys("\x1b3") == ["escape", "3"]
    assert keys("\x1b\t") == ["escape", "tab"]
    assert keys("\x1b\r") == ["escape", "enter"]
    assert keys("\x1b[1;3B") == ["escape", "down"]
    assert keys("\x1b\x1b[B") == ["escape", "down"]
    # Fields have these.
    assert keys("\x1b[3;3~") == ["alt+delete"]
    assert keys("\x1b\x7f") == ["ctrl+w"]


def test_a_key_that_someone_has_given_to_a_command_is_that_key_everywhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    bound = ("alt+q", "alt+up")
    assert keys("\x1bq", bound=bound) == ["alt+q"]
    sent = "x\x1bqy\x1b[1;3A\x1b\x1b[A"
    assert keys(sent, bound=bound) == ["x", "alt+q", "y", "alt+up", "alt+up"]


def test_the_app_says_which_keys_have_a_meaning() -> None:
    app = WorkbenchApp(lambda: pytest.fail("not opened"))
    assert not app.is_bound("alt+q")
    apply_keymap(app, Keymap.of({"quit": "alt+q"}))
    try:
        assert app.is_bound("alt+q")
        assert app.is_quit_key("alt+q")
    finally:
        apply_keymap(app, Keymap())


def test_tmux_and_screen_are_known_by_their_answers() -> None:
    parser = TerminalParser()
    for answer in ("\x1b[>41;376;0c", "\x1b[?1;2c"):
        assert list(parser.feed(answer)) == []
    for answer, name in (("\x1b[>83;40900;0c", "screen"), ("\x1b[>84;0;0c", "tmux")):
        (found,) = parser.feed(answer)
        assert isinstance(found, MultiplexerFound)
        assert found.name == name


def test_what_is_pasted_has_no_keys_in_it() -> None:
    parser = TerminalParser()
    sent = ("a\x1b[20", "0~b", "\x1bn\x1b\x1b[A", "c\x1b", "[201~\x1bq")
    found = [event for chunk in (*sent, "") for event in parser.feed(chunk)]
    assert [type(event) for event in found] == [Key, Paste, Key, Key]
    assert [event.key for event in found if isinstance(event, Key)] == ["a", "escape", "q"]
    assert [event.text for event in found if isinstance(event, Paste)] == ["bn[Ac"]


def test_a_paste_without_an_end_takes_no_more_than_a_paste_may() -> None:
    parser = TerminalParser(paste_limit=100)
    # The end comes in two pieces, and the next paste is whole again.
    sent = ("\x1b[200~", *["y" * 30 + "\x1b"] * 9, "\x1b[2", "01~x\x1b[200~z\x1b[201~")
    found = [event for chunk in sent for event in parser.feed(chunk)]
    assert [type(event) for event in found] == [Paste, PasteCut, Key, Paste]
    texts = [event.text for event in found if isinstance(event, Paste)]
    assert texts == ["y" * 100, "z"]


def test_what_else_is_sent_still_arrives() -> None:
    parser = TerminalParser()
    (press,) = parser.feed("\x1b[<0;10;5M")
    assert isinstance(press, MouseDown)
    assert (press.x, press.y) == (9, 4)
    (known,) = parser.feed("\x1b[?2026;2$y")
    assert isinstance(known, TerminalSupportsSynchronizedOutput)
    (pasted,) = parser.feed("\x1b[200~two words\x1b[201~")
    assert isinstance(pasted, Paste)
    assert pasted.text == "two words"
