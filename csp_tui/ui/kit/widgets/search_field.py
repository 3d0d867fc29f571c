"""A search field above its results."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.events import Key
from textual.widgets import Input

from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.terminal.lifecycle import RemovalSafe


class SearchField(RemovalSafe, Input):
    """The search field; Down moves to the results."""

    BINDINGS: ClassVar[list[BindingType]] = [movement("field.down", "leave_below")]

    def on_key(self, event: Key) -> None:
        """Ignore the key that opens the field when it is pressed in the empty field."""
        if event.character == "/" and not self.value:
            event.stop()
            event.prevent_default()

    def action_leave_below(self) -> None:
        """Go down to the list."""
        lists = [one for one in self.screen.focus_chain if isinstance(one, RecordList)]
        if lists:
            lists[0].focus()
