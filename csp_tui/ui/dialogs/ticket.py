"""Asks for the ticket number that Partner Center gave."""

from __future__ import annotations

from collections.abc import Iterable

from textual import getters, on
from textual.widget import Widget
from textual.widgets import Button, Input

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.support import TICKET_LIMIT, checked_ticket
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.ui.dialogs.dialog import Dialog


class TicketDialog(Dialog[str]):
    """The result is the number as it was entered and cleaned, "" where none was.

    Args:
        current: The number that is noted already, or "".
    """

    HELP_TEXT = N_(
        "Notes the number that Microsoft gave the request, so that both sides speak of the "
        "same one. It can be changed later."
    )
    AUTO_FOCUS = "#ticket"
    KEEPS_TYPED = True
    field = getters.query_one("#ticket", Input)

    def __init__(self, current: str = "") -> None:
        super().__init__(_("Ticket number"))
        self._current = current

    def compose_body(self) -> Iterable[Widget]:
        """What it is, and the field."""
        yield self.text(
            _(
                "Partner Center shows the ticket number when the request is filed, and sends it "
                "by e-mail. It may stay empty and follow later."
            )
        )
        yield Input(self._current, id="ticket", max_length=TICKET_LIMIT)

    def compose_buttons(self) -> Iterable[Button]:
        """Leave, or note it."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Note the number"), id="note", variant="primary")

    @on(Button.Pressed, "#cancel")
    def cancel(self, event: Button.Pressed) -> None:
        """Leave everything as it is."""
        event.stop()
        self.dismiss(None)

    @on(Button.Pressed, "#note")
    @on(Input.Submitted)
    def note(self, event: Button.Pressed | Input.Submitted) -> None:
        """Give the number back."""
        event.stop()
        try:
            self.dismiss(checked_ticket(self.field.value) or "")
        except InvalidInput as error:
            self.complain(render(error.message))
            self.field.focus()
