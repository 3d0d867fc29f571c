"""The list that every screen uses: a cursor over any number of records.

Textual's own table keeps every row. This one keeps none: it asks its source for the lines in view,
so that a million records open as fast as ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.lists.cursor_anchor import CursorAnchor
from csp_tui.ui.kit.lists.record_model import Column, Record, RecordSource
from csp_tui.ui.kit.lists.record_order import Order, OrderedSource, first_gap
from csp_tui.ui.kit.lists.record_ordering import RecordOrdering
from csp_tui.ui.kit.lists.record_source import ListSource
from csp_tui.ui.kit.lists.record_view import ListMessage, RecordView
from csp_tui.ui.kit.lists.row_source import RowSource

__all__ = ["Column", "ListSource", "Record", "RecordList"]


class RecordList(RecordView, can_focus=True):
    """A list of records with a cursor, read from a source a screenful at a time.

    Attributes:
        cursor: Place of the highlighted record from 0, -1 in an empty list.
        toggles: Whether space and a click on a line's mark post ``Toggled``.

    Args:
        columns: The columns, replaced at any time with ``set_columns``.
        source: The records; none at first by default.
        show_header: Whether the columns' titles are shown above the records.
        toggles: See above.
        mark_width: Cells for the state marks, 0 for none.
        empty: Shown in an empty list.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        movement("list.up", "cursor_up"),
        movement("list.down", "cursor_down"),
        movement("list.page_up", "page_up"),
        movement("list.page_down", "page_down"),
        movement("list.first", "first"),
        movement("list.last", "last"),
        movement("list.select", "select"),
        movement("list.toggle", "toggle_record"),
    ]

    cursor: reactive[int] = reactive(-1, repaint=False, init=False)
    toggles: reactive[bool] = reactive(False, repaint=False, bindings=True)

    class Highlighted(ListMessage):
        """The cursor is on another record, or its record was loaded or replaced.

        Attributes:
            index: Place of the record, from 0; -1 in an empty list.
            record: The record, or None while it is not loaded.
        """

        def __init__(self, record_list: RecordView, index: int, record: Record | None) -> None:
            super().__init__(record_list)
            self.index = index
            self.record = record

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts while the cursor runs."""
            return isinstance(message, RecordList.Highlighted) and message.control is self.control

    class _RecordMessage(ListMessage):
        def __init__(self, record_list: RecordView, index: int, record: Record) -> None:
            super().__init__(record_list)
            self.index = index
            self.record = record

    class Selected(_RecordMessage):
        """A record was opened: enter, a click on the highlighted line, or a double click.

        Attributes:
            record: The record; one that is not loaded cannot be opened.
        """

    class Toggled(_RecordMessage):
        """A record was marked or unmarked: space, or a click on its mark.

        Attributes:
            record: The record as it was; the screen provides the new one.
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
        self._ordering = RecordOrdering(
            self,
            columns,
            self._source,
            lambda start, end: self.post_message(self.Needed(self, start, end)),
        )
        self._start: tuple[str, int] | None = None
        self._anchor = CursorAnchor()
        self.set_reactive(RecordList.cursor, self._pointed)
        self.set_reactive(RecordList.toggles, toggles)
        self.set_reactive(RecordView.show_header, show_header)
        self.set_reactive(RecordView.empty, empty)

    @property
    def cursor_record(self) -> Record | None:
        """The highlighted record; None in an empty list or while it is not loaded."""
        return self._source.record(self.cursor) if self.cursor >= 0 else None

    @property
    def cursor_key(self) -> str | None:
        """The key of the highlighted record; None in an empty list or while it is not loaded."""
        record = self.cursor_record
        return None if record is None else record.key

    @property
    def source(self) -> RecordSource:
        """Where the records come from, in their own order."""
        return self._ordering.source

    @property
    def order(self) -> Order:
        """How the records are sorted and filtered."""
        return self._ordering.order

    @property
    def order_shown(self) -> Order:
        """The order that the titles show."""
        return self.order

    @property
    def is_ordered_in_store(self) -> bool:
        """Whether the source sorts and filters itself, because its records come in pages."""
        return False

    def reorder(self) -> None:
        """Show the records in ``order``; called where the source sorts and filters itself."""

    @property
    def sortable_columns(self) -> Sequence[Column]:
        """The columns that are shown, as far as the list can be sorted by them."""
        shown = {index for index, _width in self._painter_for(self.line_width).layout}
        return [one for index, one in enumerate(self._ordering.columns) if index in shown]

    @property
    def source_shown(self) -> RecordSource:
        """The source of what is shown: an earlier one while the newest is being sorted."""
        return self._source.base if isinstance(self._source, OrderedSource) else self._source

    def shown_keys(self) -> list[str] | None:
        """The keys of all records that are shown, None while some are not loaded."""
        shown = self._source
        if isinstance(shown, OrderedSource) and isinstance(shown.base, (ListSource, RowSource)):
            keys = shown.base.keys()
            return None if keys is None else [keys[place] for place in shown.places]
        return super().shown_keys()

    def base_place(self, index: int) -> int:
        """The place in ``source_shown`` of a record that is shown at a place."""
        shown = self._source
        if isinstance(shown, OrderedSource) and 0 <= index < shown.total:
            return shown.places[index]
        return index

    def find_words(self, text: str) -> None:
        """Show only the records that have all words of a text in their cells."""
        self._set_order(self.order.find(text), filters=True)

    def sort_by_next_column(self) -> None:
        """Sort by next column that is shown, after the last in the list's own order."""
        self._set_order(self.order.next_column(self.sortable_columns))

    def reverse_order(self) -> None:
        """Sort by the same column the other way round."""
        if self.order.column:
            self._set_order(self.order.turned())

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Replace the columns, for instance after a change of language."""
        self._ordering.columns = tuple(columns)
        super().set_columns(self.order_shown.titles(columns))

    def _set_order(self, order: Order, *, filters: bool = False) -> None:
        if order != self.order:
            self._ordering.order = order
            self.set_columns(self._ordering.columns)
            if self.is_ordered_in_store:
                self.reorder()
            else:
                self.set_source(self.source, filters=filters)

    def _notice_text(self) -> str | Content:
        if self.order.words and (self.source.total or self.is_ordered_in_store):
            key = key_label("find.leave", "escape")
            return _("Nothing here contains these words.\n\n{key} shows everything.").format(
                key=key
            )
        return super()._notice_text()

    def enter(self) -> None:
        """Go into the list from its filter; the cursor belongs to its record from now on."""
        if self.cursor_key is not None:
            self._anchor.stay_at(self.cursor_key)
        self.focus()

    def start_at(self, key: str, place: int) -> None:
        """Put the cursor on a record as soon as there are records.

        Args:
            key: The record's key; "" if it has none.
            place: Where the cursor goes when no record has the key.
        """
        self._start = (key, place)

    def set_source(
        self, source: RecordSource, keep_key: bool = True, *, filters: bool = False
    ) -> None:
        """Replace the records.

        Args:
            source: The new records.
            keep_key: Whether the cursor stays on its record, or at its place when the record is
                not found; otherwise the list starts at the top.
            filters: Whether the records are those that pass another filter than before, so that
                the cursor belongs to its record even while that one is hidden.
        """
        self._ordering.arrange(
            source,
            lambda shown: self._show_source(shown, keep_key, filters),
            in_store=self.is_ordered_in_store,
        )

    def _show_source(self, source: RecordSource, keep_key: bool, filters: bool) -> None:
        before = self.cursor_record
        place = self.cursor if keep_key else 0
        if filters:
            place = self._anchor.place_in(source, self.cursor_key)
        elif keep_key and before is not None and before.key:
            found = source.find(before.key)
            place = place if found is None else found
        if self._start is not None and source.total:
            key, place = self._start
            found = source.find(key) if key else None
            place = place if found is None else found
            self._start = None
        elif not keep_key:
            self.scroll_to(y=0, animate=False, force=True)
        with self.prevent(RecordList.Highlighted):
            self._show(source, source.total)
            self.cursor = place
        if filters:
            self._anchor.moved_to(self.cursor_key)
        self._reveal_cursor()
        if self.cursor_record is None or self.cursor_record != before:
            self._post_highlighted()

    def records_loaded(self, start: int, stop: int) -> None:
        """Repaint records that were loaded or changed; see ``RecordView``."""
        if isinstance(self._source, OrderedSource):
            start, stop = 0, self._total
        elif self.order and not self.is_ordered_in_store and first_gap(self.source) is None:
            self.set_source(self.source)
        super().records_loaded(start, stop)
        if start <= self.cursor < stop:
            self._post_highlighted()

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor within the records, and on one wherever there is one."""
        return max(0, min(cursor, self._total - 1)) if self._total else -1

    def watch_cursor(self, before: int, cursor: int) -> None:
        """Repaint the line that the cursor left and the one that it is on, and no other."""
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
        """Mark or unmark the highlighted record, and go on to the next."""
        self._toggle()
        self.action_cursor_down()

    def _toggle(self) -> None:
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
        """Where the terminal's cursor goes: the highlighted line, or the first one."""
        seen = self.records_in_view
        line = self.cursor - seen.start if self.cursor in seen else 0
        return self.content_region.offset + Offset(0, line + self.header_height)

    def _post_highlighted(self) -> None:
        self.post_message(self.Highlighted(self, self.cursor, self.cursor_record))

    def on_mount(self) -> None:
        """Report the first record."""
        if self._total:
            self._post_highlighted()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in view, and lay out columns for the records that came into view."""
        self._lay_out()
        self._reveal_cursor()
        self._ask()

    def index_at(self, event: events.MouseEvent) -> int | None:
        """The index of the record under the pointer, None if there is none."""
        place = event.get_content_offset(self)
        if place is None or place.y < self.header_height:
            return None
        index = place.y - self.header_height + self.scroll_offset.y
        return index if index < self._total else None

    def on_click(self, event: events.Click) -> None:
        """Move the cursor, mark or open a record."""
        index = self.index_at(event)
        place = event.get_content_offset(self)
        if index is None or place is None:
            return
        event.stop()
        highlighted = index == self.cursor
        self.cursor = index
        if self.toggles and place.x < self._painter_for(self.line_width).gutter:
            self._toggle()
        elif event.chain == 1:
            self._opened_by_click = highlighted
            if highlighted:
                self.action_select()
        elif event.chain == 2 and highlighted and not self._opened_by_click:
            self.action_select()
