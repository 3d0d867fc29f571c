"""Step 3 of a support request: the whole text, and marking it as submitted."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Label, Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_text import with_key
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.read_only_text import RequestText
from csp_tui.ui.kit.widgets.text_fields import TextField
from csp_tui.ui.text.input import field_text
from csp_tui.ui.text.requests import SUPPORT_LINK


class RequestReview(Vertical):
    """What to type or paste into Partner Center's form, and the ticket number that it returns."""

    DEFAULT_CSS = """
    RequestReview {
        height: 1fr; overflow-y: auto; scrollbar-size-vertical: 1;
        & > .hint { color: $text; }
        & > RequestText { height: 1fr; min-height: 4; margin: 1 0 0 0; }
        & > #ticket-row { margin-top: 1; }
        & > #ticket-row Label { width: auto; padding-right: 1; color: $text-muted; }
        & > #ticket-row Input { width: 24; }
        & > #ticket-row .hint { width: 1fr; height: auto; padding-left: 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """Instructions, the text, its buttons, the ticket number."""
        yield Static(
            _(
                "The workbench sends nothing. Open {link} in a browser, select the "
                "drop-downs of step 1, type or paste this text and file it there. Then press "
                "Submit here."
            ).format(link=SUPPORT_LINK),
            classes="hint",
            markup=False,
        )
        yield RequestText(id="review-text")
        with ButtonRow():
            yield Button(with_key(_("Copy text"), "request.copy"), id="review-copy")
            yield Button(with_key(_("Save as text…"), "request.save"), id="review-save")
        with Horizontal(classes="row", id="ticket-row"):
            yield Label(_("Ticket number"), markup=False)
            yield TextField(id="review-ticket", max_length=60)
            yield Static(_("optional, can be added later"), classes="hint", markup=False)
        yield Static("", id="error-ticket", classes="field-error", markup=False)

    @property
    def ticket(self) -> str:
        """What was entered as ticket number."""
        return self.query_one("#review-ticket", Input).value

    def enter_ticket(self, ticket: str) -> None:
        """Enter a ticket number that was typed before."""
        self.query_one("#review-ticket", Input).value = field_text(ticket)

    def show(self, text: str) -> None:
        """Show the text of the request."""
        self.query_one(RequestText).show(text)
