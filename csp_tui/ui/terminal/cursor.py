"""The position of the terminal's cursor: at the focus, for screen readers and magnifiers."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import OptionList


@runtime_checkable
class HasCursor(Protocol):
    """A widget that knows where its cursor is."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the cursor on the screen."""


def cursor_offset(screen: Screen[object]) -> Offset | None:
    """Where the cursor belongs on a screen.

    A widget may have its own ``cursor_screen_offset``, as Textual's input fields do.

    Returns:
        The cell, None if nothing has the focus.
    """
    focused = screen.focused
    if focused is None or not focused.is_attached:
        return None
    if isinstance(focused, HasCursor):
        return focused.cursor_screen_offset
    if isinstance(focused, OptionList) and focused.highlighted is not None:
        line = focused.highlighted - focused.scroll_offset.y
        return focused.content_region.offset + Offset(0, max(0, line))
    return focused.content_region.offset
