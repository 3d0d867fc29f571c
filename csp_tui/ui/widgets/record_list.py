"""The list that every screen uses: a cursor over any number of records.

Textual's own table keeps every row. This one keeps none: it asks its source for the lines in view,
so that a million records open as fast as ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive

from csp_tui.ui.widgets.record_model import Column, Record, RecordSource
from csp_tui.ui.widgets.record_source import ListSource, PagedSource
from csp_tui.ui.widgets.record_view import RecordView

__all__ = ["Column", "ListSource", "PagedSource", "Record", "RecordList", "RecordSource"]


def N_(text: str) -> str:
    """Mark a text that is translated where it is shown, not where it is declared."""
    return text


class RecordList(RecordView, can_focus=True):
    """A list of records with a cursor, read from a source a screenful at a time.

    The attributes of ``RecordView`` are its too.

    Attributes:
        cursor: Place of the highlighted record from 0, -1 in an empty list.
        toggles: Whether space and a click on a line's mark post ``Toggled``.

    Args:
        columns: The columns, replaced at any time with ``set_columns``.
        source: The records; none at first by default.
        show_header: Whether the columns' titles stand above the records.
        toggles: See above.
        mark_width: Cells for the state marks, 0 for none.
        empty: Shown in an empty list.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", N_("Up"), show=False, id="list.up"),
        Binding("down", "cursor_down", N_("Down"), show=False, id="list.down"),
        Binding("pageup", "page_up", N_("Page up"), show=False, id="list.page_up"),
        Binding("pagedown", "page_down", N_("Page down"), show=False, id="list.page_down"),
        Binding("home,ctrl+home", "first", N_("First"), show=False, id="list.first"),
        Binding("end,ctrl+end", "last", N_("Last"), show=False, id="list.last"),
        Binding("enter", "select", N_("Open"), show=False, id="list.select"),
        Binding("space", "toggle_record", N_("Mark"), show=False, id="list.toggle"),
    ]

    cursor: reactive[int] = reactive(-1, repaint=False, init=False)
    toggles: reactive[bool] = reactive(False, repaint=False, bindings=True)

    class Highlighted(Message):
        """The cursor stands on another record, or its record was loaded or replaced.

        Attributes:
            record_list: The list that speaks.
            index: Place of the record, from 0; -1 in an empty list.
            record: The record, or None while it is not loaded.
        """

        def __init__(self, record_list: RecordList, index: int, record: Record | None) -> None:
            super().__init__()
            self.record_list = record_list
            self.index = index
            self.record = record

        @property
        def control(self) -> RecordList:
            """The list that speaks, for ``@on`` with a selector."""
            return self.record_list

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts while the cursor runs."""
            return isinstance(message, RecordList.Highlighted) and message.control is self.control

    class _Acted(Message):
        def __init__(self, record_list: RecordList, index: int, record: Record) -> None:
            super().__init__()
            self.record_list = record_list
            self.index = index
            self.record = record

        @property
        def control(self) -> RecordList:
            """The list that speaks, for ``@on`` with a selector."""
            return self.record_list

    class Selected(_Acted):
        """A record was opened: enter, a click on the highlighted line, or a double click.

        Attributes:
            record_list: The list that speaks.
            index: Place of the record, from 0.
            record: The record; one that is not loaded cannot be opened.
        """

    class Toggled(_Acted):
        """A record was marked or unmarked: space, or a click on its mark.

        Attributes:
            record_list: The list that speaks.
            index: Place of the record, from 0.
            record: The record as it was; the screen brings the new one.
        """

    def __init__(
        self,
        columns: Sequence[Column] = (),
        source: RecordSource | None = None,
        *,
        show_header: bool = True,
        toggles: bool = False,
        mark_width: int = 2,
        empty: str | Content = "",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            columns,
            source,
            mark_width=mark_width,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )
        self._opened_by_click = False
        self._start: tuple[str, int] | None = None
        self.set_reactive(RecordList.cursor, self._pointed)
        self.set_reactive(RecordList.toggles, toggles)
        self.set_reactive(RecordView.show_header, show_header)
        self.set_reactive(RecordView.empty, empty)

    @property
    def cursor_record(self) -> Record | None:
        """The highlighted record; None in an empty list or while it is not loaded."""
        return self._source.record(self.cursor) if self.cursor >= 0 else None

    def start_at(self, key: str, place: int) -> None:
        """Put the cursor on a record as soon as there are records.

        Args:
            key: The record's key; "" where it has none.
            place: Where the cursor goes when no record has the key.
        """
        self._start = (key, place)

    def set_source(self, source: RecordSource, keep_key: bool = True) -> None:
        """Replace the records.

        Args:
            source: The new records.
            keep_key: Whether the cursor stays on its record, or at its place when the record is
                not found; otherwise the list starts at the top.
        """
        before = self.cursor_record
        place = self.cursor if keep_key else 0
        if keep_key and before is not None and before.key:
            found = source.find(before.key)
            place = place if found is None else found
        if self._start is not None and source.total:
            key, place = self._start
            found = source.find(key) if key else None
            place = place if found is None else found
            self._start = None
        elif not keep_key:
            self.scroll_to(y=0, animate=False, force=True)
        self._replace(source, source.total, place)
        if self.cursor_record is None or self.cursor_record != before:
            self._post_highlighted()

    def update_total(self, total: int) -> None:
        """Take over that the same source has more or fewer records than was thought."""
        if total != self._total:
            before = self.cursor
            self._replace(self._source, total, before)
            if self.cursor != before:
                self._post_highlighted()

    def records_loaded(self, start: int, stop: int) -> None:
        """Repaint records that the source has now, or has anew; see ``RecordView``."""
        super().records_loaded(start, stop)
        if start <= self.cursor < stop:
            self._post_highlighted()

    def _replace(self, source: RecordSource, total: int, cursor: int) -> None:
        with self.prevent(RecordList.Highlighted):
            self._show(source, total)
            self.cursor = cursor
        self._reveal_cursor()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor within the records, and on one wherever there is one."""
        return max(0, min(cursor, self._total - 1)) if self._total else -1

    def watch_cursor(self, before: int, cursor: int) -> None:
        """Repaint the line that the cursor left and the one that it stands on, and no other."""
        self._pointed = cursor
        if not self._reveal_cursor():
            seen = self.records_in_view
            for index in (before, cursor):
                if index in seen:
                    self._refresh_records(index, index + 1)
        self._post_highlighted()

    def action_cursor_up(self) -> None:
        """Go one record up."""
        self._go(self.cursor - 1)

    def action_cursor_down(self) -> None:
        """Go one record down."""
        self._go(self.cursor + 1)

    def action_page_up(self) -> None:
        """Go up by a view, one record of which stays in sight."""
        self._go(self.cursor - max(1, self.page_height - 1))

    def action_page_down(self) -> None:
        """Go down by a view, one record of which stays in sight."""
        self._go(self.cursor + max(1, self.page_height - 1))

    def action_first(self) -> None:
        """Go to the first record."""
        self._go(0)

    def action_last(self) -> None:
        """Go to the last record."""
        self._go(self._total - 1)

    def action_select(self) -> None:
        """Open the highlighted record."""
        record = self.cursor_record
        if record is not None:
            self.post_message(self.Selected(self, self.cursor, record))

    def action_toggle_record(self) -> None:
        """Mark or unmark the highlighted record."""
        record = self.cursor_record
        if record is not None:
            self.post_message(self.Toggled(self, self.cursor, record))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave space to the screen in a list without marks."""
        return self.toggles if action == "toggle_record" else True

    def _go(self, index: int) -> None:
        self.cursor = index
        # The wheel may have left the cursor out of sight without moving it.
        self._reveal_cursor()

    def _reveal_cursor(self) -> bool:
        """Scroll no further than the cursor's line needs; True when the list has scrolled."""
        top, page = self.scroll_offset.y, self.page_height
        if self.cursor < 0 or page <= 0:
            return False
        wanted = min(max(top, self.cursor - page + 1), self.cursor)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False, force=True)
        return self.scroll_offset.y != top

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor goes: the line under the cursor, or the first one."""
        seen = self.records_in_view
        line = self.cursor - seen.start if self.cursor in seen else 0
        return self.content_region.offset + Offset(0, line + self.header_height)

    def _post_highlighted(self) -> None:
        self.post_message(self.Highlighted(self, self.cursor, self.cursor_record))

    def _on_mount(self, event: events.Mount) -> None:
        if self._total:
            self._post_highlighted()

    def _on_resize(self, event: events.Resize) -> None:
        self._reveal_cursor()

    async def _on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None or place.y < self.header_height:
            return
        index = place.y - self.header_height + self.scroll_offset.y
        if index >= self._total:
            return
        event.stop()
        highlighted = index == self.cursor
        self.cursor = index
        if self.toggles and place.x < self._painter_for(self.line_width).gutter:
            self.action_toggle_record()
        elif event.chain == 1:
            self._opened_by_click = highlighted
            if highlighted:
                self.action_select()
        elif event.chain == 2 and highlighted and not self._opened_by_click:
            self.action_select()
