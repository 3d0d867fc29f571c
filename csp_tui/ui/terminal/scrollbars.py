"""Scrollbars that are drawn again only when they look different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.scrollbar import ScrollBar

from csp_tui.ui.terminal.textual_private import update_scrollbars

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual.geometry import Size
    from textual.widget import Widget


def fit_scrollbars(widget: Widget, virtual_size: Size) -> None:
    """Fit the scrollbars of a widget to the size of its content, without a new layout.

    Args:
        widget: The widget.
        virtual_size: The size of its content.
    """
    height = virtual_size.height
    # A scrollbar is made when it is asked for, so only one that is shown is.
    if widget.show_vertical_scrollbar and not widget.show_horizontal_scrollbar:
        bar = widget.vertical_scrollbar
        if height > bar.window_size and _look(bar, height) == _look(bar, bar.window_virtual_size):
            bar.set_reactive(ScrollBar.window_virtual_size, height)
            widget.scroll_y = widget.validate_scroll_y(widget.scroll_y)
            return
    update_scrollbars(widget, virtual_size)


def _look(bar: ScrollBar, virtual_size: float) -> list[Segment]:
    """What a vertical scrollbar shows of a size, apart from its colors."""
    shown = bar.renderer.render_bar(
        size=bar.size.height,
        virtual_size=virtual_size,
        window_size=bar.window_size,
        position=bar.position,
        thickness=bar.thickness,
    )
    return list(shown.segments)
