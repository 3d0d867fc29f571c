"""Recording that a partner has resold an offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from csp_tui.i18n import N_, day_form
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput
from csp_tui.services.views import AudienceRow
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.date_field import DateField
from csp_tui.ui.partners.selection import Chosen
from csp_tui.ui.partners.selection_recovery import unsaved_resale
from csp_tui.ui.resales.sale_date import confirm_date


class ResaleDialog(Dialog[str]):
    """Asks for the date of the first sale; the result is a sentence about what was done."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    HELP_TEXT = N_(
        "Records that a partner has resold the offer. The rules depend on it: a partner that "
        "has resold stays authorized."
    )
    AUTO_FOCUS = "#resale-day"

    def __init__(self, offer_id: str, row: AudienceRow) -> None:
        super().__init__(_("Record a resale"))
        self._offer_id = offer_id
        self._row = row

    def compose_body(self) -> Iterable[Widget]:
        """What a resale locks."""
        name = self._row.name or self._row.tenant_id
        yield self.text(
            _(
                "{name} has resold the offer to customers. It can then no longer be "
                "deauthorized (rule R30), and the offer cannot be closed to all partners "
                "(rule R42)."
            ).format(name=name)
        )
        yield Label(_("Date of first sale ({form}), optional").format(form=day_form()))
        yield DateField(id="resale-day")

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel first."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Record"), id="record", variant="primary")

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """The day, once there is something of it."""
        day = self.query_one(DateField).value
        if not day:
            return None
        partner = Chosen(self._row.tenant_id, self._row.name)
        return unsaved_resale(self._title, self._offer_id, [partner], day)

    @on(Input.Submitted)
    @on(Button.Pressed, "#record")
    def record(self) -> None:
        """Write the record."""
        field = self.query_one(DateField)
        if not field.accept(self.complain):
            return
        day = field.day
        row = self._row

        def write() -> None:
            self.tasks.run_write(
                lambda: self.app.workbench.resales.record(self._offer_id, row.tenant_id, on=day),
                lambda _new: self._done(
                    _("Resale by {name} recorded.").format(name=row.name or row.tenant_id)
                ),
            )

        confirm_date(self, self._offer_id, day, write)

    def _done(self, text: str) -> None:
        self.dismiss(text)
