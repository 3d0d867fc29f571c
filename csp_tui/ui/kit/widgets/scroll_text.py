"""A text that can be scrolled."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.geometry import Offset
from textual.widget import Widget


class ScrollText(VerticalScroll, can_focus=True):
    """Scrolls its content; takes the focus only while there is something to scroll.

    A place with controls in it is never focused itself: going from control to control scrolls it.
    """

    DEFAULT_CSS = """
    ScrollText {
        scrollbar-size-vertical: 1;
        &:focus { background: $boost; background-tint: transparent; }
        &:nocolor:focus { text-style: bold; }
    }
    """

    def allow_focus(self) -> bool:
        """Only a text that is cut off has to be scrolled with keys."""
        return self.max_scroll_y > 0 and not _has_control(self)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor goes: the first line in view."""
        return self.content_region.offset


def _has_control(place: Widget) -> bool:
    return any(widget.focusable and widget.display for widget in place.query("*").results(Widget))
