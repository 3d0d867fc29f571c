"""Recording that a partner has resold an offer, or taking a mistaken record back."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from csp_tui.i18n import N_, day_form
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved
from csp_tui.services.views import AudienceRow
from csp_tui.ui.choice_recovery import unsaved_resale
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.partner_choice import Chosen
from csp_tui.ui.widgets.day_field import DayField, example


class ResaleDialog(Dialog[str]):
    """Asks for the day of the first sale; the result is a sentence on what was done.

    Args:
        offer_id: The offer.
        row: The partner.
    """

    HELP_TEXT = N_(
        "Notes that a partner has resold the offer, or takes such a note back. The workbench "
        "cannot know it by itself, and the rules turn on it: a partner that has resold stays "
        "authorized."
    )
    AUTO_FOCUS = "#resale-day, #keep"

    def __init__(self, offer_id: str, row: AudienceRow) -> None:
        super().__init__(_("Take the resale back?") if row.resold else _("Mark as resold"))
        self._offer_id = offer_id
        self._row = row

    def compose_body(self) -> Iterable[Widget]:
        """What a resale locks."""
        name = self._row.name or self._row.tenant_id
        if self._row.resold:
            yield self.text(
                _(
                    "{name} is recorded as having resold the offer. Take it back only if that was "
                    "recorded by mistake."
                ).format(name=name)
            )
            return
        yield self.text(
            _(
                "{name} has resold the offer to customers. It can then no longer be deauthorized "
                "(R30), and the offer cannot be closed to all partners (R42)."
            ).format(name=name)
        )
        yield Label(_("Day of the first sale ({form}), may be empty").format(form=day_form()))
        yield DayField(id="resale-day")

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel first."""
        yield Button(_("Cancel"), id="keep")
        if self._row.resold:
            yield Button(_("Take it back"), id="take-back")
        else:
            yield Button(_("Mark as resold"), id="record", variant="primary")

    def unsaved_here(self, _below: Screen[object] | None) -> Unsaved | None:
        """The day, once there is something of it."""
        day = "" if self._row.resold else self.query_one(DayField).value
        if not day:
            return None
        partner = Chosen(self._row.tenant_id, self._row.name)
        return unsaved_resale(self._title, self._offer_id, [partner], day)

    @on(Button.Pressed, "#keep")
    def keep(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)

    @on(Button.Pressed, "#take-back")
    def take_back(self) -> None:
        """Remove the record."""
        row = self._row
        self.save(
            lambda: self.app.workbench.resales.remove(self._offer_id, row.tenant_id),
            lambda _nothing: self._done(_("The resale record was taken back.")),
        )

    @on(Input.Submitted)
    @on(Button.Pressed, "#record")
    def record(self) -> None:
        """Write the record."""
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
        row = self._row
        self.save(
            lambda: self.app.workbench.resales.record(self._offer_id, row.tenant_id, on=day),
            lambda _new: self._done(
                _("{name} is marked as having resold the offer.").format(
                    name=row.name or row.tenant_id
                )
            ),
        )

    def _done(self, text: str) -> None:
        self.dismiss(text)
