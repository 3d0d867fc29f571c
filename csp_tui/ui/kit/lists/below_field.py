"""A list below the field that narrows it."""

from __future__ import annotations

from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.search_field import SearchField


class ListBelowField(RecordList):
    """Records that a search field narrows; Up from the first one goes back to the field."""

    def action_cursor_up(self) -> None:
        """Go one record up, or back to the field."""
        if self.cursor <= 0:
            self.screen.query_one(SearchField).focus()
        else:
            super().action_cursor_up()
