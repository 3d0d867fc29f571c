"""What its author types into a support request."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from csp_tui.domain.support import RequestContact, Severity, SupportRequest
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
