"""The log of changes, one entry a line, read further as one goes down."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.domain.history import Action, Entry, summarize
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, render
from csp_tui.ui.widgets.record_list import Column, Record, RecordList

_STYLES = {
    Action.OFFER_DELETED: "removed",
    Action.RESALE_REMOVED: "removed",
    Action.REQUEST_EDITED: "muted",
}


class _Entries:
    """Entries read so far; while there are older ones, a line more that is not loaded."""

    def __init__(self, records: Sequence[Record], *, more: bool) -> None:
        self._records = records
        self._more = more

    @property
    def total(self) -> int:
        """The entries, and the line that stands for the older ones."""
        return len(self._records) + self._more

    def record(self, index: int) -> Record | None:
        """An entry, None for what is not read."""
        return self._records[index] if 0 <= index < len(self._records) else None

    def find(self, key: str) -> int | None:
        """The place of an entry that is read."""
        return next((i for i, record in enumerate(self._records) if record.key == key), None)


class HistoryList(RecordList):
    """A line an entry, newest first.

    Args:
        with_offer: Whether the offer has a column.
    """

    def __init__(self, *, with_offer: bool, id: str | None = None) -> None:
        columns = [
            Column("when", _("When (UTC)"), width=16),
            Column("who", _("Who"), width=9, priority=2),
            Column("offer", _("Offer"), flex=1, min_width=14, priority=1),
            Column("what", _("What"), flex=3, min_width=26),
        ]
        if not with_offer:
            del columns[2]
        super().__init__(columns, mark_width=0, id=id)
        self._with_offer = with_offer

    def show(self, entries: Sequence[Entry], *, more: bool) -> None:
        """Show entries.

        Args:
            entries: All that are read, newest first.
            more: Whether there are older ones.
        """
        top = self.scroll_offset.y
        self.set_source(_Entries([self._record(entry) for entry in entries], more=more))
        # Older entries come in below; what is being looked at stays where it is.
        self.scroll_to(y=top, animate=False, force=True)

    def _record(self, entry: Entry) -> Record:
        cells = [
            moment(entry.at),
            entry.who,
            entry.offer_id or "–",
            render(summarize(entry)),
        ]
        if not self._with_offer:
            del cells[2]
        return Record(tuple(cells), style=_STYLES.get(entry.action, ""), key=str(entry.id))
