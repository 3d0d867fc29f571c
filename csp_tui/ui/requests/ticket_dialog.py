"""Asks for the ticket number that Partner Center gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.request_form import TICKET_LIMIT, checked_ticket
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.input import field_text


class TicketDialog(Dialog[str]):
    """The result is the number as it was entered and cleaned, "" if none was.

    Args:
        current: The number that is noted already, or "".
        request_id: The request that it is the number of.
        recovered: What an earlier session had typed there.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    HELP_TEXT = N_(
        "Saves the number that Microsoft gave the request, so that both sides refer to the "
        "same one. It can be changed later."
    )
    AUTO_FOCUS = "#ticket"
    FIELDS: ClassVar[Mapping[str, str]] = {"ticket": "ticket"}
    field = getters.query_one("#ticket", Input)

    def __init__(self, current: str, *, request_id: int, recovered: str = "") -> None:
        super().__init__(_("Ticket number"))
        self._current = current
        self._request_id = request_id
        self._begun = recovered
        self.restored = bool(recovered)

    def compose_body(self) -> Iterable[Widget]:
        """What it is, and the field."""
        yield self.text(
            _(
                "Partner Center shows the ticket number when the request is filed, and sends "
                "it by e-mail. It is optional and can be added later."
            )
        )
        yield TextField(
            field_text(self._begun or self._current), id="ticket", max_length=TICKET_LIMIT
        )

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or save."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Save number"), id="note", variant="primary")

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """The number, once it is another one."""
        ticket = self.field.value
        if ticket == field_text(self._current):
            return None
        request = _("Support request {id}").format(id=self._request_id)
        about = {"request_id": str(self._request_id)}
        words = (f"{request} › {self._title}", f"  {ticket}")
        return UnsavedInput("ticket", about, {"ticket": ticket}, words)

    @on(Button.Pressed, "#note")
    @on(Input.Submitted)
    def note(self, event: Button.Pressed | Input.Submitted) -> None:
        """Return the number."""
        event.stop()
        try:
            self.dismiss(checked_ticket(self.field.value) or "")
        except InvalidInput as error:
            self.complain_about(error)
