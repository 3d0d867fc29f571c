"""A compositor that lays a screen out once, and renders only what is seen."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

from textual.geometry import Region, Size
from textual.strip import Strip

from csp_tui.ui.terminal.textual_private import Compositor, take_size

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.map_geometry import MapGeometry
    from textual.widget import Widget

    from csp_tui.ui.terminal.textual_private import ReflowResult


class LeanCompositor(Compositor):
    """Lays a screen out once, and renders only what is seen.

    After a layout Textual hands each widget its size, and a widget whose size has changed asks for
    a layout again and draws itself again: a page that opens would be laid out and drawn twice. Here
    the widgets get their sizes first, in the way in which Textual does that when it scrolls. Only
    those ask for another layout that want another size now that they know theirs, such as a line
    that was cut to the width that it had before. A scrollbar that appears or goes does so, too.

    And of every widget that touches the rectangle around all changes Textual renders all lines,
    also those that have not changed, and those that are covered by what is in or above it, as most
    lines of screens and containers are. Here only lines are rendered that have changed and of which
    something is seen.
    """

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out a widget and what is in it.

        Args:
            parent: The screen.
            size: Its size.
        """
        result = super().reflow(parent, size)
        for widget, geometry in self.layers:
            is_new = widget.outer_size != geometry.region.size
            before = _wanted_size(widget, geometry, size) if is_new else None
            take_size(widget, geometry.region.size, geometry.virtual_size, geometry.container_size)
            if before is not None:
                widget.clear_cached_dimensions()
                if _wanted_size(widget, geometry, size) != before:
                    widget.refresh(layout=True)
        return result

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """What is seen, as strips by line and column.

        Args:
            crop: The rectangle around all lines that are wanted.
            is_rendered_line: Tells whether a line is wanted.
        """
        cuts = self.cuts
        left, right = crop.column_span
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(columns[:-1]) for columns in cuts]
        # What is still to be filled, by line; widgets come from the front to the back.
        free = {
            y: {column for column, end in pairwise(cuts[y]) if column < right and end > left}
            for y in crop.line_range
            if is_rendered_line(y)
        }
        for widget, (region, clip) in self.visible_widgets.items():
            if not free:
                break
            seen = region.intersection(clip)
            first, end = seen.column_span
            lines = {}
            for y in seen.line_range:
                if y in free:
                    columns = [column for column in cuts[y] if first <= column <= end]
                    if not free[y].isdisjoint(columns[:-1]):
                        lines[y] = columns
            if not lines:
                continue
            top, bottom = min(lines), max(lines)
            strips = widget.render_lines(
                Region(first - region.x, top - region.y, seen.width, bottom - top + 1)
            )
            for y, columns in lines.items():
                line = chops[y]
                pieces = strips[y - top].divide([column - first for column in columns[1:]])
                for column, piece in zip(columns, pieces, strict=False):
                    if line[column] is None:
                        line[column] = piece
                free[y].difference_update(columns[:-1])
                if not free[y]:
                    del free[y]
        if crop == self.size.region:
            # A whole frame of a screen that is being opened or left may lack what is behind all.
            for y, missing in free.items():
                for column, end in pairwise(cuts[y]):
                    if column in missing:
                        chops[y][column] = Strip.blank(end - column)
        return cast("Sequence[Mapping[int, Strip]]", chops)


def _wanted_size(widget: Widget, geometry: MapGeometry, viewport: Size) -> Size | None:
    """The size that the content of a widget asks for in the place that it has been given.

    Args:
        widget: The widget.
        geometry: Its place.
        viewport: The size of the screen.

    Returns:
        None where it is not asked: its size is fixed, or that of its children.
    """
    styles, given = widget.styles, geometry.region.size
    if widget.children or not styles.auto_dimensions:
        return None
    container = geometry.container_size
    room = given.width - widget.gutter.width
    return Size(
        widget.get_content_width(container, viewport) if styles.is_auto_width else 0,
        widget.get_content_height(container, viewport, room) if styles.is_auto_height else 0,
    )
