"""What pictures need: no second app to hand a picture over."""

from __future__ import annotations

import pytest

from tests.snapshots.pictures import SNAPSHOTS, Picture


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what one run of a scene shows, in any order, so that none is played twice."""
    runs: dict[object, list[pytest.Item]] = {}
    for item in items:
        runs.setdefault(_run_of(item), []).append(item)
    items[:] = [item for run in runs.values() for item in run]


def _run_of(item: pytest.Item) -> object:
    chosen = item.callspec.params if hasattr(item, "callspec") else {}
    place = chosen.get("name", chosen.get("place"))
    if place is None or not {"looks", "empty_places"} & set(getattr(item, "fixturenames", ())):
        return item.nodeid
    return place, chosen.get("language") or SNAPSHOTS[chosen["view"]].language


@pytest.fixture(autouse=True)
def already_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting an app only to hand over a picture would cost more than taking it."""

    def deliver(app: Picture, **_options: object) -> str:
        return app.svg

    monkeypatch.setattr("textual._doc.take_svg_screenshot", deliver)
