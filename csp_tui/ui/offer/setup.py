"""Offer setup: name, and for SaaS whether it sells through Microsoft."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Checkbox, Static

from csp_tui.domain.field_names import FIELD_NAMES
from csp_tui.domain.product import ProductType, type_title
from csp_tui.i18n import N_, render
from csp_tui.i18n import gettext as _
from csp_tui.services.offers import SetupEdit
from csp_tui.services.views import AudienceView
from csp_tui.ui.kit.form_section import Field, FormSection
from csp_tui.ui.kit.widgets.choices import CheckOption


class SetupSection(FormSection):
    """The page "Offer setup"."""

    HELP_TEXT = N_(
        "Offer setup: the name, and for SaaS whether it sells through Microsoft. The lines "
        "below say whether the offer can be opted in to the CSP program, and by which rule."
    )

    def compose_fields(self) -> Iterable[Widget]:
        """Facts that never change, then the fields."""
        yield Static("", id="setup-facts", classes="hint", markup=False)
        yield Field("name", render(FIELD_NAMES["name"]))
        yield CheckOption(
            render(FIELD_NAMES["transactable"]), name="transactable", id="setup-transactable"
        )
        yield Static("", id="setup-eligibility", classes="hint", markup=False)

    def show_view(self, view: AudienceView) -> None:
        """Show facts and eligibility with their reason."""
        super().show_view(view)
        offer = view.state.offer
        facts = _("Offer ID: {offer_id}\nProduct type: {type}\n").format(
            offer_id=offer.offer_id, type=render(type_title(offer.product_type))
        )
        self.query_one("#setup-facts", Static).update(Content(facts))
        box = self.query_one("#setup-transactable", Checkbox)
        box.display = offer.product_type is ProductType.SAAS
        eligibility = view.state.eligibility
        word = (
            _("Eligible for CSP: can be opted in.")
            if eligibility.eligible
            else _("CSP program: no option to select.")
        )
        text = _("{word} {reason} (rule {rule})").format(
            word=word, reason=render(eligibility.reason), rule=eligibility.rule
        )
        self.query_one("#setup-eligibility", Static).update(Content(text))

    def stored_values(self, view: AudienceView) -> dict[str, str | bool]:
        """Name and selling channel."""
        setup = view.state.offer.setup
        return {"name": setup.name, "transactable": setup.transactable}

    def edit(self, values: dict[str, str | bool]) -> SetupEdit:
        """The change of both."""
        return SetupEdit(name=str(values["name"]), transactable=bool(values["transactable"]))
