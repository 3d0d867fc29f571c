"""How every screen and dialog looks, of the demo, at the two usual sizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from csp_tui.services.workbench import Workbench
from csp_tui.ui.app import WorkbenchApp
from tests.scenes import SCENES, Scene
from tests.ui.driving import Driver

SIZES = ((80, 24), (120, 40))


def staged(scene: Scene) -> Callable[[Pilot[int]], Awaitable[None]]:
    """What brings an app to a scene."""

    async def play(pilot: Pilot[int]) -> None:
        assert isinstance(pilot.app, WorkbenchApp)
        driver = Driver(pilot.app, pilot)
        await driver.settle()
        await scene(driver)

    return play


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCENES)
def test_scene(snap_compare: Any, demo: Workbench, name: str, size: tuple[int, int]) -> None:
    app = WorkbenchApp(lambda: demo, demo=True)
    assert snap_compare(app, terminal_size=size, run_before=staged(SCENES[name]))


async def nothing(driver: Driver) -> None:
    """An empty database, as it greets."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("place", ["1", "2", "3", "4"])
def test_empty(snap_compare: Any, workbench: Workbench, place: str, size: tuple[int, int]) -> None:
    async def go(driver: Driver) -> None:
        await driver.press(place)

    app = WorkbenchApp(lambda: workbench)
    assert snap_compare(app, terminal_size=size, run_before=staged(go))


FLOW: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("created", ("n", *"Contoso Flow", "enter", "enter")),
    ("chosen", ("enter", "down", "space")),
    ("searched", ("p", *"fabrikam", "down", "space")),
    ("added", ("f2",)),
    ("saved", ("f2",)),
    ("refused", ("u",)),
)


@pytest.mark.parametrize("steps", range(1, len(FLOW) + 1), ids=[name for name, _keys in FLOW])
def test_flow(snap_compare: Any, demo: Workbench, steps: int) -> None:
    """From a new offer to the refusal of its publication, a picture a step."""

    async def play(driver: Driver) -> None:
        for _name, keys in FLOW[:steps]:
            await driver.press(*("space" if key == " " else key for key in keys))

    app = WorkbenchApp(lambda: demo, demo=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=staged(play))
