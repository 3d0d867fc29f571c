"""One support request: the wizard while it is a draft, facts and actions afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.history import Entry
from csp_tui.domain.support import RequestStatus
from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command, CommandHost, reason_against
from csp_tui.ui.request_wording import status_word
from csp_tui.ui.screens.offer_versions import CHANGES
from csp_tui.ui.screens.request_actions import (
    COMPLETE,
    COPY,
    COPY_TICKET,
    DECLINE,
    OFFER,
    SAVE,
    TICKET,
    WITHDRAW,
)
from csp_tui.ui.screens.request_draft import NEXT, PREVIOUS, SUBMIT, RequestDraft
from csp_tui.ui.screens.request_versions import RequestReading
from csp_tui.ui.widgets.command_button import CommandButton
from csp_tui.ui.widgets.request_record import RequestRecord
from csp_tui.ui.widgets.request_wizard import STEPS, RequestWizard
from csp_tui.ui.workbench_screen import WorkbenchScreen


class RequestScreen(RequestDraft):
    """A support request; what is typed is kept as it is typed.

    Args:
        request_id: Its number.
    """

    HELP_TEXT = N_(
        "Some changes of a live offer can only be made by Microsoft, on request. The workbench "
        "prepares the request and keeps it, but sends nothing: you type or paste it into Partner "
        "Center's form. Everything you enter is saved as you type. After filing it there, Submit "
        "it here, and note Microsoft's answer when it comes: only Complete changes the audience."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        NEXT,
        SUBMIT,
        PREVIOUS,
        COMPLETE,
        DECLINE,
        TICKET,
        WITHDRAW,
        COPY,
        COPY_TICKET,
        SAVE,
        OFFER,
        CHANGES,
    )
    DEFAULT_CSS = """
    RequestScreen {
        #request-title { height: 1; text-style: bold; }
        RequestWizard, RequestRecord { display: none; }
        &.-draft RequestWizard { display: block; }
        &.-filed RequestRecord { display: block; }
        &.-short RequestWizard > ContentSwitcher { margin-top: 0; }
        &.-short RequestWizard > .row { margin-top: 0; }
        &.-short RequestSelections > .hint { margin: 0; }
        &.-narrow #details-severity { layout: vertical; height: auto; }
        &.-narrow #ticket-row { margin-top: 0; & .hint { display: none; } }
    }
    """
    record = getters.query_one(RequestRecord)

    def compose_page(self) -> Iterable[Widget]:
        """The title, the wizard and the record; one of the two is shown."""
        with Vertical(classes="page"):
            yield Static(_("Reading the request…"), id="request-title", markup=False)
            yield RequestWizard()
            yield RequestRecord()

    def on_mount(self) -> None:
        """Put the buttons below the record."""
        row = self.record.query_one("#record-buttons")
        for command in (COMPLETE, DECLINE, TICKET, WITHDRAW, COPY, SAVE):
            row.mount(CommandButton(self, command, primary=command is COMPLETE))

    def again(self) -> WorkbenchScreen:
        """The same request; a draft knows its step."""
        return RequestScreen(self.request_id)

    # --- reading and showing

    def load(self) -> None:
        """Read the request, unless something was typed that is not written yet."""
        if self.saver.is_clean:
            written = self.saver.written
            self.job(
                self.read, lambda reading: self._arrived(reading, written), failed=self.not_read
            )

    def shows(self, entry: Entry) -> bool:
        """Changes of the request itself, or of its offer."""
        of_offer = self.offer is not None and entry.offer_id == self.offer.offer_id
        return of_offer and entry.detail.get("request") in (None, self.request_id)

    def not_read(self, error: WorkbenchError) -> None:
        """Say why; what was typed is still to be seen, and the way back leads away from it."""
        if self.saver.is_clean:
            self.app.go_back()
        self.app.show_problem(error)

    def _arrived(self, reading: RequestReading, written: int) -> None:
        if written != self.saver.written:
            # What was typed and written meanwhile is not in it yet.
            self.load()
        elif self.saver.is_clean:
            self.show_reading(reading)

    def show_reading(self, reading: RequestReading) -> None:
        """Show what was read; what is typed and not written stays in its fields."""
        request = reading.request
        draft = request.status is RequestStatus.DRAFT
        if self.request is None:
            self.tell("", "plain")
        began = not self.has_class("-draft")
        ended = not self.has_class("-filed")
        super().show_reading(reading)
        self.set_class(draft, "-draft")
        self.set_class(not draft, "-filed")
        title = _("Support request {id} · {status} · {name}").format(
            id=request.id, status=status_word(request.status), name=reading.offer.setup.name
        )
        self.query_one("#request-title", Static).update(Content(visible(title)))
        if draft:
            self.wizard.show(request, reading.offer, reading.partners, self.saver.unwritten)
            if began:
                self.open_step(request.step)
            elif self.wizard.step == STEPS:
                self.show_text()
            self.put_back()
        else:
            self.saver.forget()
            text = self.app.workbench.support.as_text(request)
            self.record.show(request, reading.offer, text)
            if ended:
                self.record.query_one("#record-text").focus()
            self.put_back()
        self.refresh_commands()

    def refresh_commands(self) -> None:
        """Look anew at what can run, in the bar and on the buttons."""
        super().refresh_commands()
        self.refresh_bindings()
        for button in self.query(CommandButton):
            button.refresh_command()

    # --- commands depend on where the request stands

    def commands(self) -> list[Command]:
        """Those that can run now first, so that the bar shows them."""
        found = [command for command in super().commands() if self._fits(command)]
        return sorted(
            found, key=lambda command: command.bar and reason_against(self, command) is not None
        )

    def find_command(self, command_id: str) -> tuple[CommandHost, Command] | None:
        """One key takes the next step and, in the last one, submits."""
        found = super().find_command(command_id)
        return found if found is None or self._fits(found[1]) else None

    def _fits(self, command: Command) -> bool:
        draft = self.request is not None and self.request.status is RequestStatus.DRAFT
        last = self.is_mounted and self.wizard.step == STEPS
        if command is NEXT:
            return draft and not last
        if command is PREVIOUS:
            return draft
        return command is not SUBMIT or not draft or last
