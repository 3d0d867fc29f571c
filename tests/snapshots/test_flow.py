"""From a new offer to the refusal of its publication, a picture a step."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from csp_tui.bootstrap import open_demo
from csp_tui.exchange.reference import demo_database
from tests.snapshots.pictures import Picture
from tests.ui.driving import running

FLOW: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("created", ("n", *"Contoso Flow", "enter", "enter")),
    ("selected", ("down", "space")),
    ("searched", ("p", *"fabrikam", "down", "space")),
    ("added", ("f2",)),
    ("saved", ("f2",)),
    ("refused", ("u",)),
)


@cache
def pictures() -> dict[str, str]:
    """A picture after each step of one run, which the first test takes in its surroundings."""
    return asyncio.run(_take())


async def _take() -> dict[str, str]:
    taken = {}
    with tempfile.TemporaryDirectory() as folder:
        demo = open_demo(Path(shutil.copy(demo_database(), folder)))
        async with running(demo, demo=True) as driver:
            for name, keys in FLOW:
                await driver.press(*("space" if key == " " else key for key in keys))
                taken[name] = driver.app.export_screenshot(title="csp-tui", simplify=True)
        demo.close()
    return taken


@pytest.mark.parametrize("name", [name for name, _keys in FLOW])
def test_flow(snap_compare: Any, name: str) -> None:
    assert snap_compare(Picture(pictures()[name]))
