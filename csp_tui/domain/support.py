"""Support requests: what they ask for, their states, and how old they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.domain.errors import InvalidInput, NotFound, WorkbenchError
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.domain.request_basis import RequestBasis

OLD_AFTER = 14
"""Days after which pending changes and unanswered requests are old, unless set otherwise."""


class RequestKind(StrEnum):
    """What a support request asks for."""

    DEAUTHORIZE = "deauthorize"
    CHANGE_OPTION = "change-option"


class RequestStatus(StrEnum):
    """The state of a request."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMPLETED = "completed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether it can still be completed."""
        return self in _OPEN


_OPEN = (RequestStatus.DRAFT, RequestStatus.SUBMITTED)


class Severity(StrEnum):
    """How urgent it is; the workbench's own field (the form's list is not documented)."""

    MINIMAL = "minimal"
    MODERATE = "moderate"
    CRITICAL = "critical"


_FOLLOWERS = {
    RequestStatus.DRAFT: (RequestStatus.SUBMITTED, RequestStatus.WITHDRAWN),
    RequestStatus.SUBMITTED: (
        RequestStatus.COMPLETED,
        RequestStatus.DECLINED,
        RequestStatus.WITHDRAWN,
    ),
}


_NEXT_STATUS = {
    RequestStatus.DRAFT: say("Submit it first, or withdraw it."),
    RequestStatus.SUBMITTED: say("Mark it as completed or declined, or withdraw it."),
}


@dataclass(frozen=True, slots=True)
class Selections:
    """The form's drop-downs, filled in beforehand and not to be changed (csp-rules section 6)."""

    product_family: str
    product: str
    product_version: str
    category: str
    problem: str


@dataclass(frozen=True, slots=True)
class RequestContact:
    """The contact for support's answer; empty texts where not entered."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportRequest:
    """A support request with everything its author types into the form.

    Attributes:
        id: Its number in this database.
        offer_id: The offer it is about.
        kind: Whether partners are deauthorized or the option is changed.
        change_to: The option asked for, None when deauthorizing.
        tenant_ids: The partners to deauthorize; for a change to specific partners, those to
            authorize beside the ones that have resold (R41).
        status: Its state.
        ticket: The ticket number that Partner Center gave, or None.
        selections: The locked drop-downs.
        title: The issue title.
        description: The issue's description.
        contact: The contact for support's answer.
        severity: How urgent it is.
        language: ``en`` or ``fr``, the language of its texts.
        step: The wizard's step that was open last, 1 to 3.
        created_at: When it was created, UTC.
        updated_at: When its text or status last changed, UTC; a ticket number alone leaves it.
        basis: The state of the offer that its text describes; None for a request of an earlier
            version of the program, which did not store it.
    """

    id: int
    offer_id: str
    kind: RequestKind
    change_to: ResellerChannel | None
    tenant_ids: tuple[str, ...]
    status: RequestStatus
    ticket: str | None
    selections: Selections
    title: str
    description: str
    contact: RequestContact
    severity: Severity
    language: str
    step: int
    created_at: datetime
    updated_at: datetime
    basis: RequestBasis | None = None

    @property
    def partners(self) -> int:
        """How many partners it names."""
        return len(self.tenant_ids)


class ListedRequest(NamedTuple):
    """What a list shows of a support request; a tuple, as there can be thousands.

    Attributes:
        id: Its number in this database.
        offer_id: The offer it is about.
        kind: Whether partners are deauthorized or the option is changed.
        change_to: The option asked for, None when deauthorizing.
        partners: How many partners it names.
        status: Its state.
        ticket: The ticket number that Partner Center gave, or None.
        created_at: When it was created, UTC.
        updated_at: When its text or status last changed, UTC.
    """

    id: int
    offer_id: str
    kind: RequestKind
    change_to: ResellerChannel | None
    partners: int
    status: RequestStatus
    ticket: str | None
    created_at: datetime
    updated_at: datetime


class SeenRequest(NamedTuple):
    """What a person sees of an open support request, to notice when someone else changes it.

    Attributes:
        id: Its number in this database.
        title: The issue title.
        description: The issue's description.
        contact_name: The name of the contact.
        contact_email: The contact's e-mail address.
        contact_phone: The contact's phone number.
        severity: How urgent it is.
        status: Its state.
        ticket: The ticket number that Partner Center gave, or None.
    """

    id: int
    title: str
    description: str
    contact_name: str
    contact_email: str
    contact_phone: str
    severity: Severity
    status: RequestStatus
    ticket: str | None


def age_days(request: SupportRequest | ListedRequest, now: datetime) -> int:
    """Whole days since a request was created, 0 at least.

    Args:
        request: The request.
        now: The time to count to, UTC.
    """
    return max(0, (now - request.created_at).days)


def is_old(request: SupportRequest | ListedRequest, now: datetime, days: int = OLD_AFTER) -> bool:
    """Whether a request is open and nothing has changed about it for a long time.

    Args:
        request: The request.
        now: The time to count from, UTC.
        days: After how many days without a change a request is old.
    """
    return request.status.is_open and request.updated_at < now - timedelta(days=days)


class StaleRequest(WorkbenchError):
    """Someone else changed the support request since it was read; nothing was written.

    Attributes:
        now: The request as it is stored.
    """

    def __init__(self, now: SupportRequest) -> None:
        super().__init__(
            say(
                "Support request {id} was changed elsewhere since you opened it, so nothing was "
                "saved.",
                id=now.id,
            ),
            say("Check what is different, then repeat your change."),
        )
        self.now = now


def require_move(current: RequestStatus, wanted: RequestStatus) -> None:
    """Check that a request may go from one status to another.

    Raises:
        InvalidInput: It may not; the message says what is open.
    """
    if wanted in _FOLLOWERS.get(current, ()):
        return
    closed = say("It is closed. Create a new request if there is still something to ask.")
    raise InvalidInput(
        say(
            "A request with the status “{current}” can't be marked as {wanted}.",
            current=status_title(current),
            wanted=status_title(wanted),
        ),
        _NEXT_STATUS.get(current, closed),
        field="status",
    )


def status_title(status: RequestStatus) -> Message:
    """The status as a word."""
    return {
        RequestStatus.DRAFT: say("draft"),
        RequestStatus.SUBMITTED: say("submitted"),
        RequestStatus.COMPLETED: say("completed"),
        RequestStatus.DECLINED: say("declined"),
        RequestStatus.WITHDRAWN: say("withdrawn"),
    }[status]


def no_such_request(request_id: int) -> NotFound:
    """The error for a support request that does not exist."""
    return NotFound(
        say("There is no support request {id}.", id=request_id),
        say("List the support requests to find the one you mean."),
        field="request",
    )
