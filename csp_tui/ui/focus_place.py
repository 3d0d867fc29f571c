"""Where on a screen one is: the part that has the focus, and the place of its cursor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from csp_tui.recovery.unsaved import Value


def focus_place(screen: Screen[Any]) -> dict[str, Value]:
    """Where one is, as ``focus_again`` takes it; nothing where nothing has the focus."""
    focused = screen.focused
    if focused is None:
        # A terminal that has lost the focus itself takes it from the field.
        away = screen.app._last_focused_on_app_blur
        focused = away if away is not None and away.is_attached and away.screen is screen else None
    if focused is None:
        return {}
    address = _address(focused)
    alike = [one for one in screen.query(type(focused)) if _address(one) == address]
    place: dict[str, Value] = {"part": address, "number": alike.index(focused)}
    match focused:
        case Input():
            place["cursor"] = focused.cursor_position
        case TextArea():
            place["cursor"] = list(focused.cursor_location)
    return place


def focus_again(screen: Screen[Any], place: Mapping[str, Value]) -> bool:
    """Go where one was.

    Args:
        screen: The screen, with everything on it.
        place: What ``focus_place`` gave then; it comes from a file, so that it may be anything.

    Returns:
        Whether there is such a part, and it takes the focus.
    """
    address, number = place.get("part"), place.get("number")
    if not isinstance(address, str) or not isinstance(number, int):
        return False
    alike = [one for one in screen.query("*") if one.focusable and _address(one) == address]
    if not 0 <= number < len(alike):
        return False
    part = alike[number]
    screen.set_focus(part)
    # After the focus has arrived, which may select everything that stands there.
    part.call_later(_put_cursor, part, place.get("cursor"))
    return True


def _put_cursor(part: Widget, cursor: Value) -> None:
    match part, cursor:
        case Input(), int():
            part.cursor_position = cursor
        case TextArea(), [int(row), int(column)]:
            row = max(0, min(row, part.document.line_count - 1))
            column = max(0, min(column, len(part.document.get_line(row))))
            part.move_cursor((row, column))


def _address(widget: Widget) -> str:
    """What a part is called within its screen: its kind, below what around it has a name."""
    kind = type(widget).__name__
    around = [node for node in widget.ancestors_with_self if node.id and node is not widget.screen]
    return f"{around[0].id} {kind}" if around else kind
