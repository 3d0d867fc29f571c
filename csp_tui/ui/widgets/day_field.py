"""A field for a day that may stay empty."""

from __future__ import annotations

from datetime import date

from textual.widgets import Input

from csp_tui import i18n
from csp_tui.ui.field_text import field_text


class DayField(Input):
    """A day as people of the language in use write it, or as year, month and day.

    Args:
        value: What stands there at first.
        id: Its id.
    """

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(field_text(value), id=id, max_length=10, placeholder=example())

    @property
    def day(self) -> date | None:
        """What is typed, None where nothing is.

        Raises:
            ValueError: That is not a day.
        """
        text = self.value.strip()
        return i18n.read_day(text) if text else None


def example() -> str:
    """A day as it may be typed."""
    return i18n.day(date(2026, 1, 31))
