"""Asks when partners first sold an offer, and records that they have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual import on
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Label

from csp_tui.domain.wording import Message
from csp_tui.i18n import N_, Number, day_form, ngettext, render
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import UnsavedInput
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.date_field import DateField
from csp_tui.ui.partners.selection import Chosen
from csp_tui.ui.partners.selection_recovery import unsaved_resale

_NAMED = 6


def confirm_date(
    dialog: Dialog[str], offer_id: str, day: date | None, record: Callable[[], None]
) -> None:
    """Record a resale, after confirmation if its date is older than the first publication.

    Args:
        dialog: Asks, and stays open as it is where the answer is no.
        offer_id: The offer.
        day: The date of the first sale; one in the future is rejected.
        record: Records it.
    """
    from csp_tui.ui.kit.dialogs.confirm import confirm

    def checked(question: Message | None) -> None:
        if question is None:
            record()
            return
        title, button = _("Record this date?"), _("Record anyway")
        confirm(dialog.app, title, [render(question)], button, record)

    dialog.tasks.run(lambda: dialog.app.workbench.resales.date_question(offer_id, day), checked)


class SaleDateDialog(Dialog[str]):
    """Records selected partners as resellers of an offer; the result says what was done.

    Args:
        offer_id: The offer.
        partners: Who has resold it.
        recovered: The unsaved date of an earlier session.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    HELP_TEXT = N_(
        "Records that the selected partners have resold the offer, and when each of them "
        "first did, if you know the date."
    )
    AUTO_FOCUS = "DateField"

    def __init__(self, offer_id: str, partners: Sequence[Chosen], *, recovered: str = "") -> None:
        super().__init__(_("Record resales"))
        self._begun = recovered
        self.restored = bool(recovered)
        self._offer_id = offer_id
        self._partners = partners

    def compose_body(self) -> Iterable[Widget]:
        """Who it is, and the day."""
        count = len(self._partners)
        yield self.text(
            ngettext(
                "{count} partner has resold the offer to customers and can then no longer be "
                "deauthorized (rule R30):",
                "{count} partners have resold the offer to customers and can then no longer "
                "be deauthorized (rule R30):",
                Number(count),
            )
        )
        lines = [partner.name or partner.tenant_id for partner in self._partners[:_NAMED]]
        if count > _NAMED:
            more = Number(count - _NAMED)
            lines.append(ngettext("  and {count} more", "  and {count} more", more).strip())
        yield self.text("\n".join(f"  {line}" for line in lines))
        yield Label(_("Date of first sale ({form}), optional").format(form=day_form()))
        yield DateField(self._begun, id="resale-day")

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel first."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Record"), id="record", variant="primary")

    def unsaved_here(self, _below: Screen[object] | None) -> UnsavedInput | None:
        """The partners, and the day as far as it is typed."""
        day = self.query_one(DateField).value
        return unsaved_resale(self._title, self._offer_id, self._partners, day)

    @on(Input.Submitted)
    @on(Button.Pressed, "#record")
    def record(self) -> None:
        """Write all of them in one step."""
        field = self.query_one(DateField)
        if not field.accept(self.complain):
            return
        day = field.day
        tenants = [partner.tenant_id for partner in self._partners]

        def write() -> None:
            self.tasks.run_write(
                lambda: self.app.workbench.resales.record_all(self._offer_id, tenants, on=day),
                self._recorded,
            )

        confirm_date(self, self._offer_id, day, write)

    def _recorded(self, added: int) -> None:
        self.dismiss(
            ngettext("{count} resale recorded.", "{count} resales recorded.", Number(added))
        )
