"""At 150 ms there and back and 64 kbit/s everything can be used, and no key is lost."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

from .link import SlowLink
from .terminal import Terminal

pytestmark = pytest.mark.terminal

OVER_SSH = {"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22"}


@pytest.fixture
def slow() -> Iterator[Terminal]:
    """The demo at the far end of a slow line."""
    opened = Terminal("demo", environment=OVER_SSH)
    link = SlowLink(opened._process.child_fd)
    far, opened._process.child_fd = opened._process.child_fd, link.near
    try:
        yield opened
    finally:
        link.close()
        opened._process.child_fd = far
        opened.close()


def test_everything_opens_and_no_key_is_lost(slow: Terminal) -> None:
    began = time.perf_counter()
    slow.wait("13 offers")
    seconds = {"the first screen": time.perf_counter() - began}
    for name, keys, shown, gone in (
        ("an offer", "\x1b[H\x1b[B\r", "CSP reseller audience", ""),
        ("its publishing", "]", "▸Publish", "CSP reseller audience"),
        ("its requests", "]", "▸Requests", ""),
        ("its history", "]", "When (UTC)", ""),
        ("its audience", "[[[", "CSP reseller audience", ""),
        ("the partner search", "p", "Name, city, tenant ID or MPN ID", ""),
    ):
        seconds[name] = _open(slow, keys, shown, gone)

    # Sixty-one keys at once, the last six letters put in where the cursor has gone.
    typed = "contoso amber alpine cloud solutions of the north" + "\x1b[D" * 5 + "\x1b[C" + "-one-1"
    began = time.perf_counter()
    slow.type(typed)
    slow.wait("contoso amber alpine cloud solutions of the n-one-1orth")
    seconds[f"{len(typed)} bytes of keys"] = time.perf_counter() - began

    for name, keys, shown, gone in (
        ("back to the offer", "\x1b", "CSP reseller audience", "Name, city, tenant ID or MPN ID"),
        ("the requests", "2", "▸2 Requests", ""),
        ("the partners", "3", "▸3 Partners", ""),
        ("the history", "4", "▸4 History", ""),
        ("the offers", "1", "13 offers", ""),
        ("the help", "\x1bOP", "One offer per line", ""),
        ("the help left", "\x1b", "13 offers", "One offer per line"),
        ("the palette", "\x10", "Command, offer, partner", ""),
        ("the palette left", "\x1b", "13 offers", "Command, offer, partner"),
        ("the settings", ",", "Language", ""),
        ("the settings left", "\x1b", "13 offers", "Language"),
    ):
        seconds[name] = _open(slow, keys, shown, gone)
    # Told, not held: how busy the machine is must not matter.
    sys.stdout.writelines(f"{name}: {taken:.2f} s\n" for name, taken in seconds.items())


def _open(slow: Terminal, keys: str, shown: str, gone: str) -> float:
    began = time.perf_counter()
    slow.type(keys)
    slow.wait(shown, gone=gone)
    return time.perf_counter() - began
