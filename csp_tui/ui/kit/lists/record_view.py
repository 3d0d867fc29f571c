"""Paints the records in view and asks for those that are missing; knows no keys and no mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from csp_tui.i18n import grouped
from csp_tui.ui.kit.lists.record_layout import GAP, column_widths, content_widths
from csp_tui.ui.kit.lists.record_model import Column, RecordSource
from csp_tui.ui.kit.lists.record_painter import RecordPainter, gutter_width
from csp_tui.ui.kit.lists.record_source import ListSource
from csp_tui.ui.kit.lists.record_styles import COMPONENTS, CSS
from csp_tui.ui.kit.lists.row_source import RowSource
from csp_tui.ui.terminal.scrollbars import fit_scrollbars

_KEPT_STRIPS = 512


class ListMessage(Message):
    """What a list reports.

    Attributes:
        record_list: The list that sent the message.
    """

    def __init__(self, record_list: RecordView) -> None:
        super().__init__()
        self.record_list = record_list

    @property
    def control(self) -> RecordView:
        """The same, for ``@on`` with a selector."""
        return self.record_list


class RecordView(ScrollView):
    """The lines of a ``RecordList``: any number of records, painted as far as they are seen.

    Attributes:
        show_header: Whether the columns' titles are shown above the records.
        empty: Shown in an empty list: what would be here and which key brings it.
        busy: Shown in an empty list instead of ``empty`` while it is not "".
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)

    DEFAULT_CSS = CSS

    show_header: reactive[bool] = reactive(True)
    empty: reactive[str | Content] = reactive[str | Content]("", always_update=True, repaint=False)
    busy: reactive[str | Content] = reactive[str | Content]("", always_update=True, repaint=False)

    class Needed(ListMessage, namespace="record_list"):
        """Records in view are not loaded; the screen loads them and calls ``records_loaded``.

        Only the last range matters: one that was asked for before is asked for again when it is
        seen again, so a screen may drop a load that a newer range has overtaken.

        Attributes:
            start: First place that is needed, from 0.
            end: The place after the last one.
        """

        def __init__(self, record_list: RecordView, start: int, end: int) -> None:
            super().__init__(record_list)
            self.start = start
            self.end = end

        def can_replace(self, message: Message) -> bool:
            """The last range is the one that is seen."""
            return isinstance(message, RecordView.Needed) and message.control is self.control

    def __init__(
        self,
        columns: Sequence[Column] = (),
        source: RecordSource | None = None,
        *,
        mark_width: int = 2,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._columns = tuple(columns)
        self._source: RecordSource = source if source is not None else ListSource()
        self._total = self._source.total
        self._pointed = 0 if self._total else -1
        self._mark_width = mark_width
        self._painter: RecordPainter | None = None
        self._seen_content: tuple[int, ...] = ()
        self._marked_content: tuple[int, ...] = ()
        self._line_styles: dict[tuple[str, ...], Style] = {}
        self._strips: LRUCache[tuple[int, bool], Strip] = LRUCache(_KEPT_STRIPS)
        self._notice: list[Strip] | None = None
        self._asked: tuple[int, int] | None = None
        self._frame_title = ""
        self._is_narrow = False

    def make_narrow(self, is_narrow: bool) -> None:
        """Let columns be narrow, because each record is shown in full beside the list."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._redraw()

    def frame(self, title: str) -> None:
        """Show the list in a frame if the window has room for one.

        Args:
            title: What the list holds, translated; the number of records stands behind it.
        """
        self._frame_title = title
        self.add_class("-titled")
        self._title_frame()

    def _title_frame(self) -> None:
        if self._frame_title:
            title = Content(f"{self._frame_title} {self._frame_count()}".rstrip())
            self.border_title = title.markup

    def _frame_count(self) -> str:
        """The number behind the title, "" if it is not known."""
        return grouped(self._total) if self._total else ""

    @property
    def needed_width(self) -> int:
        """Cells that the list takes with every column as wide as its widest content so far."""
        content = self._content(self.line_width) or [
            max(column.min_width, cell_len(column.title)) for column in self._columns
        ]
        gaps = GAP * max(0, len(self._columns) - 1)
        around = self.gutter.width + self.scrollbar_size_vertical
        return sum(content) + gaps + gutter_width(self._mark_width) + around

    @property
    def total(self) -> int:
        """Number of records, loaded or not."""
        return self._total

    def shown_keys(self) -> list[str] | None:
        """The keys of all records that are shown, None while some are not loaded."""
        if isinstance(self._source, (ListSource, RowSource)):
            return self._source.keys()
        records = [self._source.record(index) for index in range(self._total)]
        keys = [record.key for record in records if record is not None]
        return keys if len(keys) == len(records) else None

    @property
    def source(self) -> RecordSource:
        """Where the records come from."""
        return self._source

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, those included that the width leaves no room for."""
        return self._columns

    @property
    def records_in_view(self) -> range:
        """Places of the records in view."""
        top = self.scroll_offset.y
        return range(top, max(top, min(self._total, top + self.page_height)))

    @property
    def page_height(self) -> int:
        """Number of records that fit into the view."""
        return max(0, self.size.height - self.scrollbar_size_horizontal - self.header_height)

    @property
    def line_width(self) -> int:
        """Cells of a line, the scrollbar left out."""
        return max(0, self.size.width - self.scrollbar_size_vertical)

    @property
    def header_height(self) -> int:
        """Lines above the records."""
        return 1 if self.show_header else 0

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Replace the columns, for instance after a change of language."""
        self._columns = tuple(columns)
        self._seen_content = ()
        self._redraw()

    def records_loaded(self, start: int, stop: int) -> None:
        """Repaint records that were loaded or changed.

        Args:
            start: First place, from 0.
            stop: The place after the last one.
        """
        # Lines out of view may be kept too; a new strip costs less than finding those.
        self._strips.clear()
        seen = self.records_in_view
        first, last = max(start, seen.start), min(stop, seen.stop)
        if first < last:
            self._lay_out()
            self._refresh_records(first, last)
        # A load that returned nothing is not requested again, or it would be requested forever.
        if self._missing() != self._asked:
            self._asked = None
            self._ask()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room; the columns take what their content needs."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The titles and all records; an empty list has room for its text."""
        if self._total:
            return self._total + self.header_height
        return len(self._notice_lines(self._painter_for(width))) + self.header_height

    def render_line(self, y: int) -> Strip:
        """Paint one line of the view; reads only what the source has loaded."""
        painter = self._painter_for(self.line_width)
        if y < self.header_height:
            return painter.titles(self._style("header"))
        if not self._total:
            return self._notice_line(painter, y - self.header_height)
        index = y - self.header_height + self.scroll_offset.y
        if index >= self._total:
            return painter.blank(self._style())
        pointed = index == self._pointed
        strip = self._strips.get((index, pointed))
        return self._record_line(painter, index, pointed) if strip is None else strip

    def notify_style_update(self) -> None:
        """Apply another theme, focus or class."""
        super().notify_style_update()
        self._redraw()

    def _show(self, source: RecordSource, total: int) -> None:
        if source is not self._source:
            self._asked = None
        self._source = source
        self._total = max(0, total)
        self._strips.clear()
        self._title_frame()
        self._fit_virtual_size()
        self._lay_out()
        self._ask()
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scroll, and give the columns the room that the records in view need."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._lay_out()
            self._ask()

    def _lay_out(self) -> None:
        """Let the columns follow the content of the records in view."""
        painter = self._painter
        if painter is None:
            return
        content = self._content(painter.width)
        if (content, self._marked_content) != (painter.content, painter.marked):
            self._use_painter(painter.width, content)
            self.refresh()

    def _content(self, width: int) -> tuple[int, ...]:
        """Cells that each column needs.

        As long as everything seen so far fits, its widths are kept, so that columns stay where
        they are while one scrolls or searches; otherwise only the records in view count.
        """
        found = (self._source.record(index) for index in self.records_in_view)
        records = [record for record in found if record is not None]
        if not records:
            return self._seen_content
        self._marked_content = content_widths(self._columns, [one.cells for one in records])
        visible = self._marked_content
        if any(one.unmarked for one in records):
            visible = content_widths(self._columns, [one.unmarked or one.cells for one in records])
        seen = self._seen_content or visible
        self._seen_content = tuple(max(pair) for pair in zip(visible, seen, strict=True))
        room = width - gutter_width(self._mark_width)
        layout = column_widths(self._columns, room, self._seen_content, is_narrow=self._is_narrow)
        fits = sum(cells for _, cells in layout)
        return self._seen_content if fits >= sum(self._seen_content) else visible

    def _refresh_records(self, start: int, end: int) -> None:
        # Not refresh_lines, which sends the scrollbar beside the lines again.
        top = start - self.scroll_offset.y + self.header_height
        self.refresh(Region(0, top, self.line_width, end - start))

    def _fit_virtual_size(self) -> None:
        size = Size(0, self._total + self.header_height)
        if size == self.virtual_size:
            return
        if self.styles.auto_dimensions:
            self.virtual_size = size
        else:
            # A list of a fixed size stays where it is, whatever is in it.
            self.set_reactive(RecordView.virtual_size, size)
        fit_scrollbars(self, size)

    def _record_line(self, painter: RecordPainter, index: int, pointed: bool) -> Strip:
        record = self._source.record(index)
        cursor = ("cursor",) if pointed else ()
        if record is None:
            return painter.waiting(self._style("pending", *cursor), pointed=pointed)
        strip = painter.record(record, self._style(record.style, *cursor), pointed=pointed)
        self._strips[index, pointed] = strip
        return strip

    def _ask(self) -> None:
        """Ask for the records in view that are not loaded, before they are painted."""
        missing = self._missing()
        if missing is not None and missing != self._asked:
            self._asked = missing
            self.post_message(self.Needed(self, *missing))

    def _missing(self) -> tuple[int, int] | None:
        places = [i for i in self.records_in_view if self._source.record(i) is None]
        return (places[0], places[-1] + 1) if places else None

    def _notice_line(self, painter: RecordPainter, y: int) -> Strip:
        lines = self._notice_lines(painter)
        place = y - max(0, (self.page_height - len(lines)) // 2)
        return lines[place] if 0 <= place < len(lines) else painter.blank(self._style())

    def _notice_lines(self, painter: RecordPainter) -> list[Strip]:
        if self._notice is None:
            self._notice = painter.notice(self._notice_text(), self._style("notice"))
        return self._notice

    def _notice_text(self) -> str | Content:
        """What an empty list says."""
        return self.busy or self.empty

    def _painter_for(self, width: int) -> RecordPainter:
        painter = self._painter
        if painter is None or painter.width != width:
            painter = self._use_painter(width, self._content(width))
        return painter

    def _use_painter(self, width: int, content: Sequence[int]) -> RecordPainter:
        painter = self._painter = RecordPainter(
            self._columns,
            width,
            self._mark_width,
            self.app.stylesheet.parse_style,
            content,
            is_narrow=self._is_narrow,
            marked=self._marked_content,
        )
        self._strips.clear()
        self._notice = None
        return painter

    def _style(self, *names: str) -> Style:
        style = self._line_styles.get(names)
        if style is None:
            wanted = (f"record-list--{name}" for name in names)
            classes = [name for name in wanted if name in COMPONENTS]
            style = self.get_visual_style(*classes)
            # Textual leaves reverse out of a visual style; without colors it is all there is.
            if any(self.get_component_styles(name).text_style.reverse for name in classes):
                style += Style(reverse=True)
            self._line_styles[names] = style
        return style

    def _redraw(self) -> None:
        self._painter = None
        self._line_styles.clear()
        self._strips.clear()
        self._notice = None
        self.refresh()

    def on_mount(self) -> None:
        """Fit the scrollbar to the records."""
        self._fit_virtual_size()

    def watch_show_header(self) -> None:
        """Make room for the header."""
        self._fit_virtual_size()

    def watch_empty(self) -> None:
        """Lay out the text again."""
        self._renew_notice()

    def watch_busy(self) -> None:
        """Lay out the text again."""
        self._renew_notice()

    def _renew_notice(self) -> None:
        self._notice = None
        if not self._total:
            self.refresh()
