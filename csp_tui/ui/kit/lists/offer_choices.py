"""Offers to select from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _
from csp_tui.ui.kit.lists.record_list import Column, ListSource, Record, RecordList
from csp_tui.ui.kit.theme import DONE

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow


class OfferChoices(RecordList):
    """Offers by name and ID, any number of which are marked with Space.

    Args:
        marked: IDs of the offers that are marked at first.
        id: Name of the widget.

    Attributes:
        marked: IDs of the marked offers, in the order in which they were marked.
    """

    DEFAULT_CSS = "OfferChoices { height: 1fr; min-height: 6; }"

    def __init__(self, marked: Iterable[str] = (), *, id: str) -> None:
        columns = [
            Column("name", _("Offer"), min_width=20, cut="middle"),
            Column("id", _("Offer ID"), min_width=16, cut="middle"),
        ]
        super().__init__(columns, id=id, toggles=True)
        self.marked = dict.fromkeys(marked)
        self._rows: Sequence[OfferRow] = ()

    def show(self, rows: Sequence[OfferRow]) -> None:
        """Show offers."""
        self._rows = rows
        self.set_source(ListSource(self._record(row) for row in rows))

    def mark(self, offer_id: str) -> None:
        """Mark an offer, or unmark it."""
        if offer_id in self.marked:
            del self.marked[offer_id]
        else:
            self.marked[offer_id] = None
        self.show(self._rows)

    def on_record_list_toggled(self, event: RecordList.Toggled) -> None:
        """Space marks an offer."""
        event.stop()
        self.mark(event.record.key)

    def _record(self, row: OfferRow) -> Record:
        offer = row.state.offer
        mark = DONE if offer.offer_id in self.marked else ""
        return Record((offer.setup.name, offer.offer_id), mark=mark, key=offer.offer_id)
