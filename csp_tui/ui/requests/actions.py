"""What can be done with a support request besides filling it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from csp_tui.domain.errors import WorkbenchError
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.support import RequestKind, RequestStatus, StaleRequest, SupportRequest
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render
from csp_tui.ui.commands.catalog.requests import (
    REQUEST_COMPLETE,
    REQUEST_COPY,
    REQUEST_COPY_TICKET,
    REQUEST_DECLINE,
    REQUEST_OFFER,
    REQUEST_SAVE,
    REQUEST_TICKET,
    REQUEST_UPDATE,
    REQUEST_WITHDRAW,
)
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialogs.confirm import confirm
from csp_tui.ui.kit.page import Page
from csp_tui.ui.requests.conflict import RequestConflict
from csp_tui.ui.requests.versions import NAMED_AT_MOST, OpenRequest
from csp_tui.ui.text.requests import (
    complete_question,
    disabled_reason_answered,
    disabled_reason_closed,
    disabled_reason_out_of_date,
)


class RequestActions:
    """Completes, declines, withdraws, updates, copies and saves a request.

    Args:
        page: The page of the request.
        opened: The request.
        conflict: What to do if someone else has changed the request.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = (
        REQUEST_UPDATE,
        REQUEST_COMPLETE,
        REQUEST_DECLINE,
        REQUEST_TICKET,
        REQUEST_WITHDRAW,
        REQUEST_COPY,
        REQUEST_COPY_TICKET,
        REQUEST_SAVE,
        REQUEST_OFFER,
    )

    def __init__(self, page: Page, opened: OpenRequest, conflict: RequestConflict) -> None:
        self._page = page
        self._opened = opened
        self._conflict = conflict

    def show_changed(self, request: SupportRequest, message: str) -> None:
        """Show the request after a step in its life, and say what happened."""
        self._opened.request = request
        self._page.load()
        self._page.tell(message)

    def disabled_reason_request_complete(self) -> str | None:
        """Only a submitted request that still matches its offer can be completed."""
        opened = self._opened
        return disabled_reason_answered(opened.request) or disabled_reason_out_of_date(opened.check)

    def command_request_complete(self) -> None:
        """Say what will change, then change the live and the draft audience."""
        request, page = self._opened.request, self._page
        if request is None:
            return

        def complete() -> None:
            page.tasks.run_write(
                lambda: page.app.workbench.support.complete(request.id, seen=request),
                lambda done: self.show_changed(
                    done,
                    _("Request {id} completed; the audience was changed.").format(id=done.id),
                ),
                on_error=self._conflict.or_conflict(
                    request, lambda: page.action_run_command(REQUEST_COMPLETE.id)
                ),
            )

        title, what = complete_question([request.id])
        lines = [what]
        effects = effect_lines(request, self._opened.partners)
        lines.append("\n".join(f"- {line}" for line in effects))
        lines.append(_("The rules are checked again first."))
        confirm(page.app, title, lines, _("Complete"), complete)

    def disabled_reason_request_update(self) -> str | None:
        """Only an out-of-date draft can be updated, if what it asks for is still possible."""
        opened = self._opened
        if opened.request is None:
            return _("The request is still being read.")
        if opened.check.out_of_date is None:
            return _("The text of the request is up to date.")
        return None if opened.check.can_update else disabled_reason_out_of_date(opened.check)

    def command_request_update(self) -> None:
        """Write the description for the present state of the offer, after saving unsaved input."""
        self._page.with_saved(self._update_text)

    def _update_text(self) -> None:
        request, page = self._opened.request, self._page
        if request is None:
            return
        page.tasks.run_write(
            lambda: page.app.workbench.support.update_text(request.id, seen=request),
            lambda done: self.show_changed(
                done, _("The text of request {id} is up to date.").format(id=done.id)
            ),
            on_error=self._conflict.or_conflict(
                request, lambda: page.action_run_command(REQUEST_UPDATE.id)
            ),
        )

    def disabled_reason_request_decline(self) -> str | None:
        """Only a submitted request can be answered."""
        return disabled_reason_answered(self._opened.request)

    def command_request_decline(self) -> None:
        """Ask, then mark the request as declined."""
        request = self._opened.request
        if request is None:
            return
        lines = [
            _(
                "If Microsoft has declined it, the audience stays as it is, and the request is "
                "closed."
            )
        ]
        confirm(
            self._page.app,
            _("Mark request {id} as declined?").format(id=request.id),
            lines,
            _("Declined"),
            lambda: self._close(request, RequestStatus.DECLINED),
        )

    def disabled_reason_request_withdraw(self) -> str | None:
        """Only an open request can be withdrawn."""
        request = self._opened.request
        if request is None:
            return _("The request is still being read.")
        return None if request.status.is_open else disabled_reason_closed(request)

    def command_request_withdraw(self) -> None:
        """Ask, then withdraw the request, which keeps the input so far."""
        self._page.with_saved(self._ask_to_withdraw)

    def _ask_to_withdraw(self) -> None:
        request = self._opened.request
        if request is None:
            return
        lines = [_("The audience stays as it is, and the request is closed.")]
        if request.status is RequestStatus.SUBMITTED:
            lines.append(
                _(
                    "The workbench does not notify Microsoft: withdraw the ticket in "
                    "Partner Center, too."
                )
            )
        confirm(
            self._page.app,
            _("Withdraw request {id}?").format(id=request.id),
            lines,
            _("Withdraw"),
            lambda: self._close(request, RequestStatus.WITHDRAWN),
            # In French, withdrawing a request and canceling have the same word.
            cancel=_("Keep request"),
        )

    def disabled_reason_request_ticket(self) -> str | None:
        """A ticket number can be recorded from the submission until the answer."""
        return disabled_reason_answered(self._opened.request)

    def command_request_ticket(self) -> None:
        """Ask for the ticket number and record it."""
        self.ask_ticket("")

    def ask_ticket(self, entered: str) -> None:
        """Ask for the ticket number and record it.

        Args:
            entered: What was entered before, for example in an earlier session.
        """
        from csp_tui.ui.requests.ticket_dialog import TicketDialog

        request, page = self._opened.request, self._page
        if request is None:
            return

        def answered(ticket: str | None) -> None:
            if ticket and ticket == request.ticket:
                page.tell(_("The ticket number has not changed."), "plain")
            elif ticket:
                stale = self._conflict.or_conflict(
                    request, lambda: self.repeat_ticket(ticket), {"ticket": ticket}
                )

                def failed(error: WorkbenchError) -> None:
                    if not isinstance(error, StaleRequest):
                        # What was entered is there again below the explanation.
                        self.repeat_ticket(ticket)
                    stale(error)

                page.tasks.run_write(
                    lambda: page.app.workbench.support.submit(request.id, ticket, seen=request),
                    lambda done: self.show_changed(
                        done, _("Ticket number {ticket} saved.").format(ticket=ticket)
                    ),
                    on_error=failed,
                )

        dialog = TicketDialog(request.ticket or "", request_id=request.id, recovered=entered)
        page.app.push_screen(dialog, answered)

    def repeat_ticket(self, ticket: str) -> None:
        """Ask again for a ticket number that was entered, or say why it cannot be recorded."""
        reason = self.disabled_reason_request_ticket()
        if reason is None:
            self.ask_ticket(ticket)
        else:
            self._page.tell(reason, "refused")

    def disabled_reason_request_copy(self) -> str | None:
        """Copying needs a request."""
        return _("The request is still being read.") if self._opened.request is None else None

    disabled_reason_request_save = disabled_reason_request_copy
    disabled_reason_request_offer = disabled_reason_request_copy

    def disabled_reason_request_copy_ticket(self) -> str | None:
        """Copying needs a ticket number."""
        request = self._opened.request
        if request is None:
            return _("The request is still being read.")
        if request.ticket:
            return None
        return _("This request has no ticket number yet. Y copies the whole text.")

    def command_request_copy_ticket(self) -> None:
        """Copy the ticket number."""
        request, page = self._opened.request, self._page
        if request is not None and request.ticket:
            page.tell(page.app.copy(request.ticket, _("The ticket number")), "plain")

    def command_request_copy(self) -> None:
        """Copy the text as it is stored."""
        self._page.with_saved(self._copy_text)

    def _copy_text(self) -> None:
        request, page = self._opened.request, self._page
        text = page.app.workbench.support.as_text(request) if request is not None else ""
        page.tell(page.app.copy(text, _("The text of the request")), "plain")

    def command_request_save(self) -> None:
        """Ask for a file and write the text to it."""
        self._page.with_saved(lambda: self._page.action_run_command("copy.save"))

    def command_request_offer(self) -> None:
        """Open the offer."""
        request, page = self._opened.request, self._page
        if request is not None:
            page.with_saved(lambda: page.app.navigation.open_offer(request.offer_id, "requests"))

    def _close(self, request: SupportRequest, status: RequestStatus) -> None:
        page = self._page
        support = page.app.workbench.support
        declined = status is RequestStatus.DECLINED
        close = support.decline if declined else support.withdraw
        command = REQUEST_DECLINE if declined else REQUEST_WITHDRAW
        message = (
            _("Request {id} marked as declined.") if declined else _("Request {id} withdrawn.")
        )
        page.tasks.run_write(
            lambda: close(request.id, seen=request),
            lambda done: self.show_changed(done, message.format(id=done.id)),
            on_error=self._conflict.or_conflict(
                request, lambda: page.action_run_command(command.id)
            ),
        )


def effect_lines(request: SupportRequest, partners: Sequence[str]) -> list[str]:
    """What completing a request changes, a line each."""
    if request.kind is RequestKind.DEAUTHORIZE:
        lines = [
            _("{partner} is removed from the live list and the draft").format(partner=line)
            for line in partners[:NAMED_AT_MOST]
        ]
        more = len(request.tenant_ids) - len(lines)
        if more > 0:
            lines.append(
                ngettext("so is {count} more partner", "so are {count} more partners", more)
            )
        return lines
    option = render(channel_title(request.change_to))
    lines = [_("The option becomes “{option}”, live and in the draft").format(option=option)]
    if request.change_to is ResellerChannel.SOME:
        lines.append(_("Partners that have resold the offer are put on the list (rule R41)"))
        if request.tenant_ids:
            lines.append(
                ngettext(
                    "{count} partner named in the request is put on the list",
                    "{count} partners named in the request are put on the list",
                    len(request.tenant_ids),
                )
            )
        lines.append(_("Other partners are removed from the list"))
    else:
        lines.append(_("The list of partners becomes empty, live and in the draft"))
    return lines
