"""How long tests wait for something that should happen, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which something counts as missing; only a failing test waits so long."""
_PAUSE = 0.02


def wait_until(fact: Callable[[], object], what: Callable[[], str]) -> None:
    """Wait until something is so.

    Args:
        fact: Tells whether it is.
        what: Says what is missing, for the error.

    Raises:
        AssertionError: It does not become so.
    """
    end = time.monotonic() + PATIENCE
    while not fact():
        assert time.monotonic() < end, what()
        time.sleep(_PAUSE)
