"""The user and the clock of the demo."""

from __future__ import annotations

from datetime import UTC, datetime

from csp_tui.domain.clock import FixedClock

DEMO_USER = "demo"


def demo_clock() -> FixedClock:
    """The demo's clock: it always shows the same moment."""
    return FixedClock(datetime(2026, 11, 16, 9, 0, tzinfo=UTC))
