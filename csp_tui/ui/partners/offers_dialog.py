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
from csp_tui.ui.kit.lists.offer_choices import OfferChoices
from csp_tui.ui.kit.lists.record_list import RecordList


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
    """
    listing = getters.query_one(OfferChoices)

    def __init__(self, title: str, rows: Sequence[OfferRow]) -> None:
        super().__init__(title)
        self._rows = rows

    def selected_here(self) -> object:
        """The selected offers."""
        return frozenset(self.listing.marked)

    def compose_body(self) -> Iterable[Widget]:
        """The offers."""
        listing = OfferChoices(id="offers-selected")
        listing.empty = _("There is no such offer.")
        yield listing

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel or plan."""
        yield Button(_("Cancel"), id="cancel")
        yield Button(_("Plan"), id="plan", variant="primary")

    def on_mount(self) -> None:
        """Show the offers."""
        self.listing.show(self._rows)

    @on(RecordList.Selected, "#offers-selected")
    @on(Button.Pressed, "#plan")
    def plan(self, event: Button.Pressed | RecordList.Selected) -> None:
        """Return the selected offers, or the highlighted one if none is selected."""
        event.stop()
        highlighted = [key for key in (self.listing.cursor_key,) if key is not None]
        self.dismiss(tuple(self.listing.marked or highlighted))
