"""A window that was dragged about shows what it showed, and takes what is typed."""

from __future__ import annotations

import pytest

from .resizing import PLACES, storm
from .terminal import terminal

pytestmark = pytest.mark.terminal


@pytest.mark.parametrize("place", PLACES, ids=["dialog", "search"])
def test_a_storm_of_sizes_ends_with_the_screen_as_it_was(place: tuple[str, str, str]) -> None:
    storm(*place)


@pytest.mark.parametrize("size", [(1, 1), (0, 0)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_workbench_starts_at_any_size_and_shows_itself_once_there_is_room(
    size: tuple[int, int],
) -> None:
    with terminal("demo", size=size) as opened:
        # A size comes too early for a program that does not watch for it yet.
        opened.wait_until(lambda: b"\x1b[?2026h" in opened.raw, "a first frame")
        opened.resize(100, 30)
        opened.wait("13 offers")
        opened.strike("ctrl+q")
        assert opened.end() == 0
