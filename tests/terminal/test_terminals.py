"""Every kind of terminal: few colors, many or none, ASCII alone, small windows, and readers."""

from __future__ import annotations

import re
import unicodedata

import pytest

from .conftest import Program, tenant
from .terminal import Terminal

pytestmark = pytest.mark.terminal

MANY = re.compile(rb"\x1b\[(?:[0-9]+;)*[34]8;2;")
SOME = re.compile(rb"\x1b\[(?:[0-9]+;)*[34]8;5;")
ANY = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m")
KINDS = {
    "plain": {"TERM": "vt100", "TEXTUAL_COLOR_SYSTEM": "standard"},
    "256": {"TERM": "linux", "TEXTUAL_COLOR_SYSTEM": "256"},
    "true": {"TERM": "xterm", "COLORTERM": "truecolor"},
    "none": {"TERM": "xterm-256color", "NO_COLOR": "1"},
    "ansi": {"TERM": "screen", "TEXTUAL_THEME": "ansi-dark"},
    "dumb": {"TERM": "dumb"},
}
WHOLE_FLOW = ("plain", "none", "ansi")
"""The others differ from the first in how colors are written, which any screen shows."""


@pytest.mark.parametrize("kind", KINDS)
def test_the_main_flow_can_be_seen_in_every_terminal(stocked: Program, kind: str) -> None:
    offer = stocked.create_offer()
    stocked.run("audience", "choose", offer, "some")
    terminal = stocked.open(environment=KINDS[kind])
    # Some are as mute as they are plain.
    terminal.answers = kind != "plain"
    terminal.wait("1 offer", "▸ Contoso Backup")
    assert_the_focused_button_looks_unlike_the_others(terminal)
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup", "▸Resell through CSPs")
    terminal.wait("(•) Specific partners", "(Save draft)")
    if kind in WHOLE_FLOW:
        choose_a_partner(terminal)
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    raw = bytes(terminal.raw)
    # Without colors there are grays, which stand for brightness.
    assert bool(MANY.search(raw)) == (kind == "true") or kind in ("none", "dumb")
    if kind in ("plain", "ansi"):
        assert not SOME.search(raw)
    if kind == "none":
        assert [code for code in ANY.findall(raw) if not is_gray(code)] == []


def assert_the_focused_button_looks_unlike_the_others(terminal: Terminal) -> None:
    terminal.press("delete")
    terminal.wait("Delete the offer?", "Cancel")
    terminal.wait_until(lambda: terminal.at_cursor.lstrip().startswith("Cancel"), "the cursor")
    assert not terminal.looks("Cancel") & terminal.looks("Delete  ")
    # What tells them apart is there without any color, too.
    assert {look[2:] for look in terminal.looks("Cancel")} != {
        look[2:] for look in terminal.looks("Delete  ")
    }
    terminal.press("escape")
    terminal.wait("1 offer", gone="Delete the offer?")


def choose_a_partner(terminal: Terminal) -> None:
    terminal.press("p")
    terminal.wait("5 partners in the directory")
    terminal.type("alpine")
    terminal.wait("1 partner found", "Alpine Cloud SARL")
    terminal.press("enter")
    terminal.wait("1 selected")
    terminal.press("f2")
    terminal.wait("Not saved yet", gone="in the directory")
    terminal.press("f2")
    terminal.wait("Draft saved: 1 added")


def is_gray(code: bytes) -> bool:
    """Whether a color sequence is one of the grays that stand for brightness."""
    numbers = [int(number) for number in re.findall(rb"\d+", code)]
    colors = [numbers[index + 2] for index, part in enumerate(numbers[:-2]) if part in (38, 48)]
    return all(color in (0, 7, 8, 15, 16, 231) or 232 <= color <= 255 for color in colors)


def test_the_terminals_cursor_is_where_the_focus_is(program: Program) -> None:
    terminal = program.open("demo")
    terminal.wait("13 offers")
    terminal.press("down")
    at(terminal, "▸+  Contoso Backup")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup")
    at(terminal, "▸   Adatum Cloud-Dienste GmbH")
    terminal.strike("shift+tab")
    at(terminal, " Resales")
    terminal.press("tab")
    at(terminal, "▸   Adatum Cloud-Dienste GmbH")
    terminal.press("p")
    terminal.wait("partners in the directory")
    terminal.type("contoso")
    terminal.wait("partners found")
    terminal.strike("down")
    at(terminal, "▸ ")
    terminal.strike("f1")
    terminal.wait("Help")
    at(terminal, " Close")


def at(terminal: Terminal, text: str) -> None:
    """Wait until the terminal's cursor is at a text."""
    terminal.wait_until(
        lambda: terminal.at_cursor.startswith(text), f"{text!r}, not {terminal.at_cursor!r}"
    )


def test_a_terminal_without_utf_gets_ascii(program: Program) -> None:
    terminal = program.open("demo", environment={"LC_ALL": "C", "PYTHONUTF8": "1"})
    terminal.wait("13 offers")
    terminal.press("down")
    terminal.wait(">+ Contoso Backup")
    terminal.press("enter")
    terminal.wait("Offers > Contoso Backup", "(*) Specific partners")
    assert signs_beyond_ascii(terminal) == set()
    terminal.press("p")
    terminal.wait("partners in the directory", "+- Select CSP Partners")
    assert signs_beyond_ascii(terminal) == set()


def signs_beyond_ascii(terminal: Terminal) -> set[str]:
    """What is shown that is neither ASCII nor a letter or digit."""
    return {
        char
        for char in terminal.screen
        if not char.isascii() and unicodedata.category(char)[0] not in "LMN"
    }


NAMES = ("東京クラウド株式会社", "שלום ענן", "شركة السحابة", "Zoë éclair 🚀 Ltd", "W" * 120)


def test_names_of_every_script_keep_the_columns(program: Program) -> None:
    rows = "".join(f"{tenant(9 + n)},{name},JP,,\n" for n, name in enumerate(NAMES))
    program.run(
        "partners", "import", "-", stdin=f"tenant_id,name,country,competencies,skills\n{rows}"
    )
    offer = program.create_offer(name="東京 שלום 🚀 Backup")
    program.run("audience", "choose", offer, "some")
    program.run("audience", "add", offer, *(tenant(9 + n) for n in range(len(NAMES))))
    terminal = program.open(size=(60, 20))
    terminal.wait("1 offer")
    terminal.press("enter")
    for columns, rows_shown in ((60, 20), (120, 40)):
        terminal.resize(columns, rows_shown)
        terminal.wait("Resell through CSPs", "東京クラウド", "Zoë")
        if columns == 120:
            # There the sections are beside the list.
            terminal.wait("Review and publish")
        places = [columns_of(terminal, row, "JP") for row in range(rows_shown)]
        assert len({place for place in places if place is not None}) == 1, (columns, places)
        assert sum(place is not None for place in places) >= min(3, len(NAMES)), (columns, places)


def columns_of(terminal: Terminal, row: int, word: str) -> int | None:
    """The cell in which a word of two letters begins in a line, None where it does not stand."""
    cells = terminal._screen.buffer[row]
    for x in range(terminal._screen.columns - 1):
        if cells[x].data + cells[x + 1].data == word:
            return x
    return None
