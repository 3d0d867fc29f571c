"""A request's page while others change the request: nothing typed is lost, nothing overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from csp_tui.domain.errors import StaleRequest, WorkbenchError
from csp_tui.domain.history import Entry
from csp_tui.domain.offer import Offer
from csp_tui.domain.support import RequestStatus, SupportRequest, severity_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.request_details import differing
from csp_tui.ui.partner_names import listed, partner_names
from csp_tui.ui.request_wording import status_word
from csp_tui.ui.versions import VersionRow
from csp_tui.ui.workbench_screen import WorkbenchScreen

NAMED_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class RequestReading:
    """What a request's page reads at once.

    Attributes:
        request: The request as it is stored.
        offer: Its offer.
        partners: A line for each partner named in it, at least the first few.
        newest: The newest history entry.
        theirs: What others have changed in it since the page was read last, newest first.
    """

    request: SupportRequest
    offer: Offer
    partners: Sequence[str]
    newest: int
    theirs: tuple[Entry, ...] = ()


class RequestVersions(WorkbenchScreen):
    """Reads a request, and shows both versions where a step comes after someone else's change.

    Args:
        request_id: Its number.

    Attributes:
        request: The request as it is stored, None until it is read.
        offer: Its offer, None until it is read.
        partners: A line for each partner named in it, at least the first few.
    """

    def __init__(self, request_id: int) -> None:
        super().__init__()
        self.request_id = request_id
        self.request: SupportRequest | None = None
        self.offer: Offer | None = None
        self.partners: Sequence[str] = ()
        self._seen: int | None = None

    def show_reading(self, reading: RequestReading) -> None:
        """Show what was read."""
        self.request, self.offer, self.partners = reading.request, reading.offer, reading.partners
        self._seen = reading.newest

    def database_replaced(self) -> None:
        """Take all that is stored in the other file for new."""
        self._seen = 0

    def not_read(self, error: WorkbenchError) -> None:
        """Say why the request could not be read."""
        raise NotImplementedError

    def read(self, since: int | None = None) -> RequestReading:
        """Read the request and what others have done to it; called in a thread.

        Args:
            since: The newest history entry that was known; by default when the page was read.

        Raises:
            NotFound: There is no such request any more.
            StorageProblem: The file cannot be read.
        """
        workbench = self.app.workbench
        seen = self._seen if since is None else since
        newest = workbench.watching.newest()
        request = workbench.support.show(self.request_id)
        theirs: tuple[Entry, ...] = ()
        if seen is not None and newest != seen:
            entries = workbench.watching.since(seen, request.offer_id, others_only=True)
            theirs = tuple(e for e in entries if e.detail.get("request") == self.request_id)
        first = request.tenant_ids[:NAMED_AT_MOST]
        names = partner_names(workbench, request.offer_id, first)
        offer = workbench.offers.show(request.offer_id).offer
        return RequestReading(request, offer, listed(first, names), newest, theirs)

    def or_meet(
        self,
        seen: SupportRequest,
        again: Callable[[], object],
        typed: Mapping[str, str] | None = None,
    ) -> Callable[[WorkbenchError], None]:
        """Hear the error of a step in the life of a request.

        Args:
            seen: The request as the person decided upon it.
            again: Makes the step once more, on what is stored then.
            typed: What goes with the step, by names of the request's fields.

        Returns:
            For ``failed``: of a stale request both versions are shown, with reloading and trying
            again. Other errors are shown.
        """
        # The page may have read anew when the error comes, as where a question over it has closed.
        since = self._seen

        def failed(error: WorkbenchError) -> None:
            if isinstance(error, StaleRequest):
                self.meet_step(seen, again, typed or {}, since)
            else:
                self.app.show_problem(error)

        return failed

    def meet_step(
        self,
        seen: SupportRequest,
        again: Callable[[], object] | None,
        typed: Mapping[str, str],
        since: int | None = None,
    ) -> None:
        """Show both versions of what a step works on, with reloading and trying again.

        Args:
            seen: The request as the person decided upon it.
            again: Makes the step once more; None where the request is over it.
            typed: What was typed and is not written, by names of the request's fields.
            since: The newest history entry that the person knew.
        """

        def ask(reading: RequestReading) -> None:
            from csp_tui.ui.dialogs.stale_step import StaleStepDialog

            def answered(choice: str | None) -> None:
                self.show_reading(reading)
                if choice == "again" and again is not None:
                    again()
                else:
                    text = _("What is stored now is shown; nothing of yours was done.")
                    self.tell(text, "plain")

            dialog = StaleStepDialog(
                reading.theirs,
                request_rows(seen, reading.request, typed),
                _("Nothing of yours was done, because the support request has changed:"),
                may_repeat=again is not None,
            )
            self.app.push_screen(dialog, answered)

        self.job(lambda: self.read(since), ask, group="meeting", failed=self.not_read)


def request_rows(
    seen: SupportRequest, now: SupportRequest, typed: Mapping[str, str]
) -> list[VersionRow]:
    """What is typed or was seen beside what is stored now, where the two differ.

    Args:
        seen: The request as it was when the typing began.
        now: The request as it is stored.
        typed: What is typed and not written, by names of fields.
    """
    before, after = _words(seen), _words(now)
    changed = differing(seen, now)
    return [
        VersionRow(label, before[name], typed.get(name, before[name]), after[name])
        for name, label in _labels().items()
        if name in changed or typed.get(name, after[name]) != after[name]
    ]


def is_draft(request: SupportRequest | None) -> bool:
    """Whether a request has been read and can still be filled in."""
    return request is not None and request.status is RequestStatus.DRAFT


def _labels() -> dict[str, str]:
    return {
        "status": _("Status"),
        "ticket": _("Ticket number"),
        "title": _("Issue title"),
        "description": _("Description"),
        "contact_name": _("Contact name"),
        "contact_email": _("Contact e-mail"),
        "contact_phone": _("Contact phone"),
        "severity": _("Severity"),
    }


def _words(request: SupportRequest) -> dict[str, str]:
    contact = request.contact
    return {
        "status": status_word(request.status),
        "ticket": request.ticket or "",
        "title": request.title,
        "description": request.description,
        "contact_name": contact.name,
        "contact_email": contact.email,
        "contact_phone": contact.phone,
        "severity": render(severity_title(request.severity)),
    }
