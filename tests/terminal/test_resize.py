"""A window that was dragged about shows what it showed, and takes what is typed."""

from __future__ import annotations

import pytest

from .resizing import PLACES, storm


@pytest.mark.parametrize("place", PLACES, ids=["dialog", "search"])
def test_a_storm_of_sizes_ends_with_the_screen_as_it_was(place: tuple[str, str, str]) -> None:
    storm(*place)
