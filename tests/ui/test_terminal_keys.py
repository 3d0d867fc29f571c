"""What terminals send, and what it is taken for."""

from __future__ import annotations

import pytest
from textual.events import Key, MouseDown, Paste
from textual.messages import TerminalSupportsSynchronizedOutput

from csp_tui.ui.terminal_keys import TerminalParser

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
    "\x1ba": "alt+a",
}


def keys(*chunks: str) -> list[str]:
    parser = TerminalParser()
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
