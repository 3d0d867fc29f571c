"""A field for a day that may stay empty."""

from __future__ import annotations

from datetime import date

from textual.widgets import Input


class DayField(Input):
    """A day as year, month and day, such as 2026-01-31."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, max_length=10, placeholder="2026-01-31")

    @property
    def day(self) -> date | None:
        """What is typed, None where nothing is.

        Raises:
            ValueError: That is not a day.
        """
        text = self.value.strip()
        return date.fromisoformat(text) if text else None
