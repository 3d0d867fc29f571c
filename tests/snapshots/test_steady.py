"""Pictures are the same in another order and on another machine; ``steady`` does it at length."""

from __future__ import annotations

from tests.programs import needed
from tests.snapshots.steady import play_round


def test_another_machine() -> None:
    only = "test_scene and wizard_details-80x24"
    green, last = play_round(3, needed("faketime"), only)
    assert green, last
