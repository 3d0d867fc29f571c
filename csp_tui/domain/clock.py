"""Time, injected so that a test, a demo and a screenshot are the same every time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """A source of the current time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class SystemClock:
    """The machine's clock, to the second: history is read by people."""

    def now(self) -> datetime:
        """The present moment in UTC, without fractions of a second."""
        return datetime.now(UTC).replace(microsecond=0)


class FixedClock:
    """A clock that stops until it is moved.

    Args:
        moment: An aware moment.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment
