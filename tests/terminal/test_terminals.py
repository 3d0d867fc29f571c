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
KINDS = {
    "plain": {"TERM": "xterm", "TEXTUAL_COLOR_SYSTEM": "standard"},
    "16": {"TERM": "xterm-16color", "TEXTUAL_COLOR_SYSTEM": "standard"},
    "256": {"TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "256"},
    "true": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "none": {"TERM": "xterm-256color", "NO_COLOR": "1"},
    "ansi": {"TERM": "xterm-16color", "TEXTUAL_THEME": "ansi-dark"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_main_flow_can_be_seen_in_every_terminal(stocked: Program, kind: str) -> None:
    offer = stocked.create_offer()
    stocked.run("audience", "choose", offer, "some")
    terminal = stocked.open(environment=KINDS[kind])
    # Some are as mute as they are plain.
    terminal.answers = kind != "plain"
    terminal.wait("1 offer", "Contoso Backup")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup", "(•) Specific partners", "(Save draft)")
    terminal.press("p")
    terminal.wait("5 partners in the directory")
    terminal.type("alpine")
    terminal.wait("1 partner found", "Alpine Cloud SARL")
    terminal.press("enter")
    terminal.wait("1 selected")
    terminal.press("f2")
    terminal.wait("Not saved yet", gone="in the directory")
    assert terminal.looks("Not saved yet")
    terminal.press("f2")
    terminal.wait("Draft saved: 1 added")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    raw = bytes(terminal.raw)
    # Without colors there are grays, which stand for brightness.
    assert bool(MANY.search(raw)) == (kind == "true") or kind == "none"
    if kind in ("plain", "16", "ansi"):
        assert not SOME.search(raw)


@pytest.mark.parametrize("kind", KINDS)
def test_the_focused_button_looks_unlike_the_others(program: Program, kind: str) -> None:
    terminal = program.open("demo", environment=KINDS[kind])
    terminal.wait("13 offers")
    terminal.press("delete")
    terminal.wait("Delete the offer?", "Cancel")
    terminal.wait_until(lambda: terminal.at_cursor.lstrip().startswith("Cancel"), "the cursor")
    assert not terminal.looks("Cancel") & terminal.looks("Delete  ")
    # What tells them apart is there without any color, too.
    assert {look[2:] for look in terminal.looks("Cancel")} != {
        look[2:] for look in terminal.looks("Delete  ")
    }


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


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_terminal_without_utf_gets_ascii(program: Program, locale: str) -> None:
    terminal = program.open("demo", environment={"LC_ALL": locale, "PYTHONUTF8": "1"})
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


def test_a_window_made_too_small_gives_everything_back(program: Program) -> None:
    terminal = program.open("demo")
    terminal.wait("13 offers")
    terminal.press("n")
    terminal.wait("New offer")
    terminal.type("Contoso Night")
    terminal.wait("contoso-night")
    terminal.resize(50, 15)
    terminal.wait("too small: 50 by 15", "60 by 20", gone="New offer")
    terminal.resize(80, 24)
    terminal.wait("New offer", "Contoso Night", "contoso-night", gone="too small")
    terminal.type(" Shift")
    terminal.wait("Contoso Night Shift", "contoso-night-shift")


NAMES = ("東京クラウド株式会社", "שלום ענן", "شركة السحابة", "Zoë éclair 🚀 Ltd", "W" * 120)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
def test_names_of_every_script_keep_the_columns(program: Program, size: tuple[int, int]) -> None:
    rows = "".join(f"{tenant(9 + n)},{name},JP,,\n" for n, name in enumerate(NAMES))
    program.run(
        "partners", "import", "-", stdin=f"tenant_id,name,country,competencies,skills\n{rows}"
    )
    offer = program.create_offer(name="東京 שלום 🚀 Backup")
    program.run("audience", "choose", offer, "some")
    program.run("audience", "add", offer, *(tenant(9 + n) for n in range(len(NAMES))))
    terminal = program.open(size=size)
    terminal.wait("1 offer")
    terminal.press("enter")
    terminal.wait("Resell through CSPs", "東京クラウド", "Zoë")
    places = [columns_of(terminal, row, "JP") for row in range(size[1])]
    assert len({place for place in places if place is not None}) == 1
    assert sum(place is not None for place in places) >= min(3, len(NAMES))


def columns_of(terminal: Terminal, row: int, word: str) -> int | None:
    """The cell in which a word of two letters begins in a line, None where it does not stand."""
    cells = terminal._screen.buffer[row]
    for x in range(terminal._screen.columns - 1):
        if cells[x].data + cells[x + 1].data == word:
            return x
    return None
