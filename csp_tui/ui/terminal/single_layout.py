"""A layout that does not ask for the next one without need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size

from csp_tui.ui.terminal.textual_private import Compositor, take_size

if TYPE_CHECKING:
    from textual.map_geometry import MapGeometry
    from textual.widget import Widget

    from csp_tui.ui.terminal.textual_private import ReflowResult


class SingleLayout(Compositor):
    """Lays a screen out once.

    After a layout Textual hands each widget its size, and a widget whose size has changed asks for
    a layout again and draws itself again: a page that opens would be laid out and drawn twice. Here
    the widgets get their sizes first, in the way in which Textual does that when it scrolls. Only
    those ask for another layout that want another size now that they know theirs, such as a line
    that was cut to the width that it had before. A scrollbar that appears or goes does so, too.
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
