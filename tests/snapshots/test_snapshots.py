"""How every screen and dialog looks: three views of each; every size is checked by program."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.cli.user_database import UserDatabase
from csp_tui.demo import demo_clock
from csp_tui.exchange.reference import demo_database
from csp_tui.services.workbench import Workbench
from tests.scenes import SCENES
from tests.snapshots.pictures import SNAPSHOTS, Look, Looks, Picture, look, taken_while_opening
from tests.ui.driving import Driver


@pytest.fixture(scope="session")
def looks() -> Looks:
    """What was seen of the demo's scenes."""
    return Looks()


class EmptyPlaces:
    """Looks at the places of an empty database, each once for every language."""

    def __init__(self, template: Path, folders: pytest.TempPathFactory) -> None:
        self._template = template
        self._folders = folders
        self._seen: dict[tuple[str, str], Look] = {}

    def at(self, place: str, language: str) -> Look:
        """Look at a place by its key."""
        key = (place, language)
        if key not in self._seen:
            path = Path(shutil.copy(self._template, self._folders.mktemp("empty")))
            self._seen[key] = look(
                partial(open_workbench, path), partial(press, keys=(place,)), language
            )
        return self._seen[key]


@pytest.mark.parametrize(
    ("name", "view"), [(name, view) for name in SCENES for view in SNAPSHOTS], ids=lambda part: part
)
def test_scene(snap_compare: Any, looks: Looks, name: str, view: str) -> None:
    """All can be reached, read, told apart, followed by a screen reader, and explained."""
    seen = looks.at(name, SCENES[name], SNAPSHOTS[view].language)
    assert seen.complaints == {}
    assert snap_compare(Picture(seen.pictures[view]))


async def press(driver: Driver, keys: tuple[str, ...] = ()) -> None:
    """Press keys, as a scene."""
    await driver.press(*keys)


@pytest.fixture(scope="module")
def empty_places(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> EmptyPlaces:
    """What was seen of an empty database."""
    return EmptyPlaces(empty_database, tmp_path_factory)


@pytest.mark.parametrize("view", ["80x24", "60x20-fr"])
@pytest.mark.parametrize("place", ["1", "2", "3", "4"])
def test_empty(snap_compare: Any, empty_places: EmptyPlaces, place: str, view: str) -> None:
    """Every place of an empty database."""
    seen = empty_places.at(place, SNAPSHOTS[view].language)
    assert seen.complaints == {}
    assert snap_compare(Picture(seen.pictures[view]))


@pytest.mark.parametrize("view", SNAPSHOTS)
def test_database_that_cannot_be_opened(
    snap_compare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    """Named without its folder, which is another one in every run."""
    monkeypatch.chdir(tmp_path)
    Path("holiday.sqlite").write_bytes(b"not a database at all" * 100)
    Path("backups").mkdir()
    shutil.copy(demo_database(), "backups/holiday.sqlite-daily-20261115-080000.sqlite")
    own = UserDatabase(Path("holiday.sqlite"), tmp_path / "unsaved")
    seen = look(own.open, press, SNAPSHOTS[view].language, opener=own)
    assert seen.complaints == {}
    assert snap_compare(Picture(seen.pictures[view]))


@pytest.mark.parametrize("view", SNAPSHOTS)
def test_database_that_is_only_read(snap_compare: Any, tmp_path: Path, view: str) -> None:
    path = Path(shutil.copy(demo_database(), tmp_path))
    opening = partial(open_workbench, path, clock=demo_clock(), read_only=True)
    seen = look(opening, SCENES["audience"], SNAPSHOTS[view].language)
    assert seen.complaints == {}
    assert snap_compare(Picture(seen.pictures[view]))


@pytest.mark.parametrize("view", SNAPSHOTS)
def test_database_that_is_still_being_opened(
    snap_compare: Any, workbench: Workbench, view: str
) -> None:
    assert snap_compare(Picture(taken_while_opening(workbench, SNAPSHOTS[view])))
