"""What the page of a support request reads, and how two versions of a request differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from csp_tui.domain.field_names import REQUEST_FIELD_NAMES
from csp_tui.domain.history import Entry
from csp_tui.domain.offer import Offer
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.request_form import severity_title
from csp_tui.domain.support import RequestStatus, SupportRequest
from csp_tui.i18n import gettext as _
from csp_tui.i18n import render
from csp_tui.services.request_details import differing
from csp_tui.services.views import RequestCheck
from csp_tui.ui.text.conflicts import Conflict, VersionRow
from csp_tui.ui.text.partner_names import listed, partner_names
from csp_tui.ui.text.requests import status_word

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench

NAMED_AT_MOST = 8
"""Partners of a request that its page names; the others are counted."""


@dataclass(frozen=True, slots=True)
class RequestReading:
    """What the page of a request reads at once.

    Attributes:
        request: The request as it is stored.
        offer: Its offer.
        partners: A line for each partner that it names, up to ``NAMED_AT_MOST``.
        newest: The newest history entry.
        check: Whether the request still matches its offer.
        entries: What others have changed in it since the page was read before, newest first.
        submitted: When it was submitted, UTC, None if it never was.
    """

    request: SupportRequest
    offer: Offer
    partners: Sequence[str]
    newest: int
    check: RequestCheck
    entries: tuple[Entry, ...] = ()
    submitted: datetime | None = None


@dataclass(slots=True)
class OpenRequest:
    """The request that a page shows, as it was read last.

    Attributes:
        request_id: Its number.
        request: The request as it is stored, None until it is read.
        offer: Its offer, None until it is read.
        partners: A line for each partner that it names, up to ``NAMED_AT_MOST``.
        check: Whether the request still matches its offer.
        newest: The newest history entry that the page knows, None until it is read.
    """

    request_id: int
    request: SupportRequest | None = None
    offer: Offer | None = None
    partners: Sequence[str] = ()
    check: RequestCheck = field(default_factory=RequestCheck)
    newest: int | None = None

    @property
    def is_draft(self) -> bool:
        """Whether the request has been read and can still be edited."""
        return self.request is not None and self.request.status is RequestStatus.DRAFT

    def show(self, reading: RequestReading) -> None:
        """Keep what was read."""
        self.request, self.offer, self.partners = reading.request, reading.offer, reading.partners
        self.check = reading.check
        self.newest = reading.newest

    def database_replaced(self) -> None:
        """Regard all changes in the database as unknown, because it is another file now."""
        self.newest = 0


def read_request(workbench: Workbench, request_id: int, seen: int | None) -> RequestReading:
    """Read a request and what others have changed in it; called in a thread.

    Args:
        workbench: The services.
        request_id: Its number.
        seen: The newest history entry that the page knows, None for the first reading.

    Raises:
        NotFound: The request no longer exists.
        StorageProblem: The file cannot be read.
    """
    newest = workbench.watching.newest()
    request = workbench.support.show(request_id)
    entries: tuple[Entry, ...] = ()
    if seen is not None and newest != seen:
        of_offer = workbench.watching.since(seen, request.offer_id, others_only=True)
        entries = tuple(entry for entry in of_offer if entry.detail.get("request") == request_id)
    first = request.tenant_ids[:NAMED_AT_MOST]
    names = partner_names(workbench, request.offer_id, first)
    offer = workbench.offers.show(request.offer_id).offer
    check = workbench.support.check(request)
    submitted = workbench.support.submitted_at(request)
    return RequestReading(request, offer, listed(first, names), newest, check, entries, submitted)


def load_conflict(
    workbench: Workbench, before: SupportRequest, seen: int | None
) -> Conflict[RequestReading]:
    """Read what others have made of a request; called in a thread.

    Args:
        workbench: The services.
        before: The request as the user saw it.
        seen: The newest history entry that was known then.

    Raises:
        NotFound: The request no longer exists.
        StorageProblem: The file cannot be read.
    """
    now = read_request(workbench, before.id, seen)
    return Conflict(
        before=replace(now, request=before), now=now, entries=now.entries, newest=now.newest
    )


def version_rows(conflict: Conflict[RequestReading], typed: Mapping[str, str]) -> list[VersionRow]:
    """The fields in which unsaved input or what was seen differs from what is stored.

    Args:
        conflict: Both versions.
        typed: Unsaved input by field name, in words.
    """
    seen, now = conflict.before.request, conflict.now.request
    before, after = _words(seen), _words(now)
    changed = differing(seen, now)
    return [
        VersionRow(label, before[name], typed.get(name, before[name]), after[name])
        for name, label in field_labels().items()
        if name in changed or typed.get(name, after[name]) != after[name]
    ]


def field_labels() -> dict[str, str]:
    """The names of a request's fields on the screen."""
    return {
        "status": _("Status"),
        "ticket": _("Ticket"),
        **{name: render(title) for name, title in REQUEST_FIELD_NAMES.items()},
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
