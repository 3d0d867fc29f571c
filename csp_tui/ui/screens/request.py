"""One support request: the wizard while it is a draft, facts and actions afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import getters, on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from csp_tui.domain.errors import InvalidInput, WorkbenchError
from csp_tui.domain.offer import Offer
from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command, CommandHost, reason_against
from csp_tui.ui.draft_saver import DraftSaver
from csp_tui.ui.partner_names import listed, partner_names
from csp_tui.ui.request_wording import status_word, why_not_closed
from csp_tui.ui.screens.request_actions import (
    COMPLETE,
    COPY,
    DECLINE,
    NAMED_AT_MOST,
    OFFER,
    SAVE,
    TICKET,
    WITHDRAW,
    RequestActions,
)
from csp_tui.ui.widgets.command_button import CommandButton
from csp_tui.ui.widgets.issue_details import IssueDetails
from csp_tui.ui.widgets.locked_field import LockedField
from csp_tui.ui.widgets.request_record import RequestRecord
from csp_tui.ui.widgets.request_wizard import STEPS, RequestWizard
from csp_tui.ui.workbench_screen import WorkbenchScreen

NEXT = Command("request.next", N_("Next step"), N_("Go to the next step"), "f2")
PREVIOUS = Command(
    "request.previous", N_("Previous step"), N_("Go to the step before; nothing is lost"), "f3"
)
SUBMIT = Command(
    "request.submit", N_("Submit"), N_("Note that it was filed in Partner Center"), "f2"
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the screen reads at once."""

    request: SupportRequest
    offer: Offer
    partners: Sequence[str]


class RequestScreen(RequestActions):
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
        SAVE,
        OFFER,
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
    }
    """
    wizard = getters.query_one(RequestWizard)
    record = getters.query_one(RequestRecord)

    def __init__(self, request_id: int) -> None:
        super().__init__(request_id)
        self._leaving: Callable[[], None] | None = None
        self._saver = DraftSaver(
            self,
            lambda details: self.app.workbench.support.edit(request_id, details),
            self._kept,
            self._not_kept,
        )

    def compose_page(self) -> Iterable[Widget]:
        """The title, the wizard and the record; one of the two is shown."""
        with Vertical(classes="page"):
            yield Static(_("Reading the request…"), id="request-title", markup=False)
            yield RequestWizard()
            yield RequestRecord()

    def on_mount(self) -> None:
        """Put the buttons below the record."""
        row = self.record.query_one("#record-buttons", Horizontal)
        for command in (COMPLETE, DECLINE, TICKET, WITHDRAW, COPY, SAVE):
            row.mount(CommandButton(self, command, primary=command is COMPLETE))

    def on_unmount(self) -> None:
        """Write what is not written yet, however the screen goes."""
        self._saver.close()

    # --- reading and showing

    def load(self) -> None:
        """Read the request, unless something was typed that is not written yet."""
        if self._saver.is_clean:
            self.job(self._read, self._show, failed=self._not_read)

    def _read(self) -> _Read:
        workbench = self.app.workbench
        request = workbench.support.show(self.request_id)
        first = request.tenant_ids[:NAMED_AT_MOST]
        names = partner_names(workbench, request.offer_id, first)
        offer = workbench.offers.show(request.offer_id).offer
        return _Read(request, offer, listed(first, names))

    def _not_read(self, error: WorkbenchError) -> None:
        self.app.go_back()
        self.app.show_problem(error)

    def _show(self, read: _Read) -> None:
        if not self._saver.is_clean:
            return
        self.request, self.offer, self.partners = read.request, read.offer, read.partners
        request = read.request
        draft = request.status is RequestStatus.DRAFT
        began = not self.has_class("-draft")
        ended = not self.has_class("-filed")
        self.set_class(draft, "-draft")
        self.set_class(not draft, "-filed")
        title = _("Support request {id} · {status} · {name}").format(
            id=request.id, status=status_word(request.status), name=read.offer.setup.name
        )
        self.query_one("#request-title", Static).update(Content(visible(title)))
        if draft:
            self.wizard.show(request, read.offer, read.partners)
            if began:
                self._open_step(request.step)
        else:
            self._saver.forget()
            text = self.app.workbench.support.as_text(request)
            self.record.show(request, read.offer, text)
            if ended:
                self.record.query_one("#record-text").focus()
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

    # --- the wizard

    def with_saved(self, go: Callable[[], object]) -> None:
        """Go on when everything that was typed is written."""
        self._saver.flush(go)

    def _open_step(self, step: int) -> None:
        self.wizard.open_step(step)
        if step == STEPS:
            self._saver.flush(self._show_text)
        self.refresh_commands()

    def _show_text(self) -> None:
        if self.request is not None:
            self.wizard.review.show(self.app.workbench.support.as_text(self.request))

    def _go_to_step(self, step: int) -> None:
        """Go to a step; past the issue details only when nothing is missing there."""
        if self.request is None or step < 1:
            return
        if step > 2 and not self._is_complete():
            return
        if step > STEPS:
            self._submit()
            return
        self._saver.change(step=step)
        self._saver.flush()
        self.tell("", "plain")
        self._open_step(step)

    def _is_complete(self) -> bool:
        assert self.request is not None
        problems = self.wizard.details.check(self.request)
        if problems and self.wizard.step != 2:
            self._open_step(2)
        self.wizard.show_problems(problems, focus=True)
        return not problems

    @on(RequestWizard.Moved)
    def take_step(self, event: RequestWizard.Moved) -> None:
        """Go where a button or a click asks."""
        event.stop()
        self._go_to_step(event.step)

    @on(IssueDetails.Changed)
    def keep_change(self, event: IssueDetails.Changed) -> None:
        """Keep what was typed, and look anew at what is missing."""
        event.stop()
        changed: dict[str, Any] = {event.name: event.value}
        self._saver.change(**changed)
        if self.wizard.details.is_checking and self.request is not None:
            self.wizard.show_problems(self.wizard.details.check(self.request))

    def _kept(self, request: SupportRequest) -> None:
        self.request = request

    def _not_kept(self, error: WorkbenchError) -> None:
        leaving, self._leaving = self._leaving, None
        if isinstance(error, InvalidInput) and error.field == "status":
            # Someone closed or submitted it elsewhere; there is nothing left to keep.
            self._saver.forget()
            self.load()
        if leaving is None:
            self.app.show_problem(error)
            return
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        def answered(choice: str | None) -> None:
            if choice == "leave":
                self._saver.forget()
                leaving()

        dialog = ConfirmDialog(
            _("Leave without saving?"),
            [_("What you typed last could not be saved."), render(error.message)],
            [("leave", _("Leave"))],
            cancel=_("Stay"),
        )
        self.app.push_screen(dialog, answered)

    def command_request_next(self) -> None:
        """Go to the next step."""
        self._go_to_step(self.wizard.step + 1)

    def why_not_request_previous(self) -> str | None:
        """The first step has none before it."""
        return _("This is the first step.") if self.wizard.step == 1 else None

    def command_request_previous(self) -> None:
        """Go to the step before."""
        self._go_to_step(self.wizard.step - 1)

    def why_not_request_submit(self) -> str | None:
        """Only a draft can be submitted."""
        if self.request is None:
            return _("The request is still being read.")
        if self.request.status is RequestStatus.DRAFT:
            return None
        if self.request.status is RequestStatus.SUBMITTED:
            return _("It is submitted already. Note a ticket number with t.")
        return why_not_closed(self.request)

    def command_request_submit(self) -> None:
        """Note that it was filed in Partner Center."""
        self._go_to_step(STEPS + 1)

    def _submit(self) -> None:
        ticket = self.wizard.review.ticket

        def submit() -> None:
            self.save(
                lambda: self.app.workbench.support.submit(self.request_id, ticket),
                lambda done: self.changed(
                    done, _("Request {id} is noted as filed in Partner Center.").format(id=done.id)
                ),
            )

        self._saver.flush(submit)

    @on(Button.Pressed, "#review-copy")
    def copy_text(self, event: Button.Pressed) -> None:
        """Copy the text."""
        event.stop()
        self.command_request_copy()

    @on(Button.Pressed, "#review-save")
    def save_text(self, event: Button.Pressed) -> None:
        """Save the text."""
        event.stop()
        self.command_request_save()

    @on(Input.Submitted, "#review-ticket")
    def go_to_submit(self, event: Input.Submitted) -> None:
        """Enter in the ticket field goes to the button; it does not submit by accident."""
        event.stop()
        self.query_one("#wizard-next").focus()

    @on(LockedField.CopyAsked)
    def copy_value(self, event: LockedField.CopyAsked) -> None:
        """Copy one drop-down's value."""
        event.stop()
        self.tell(self.app.copy(event.field.value, f"“{event.field.value}”"), "plain")

    @on(LockedField.ChangeTried)
    def explain_lock(self, event: LockedField.ChangeTried) -> None:
        """Say why a drop-down does not drop."""
        event.stop()
        self.tell(
            _(
                "“{value}” is what the programme asks for and cannot be changed here. y copies it."
            ).format(value=event.field.value),
            "refused",
        )

    # --- leaving

    def command_back(self) -> None:
        """Leave; what was typed stays."""
        self.leave(self.app.go_back)

    def leave(self, go: Callable[[], None]) -> None:
        """Go elsewhere when everything that was typed is written."""

        def written() -> None:
            self._leaving = None
            draft = self.request is not None and self.request.status is RequestStatus.DRAFT
            go()
            if draft and isinstance(self.app.screen, WorkbenchScreen):
                self.app.screen.tell(
                    _("Request {id} is kept as a draft.").format(id=self.request_id)
                )

        self._leaving = go
        self._saver.flush(written)
