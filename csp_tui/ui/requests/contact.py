"""The contact that new support requests start with."""

from __future__ import annotations

from csp_tui.services.request_details import RequestDetails
from csp_tui.settings.values import Settings


def contact_details(settings: Settings) -> RequestDetails:
    """The contact in the settings; without one, services use the last contact."""
    return RequestDetails(
        contact_name=settings.contact_name or None,
        contact_email=settings.contact_email or None,
        contact_phone=settings.contact_phone or None,
    )
