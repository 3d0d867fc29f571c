"""Selects some of several offers."""

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
from csp_tui.ui.kit.lists.offer_choices import choices
from csp_tui.ui.kit.lists.record_list import Column, RecordList


class OffersDialog(Dialog[tuple[str, ...]]):
    """Selects offers; the result is their IDs.

    Args:
        title: What they are selected for; it may hold data.
        rows: The offers.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = DIALOG_COMMANDS
    HELP_TEXT = N_(
        "Space selects or deselects an offer. A plan then shows how each of them would change "
        "before anything is changed."
    )
    AUTO_FOCUS = "#offers-selected"
    DEFAULT_CSS = """
    OffersDialog > .dialog { width: 78; height: 22; }
    OffersDialog .dialog-body { height: 1fr; max-height: 100%; }
    OffersDialog #offers-selected { height: 1fr; min-height: 6; }
    """
    listing = getters.query_one("#offers-selected", RecordList)

    def __init__(self, title: str, rows: Sequence[OfferRow]) -> None:
        super().__init__(title)
        self._rows = rows
        self._marked: dict[str, None] = {}

    def selected_here(self) -> object:
        """The selected offers."""
        return frozenset(self._marked)

    def compose_body(self) -> Iterable[Widget]:
        """The offers."""
        listing = RecordList(
            [
                Column("name", _("Offer"), min_width=20, cut="middle"),
                Column("id", _("Offer ID"), min_width=16, cut="middle"),
            ],
            mark_width=2,
            id="offers-selected",
            toggles=True,
        )
        listing.empty = _("There is no such offer.")
        yield listing

    def compose_buttons(self) -> Iterable[Button]:
        """Leave, or plan."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Plan"), id="plan", variant="primary")

    def on_mount(self) -> None:
        """Show the offers."""
        self._paint()

    def _paint(self) -> None:
        self.listing.set_source(choices(self._rows, self._marked))

    @on(RecordList.Toggled, "#offers-selected")
    def toggle(self, event: RecordList.Toggled) -> None:
        """Select or deselect an offer."""
        event.stop()
        key = event.record.key
        if key in self._marked:
            del self._marked[key]
        else:
            self._marked[key] = None
        self._paint()

    @on(RecordList.Selected, "#offers-selected")
    @on(Button.Pressed, "#plan")
    def plan(self, event: Button.Pressed | RecordList.Selected) -> None:
        """Return the selected offers, or the highlighted one if none is selected."""
        event.stop()
        record = self.listing.cursor_record
        if not self._marked and record is not None:
            self._marked[record.key] = None
        self.dismiss(tuple(self._marked))
