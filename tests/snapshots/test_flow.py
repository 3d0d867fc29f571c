"""From a new offer to the refusal of its publication, a picture a step."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.snapshots.pictures import Looks, Picture
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
def looks(told_story: Path) -> Looks:
    return Looks(told_story)


async def play(driver: Driver, steps: int) -> None:
    """Go so many steps."""
    for _name, keys in FLOW[:steps]:
        await driver.press(*("space" if key == " " else key for key in keys))


@pytest.mark.parametrize("steps", range(1, len(FLOW) + 1), ids=[name for name, _keys in FLOW])
def test_flow(snap_compare: Any, looks: Looks, steps: int) -> None:
    seen = looks.at(f"flow {steps}", partial(play, steps=steps), "en")
    assert snap_compare(Picture(seen.pictures["80x24"]))
