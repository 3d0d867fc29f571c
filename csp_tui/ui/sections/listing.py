"""Offer listing: what resellers are given, as far as the CSP channel needs it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from csp_tui.domain.audience import missing_channel_material
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.offers import SetupEdit
from csp_tui.services.views import AudienceView
from csp_tui.ui.sections.form import Field, FormSection


class ListingSection(FormSection):
    """The page "Offer listing"."""

    HELP_TEXT = N_(
        "Offer listing, as far as the CSP channel needs it: where resellers find marketing "
        "materials, and whom they turn to. Customers see neither."
    )

    def compose_fields(self) -> Iterable[Widget]:
        """The material's address and the contact (R50)."""
        yield Static("", id="listing-hint", classes="hint", markup=False)
        yield Field(
            "csp_url", _("CSP program marketing materials (URL)"), "https://example.com/csp"
        )
        yield Field("csp_contact_name", _("CSP program contact: name"))
        yield Field("csp_contact_email", _("CSP program contact: e-mail"), "partners@example.com")
        yield Field("csp_contact_phone", _("CSP program contact: phone"))

    def show_view(self, view: AudienceView) -> None:
        """Say what R50 still asks for."""
        super().show_view(view)
        missing = missing_channel_material(view.standing.offer.setup)
        shown = _("Shown to resellers only, never to customers in the online stores (R51).")
        state = (
            _("Complete: the offer can be opened to CSP partners (R50).")
            if missing is None
            else _("{missing} (R50)").format(missing=render(missing))
        )
        self.query_one("#listing-hint", Static).update(Content(f"{shown}\n{state}\n"))

    def stored_values(self, view: AudienceView) -> dict[str, str | bool]:
        """Address and contact."""
        setup = view.standing.offer.setup
        return {
            "csp_url": setup.csp_url,
            "csp_contact_name": setup.csp_contact.name,
            "csp_contact_email": setup.csp_contact.email,
            "csp_contact_phone": setup.csp_contact.phone,
        }

    def edit(self, values: dict[str, str | bool]) -> SetupEdit:
        """The change of all four."""
        return SetupEdit(
            csp_url=str(values["csp_url"]),
            csp_contact_name=str(values["csp_contact_name"]),
            csp_contact_email=str(values["csp_contact_email"]),
            csp_contact_phone=str(values["csp_contact_phone"]),
        )
