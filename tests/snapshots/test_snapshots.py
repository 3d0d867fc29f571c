"""How every screen and dialog looks: four sizes, both languages, dark and light."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.services.workbench import Workbench
from tests.scenes import SCENES
from tests.snapshots.pictures import VIEWS, Picture, Pictures, taken, taken_while_opening
from tests.ui.driving import Driver


@pytest.fixture(scope="session")
def pictures(told_story: Path) -> Pictures:
    """The pictures of the demo's scenes."""
    return Pictures(told_story)


@pytest.mark.parametrize(
    ("name", "view"), [(name, view) for name in SCENES for view in VIEWS], ids=lambda part: part
)
def test_scene(snap_compare: Any, pictures: Pictures, name: str, view: str) -> None:
    assert snap_compare(Picture(pictures.of_demo(name, SCENES[name], view)))


async def press(driver: Driver, keys: tuple[str, ...] = ()) -> None:
    """Press keys, as a scene."""
    await driver.press(*keys)


@pytest.mark.parametrize("view", ["80x24", "60x20", "80x24-fr"])
@pytest.mark.parametrize("place", ["1", "2", "3", "4"])
def test_empty(snap_compare: Any, workbench: Workbench, place: str, view: str) -> None:
    """Every place of an empty database."""
    made = taken(lambda: workbench, partial(press, keys=(place,)), VIEWS[view].language)
    assert snap_compare(Picture(made[view]))


@pytest.mark.parametrize("view", VIEWS)
def test_database_that_cannot_be_opened(
    snap_compare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    """Named without its folder, which is another one in every run."""
    monkeypatch.chdir(tmp_path)
    Path("holiday.sqlite").write_bytes(b"not a database at all" * 100)
    made = taken(lambda: open_workbench(Path("holiday.sqlite")), press, VIEWS[view].language)
    assert snap_compare(Picture(made[view]))


@pytest.mark.parametrize("view", VIEWS)
def test_database_that_is_still_being_opened(
    snap_compare: Any, workbench: Workbench, view: str
) -> None:
    assert snap_compare(Picture(taken_while_opening(workbench, VIEWS[view])))
