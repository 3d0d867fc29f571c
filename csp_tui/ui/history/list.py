"""The log of changes, one entry per line, read in pages while scrolling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.message import Message

from csp_tui.domain.history import Action, Entry
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment
from csp_tui.services.views.history import HistoryLine
from csp_tui.ui.kit.lists.record_list import Column, Record, RecordList
from csp_tui.ui.kit.lists.record_styles import LineStyle
from csp_tui.ui.text.history import summary_with_names

_STYLES: dict[Action, LineStyle] = {
    Action.OFFER_DELETED: "removed",
    Action.RESALE_REMOVED: "removed",
    Action.REQUEST_EDITED: "muted",
}


class HistoryRow(NamedTuple):
    """A line with the names in it.

    Attributes:
        entry: The entry.
        names: Names of its first partners by tenant ID.
        offer: The name of its offer; a deleted one has its ID, and "" stands for none.
    """

    entry: Entry
    names: Mapping[str, str]
    offer: str


class HistoryList(RecordList):
    """A line an entry, newest first.

    Args:
        with_offer: Whether the offer has a column.
    """

    class Reordered(Message):
        """The lines are wanted in another order."""

    def __init__(self, *, with_offer: bool, id: str | None = None) -> None:
        columns = [
            Column("when", _("When (UTC)"), min_width=16),
            Column("who", _("Who"), min_width=9, priority=2),
            Column("offer", _("Offer"), min_width=14, priority=1, cut="middle"),
            Column("what", _("What"), min_width=40),
        ]
        if not with_offer:
            del columns[2]
        super().__init__(columns, mark_width=0, id=id)
        self._with_offer = with_offer

    def _frame_count(self) -> str:
        """Nothing: it would grow with every key."""
        return ""

    @property
    def is_ordered_in_store(self) -> bool:
        """The store sorts and finds the lines, because there can be any number."""
        return True

    def reorder(self) -> None:
        """Ask for the lines in the order that is wanted."""
        self.post_message(self.Reordered())

    def describe(self, row: HistoryRow) -> Record:
        """How a line is shown."""
        style = _STYLES.get(row.entry.action, "")
        return Record(self.cells(row), style=style, key=str(row.entry.id))

    def cells(self, row: HistoryRow) -> tuple[str, ...]:
        """A text for each column; may be called in any thread."""
        entry = row.entry
        cells = [
            moment(entry.at),
            entry.who,
            row.offer or "–",
            summary_with_names(entry, row.names),
        ]
        if not self._with_offer:
            del cells[2]
        return tuple(cells)

    def line(self, row: HistoryRow) -> HistoryLine:
        """How a line is sorted and found; the ID of its offer finds it as the name does."""
        when, *others = self.cells(row)
        text = " ".join((when, *others, row.entry.offer_id or ""))
        return HistoryLine((row.entry.at.isoformat(), *others), text)
