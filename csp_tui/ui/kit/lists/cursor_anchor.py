"""Where the cursor of a list belongs while a filter hides some of its records."""

from __future__ import annotations

from csp_tui.ui.kit.lists.record_model import RecordSource


class CursorAnchor:
    """Remembers the record that the cursor was put on, also while a filter hides it.

    A filter that hides it puts the cursor on the first record. With the next filter, the cursor is
    on the remembered record again, unless it was moved to another one in between.
    """

    def __init__(self) -> None:
        self._key = ""
        self._moved_to = ""

    def place_in(self, source: RecordSource, cursor_key: str | None) -> int:
        """The place of the cursor among other records.

        Args:
            source: The records that pass a filter.
            cursor_key: The record that the cursor is on now, None if there is none.
        """
        now = cursor_key or ""
        if now != self._moved_to:
            self._key = now
        found = source.find(self._key) if self._key else None
        return found or 0

    def stay_at(self, cursor_key: str | None) -> None:
        """Regard the record under the cursor as the one that it was put on."""
        self._key = self._moved_to = cursor_key or ""

    def moved_to(self, cursor_key: str | None) -> None:
        """Note where a filter has put the cursor."""
        self._moved_to = cursor_key or ""
