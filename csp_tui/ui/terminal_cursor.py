"""Where the terminal's own cursor stands: on what has the focus, for readers and magnifiers."""

from __future__ import annotations

from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, RadioButton, RadioSet


def cursor_place(screen: Screen[object]) -> Offset | None:
    """Where the cursor belongs on a screen.

    A widget that knows better says so in ``cursor_screen_offset``, as Textual's fields do.

    Args:
        screen: The screen that is shown.

    Returns:
        The cell, None where nothing has the focus.
    """
    focused = screen.focused
    if focused is None or not focused.is_attached:
        return None
    own = getattr(focused, "cursor_screen_offset", None)
    if isinstance(own, Offset):
        return own
    if isinstance(focused, RadioSet):
        return _in_options(focused)
    if isinstance(focused, OptionList) and focused.highlighted is not None:
        line = focused.highlighted - focused.scroll_offset.y
        return focused.content_region.offset + Offset(0, max(0, line))
    return focused.content_region.offset


def _in_options(options: RadioSet) -> Offset:
    for button in options.query(RadioButton):
        if button.has_class("-selected"):
            return _inside(button)
    return options.content_region.offset


def _inside(widget: Widget) -> Offset:
    return widget.content_region.offset
