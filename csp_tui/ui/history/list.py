"""The log of changes, one entry per line, read in pages while scrolling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp_tui.domain.history import Action, Entry
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment
from csp_tui.ui.kit.lists.record_list import Column, Record, RecordList
from csp_tui.ui.text.history import summary_with_names

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
        """The entries, and the line that represents the older ones."""
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
            Column("when", _("When (UTC)"), min_width=16),
            Column("who", _("Who"), min_width=9, priority=2),
            Column("offer", _("Offer"), min_width=14, priority=1, cut="middle"),
            Column("what", _("What"), min_width=40),
        ]
        if not with_offer:
            del columns[2]
        super().__init__(columns, mark_width=0, id=id)
        self._with_offer = with_offer
        self._names: Mapping[str, str] = {}
        self._offers: Mapping[str, str] = {}

    def _frame_count(self) -> str:
        """Nothing: older entries are read only when they come into view."""
        return ""

    def show(
        self,
        entries: Sequence[Entry],
        names: Mapping[str, str],
        offers: Mapping[str, str],
        *,
        more: bool,
    ) -> None:
        """Show entries.

        Args:
            entries: All that are read, newest first.
            names: Names of partners by tenant ID.
            offers: Names of offers by offer ID; a deleted one is shown by its ID.
            more: Whether there are older ones.
        """
        self._names, self._offers = names, offers
        top = self.scroll_offset.y
        self.set_source(_Entries([self._record(entry) for entry in entries], more=more))
        # Older entries come in below; what is being looked at stays where it is.
        self.scroll_to(y=top, animate=False, force=True)

    def _record(self, entry: Entry) -> Record:
        cells = [
            moment(entry.at),
            entry.who,
            self._offers.get(entry.offer_id or "", entry.offer_id or "–"),
            summary_with_names(entry, self._names),
        ]
        if not self._with_offer:
            del cells[2]
        return Record(tuple(cells), style=_STYLES.get(entry.action, ""), key=str(entry.id))
