"""A search field above its results."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from textual.binding import BindingType
from textual.events import Key
from textual.geometry import Region

from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.text_fields import TextField


class SearchField(TextField):
    """The search field; Down moves to the results.

    What is typed into it does not lay out the screen, as it does in Textual's field, which takes
    the length of its text for a size: the field is as wide as its place.
    """

    BINDINGS: ClassVar[list[BindingType]] = [movement("field.down", "leave_below")]

    _is_changing = False
    """Whether the text is being changed now."""

    def validate_value(self, value: str) -> str:
        """Note that the text changes; called before Textual sets it."""
        self._is_changing = value != self.value
        return value

    def watch_value(self) -> None:
        """Note that the text has changed; called after Textual has set it."""
        self._is_changing = False

    def refresh(self, *regions: Region, layout: bool = False, **options: Any) -> Self:
        """Draw the field again.

        Args:
            regions: What to draw; all of it where nothing is named.
            layout: Whether to lay out the screen too.
            options: As Textual takes them.
        """
        has_own_size = not self.styles.auto_dimensions
        return super().refresh(
            *regions, layout=layout and not (self._is_changing and has_own_size), **options
        )

    def on_key(self, event: Key) -> None:
        """Ignore the key that opens the field when it is pressed in the empty field."""
        if event.character == "/" and not self.value:
            event.stop()
            event.prevent_default()

    def action_leave_below(self) -> None:
        """Go down to the list."""
        lists = [one for one in self.screen.focus_chain if isinstance(one, RecordList)]
        if lists:
            lists[0].enter()
