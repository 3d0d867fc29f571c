"""The page of a support request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from csp_tui.domain.errors import NotFound, WorkbenchError
from csp_tui.domain.history import Entry
from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput
from csp_tui.services.request_details import RequestDetails
from csp_tui.ui.commands.catalog.requests import (
    REQUEST_COMMANDS,
    REQUEST_COMPLETE,
    REQUEST_COPY_TICKET,
    REQUEST_DECLINE,
    REQUEST_NEXT,
    REQUEST_PREVIOUS,
    REQUEST_SUBMIT,
    REQUEST_TICKET,
    REQUEST_UPDATE,
    REQUEST_WITHDRAW,
)
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.page import Page
from csp_tui.ui.kit.widgets.command_button import CommandButton
from csp_tui.ui.kit.widgets.locked_field import LockedField
from csp_tui.ui.requests.actions import RequestActions
from csp_tui.ui.requests.conflict import RequestConflict
from csp_tui.ui.requests.draft import RequestDraft
from csp_tui.ui.requests.draft_saver import DraftSaver
from csp_tui.ui.requests.issue_details import IssueDetails
from csp_tui.ui.requests.leaving import RequestLeaving
from csp_tui.ui.requests.record import RequestRecord
from csp_tui.ui.requests.step_commands import RequestSteps
from csp_tui.ui.requests.unsaved import unsaved_request
from csp_tui.ui.requests.versions import OpenRequest, RequestReading, read_request
from csp_tui.ui.requests.wizard import STEPS, RequestWizard
from csp_tui.ui.text.copyable import Copyable
from csp_tui.ui.text.requests import out_of_date_words, request_copyable, status_word

_WHILE_OPEN = (
    REQUEST_NEXT,
    REQUEST_PREVIOUS,
    REQUEST_SUBMIT,
    REQUEST_UPDATE,
    REQUEST_COMPLETE,
    REQUEST_DECLINE,
    REQUEST_TICKET,
    REQUEST_WITHDRAW,
)
"""Commands that a closed request never has again."""


class RequestScreen(Page):
    """A support request: the wizard while it is a draft, facts and actions afterwards.

    Attributes:
        opened: The request as it was read last.
        draft: The unsaved input.
        saver: Writes the input while it is typed.
        wizard: The steps of a draft.
        record: The facts of a request that was submitted or closed.
        conflict: Shows both versions if someone else has changed the request.
        actions: Carries out most of the commands.
        steps: Opens the steps of the wizard, and submits.
    """

    NAV_ITEM = "requests"

    HELP_TEXT = N_(
        "Some changes of a live offer can only be made by Microsoft, on request. The "
        "workbench prepares the request and keeps it, but sends nothing: you type or paste "
        "it into Partner Center's form. Everything you enter is saved as you type. After "
        "filing it there, mark it here as submitted, and record Microsoft's answer when it "
        "comes: only Complete changes the audience."
    )
    COMMANDS_HERE: ClassVar[Sequence[Command]] = REQUEST_COMMANDS
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = (
        RequestSteps,
        RequestActions,
        RequestConflict,
    )
    DEFAULT_CSS = """
    RequestScreen {
        #request-title { height: 1; text-style: bold; text-wrap: nowrap;
            text-overflow: ellipsis; }
        #request-outdated { height: auto; max-height: 4; display: none; color: $text-warning; }
        &.-outdated #request-outdated { display: block; }
        RequestWizard, RequestRecord { display: none; }
        &.-draft RequestWizard { display: block; }
        &.-filed RequestRecord { display: block; }
        &.-short RequestWizard > ContentSwitcher { margin-top: 0; }
        &.-short RequestWizard > .row { margin-top: 0; }
        &.-short RequestSelections > .hint { margin: 0; }
        &.-narrow #details-severity, &.-normal #details-severity { layout: vertical; height: auto; }
        &.-narrow #ticket-row { margin-top: 0; & .hint { display: none; } }
    }
    """

    def __init__(self, request_id: int) -> None:
        super().__init__()
        self.opened = OpenRequest(request_id)
        self.draft = RequestDraft()
        self.wizard = RequestWizard()
        self.saver = DraftSaver(self, self.draft, self._write, self._saved, self._not_saved)
        self.conflict = RequestConflict(
            self, self.opened, self.draft, self.saver, self.show_reading, self._not_read
        )
        self.actions = RequestActions(self, self.opened, self.conflict)
        self.record = RequestRecord(self.actions)
        self.steps = RequestSteps(
            self, self.wizard, self.opened, self.saver, self.conflict, self.actions
        )
        self._to_show: RequestReading | None = None
        self._leaving = RequestLeaving(self, self.opened, self.saver, self.conflict)

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """The objects that carry out the commands."""
        return (self.steps, self.actions, self.conflict)

    @property
    def request_id(self) -> int:
        """The number of the request."""
        return self.opened.request_id

    @property
    def offer_id_shown(self) -> str | None:
        """The offer of the request, None until the request is read."""
        return self.opened.request.offer_id if self.opened.request is not None else None

    def where(self) -> dict[str, str]:
        """The request."""
        return {"screen": "request", "request_id": str(self.request_id)}

    def compose_page(self) -> Iterable[Widget]:
        """The title; below it the wizard or the record, once the request is read."""
        with Vertical(classes="page"):
            yield Static(_("Reading the request…"), id="request-title", markup=False)
            yield Static("", id="request-outdated", markup=False)

    def recreate(self) -> Page:
        """A new page of the same request; a draft knows its step."""
        return RequestScreen(self.request_id)

    def copyable(self) -> Copyable | None:
        """The whole text, as it is stored."""
        request = self.opened.request
        return request_copyable(self.app.workbench, request) if request is not None else None

    def load(self) -> None:
        """Read the request, unless there is unsaved input."""
        if self.draft.is_clean:
            seen, writes = self.opened.newest, self.draft.writes
            self.tasks.run(
                lambda: read_request(self.app.workbench, self.request_id, seen),
                lambda reading: self._loaded(reading, writes),
                on_error=self._not_read,
            )

    def shows(self, entry: Entry) -> bool:
        """Changes of the request itself, or of its offer."""
        offer = self.opened.offer
        of_offer = offer is not None and entry.offer_id == offer.offer_id
        return of_offer and entry.detail.get("request") in (None, self.request_id)

    def database_replaced(self) -> None:
        """Regard everything in the other file as new."""
        self.opened.database_replaced()

    def _loaded(self, reading: RequestReading, writes: int) -> None:
        if writes != self.draft.writes:
            # The reading began before the last write, so it lacks what was written.
            self.load()
        elif self.draft.is_clean:
            self.show_reading(reading)

    def _not_read(self, error: WorkbenchError) -> None:
        """Show the error; leave the page unless there is unsaved input to be seen on it."""
        if isinstance(error, NotFound) and self.expects_removal:
            return
        if not self.draft.is_clean or self.close_page():
            self.app.show_problem(error)

    def show_reading(self, reading: RequestReading) -> None:
        """Show what was read, once its part of the page is there; unsaved input stays."""
        part = self.wizard if reading.request.status is RequestStatus.DRAFT else self.record
        if part.is_mounted:
            self._show(reading)
            return
        self._to_show = reading
        if not part.is_attached:
            self.run_worker(self._mount(part))

    async def _mount(self, part: Widget) -> None:
        await self.query_one(".page").mount(part)
        reading, self._to_show = self._to_show, None
        if reading is not None and not self.is_removed:
            self.show_reading(reading)

    def _show(self, reading: RequestReading) -> None:
        request = reading.request
        if self.opened.request is None:
            self.tell("", "plain")
        self.opened.show(reading)
        self.draft.begin(request)
        was_draft, was_filed = self.has_class("-draft"), self.has_class("-filed")
        self.set_class(self.opened.is_draft, "-draft")
        self.set_class(not self.opened.is_draft, "-filed")
        title = _("Support request {id} · {status} · {name}").format(
            id=request.id, status=status_word(request.status), name=reading.offer.setup.name
        )
        self.query_one("#request-title", Static).update(Content(visible(title)))
        outdated = out_of_date_words(reading.check)
        self.set_class(bool(outdated), "-outdated")
        self.query_one("#request-outdated", Static).update(Content(visible(outdated)))
        if self.opened.is_draft:
            self.wizard.show(request, reading.offer, reading.partners, self.draft.unwritten)
            if not was_draft:
                self.steps.open_step(request.step)
            elif self.wizard.step == STEPS:
                self.steps.show_text()
        else:
            self.saver.discard()
            text = self.app.workbench.support.as_text(request)
            self.record.show(request, reading.offer, text, reading.submitted)
            if not was_filed:
                self.record.query_one("#record-text").focus()
        self._restore()
        self.refresh_commands()

    def refresh_commands(self) -> None:
        """Update what can run, in the bar and on the buttons."""
        super().refresh_commands()
        for button in self.query(CommandButton):
            button.refresh_command()
            button.display = not self._is_over(button.command)

    def with_saved(self, go: Callable[[], object]) -> None:
        """Continue when all input is saved."""
        self.saver.flush(go)

    def leave(self, go: Callable[[], object]) -> None:
        """Go elsewhere when all input is saved."""
        self._leaving.leave(go)

    def command_back(self) -> None:
        """Leave; the input stays in the draft."""
        self.leave(self.app.navigation.go_back)

    def on_unmount(self) -> None:
        """Write what is not written yet, for whatever reason the page is removed."""
        self.saver.close()

    def _write(self, details: RequestDetails) -> SupportRequest:
        return self.app.workbench.support.edit(self.request_id, details, seen=self.draft.base)

    def _saved(self, request: SupportRequest, has_external_changes: bool) -> None:
        self.opened.request = request
        if has_external_changes:
            self.load()

    def _not_saved(self, error: WorkbenchError, is_awaited: bool) -> None:
        self._leaving.not_saved(error, is_awaited)

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """The ticket number and the input that is not written yet."""
        if not self.opened.is_draft:
            return None
        return unsaved_request(self.opened, self.draft, self.wizard.review.ticket)

    def _restore(self) -> None:
        """Enter what an earlier session had not saved."""
        kept, self.start_typed = self.start_typed, {}
        if self.opened.is_draft:
            self.wizard.details.enter(self.draft.restore_base(kept))
        ticket = kept.get("ticket")
        if not isinstance(ticket, str) or not ticket:
            return
        if self.opened.is_draft:
            self.wizard.review.enter_ticket(ticket)
            self.tell(_("Your input is restored. It is not saved yet."), "plain")
        else:
            self.actions.ask_ticket(ticket)

    @on(RequestWizard.Moved)
    def take_step(self, event: RequestWizard.Moved) -> None:
        """Go where a button or a click asks."""
        event.stop()
        self.steps.go_to_step(event.step)

    @on(IssueDetails.Changed)
    def keep_change(self, event: IssueDetails.Changed) -> None:
        """Keep the input, and update what is missing."""
        event.stop()
        reason = self.app.why_read_only()
        if reason is not None:
            self.tell(reason, "refused")
            return
        changed: dict[str, Any] = {event.name: event.value}
        self.saver.change(**changed)
        if self.opened.request is not None:
            self.wizard.check_again(self.opened.request)

    @on(Button.Pressed, "#review-copy")
    def copy_text(self, event: Button.Pressed) -> None:
        """Copy the text."""
        event.stop()
        self.actions.command_request_copy()

    @on(Button.Pressed, "#review-save")
    def save_text(self, event: Button.Pressed) -> None:
        """Save the text."""
        event.stop()
        self.actions.command_request_save()

    @on(Input.Submitted, "#review-ticket")
    def go_to_submit(self, event: Input.Submitted) -> None:
        """Go from the ticket number to the button, so that Enter does not submit by accident."""
        event.stop()
        self.query_one("#wizard-next").focus()

    @on(LockedField.CopyAsked)
    def copy_value(self, event: LockedField.CopyAsked) -> None:
        """Copy the value of one drop-down."""
        event.stop()
        what = _("“{name}”").format(name=event.field.value)
        self.tell(self.app.copy(event.field.value, what), "plain")

    @on(LockedField.ChangeAttempted)
    def explain_lock(self, event: LockedField.ChangeAttempted) -> None:
        """Say why a drop-down cannot be changed."""
        event.stop()
        self.tell(
            _(
                "“{value}” is required by the CSP program and cannot be changed here. {key} "
                "copies it."
            ).format(value=event.field.value, key=key_label("locked.copy", "y")),
            "refused",
        )

    def commands(self) -> list[Command]:
        """Those that can run now first, so that the bar shows them."""
        found = [
            command
            for command in super().commands()
            if self._fits(command) and not self._is_over(command)
        ]
        return sorted(
            found, key=lambda command: command.bar and self.reason_against(command) is not None
        )

    def find_command(self, command_id: str) -> tuple[CommandProvider, Command] | None:
        """One key goes to the next step and, in the last one, submits."""
        found = super().find_command(command_id)
        if found is None or (found[1] is REQUEST_NEXT and self.opened.is_draft):
            return found
        return found if self._fits(found[1]) else None

    def _is_over(self, command: Command) -> bool:
        """Whether a command can never run again, because the request is closed."""
        request = self.opened.request
        if request is None or request.status.is_open:
            return False
        if command is REQUEST_COPY_TICKET:
            return not request.ticket
        return command in _WHILE_OPEN

    def _fits(self, command: Command) -> bool:
        opened, is_last = self.opened, self.wizard.step == STEPS
        if command is REQUEST_NEXT:
            return opened.is_draft and not is_last
        if command is REQUEST_PREVIOUS:
            return opened.is_draft
        if command is REQUEST_UPDATE:
            return opened.check.can_update and opened.check.out_of_date is not None
        return command is not REQUEST_SUBMIT or not opened.is_draft or is_last
