"""The emulator's time: the machine's, or one that a test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When virtual time begins."""
ClockMode = Literal["real", "fixed", "step"]


class EmulatorClock:
    """Tells the emulator's time.

    Args:
        mode: ``real`` is the machine's time, ``fixed`` stands still until it is advanced, and
            ``step`` also advances with every request.
        step: Seconds that a request takes in the mode ``step``.
    """

    def __init__(self, mode: ClockMode = "step", step: float = 10.0) -> None:
        self.mode = mode
        self._step = step
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """The present moment, UTC."""
        return (datetime.now(UTC) if self.mode == "real" else START) + self._ahead

    def tick(self) -> None:
        """Note that a request has come."""
        if self.mode == "step":
            self._ahead += timedelta(seconds=self._step)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += timedelta(seconds=seconds)
