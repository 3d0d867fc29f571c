"""An idle screen sends nothing over the line."""

from __future__ import annotations

import time
from contextlib import closing

import pytest

from tests.waiting import PATIENCE

from .terminal import Terminal

pytestmark = pytest.mark.terminal

OVER_SSH = {"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22", "TEXTUAL_ANIMATIONS": "full"}
SILENCE = 0.5
IN_A_FIELD = 1.2
"""Seconds: a cursor begins to blink a second after the last key, and changes every half of one."""
FIELDS = ("/", "n", "\x10", "p", "cloud", "R")
PLACES = (
    # Keys that lead there, what is shown then, and what is no longer.
    ("", "13 offers", ""),
    ("/", "13 offers", ""),
    ("\x1b", "13 offers", ""),
    ("n", "Sells through Microsoft", ""),
    ("\x1b", "13 offers", "Sells through Microsoft"),
    ("\x1bOP", "One offer per line", ""),
    ("\x1b", "13 offers", "One offer per line"),
    ("\x10", "Command, offer, partner", ""),
    ("\x1b", "13 offers", "Command, offer, partner"),
    ("\x1b[H\x1b[B\r", "CSP reseller audience", ""),
    ("p", "Name, city, tenant ID or MPN ID", ""),
    ("cloud", "cloud", ""),
    ("\x1b", "CSP reseller audience", "Name, city, tenant ID or MPN ID"),
    ("]", "▸Publish", "CSP reseller audience"),
    ("]", "▸Requests", ""),
    ("]", "When (UTC)", ""),
    ("2", "▸2 Requests", ""),
    ("3", "▸3 Partners", ""),
    ("4", "▸4 History", ""),
    (",", "Language", ""),
    ("\x1b", "▸4 History", "Language"),
    ("R", "Rule number or text", ""),
    ("\x1b", "▸4 History", ""),
    ("1", "13 offers", ""),
)


def test_a_screen_that_is_left_alone_is_silent() -> None:
    with closing(Terminal("demo", environment=OVER_SSH)) as opened:
        for keys, shown, gone in PLACES:
            opened.type(keys)
            opened.wait(shown, gone=gone)
            silence = IN_A_FIELD if keys in FIELDS else SILENCE
            _settle(opened, silence, f"{keys!r} to {shown!r}")


def _settle(opened: Terminal, silence: float, place: str) -> None:
    """Wait until for some time no byte has come."""
    end = time.monotonic() + PATIENCE
    sent = [len(opened.raw)]
    while opened._listen(silence):
        sent.append(len(opened.raw))
        assert time.monotonic() < end, f"never silent: {place}, {sent[-9:]}"
