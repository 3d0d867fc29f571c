"""Lines that are drawn make their caches when they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.cache import FIFOCache
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment

SIZES = {
    "_crop_cache": 16,
    "_crop_extend_cache": 4,
    "_divide_cache": 4,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_offsets_cache": 4,
    "_style_cache": 16,
}
"""The caches that Textual gives each line, with the number of entries of each."""


def make_strip_caches_when_used() -> None:
    """Let strips make their caches when they are used, in all apps of this process.

    Textual makes seven for each strip, of which most lines use one or none. A frame makes some
    hundred strips, and nothing lets an app use a class of its own for them, so this changes
    Textual's. ``tests/ui/test_strip_caches.py`` compares both.
    """
    Strip.__init__ = _begin  # type: ignore[assignment, method-assign]
    Strip.__getattr__ = _make_cache  # type: ignore[attr-defined]


def _begin(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._render_cache = None
    strip._link_ids = None
    strip._cell_count = None


def _make_cache(strip: Strip, name: str) -> FIFOCache[Any, Any]:
    # Only asked for what has not been set.
    size = SIZES.get(name)
    if size is None:
        raise AttributeError(f"{type(strip).__name__!r} object has no attribute {name!r}")
    cache: FIFOCache[Any, Any] = FIFOCache(size)
    setattr(strip, name, cache)
    return cache
