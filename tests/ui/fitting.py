"""What does not fit on a page: controls out of reach, words cut off, sideways scrolling."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, RadioButton, Static

from csp_tui.ui.kit.lists.record_layout import GAP, content_widths
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.command_bar import CommandBar
from csp_tui.ui.kit.widgets.step_line import StepLine
from csp_tui.ui.offer.section_menu import SectionMenu


def shown(widget: Widget) -> Region:
    """The part of a widget that can be seen."""
    screen = widget.screen
    if not widget.is_attached or widget not in screen._compositor.visible_widgets:
        return Region()
    region, clip = screen._compositor.visible_widgets[widget]
    return region.intersection(clip).intersection(screen.size.region)


def beyond_ascii(page: str) -> set[str]:
    """The characters of a page that are neither ASCII nor letters, accents or digits."""
    return {
        char for char in page if not char.isascii() and unicodedata.category(char)[0] not in "LMN"
    }


def named(widget: Widget) -> str:
    """A widget in words for a failure."""
    return f"{type(widget).__name__}#{widget.id or widget.name or ''}"


def out_of_view(control: Widget) -> Iterator[str]:
    """What cannot be seen of a control that has the focus."""
    part = shown(control)
    if not part.area:
        yield f"{named(control)} cannot be seen when it has the focus"
    elif control.region.height <= 3 and part.size != control.region.size:
        yield f"{named(control)} is seen in part only: {part.size} of {control.region.size}"
    if isinstance(control, RecordList) and control.page_height < 1:
        yield f"{named(control)} has no room for a record"


def sideways(screen: Screen[object]) -> Iterator[str]:
    """What has to be scrolled to the side."""
    for widget in screen.walk_children(Widget, with_self=True):
        if widget.display and widget.show_horizontal_scrollbar:
            yield f"{named(widget)} scrolls sideways"


def cut_words(screen: Screen[object]) -> Iterator[str]:
    """Labels, titles and texts that end where their place ends."""
    for widget in screen.walk_children(Widget):
        part = shown(widget)
        if not part.area:
            continue
        if isinstance(widget, Button | RadioButton):
            label = widget.render() if isinstance(widget, RadioButton) else widget.label
            needed = cell_len(str(label))
            room = widget.content_size.width * widget.content_size.height
            if needed > room:
                yield f"{named(widget)}: {label!s} needs {needed} cells and has {room}"
        elif isinstance(widget, RecordList) and widget.show_header:
            for place, width in widget._painter_for(widget.line_width).layout:
                title = widget.columns[place].title
                if cell_len(title) > width:
                    yield f"{named(widget)}: title {title!r} has only {width} cells"
        elif isinstance(widget, CommandBar | SectionMenu | StepLine):
            needed = max(cell_len(line) for line in str(widget.render()).splitlines() or [""])
            if needed > widget.content_size.width:
                yield f"{named(widget)} needs {needed} cells and has {widget.content_size.width}"
        elif isinstance(widget, Static):
            yield from _cut_text(widget, part)


def cut_cells(screen: Screen[object]) -> Iterator[str]:
    """Cells that are cut while their list has width that no visible text needs."""
    for listing in screen.query(RecordList):
        records = [listing.source.record(i) for i in listing.records_in_view]
        rows = [record.cells for record in records if record is not None]
        if not shown(listing).area or not rows:
            continue
        painter = listing._painter_for(listing.line_width)
        needed = content_widths(listing.columns, rows)
        used = sum(width for _, width in painter.layout) + GAP * (len(painter.layout) - 1)
        unused = listing.line_width - painter.gutter - used
        spare = unused + sum(max(0, width - needed[place]) for place, width in painter.layout)
        for place, width in painter.layout:
            if width < needed[place] and spare:
                title = listing.columns[place].title
                yield f"{named(listing)}: {title!r} is cut while {spare} cells are not needed"


def _cut_text(text: Static, part: Region) -> Iterator[str]:
    """A text may be scrolled, and it may wrap; it may not end where its place ends."""
    scrolls = any(
        isinstance(node, Widget) and node.show_vertical_scrollbar for node in text.ancestors
    )
    room = text.content_size
    if not room.area or scrolls:
        return
    cells = max((cell_len(line) for line in str(text.render()).splitlines()), default=0)
    needed = text.get_content_height(room, text.screen.size, room.width)
    is_one_line = text.styles.text_wrap == "nowrap"
    if (is_one_line and cells > room.width) or min(room.height, part.height) < needed:
        yield f"{named(text)} is cut: {str(text.render())[:70]!r}"
