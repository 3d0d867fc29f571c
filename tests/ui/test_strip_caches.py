"""Strips have the caches that Textual gives them, but only those that are used."""

from __future__ import annotations

import importlib.util
import inspect

import pytest
import textual.strip
from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip

from csp_tui.ui.terminal.strip_caches import SIZES, make_strip_caches_when_used


@pytest.fixture(autouse=True)
def _in_use() -> None:
    make_strip_caches_when_used()


@pytest.fixture
def as_shipped() -> type[Strip]:
    """Textual's own class, read again from its file."""
    place = importlib.util.find_spec("textual.strip")
    assert place is not None
    assert place.loader is not None
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    shipped: type[Strip] = module.Strip
    return shipped


def test_what_textual_sets_is_set_or_made_when_it_is_used(as_shipped: type[Strip]) -> None:
    shipped, own = as_shipped([Segment("a")], 1), Strip([Segment("a")], 1)
    for name in as_shipped.__slots__:
        there, here = getattr(shipped, name), getattr(own, name)
        if isinstance(there, FIFOCache):
            assert (name, here._maxsize) == (name, SIZES[name])
            assert here._maxsize == there._maxsize, name
            assert getattr(own, name) is here
        else:
            assert there == here, name
    parameters = list(inspect.signature(as_shipped.__init__).parameters)
    assert parameters[1:] == list(inspect.signature(Strip.__init__).parameters)[1:]


def test_a_new_strip_has_no_cache_and_an_unknown_name_is_an_error() -> None:
    strip = textual.strip.Strip([Segment("long")])
    for name in SIZES:
        with pytest.raises(AttributeError):
            object.__getattribute__(strip, name)
    with pytest.raises(AttributeError, match="nothing"):
        strip.nothing  # type: ignore[attr-defined] # noqa: B018
    assert strip.crop(1, 3).text == "on"
    assert len(object.__getattribute__(strip, "_crop_cache")) == 1
