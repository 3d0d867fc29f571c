"""A support request that was submitted or is closed: facts and text, to be read."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.offer import Offer
from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, pgettext
from csp_tui.ui.commands.catalog.requests import (
    REQUEST_COMPLETE,
    REQUEST_COPY,
    REQUEST_DECLINE,
    REQUEST_SAVE,
    REQUEST_TICKET,
    REQUEST_WITHDRAW,
)
from csp_tui.ui.commands.command import CommandProvider
from csp_tui.ui.kit.progress import request_steps, step_line
from csp_tui.ui.kit.widgets.button_row import ButtonRow
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.kit.widgets.read_only_text import RequestText
from csp_tui.ui.text.requests import next_for_request, request_object_short, status_word

_BUTTONS = (
    REQUEST_COMPLETE,
    REQUEST_DECLINE,
    REQUEST_TICKET,
    REQUEST_WITHDRAW,
    REQUEST_COPY,
    REQUEST_SAVE,
)


class RequestRecord(Vertical):
    """The state of the request, what comes next, its text, and buttons.

    Args:
        actions: Carries out the commands of the buttons.
    """

    DEFAULT_CSS = """
    RequestRecord {
        height: 1fr;
        & > #record-facts { height: auto; }
        & > #record-next { height: auto; color: $text-accent; }
        & > RequestText { height: 1fr; min-height: 4; margin: 1 0; }
    }
    """

    def __init__(self, actions: CommandProvider) -> None:
        super().__init__()
        self._actions = actions

    def compose(self) -> ComposeResult:
        """The parts, empty until ``show``."""
        yield Static("", id="record-facts", markup=False)
        yield Static("", id="record-next", markup=False)
        yield RequestText(id="record-text")
        with ButtonRow(id="record-buttons"):
            for command in _BUTTONS:
                primary = command is REQUEST_COMPLETE
                yield CommandButton(self._actions, command, primary=primary)

    def show(
        self, request: SupportRequest, offer: Offer, text: str, submitted: datetime | None
    ) -> None:
        """Show a request with its text.

        Args:
            request: The request.
            offer: Its offer.
            text: Its text.
            submitted: When it was submitted, UTC, None if it never was.
        """
        since = request.updated_at
        if request.status is RequestStatus.SUBMITTED and submitted is not None:
            since = submitted  # the ticket number may have been added later
        facts = [
            (_("Offer"), f"{offer.setup.name} ({offer.offer_id})"),
            (pgettext("content", "Request"), request_object_short(request)),
            (_("Status"), f"{status_word(request.status)}, {moment(since)} UTC"),
            (_("Ticket"), request.ticket or _("none yet")),
        ]
        if submitted is not None and not request.status.is_open:
            facts.insert(2, (_("Submitted"), f"{moment(submitted)} UTC"))
        width = max(len(label) for label, _value in facts) + 2
        lines = [Content(visible(f"{label:<{width}}{value}")) for label, value in facts]
        path = request_steps(request.status, was_submitted=submitted is not None)
        lines.append(step_line(path))
        self.query_one("#record-facts", Static).update(Content("\n").join(lines))
        self.query_one("#record-next", Static).update(Content(next_for_request(request)))
        self.query_one(RequestText).show(text)
