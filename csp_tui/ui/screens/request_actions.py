"""What can be done with a support request beside filling it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.support import RequestKind, RequestStatus, SupportRequest
from csp_tui.i18n import N_, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.copying import Copyable
from csp_tui.ui.request_wording import request_copyable, why_not_answered, why_not_closed
from csp_tui.ui.screens.request_versions import NAMED_AT_MOST, RequestVersions

COMPLETE = Command(
    "request.complete",
    N_("Complete"),
    N_("Note that Microsoft has done what was asked"),
    "c",
    writes=True,
)
DECLINE = Command(
    "request.decline",
    N_("Decline"),
    N_("Note that Microsoft has declined the request"),
    "d",
    writes=True,
)
WITHDRAW = Command(
    "request.withdraw",
    N_("Withdraw"),
    N_("Give the request up before it is answered"),
    "w",
    writes=True,
)
TICKET = Command(
    "request.ticket",
    N_("Ticket"),
    N_("Note the ticket number that Partner Center gave"),
    "t",
    writes=True,
)
COPY = Command("request.copy", N_("Copy text"), N_("Copy the whole text of the request"), "Y")
COPY_TICKET = Command(
    "request.copy-ticket", N_("Copy ticket"), N_("Copy the ticket number"), "y", bar=False
)
SAVE = Command("request.save", N_("Save as text"), N_("Write the request into a text file"), "s")
OFFER = Command(
    "request.offer", N_("Open offer"), N_("Go to the offer it is about"), "o", bar=False
)


class RequestActions(RequestVersions):
    """The part of a request's screen that answers, withdraws, copies and saves."""

    PLACE = "requests"

    def where(self) -> dict[str, str]:
        """The request."""
        return {"screen": "request", "request_id": str(self.request_id)}

    def with_saved(self, go: Callable[[], object]) -> None:
        """Go on when everything that was typed is written."""
        go()

    def changed(self, request: SupportRequest, said: str) -> None:
        """Show the request after a step of its life, and say what happened."""
        self.request = request
        self.load()
        self.tell(said)

    def why_not_request_complete(self) -> str | None:
        """Only what was submitted can be answered."""
        return why_not_answered(self.request)

    def command_request_complete(self) -> None:
        """Say what will change, then change live and draft audience."""
        request, offer = self.request, self.offer
        if request is None or offer is None:
            return

        def complete() -> None:
            self.save(
                lambda: self.app.workbench.support.complete(request.id, seen=request),
                lambda done: self.changed(
                    done,
                    _("Request {id} is completed, and the audience changed.").format(id=done.id),
                ),
                failed=self.or_meet(request, lambda: self.action_run_command(COMPLETE.id)),
            )

        lines = [_("Microsoft has done it? Then this changes here, at once:")]
        lines.append("\n".join(f"- {line}" for line in effect_lines(request, self.partners)))
        lines.append(_("The rules are asked again first."))
        self._confirm(_("Complete request {id}?"), lines, _("Complete"), complete)

    def why_not_request_decline(self) -> str | None:
        """Only what was submitted can be answered."""
        return why_not_answered(self.request)

    def command_request_decline(self) -> None:
        """Ask, then note that it was declined."""
        request = self.request
        if request is None:
            return
        lines = [
            _("Microsoft declined it? The audience stays as it is, and the request is closed.")
        ]
        self._confirm(
            _("Note request {id} as declined?"),
            lines,
            _("Declined"),
            lambda: self._close(request, RequestStatus.DECLINED),
        )

    def why_not_request_withdraw(self) -> str | None:
        """Only what is open can be withdrawn."""
        if self.request is None:
            return _("The request is still being read.")
        return None if self.request.status.is_open else why_not_closed(self.request)

    def command_request_withdraw(self) -> None:
        """Ask, then give it up; what is typed until then is kept in it."""
        self.with_saved(self._ask_to_withdraw)

    def _ask_to_withdraw(self) -> None:
        request = self.request
        if request is None:
            return
        lines = [_("The audience stays as it is, and the request is closed.")]
        if request.status is RequestStatus.SUBMITTED:
            lines.append(_("The workbench tells Microsoft nothing: withdraw the ticket there too."))
        self._confirm(
            _("Withdraw request {id}?"),
            lines,
            _("Withdraw"),
            lambda: self._close(request, RequestStatus.WITHDRAWN),
        )

    def why_not_request_ticket(self) -> str | None:
        """A number can be noted from the submission until the answer."""
        return why_not_answered(self.request)

    def command_request_ticket(self) -> None:
        """Ask for the number and note it."""
        self.ask_ticket("")

    def ask_ticket(self, begun: str) -> None:
        """Ask for the number and note it.

        Args:
            begun: What an earlier session had typed there.
        """
        from csp_tui.ui.dialogs.ticket import TicketDialog

        request = self.request
        if request is None:
            return
        number = request.id

        def answered(ticket: str | None) -> None:
            if ticket:
                self.save(
                    lambda: self.app.workbench.support.submit(number, ticket, seen=request),
                    lambda noted: self.changed(
                        noted, _("Ticket {ticket} is noted.").format(ticket=ticket)
                    ),
                    failed=self.or_meet(
                        request, lambda: self._ask_ticket_again(ticket), {"ticket": ticket}
                    ),
                )

        dialog = TicketDialog(request.ticket or "", request_id=request.id, begun=begun)
        self.app.push_screen(dialog, answered)

    def _ask_ticket_again(self, ticket: str) -> None:
        reason = self.why_not_request_ticket()
        if reason is None:
            self.ask_ticket(ticket)
        else:
            self.tell(reason, "refused")

    def why_not_request_copy(self) -> str | None:
        """There must be a text."""
        return _("The request is still being read.") if self.request is None else None

    def copyable(self) -> Copyable | None:
        """The whole text, as it is stored."""
        request = self.request
        return request_copyable(self.app.workbench, request) if request else None

    def why_not_request_copy_ticket(self) -> str | None:
        """There must be a ticket number."""
        if self.request is None:
            return _("The request is still being read.")
        if self.request.ticket:
            return None
        return _("No ticket number is noted for this request. Y copies the whole text.")

    def command_request_copy_ticket(self) -> None:
        """Copy the ticket number."""
        if self.request is not None and self.request.ticket:
            self.tell(self.app.copy(self.request.ticket, _("The ticket number")), "plain")

    def command_request_copy(self) -> None:
        """Copy the text as it is stored."""

        def copy() -> None:
            self.tell(self.app.copy(self._text(), _("The text of the request")), "plain")

        self.with_saved(copy)

    def why_not_request_save(self) -> str | None:
        """There must be a text."""
        return self.why_not_request_copy()

    def command_request_save(self) -> None:
        """Ask for a file and write the text into it."""
        self.with_saved(self.command_copy_save)

    def why_not_request_offer(self) -> str | None:
        """The request must have been read."""
        return self.why_not_request_copy()

    def command_request_offer(self) -> None:
        """Open the offer."""
        if self.request is not None:
            offer_id = self.request.offer_id
            self.with_saved(lambda: self.app.open_offer(offer_id, "requests"))

    def _text(self) -> str:
        return self.app.workbench.support.as_text(self.request) if self.request else ""

    def _close(self, request: SupportRequest, status: RequestStatus) -> None:
        support = self.app.workbench.support
        declined = status is RequestStatus.DECLINED
        close = support.decline if declined else support.withdraw
        said = _("Request {id} is declined.") if declined else _("Request {id} is withdrawn.")
        self.save(
            lambda: close(self.request_id, seen=request),
            lambda closed: self.changed(closed, said.format(id=closed.id)),
            failed=self.or_meet(
                request, lambda: self.action_run_command((DECLINE if declined else WITHDRAW).id)
            ),
        )

    def _confirm(self, title: str, lines: Sequence[str], way: str, go: Callable[[], None]) -> None:
        from csp_tui.ui.dialogs.confirm import ConfirmDialog

        def answered(choice: str | None) -> None:
            if choice == "go":
                go()

        dialog = ConfirmDialog(title.format(id=self.request_id), lines, [("go", way)])
        self.app.push_screen(dialog, answered)


def effect_lines(request: SupportRequest, partners: Sequence[str]) -> list[str]:
    """What completing a request changes, a line each."""
    if request.kind is RequestKind.DEAUTHORIZE:
        lines = [
            _("{partner} leaves the live list and the draft").format(partner=line)
            for line in partners[:NAMED_AT_MOST]
        ]
        more = len(request.tenant_ids) - len(lines)
        if more > 0:
            lines.append(
                ngettext("so does {count} more partner", "so do {count} more partners", more)
            )
        return lines
    option = render(channel_title(request.change_to))
    lines = [_("The option becomes “{option}”, live and in the draft").format(option=option)]
    if request.change_to is ResellerChannel.SOME:
        lines.append(_("Partners that have resold the offer are put on the list (R41)"))
        if request.tenant_ids:
            lines.append(
                ngettext(
                    "{count} partner named in the request is put on the list",
                    "{count} partners named in the request are put on the list",
                    len(request.tenant_ids),
                )
            )
        lines.append(_("Other partners on the list leave it"))
    else:
        lines.append(_("The list of partners becomes empty, live and in the draft"))
    return lines
