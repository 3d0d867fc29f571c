"""Terminals that can little, no terminal at all, files that cannot be opened, and two at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

from .conftest import Program, tenant

pytestmark = pytest.mark.terminal


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


def test_a_file_that_is_no_database_is_left_alone(program: Program) -> None:
    content = b"Dear diary, this is no database.\n" * 40
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
    window = stocked.open()
    window.wait("1 offer", "Contoso Backup")
    window.press("enter")
    window.wait("Offers › Contoso Backup", "No partner is selected yet")
    window.press("p")
    window.wait("5 partners in the directory")
    window.type("alpine")
    window.wait("1 partner found", "Alpine Cloud SARL")
    window.press("enter")
    window.wait("1 selected")
    window.press("f2")
    window.wait("Alpine Cloud SARL", "Not saved yet", gone="in the directory")
    stocked.run("audience", "add", offer, tenant(2))
    window.wait("has changed this offer", "What you changed here is kept")
    window.press("f2")
    window.wait("Changed by someone else", "Yours", "Theirs (saved)", "Fabrikam Ltd")
    listed = stocked.json("audience", "show", offer)["draft"]["partners"]
    assert [partner["tenant_id"] for partner in listed] == [tenant(2)]
    window.light("shift+tab", "Keep yours")
    window.press("enter")
    window.wait("Draft saved: 1 added", "Alpine Cloud SARL", "Fabrikam Ltd")
    # With nothing unsaved here, the next change is shown at once.
    stocked.run("audience", "add", offer, tenant(3))
    window.wait("Changed by", "Northwind GmbH")
