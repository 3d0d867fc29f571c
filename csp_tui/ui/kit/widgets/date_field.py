"""A field for an optional date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual.widgets import Input

from csp_tui import i18n
from csp_tui.i18n import gettext as _
from csp_tui.ui.terminal.lifecycle import RemovalSafe
from csp_tui.ui.text.input import field_text, such_as


class DateField(RemovalSafe, Input):
    """A day as people of the language in use write it, or as year, month and day."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(field_text(value), id=id, max_length=10, placeholder=such_as(example()))

    @property
    def day(self) -> date | None:
        """What is typed, None if nothing is.

        Raises:
            ValueError: That is not a day.
        """
        text = self.value.strip()
        return i18n.read_day(text) if text else None

    def accept(self, complain: Callable[[str], object]) -> bool:
        """Whether ``day`` can be read; where not, complain and go to the field.

        Args:
            complain: Shows a sentence beside the buttons of a dialog.
        """
        try:
            self.day  # noqa: B018
        except ValueError:
            complain(
                _("That is not a date. Write it as {example}, or leave it empty.").format(
                    example=example()
                )
            )
            self.focus()
            return False
        return True


def example() -> str:
    """A day as it may be typed."""
    return i18n.day(date(2026, 1, 31))
