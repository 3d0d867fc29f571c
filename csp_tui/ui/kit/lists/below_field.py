"""A list below the field that narrows it."""

from __future__ import annotations

from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.search_field import SearchField


class ListBelowField(RecordList):
    """Records that a search field narrows; Up from the first one goes back to the field."""

    def action_cursor_up(self) -> None:
        """Go one record up, or back to the field."""
        fields = [one for one in self.screen.focus_chain if isinstance(one, SearchField)]
        if self.cursor > 0:
            super().action_cursor_up()
        elif fields:
            fields[0].focus()
