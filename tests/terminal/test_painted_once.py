"""A page or dialog that opens is painted once, with its data."""

from __future__ import annotations

import re
import time
from contextlib import closing

import pytest

from .terminal import FRAME_BEGINS, FRAME_ENDS, Terminal

pytestmark = pytest.mark.terminal

ATTEMPTS = 5
"""On a busy machine a page can take longer than an empty one is held back for."""
LARGE = 1_500
"""Bytes; what follows the frame of a page that was opened changes a few lines at most."""
UNTIL_AT_REST = 0.5


PLACES = (
    # A key, what it opens, and data of it.
    ("\r", "CSP reseller audience", "Offers ›"),
    ("\x10", "Command, offer, partner", ""),
    ("3", "▸3 Partners", "partners in the directory"),
)


def test_what_opens_is_painted_once() -> None:
    with closing(Terminal("demo", size=(120, 40))) as opened:
        opened.wait("13 offers")
        for place in PLACES:
            _assert_painted_once(opened, *place)


def _assert_painted_once(opened: Terminal, key: str, shown: str, data: str) -> None:
    frames = []
    for _ in range(ATTEMPTS):
        frames = _frames_of(opened, key, shown)
        large = [frame for frame in frames if len(frame) > LARGE]
        if len(large) == 1 and data in large[0]:
            return
    pytest.fail(f"{shown}: frames of {[len(frame) for frame in frames]} bytes")


def _frames_of(opened: Terminal, key: str, shown: str) -> list[str]:
    before = len(opened.raw)
    opened.type(key)
    opened.wait(shown)
    time.sleep(UNTIL_AT_REST)
    opened.wait(shown)
    pattern = re.escape(FRAME_BEGINS) + b"(.*?)" + re.escape(FRAME_ENDS)
    frames = re.findall(pattern, bytes(opened.raw[before:]), re.S)
    opened.type("1" if key == "3" else "\x1b")
    opened.wait("13 offers", gone=shown)
    return [frame.decode("utf-8", "replace") for frame in frames]
