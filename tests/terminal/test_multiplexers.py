"""Inside tmux and screen: the main flow with keys alone, and a clean pane afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.programs import needed

from .conftest import Program
from .multiplexers import LEFT
from .multiplexers import screen as in_screen
from .multiplexers import tmux as in_tmux
from .terminal import Terminal


def main_flow(terminal: Terminal) -> None:
    """Offers, an offer, its audience, a search, a choice, saved; then out, and a clean pane."""
    terminal.wait("1 offer", "Contoso Backup")
    terminal.strike("end")
    terminal.strike("home")
    terminal.press("enter")
    terminal.wait("Offers › Contoso Backup", "(•) Specific partners", "(Save draft)")
    terminal.press("p")
    terminal.wait("5 partners in the directory")
    # Keys that terminals send in different ways, in a field where each shows that it arrived.
    terminal.type("xlpinez")
    terminal.wait("xlpinez")
    for key in ("home", "delete"):
        terminal.strike(key)
    terminal.type("a")
    for key in ("end", "backspace"):
        terminal.strike(key)
    terminal.wait("1 partner found", "Alpine Cloud SARL", gone="xlpine")
    terminal.press("enter")
    terminal.wait("1 chosen")
    terminal.press("f2")
    terminal.wait("Not saved yet", gone="in the directory")
    terminal.press("f2")
    terminal.wait("Draft saved: 1 added")
    terminal.strike("f1")
    terminal.wait("Help")
    terminal.strike("escape")
    terminal.wait("Draft", gone="Esc Close")
    terminal.strike("ctrl+q")
    terminal.wait(f"{LEFT} 0", gone="Contoso")


@pytest.fixture
def ready(stocked: Program) -> Program:
    offer = stocked.create_offer()
    stocked.run("audience", "choose", offer, "some")
    return stocked


def test_the_main_flow_in_tmux(ready: Program, tmp_path: Path) -> None:
    needed("tmux")
    with in_tmux(tmp_path, "--db", str(ready.database), prefix="C-a") as terminal:
        main_flow(terminal)
    (partner,) = ready.json("audience", "show", "contoso-backup")["draft"]["partners"]
    assert partner["name"] == "Alpine Cloud SARL"


def test_the_main_flow_in_screen(ready: Program, tmp_path: Path) -> None:
    needed("screen")
    with in_screen(tmp_path, "--db", str(ready.database), escape="^Bb") as terminal:
        main_flow(terminal)
    (partner,) = ready.json("audience", "show", "contoso-backup")["draft"]["partners"]
    assert partner["name"] == "Alpine Cloud SARL"
