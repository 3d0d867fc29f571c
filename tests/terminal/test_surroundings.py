"""Terminals that can little, no terminal at all, files that cannot be opened, and two at once."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

from .conftest import Program, tenant

pytestmark = pytest.mark.terminal

COLOURS = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m")


@pytest.mark.parametrize("words", [(), ("demo",)])
def test_without_a_terminal_it_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "csp_tui", "--db", str(tmp_path / "never.sqlite"), *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert outcome.returncode == 2
    assert outcome.stdout == ""
    assert "needs a terminal" in outcome.stderr
    assert "csp-tui --help" in outcome.stderr
    assert list(tmp_path.glob("never*")) == []


@pytest.mark.parametrize("name", ["xterm", "linux", "screen", "vt100", "dumb"])
def test_any_terminal_will_do(program: Program, name: str) -> None:
    terminal = program.open("demo", environment={"TERM": name})
    terminal.wait("13 offers")
    terminal.press("down")
    terminal.wait("▸+ Contoso Backup")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0


def test_without_colors_the_cursor_and_the_menu_still_show(program: Program) -> None:
    terminal = program.open("demo", environment={"NO_COLOR": "1"})
    terminal.wait("13 offers")
    terminal.press("down")
    terminal.wait("▸+ Contoso Backup")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup", "▸Resell through CSPs", "(•) Specific partners")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    assert [code for code in COLOURS.findall(bytes(terminal.raw)) if not is_grey(code)] == []


def is_grey(code: bytes) -> bool:
    """Whether a color sequence is one of the grays that stand for brightness."""
    numbers = [int(number) for number in re.findall(rb"\d+", code)]
    colors = [numbers[index + 2] for index, part in enumerate(numbers[:-2]) if part in (38, 48)]
    return all(color in (0, 7, 8, 15, 16, 231) or 232 <= color <= 255 for color in colors)


@pytest.mark.parametrize(
    "content", [b"Dear diary, this is no database.\n" * 40, b"SQLite format 3\0"]
)
def test_a_file_that_is_no_database_is_left_alone(program: Program, content: bytes) -> None:
    program.database.write_bytes(content)
    terminal = program.open()
    terminal.wait("The database cannot be opened", "It cannot be read either.")
    terminal.strike("escape")
    assert terminal.end() == 3
    assert program.database.read_bytes() == content
    assert b"Traceback" not in terminal.raw
    assert [path.name for path in program.folder.glob("work*")] == ["work.sqlite"]


def test_where_nothing_can_be_made_another_file_is_created(program: Program) -> None:
    blocked = program.folder / "file"
    blocked.write_text("a file where a folder should be", "utf-8")
    terminal = program.open("--db", str(blocked / "work.sqlite"))
    terminal.wait("The database cannot be opened", "A backup cannot fix")
    terminal.press("f")
    terminal.wait("Open another file")
    terminal.type(str(program.folder / "other.sqlite"))
    terminal.press("enter")
    terminal.wait("Opened: ", gone="cannot be opened")
    terminal.strike("ctrl+q")
    assert terminal.end() == 0
    assert (program.folder / "other.sqlite").exists()
    assert blocked.read_text("utf-8") == "a file where a folder should be"


def test_a_change_made_elsewhere_is_reported_and_not_overwritten(stocked: Program) -> None:
    offer = stocked.create_offer()
    stocked.run("audience", "choose", offer, "some")
    windows = [stocked.open(), stocked.open()]
    for window, words, name in zip(
        windows, ("alpine", "fabrikam"), ("Alpine Cloud SARL", "Fabrikam Ltd"), strict=True
    ):
        window.wait("1 offer", "Contoso Backup")
        window.press("enter")
        window.wait("Offers › Contoso Backup", "No partner is selected yet")
        window.press("p")
        window.wait("5 partners in the directory")
        window.type(words)
        window.wait("1 partner found", name)
        window.press("enter")
        window.wait("1 selected")
        window.press("f2")
        window.wait(name, "Not saved yet", gone="in the directory")
    first, second = windows
    second.press("f2")
    second.wait("Draft saved: 1 added")
    first.wait("has changed this offer", "What you changed here is kept")
    first.press("f2")
    first.wait("Changed by someone else", "Yours", "Theirs (saved)", "Fabrikam Ltd")
    listed = stocked.json("audience", "show", offer)["draft"]["partners"]
    assert [partner["tenant_id"] for partner in listed] == [tenant(2)]
    first.light("shift+tab", "Keep yours")
    first.press("enter")
    first.wait("Draft saved: 1 added", "Alpine Cloud SARL", "Fabrikam Ltd")
    second.wait("Changed by", "Alpine Cloud SARL", "Fabrikam Ltd")
