"""Inside tmux and screen: the main flow with keys alone, and a clean pane afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Program
from .main_flow import main_flow
from .multiplexers import screen as in_screen
from .multiplexers import tmux as in_tmux

pytestmark = pytest.mark.terminal


@pytest.fixture
def ready(stocked: Program) -> Program:
    offer = stocked.create_offer()
    stocked.run("audience", "choose", offer, "some")
    return stocked


@pytest.mark.terminal("tmux")
def test_the_main_flow_in_tmux(ready: Program, tmp_path: Path) -> None:
    with in_tmux(tmp_path, "--db", str(ready.database), prefix="C-a") as terminal:
        main_flow(terminal)
    (partner,) = ready.json("audience", "show", "contoso-backup")["draft"]["partners"]
    assert partner["name"] == "Alpine Cloud SARL"


@pytest.mark.terminal("screen")
def test_the_main_flow_in_screen(ready: Program, tmp_path: Path) -> None:
    with in_screen(tmp_path, "--db", str(ready.database), escape="^Bb") as terminal:
        main_flow(terminal)
    (partner,) = ready.json("audience", "show", "contoso-backup")["draft"]["partners"]
    assert partner["name"] == "Alpine Cloud SARL"
