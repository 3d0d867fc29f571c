"""Filling a support request in: step by step, saved while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.screen import Screen
from textual.widgets import Button, Input

from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_words import key_of
from csp_tui.ui.request_wording import why_not_closed
from csp_tui.ui.screens.request_typing import RequestTyping
from csp_tui.ui.screens.request_versions import is_draft
from csp_tui.ui.widgets.issue_details import IssueDetails
from csp_tui.ui.widgets.locked_field import LockedField
from csp_tui.ui.widgets.request_wizard import STEPS, RequestWizard
from csp_tui.ui.workbench_screen import WorkbenchScreen

NEXT = Command("request.next", N_("Next step"), N_("Go to the next step"), "f2")
PREVIOUS = Command(
    "request.previous", N_("Previous step"), N_("Go to the step before; nothing is lost"), "f3"
)
SUBMIT = Command(
    "request.submit",
    N_("Submit"),
    N_("Note that it was filed in Partner Center"),
    "f2",
    writes=True,
)


class RequestDraft(RequestTyping):
    """The part of a request's screen that drives the wizard.

    Attributes:
        start_typed: What an earlier session had typed and not saved.
    """

    def __init__(self, request_id: int) -> None:
        super().__init__(request_id)
        self._reviewed: SupportRequest | None = None
        self.start_typed: dict[str, Value] = {}

    def unsaved_here(self, _below: Screen[object] | None) -> Unsaved | None:
        """The ticket number, and what could not be written yet; all else is saved as it is typed.

        A draft that was worked on is offered all the same, so that one is back where one was.
        """
        request = self.request
        if request is None or request.status is not RequestStatus.DRAFT:
            return None
        ticket, details = self.wizard.review.ticket, self.wizard.details
        lines = [_("Ticket number") + f": {ticket}"] if ticket else []
        unwritten = {
            name: str(value) for name, value in self.saver.unwritten.items() if name != "step"
        }
        lines += [f"{details.label(name)}: {value}" for name, value in unwritten.items()]
        if not lines and not self.saver.has_changes:
            return None
        about = {"request_id": str(request.id), "offer_id": request.offer_id}
        typed: dict[str, Value] = {"ticket": ticket} if ticket else {}
        if unwritten:
            typed["details"] = {**unwritten}
            typed["seen"] = self.seen_of(unwritten)
        told = lines or [_("The draft is saved; this leads back to where you were in it.")]
        words = (_("Support request {id}").format(id=request.id), *(f"  {one}" for one in told))
        return Unsaved("request", about, typed, words, fleeting=not typed)

    def put_back(self) -> None:
        """Enter the ticket number again; called once the request is shown."""
        details, ticket = (self.start_typed.pop(name, None) for name in ("details", "ticket"))
        draft = self.request is not None and self.request.status is RequestStatus.DRAFT
        if draft and isinstance(details, dict):
            self.begin_on(self.start_typed.pop("seen", None))
            self.wizard.details.enter(details)
        if not isinstance(ticket, str) or not ticket or self.request is None:
            return
        if self.request.status is RequestStatus.DRAFT:
            self.wizard.review.enter_ticket(ticket)
            self.tell(_("What you had typed is back. It is not saved yet."), "plain")
        else:
            self.ask_ticket(ticket)

    def on_unmount(self) -> None:
        """Write what is not written yet, however the screen goes."""
        self.saver.close()

    def open_step(self, step: int) -> None:
        """Show a step; the last one with the text as it is stored."""
        self.wizard.open_step(step)
        if step == STEPS:
            self.saver.flush(self.show_text)
        self.refresh_commands()

    def show_text(self) -> None:
        """Show the text as it is stored, which is what a submission is about."""
        self._reviewed = self.request
        if self.request is not None:
            self.wizard.review.show(self.app.workbench.support.as_text(self.request))

    def _go_to_step(self, step: int) -> None:
        """Go to a step; past the issue details only when nothing is missing there."""
        if self.request is None or step < 1:
            return
        if step > 2 and not self._is_complete():
            return
        reason = self.app.why_read_only()
        if step > STEPS:
            if reason is None:
                self._submit()
            else:
                self.tell(reason, "refused")
            return
        if reason is None:
            self.saver.change(step=step)
            self.saver.flush()
        self.tell("", "plain")
        self.open_step(step)

    def _is_complete(self) -> bool:
        assert self.request is not None
        problems = self.wizard.details.check(self.request)
        if problems and self.wizard.step != 2:
            self.open_step(2)
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
        reason = self.app.why_read_only()
        if reason is not None:
            self.tell(reason, "refused")
            return
        changed: dict[str, Any] = {event.name: event.value}
        self.saver.change(**changed)
        if self.wizard.details.is_checking and self.request is not None:
            self.wizard.show_problems(self.wizard.details.check(self.request))

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
            return _("It is submitted already. Note a ticket number with {key}.").format(
                key=key_of("request.ticket")
            )
        return why_not_closed(self.request)

    def command_request_submit(self) -> None:
        """Note that it was filed in Partner Center."""
        self._go_to_step(STEPS + 1)

    def _submit(self) -> None:
        ticket, reviewed = self.wizard.review.ticket, self._reviewed
        if reviewed is None:
            return

        def submit() -> None:
            self.save(
                lambda: self.app.workbench.support.submit(self.request_id, ticket, seen=reviewed),
                lambda done: self.changed(
                    done, _("Request {id} is noted as filed in Partner Center.").format(id=done.id)
                ),
                failed=self.or_meet(
                    reviewed, lambda: self._submit_again(ticket), {"ticket": ticket}
                ),
            )

        self.saver.flush(submit)

    def _submit_again(self, ticket: str) -> None:
        """Submit what is stored now; where someone else has done that, note the number."""
        if is_draft(self.request):
            self._go_to_step(STEPS + 1)
        elif ticket:
            self._ask_ticket_again(ticket)
        else:
            self.tell(self.why_not_request_submit() or "", "refused")

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
        what = _("“{name}”").format(name=event.field.value)
        self.tell(self.app.copy(event.field.value, what), "plain")

    @on(LockedField.ChangeTried)
    def explain_lock(self, event: LockedField.ChangeTried) -> None:
        """Say why a drop-down does not drop."""
        event.stop()
        self.tell(
            _(
                "“{value}” is what the programme asks for and cannot be changed here. {key} "
                "copies it."
            ).format(value=event.field.value, key=key_of("locked.copy", "y")),
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
        self.saver.flush(written)
