"""What a user types into a support request."""

from __future__ import annotations

import dataclasses
from typing import Any

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.setup import checked_email, checked_phone
from csp_tui.domain.support import (
    RequestContact,
    SeenRequest,
    Severity,
    StaleRequest,
    SupportRequest,
)
from csp_tui.domain.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDetails:
    """What its author types into a request; None leaves a field as it is."""

    title: str | None = None
    description: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    severity: Severity | None = None
    step: int | None = None

    def require_valid(self) -> None:
        """Require that each field that is entered could be submitted; empty ones may follow.

        A page saves while someone types, so it is asked only where the entry is finished.

        Raises:
            InvalidInput: The e-mail address or the phone number is none.
        """
        checked_email(self.contact_email or "", "contact_email")
        checked_phone(self.contact_phone or "", "contact_phone")

    @property
    def has_contact(self) -> bool:
        """Whether any field of the contact is given."""
        return bool(self.contact_name or self.contact_email or self.contact_phone)


def filled(request: SupportRequest, details: RequestDetails) -> SupportRequest:
    """The request with what was entered, cleaned."""
    contact = request.contact
    return dataclasses.replace(
        request,
        title=request.title if details.title is None else clean(details.title),
        description=(
            request.description if details.description is None else _paragraphs(details.description)
        ),
        contact=RequestContact(
            contact.name if details.contact_name is None else clean(details.contact_name),
            contact.email if details.contact_email is None else clean(details.contact_email),
            contact.phone if details.contact_phone is None else clean(details.contact_phone),
        ),
        severity=details.severity or request.severity,
        step=request.step if details.step is None else min(max(details.step, 1), 3),
    )


def _paragraphs(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines())


def detail_facts(request: SupportRequest) -> dict[str, Any]:
    """What can be entered, as plain JSON values for the history."""
    return {
        "title": request.title,
        "description": request.description,
        "contact": dataclasses.asdict(request.contact),
        "severity": request.severity.value,
    }


def differing(one: SupportRequest | SeenRequest, other: SupportRequest) -> tuple[str, ...]:
    """In what two states of a request differ: the names of ``RequestDetails``, status, ticket.

    Which step of the wizard is open, and when it was changed last, are no difference.
    """
    before, after = stamp(one), stamp(other)
    return tuple(name for name in after if before[name] != after[name])


def require_seen(
    stored: SupportRequest,
    seen: SupportRequest | SeenRequest | None,
    details: RequestDetails | None = None,
) -> None:
    """Refuse what was decided on another state of a request than the stored one.

    Args:
        stored: The request as it is stored now, read in the transaction that will write.
        seen: As it was when the person decided; None trusts the stored one.
        details: For an edit what is written: a field that it leaves alone may have changed, and
            so may one that someone else has changed to the same.

    Raises:
        StaleRequest: It would overwrite or decide upon what the person has not seen.
    """
    if seen is None:
        return
    changed = set(differing(seen, stored))
    if details is not None:
        changed &= {"status", *differing(stored, filled(stored, details))}
    if changed:
        raise StaleRequest(stored)


def stamp(request: SupportRequest | SeenRequest) -> dict[str, Any]:
    """What a request says, by the names of ``RequestDetails``, and its state."""
    if isinstance(request, SeenRequest):
        return {name: value for name, value in request._asdict().items() if name != "id"}
    contact = request.contact
    return {
        "title": request.title,
        "description": request.description,
        "contact_name": contact.name,
        "contact_email": contact.email,
        "contact_phone": contact.phone,
        "severity": request.severity,
        "status": request.status,
        "ticket": request.ticket,
    }
