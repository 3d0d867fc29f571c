"""Asks when partners first sold an offer, and records that they have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from csp_tui.i18n import N_, day_form, ngettext
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved
from csp_tui.ui.choice_recovery import unsaved_resale
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.numbers import Number
from csp_tui.ui.partner_choice import Chosen
from csp_tui.ui.widgets.day_field import DayField, example

_NAMED = 6


class ResaleDayDialog(Dialog[str]):
    """Records chosen partners as resellers of an offer; the result is a sentence on what was done.

    Args:
        offer_id: The offer.
        partners: Who has resold it.
        begun: What an earlier session had typed as the day.
    """

    HELP_TEXT = N_(
        "Notes that the chosen partners have resold the offer, and when each of them first "
        "did, if you know it."
    )
    AUTO_FOCUS = "DayField"

    def __init__(self, offer_id: str, partners: Sequence[Chosen], *, begun: str = "") -> None:
        super().__init__(_("Record resales"))
        self._begun = begun
        self._offer_id = offer_id
        self._partners = partners

    def compose_body(self) -> Iterable[Widget]:
        """Who it is, and the day."""
        count = len(self._partners)
        yield self.text(
            ngettext(
                "{count} partner has resold the offer to customers and can then no longer be "
                "deauthorized (R30):",
                "{count} partners have resold the offer to customers and can then no longer be "
                "deauthorized (R30):",
                Number(count),
            )
        )
        lines = [partner.name or partner.tenant_id for partner in self._partners[:_NAMED]]
        if count > _NAMED:
            more = Number(count - _NAMED)
            lines.append(ngettext("  and {count} more", "  and {count} more", more).strip())
        yield self.text("\n".join(f"  {line}" for line in lines))
        yield Label(_("Day of the first sale ({form}), may be empty").format(form=day_form()))
        yield DayField(self._begun, id="resale-day")

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel first."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Record"), id="record", variant="primary")

    def unsaved_here(self, _below: Screen[object] | None) -> Unsaved | None:
        """The partners, and the day as far as it is typed."""
        day = self.query_one(DayField).value
        return unsaved_resale(self._title, self._offer_id, self._partners, day)

    @on(Button.Pressed, "#cancel")
    def cancel(self) -> None:
        """Record nothing."""
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#record")
    def record(self) -> None:
        """Write all of them in one step."""
        field = self.query_one(DayField)
        try:
            day = field.day
        except ValueError:
            self.complain(
                _("That is not a day. Write it as {example}, or leave it empty.").format(
                    example=example()
                )
            )
            field.focus()
            return
        tenants = [partner.tenant_id for partner in self._partners]
        self.save(
            lambda: self.app.workbench.resales.record_all(self._offer_id, tenants, on=day),
            self._recorded,
        )

    def _recorded(self, added: int) -> None:
        self.dismiss(
            ngettext("{count} resale recorded.", "{count} resales recorded.", Number(added))
        )
