"""From a new offer to the refusal of its publication, a picture a step."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.snapshots.pictures import Picture, Pictures
from tests.ui.driving import Driver

FLOW: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("created", ("n", *"Contoso Flow", "enter", "enter")),
    ("chosen", ("enter", "down", "space")),
    ("searched", ("p", *"fabrikam", "down", "space")),
    ("added", ("f2",)),
    ("saved", ("f2",)),
    ("refused", ("u",)),
)


@pytest.fixture(scope="module")
def pictures(told_story: Path) -> Pictures:
    return Pictures(told_story)


async def play(driver: Driver, steps: int) -> None:
    """Go so many steps."""
    for _name, keys in FLOW[:steps]:
        await driver.press(*("space" if key == " " else key for key in keys))


@pytest.mark.parametrize("steps", range(1, len(FLOW) + 1), ids=[name for name, _keys in FLOW])
def test_flow(snap_compare: Any, pictures: Pictures, steps: int) -> None:
    picture = pictures.of_demo(f"flow {steps}", partial(play, steps=steps), "80x24")
    assert snap_compare(Picture(picture))
