"""Offer listing: what resellers are given, as far as the CSP channel needs it."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from csp_tui.domain.decisions.publishing import missing_channel_material
from csp_tui.domain.field_names import FIELD_NAMES
from csp_tui.domain.offer import CspContact
from csp_tui.domain.text import visible
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.offers import SetupEdit
from csp_tui.services.views import AudienceView
from csp_tui.ui.kit.form_section import Field, FormSection
from csp_tui.ui.text.input import field_text


class ListingSection(FormSection):
    """The page "Offer listing"."""

    HELP_TEXT = N_(
        "Offer listing, as far as the CSP channel needs it: where resellers find marketing "
        "materials, and their contact. Customers see neither."
    )

    _suggestion: CspContact | None = None

    def compose_fields(self) -> Iterable[Widget]:
        """The material's address and the contact (R50)."""
        yield Static("", id="listing-hint", classes="hint", markup=False)
        examples = {
            "csp_url": "https://example.com/csp",
            "csp_contact_name": "",
            "csp_contact_email": "partners@example.com",
            "csp_contact_phone": "",
        }
        for name, example in examples.items():
            yield Field(name, render(FIELD_NAMES[name]), example)
        yield Button("", id="listing-suggestion")

    def show_view(self, view: AudienceView) -> None:
        """Show what rule R50 still requires."""
        super().show_view(view)
        missing = missing_channel_material(view.state.offer.setup)
        shown = _("Shown to resellers only, never to customers in the online stores (rule R51).")
        state = (
            _("Complete: the offer can be opened to CSP partners (rule R50).")
            if missing is None
            else _("{missing} (rule R50)").format(missing=render(missing))
        )
        self.query_one("#listing-hint", Static).update(Content(f"{shown}\n{state}\n"))
        self.query_one("#listing-suggestion").display = False
        if view.state.offer.setup.csp_contact == CspContact():
            offers = self.app.workbench.offers
            self.tasks.run(
                lambda: offers.suggested_contact(self.offer_id), self._suggest, group="suggestion"
            )

    def _suggest(self, contact: CspContact | None) -> None:
        """Offer the contact of the newest other offer; nothing is filled in without asking."""
        self._suggestion = contact
        if contact is None:
            return
        text = _("Use the contact of the last offer: {contact}")
        button = self.query_one("#listing-suggestion", Button)
        button.label = Content(
            visible(text.format(contact=contact.name or contact.email or contact.phone))
        )
        button.display = True
        button.refresh(layout=True)

    @on(Button.Pressed, "#listing-suggestion")
    def use_suggestion(self, event: Button.Pressed) -> None:
        """Enter the suggested contact, which Save draft saves."""
        event.stop()
        contact = self._suggestion
        if contact is None:
            return
        for field in self.query(Field):
            value = {
                "csp_contact_name": contact.name,
                "csp_contact_email": contact.email,
                "csp_contact_phone": contact.phone,
            }.get(field.name or "")
            if value is not None:
                field.query_one(Input).value = field_text(value)
        self.query_one("#field-csp_contact_name Input").focus()
        event.button.display = False

    def stored_values(self, view: AudienceView) -> dict[str, str | bool]:
        """Address and contact."""
        setup = view.state.offer.setup
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
