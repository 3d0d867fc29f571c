"""Selecting the offer that a name in a file means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.widget import Widget
from textual.widgets import Button

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.services.views import OfferRow
from csp_tui.ui.commands.catalog.common import DIALOG_COMMANDS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList


class OfferChoiceDialog(Dialog[str]):
    """Lists the offers; the result is the ID of the selected one."""

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    AUTO_FOCUS = "#offer-choice"
    HELP_TEXT = N_("Select the offer that the name in the file means. Enter selects it.")
    DEFAULT_CSS = """
    OfferChoiceDialog {
        & > .dialog { height: 80%; }
        & .dialog-body { height: 1fr; }
        & #offer-choice { height: 1fr; min-height: 3; }
    }
    """
    listing = getters.query_one("#offer-choice", RecordList)

    def __init__(self, name: str) -> None:
        super().__init__(_("Which offer is “{name}”?").format(name=name))

    def compose_body(self) -> Iterable[Widget]:
        """The offers."""
        columns = [
            Column("name", _("Offer"), min_width=20, cut="middle"),
            Column("id", _("Offer ID"), min_width=16, priority=1),
        ]
        listing = RecordList(columns, id="offer-choice", mark_width=0)
        listing.busy = _("Reading the offers…")
        listing.empty = _("There is no offer yet.")
        yield listing

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel first."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Match"), id="match", variant="primary")

    def on_mount(self) -> None:
        """Read the offers."""
        super().on_mount()
        self.tasks.run(self.app.workbench.offers.rows, self._show)

    def _show(self, rows: Sequence[OfferRow]) -> None:
        self.listing.busy = ""
        self.listing.set_source(
            ListSource(
                Record(
                    cells=(row.state.offer.setup.name, row.state.offer.offer_id),
                    key=row.state.offer.offer_id,
                )
                for row in rows
            )
        )

    @on(RecordList.Selected)
    @on(Button.Pressed, "#match")
    def take(self, event: RecordList.Selected | Button.Pressed) -> None:
        """Select the highlighted offer."""
        event.stop()
        offer_id = self.listing.cursor_key
        if offer_id is not None:
            self.dismiss(offer_id)
