"""Going through the steps of the wizard, up to submitting the request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.requests import REQUEST_NEXT, REQUEST_PREVIOUS, REQUEST_SUBMIT
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.dialogs.confirm import confirm
from csp_tui.ui.kit.page import Page
from csp_tui.ui.requests.actions import RequestActions
from csp_tui.ui.requests.conflict import RequestConflict
from csp_tui.ui.requests.draft_saver import DraftSaver
from csp_tui.ui.requests.versions import OpenRequest
from csp_tui.ui.requests.wizard import DETAILS, STEPS, RequestWizard
from csp_tui.ui.text.requests import (
    disabled_reason_closed,
    disabled_reason_out_of_date,
    request_object_short,
    submit_question,
)


class RequestSteps:
    """Opens the steps of the wizard and submits the request after the last one.

    Args:
        page: The page of the request.
        wizard: The wizard on it.
        opened: The request.
        saver: Writes unsaved input.
        conflict: What to do if someone else has changed the request.
        actions: The other actions of the request.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (REQUEST_NEXT, REQUEST_PREVIOUS, REQUEST_SUBMIT)

    def __init__(
        self,
        page: Page,
        wizard: RequestWizard,
        opened: OpenRequest,
        saver: DraftSaver,
        conflict: RequestConflict,
        actions: RequestActions,
    ) -> None:
        self._page = page
        self._wizard = wizard
        self._opened = opened
        self._saver = saver
        self._conflict = conflict
        self._actions = actions
        self._reviewed: SupportRequest | None = None

    def open_step(self, step: int) -> None:
        """Show a step; the last one with the text as it is stored."""
        self._wizard.open_step(step)
        self._reviewed = None
        if step == STEPS:
            self._saver.flush(self.show_text)
        self._page.refresh_commands()

    def show_text(self) -> None:
        """Show the text as it is stored; a submission is about this text."""
        request = self._opened.request
        self._reviewed = request
        if request is not None:
            self._wizard.review.show(self._page.app.workbench.support.as_text(request))

    def go_to_step(self, step: int) -> None:
        """Go to a step, or submit after the last one.

        The review and the submission need complete issue details.

        Args:
            step: The step, from 1; there is none before it.
        """
        page = self._page
        if self._opened.request is None or step < 1:
            return
        if step > DETAILS and not self._is_complete(self._opened.request):
            return
        reason = page.app.why_read_only()
        if step > STEPS:
            reason = reason or disabled_reason_out_of_date(self._opened.check)
            if reason is None:
                self._submit()
            else:
                page.tell(reason, "refused")
            return
        if reason is None:
            self._saver.change(step=step)
            self._saver.flush()
        page.tell("", "plain")
        self.open_step(step)

    def _is_complete(self, request: SupportRequest) -> bool:
        if self._wizard.check(request):
            return True
        if self._wizard.step != DETAILS:
            self.open_step(DETAILS)
        self._wizard.go_to_problem()
        return False

    def command_request_next(self) -> None:
        """Go to the next step."""
        self.go_to_step(self._wizard.step + 1)

    def disabled_reason_request_previous(self) -> str | None:
        """The first step has no previous one."""
        return _("This is the first step.") if self._wizard.step == 1 else None

    def command_request_previous(self) -> None:
        """Go to the previous step."""
        self.go_to_step(self._wizard.step - 1)

    def disabled_reason_request_submit(self) -> str | None:
        """Only a draft that still matches its offer can be submitted."""
        request = self._opened.request
        if request is None:
            return _("The request is still being read.")
        if request.status is RequestStatus.DRAFT:
            return disabled_reason_out_of_date(self._opened.check)
        if request.status is RequestStatus.SUBMITTED:
            return _("It is already submitted. Add the ticket number with {key}.").format(
                key=key_label("request.ticket")
            )
        return disabled_reason_closed(request)

    def command_request_submit(self) -> None:
        """Mark the request as submitted in Partner Center."""
        self.go_to_step(STEPS + 1)

    def _submit(self) -> None:
        page, ticket, reviewed = self._page, self._wizard.review.ticket, self._reviewed
        if reviewed is None:
            key = key_label(REQUEST_SUBMIT.id)
            page.tell(
                _("The text is still being saved. Check it, then press {key}.").format(key=key),
                "refused",
            )
            return

        def submit() -> None:
            page.tasks.run_write(
                lambda: page.app.workbench.support.submit(reviewed.id, ticket, seen=reviewed),
                lambda done: self._actions.show_changed(
                    done, _("Request {id} marked as submitted.").format(id=done.id)
                ),
                on_error=self._conflict.or_conflict(
                    reviewed, lambda: self._repeat_submit(ticket), {"ticket": ticket}
                ),
            )

        def ask() -> None:
            title, what = submit_question([reviewed.id])
            offer = self._opened.offer
            name = offer.setup.name if offer is not None else reviewed.offer_id
            line = f"- {name} · {request_object_short(reviewed)}"
            confirm(page.app, title, [what, line], _("Submit"), submit)

        self._saver.flush(ask)

    def _repeat_submit(self, ticket: str) -> None:
        """Submit what is stored now; if someone else has done that, record the ticket number."""
        if self._opened.is_draft:
            self.go_to_step(STEPS + 1)
        elif ticket:
            self._actions.repeat_ticket(ticket)
        else:
            self._page.tell(self.disabled_reason_request_submit() or "", "refused")
