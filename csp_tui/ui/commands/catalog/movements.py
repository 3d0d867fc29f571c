"""The keys that move within a list, menu or field."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import N_


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that a key does within the widget that has the focus.

    Attributes:
        id: Its ID, by which the settings give it other keys.
        keys: Its keys if no others are set, with commas between them.
        title: What it does, in English; "" if the keys explain themselves.
    """

    id: str
    keys: str
    title: str = ""


_MOVEMENTS = (
    Movement("bar.next", "right", N_("Next entry")),
    Movement("bar.previous", "left", N_("Previous entry")),
    Movement("bar.run", "enter,space", N_("Go there")),
    Movement("buttons.next", "right", N_("Next button")),
    Movement("buttons.previous", "left", N_("Previous button")),
    Movement("dialog.down", "down", N_("Down")),
    Movement("dialog.first", "home,ctrl+home", N_("Beginning")),
    Movement("dialog.last", "end,ctrl+end", N_("End")),
    Movement("dialog.page_down", "pagedown", N_("Page down")),
    Movement("dialog.page_up", "pageup", N_("Page up")),
    Movement("dialog.up", "up", N_("Up")),
    Movement("find.leave", "escape", N_("Show everything")),
    Movement("field.down", "down", N_("Results")),
    Movement("list.down", "down", N_("Down")),
    Movement("list.first", "home,ctrl+home", N_("First")),
    Movement("list.last", "end,ctrl+end", N_("Last")),
    Movement("list.page_down", "pagedown", N_("Page down")),
    Movement("list.page_up", "pageup", N_("Page up")),
    Movement("list.select", "enter", N_("Open")),
    Movement("list.toggle", "space", N_("Mark")),
    Movement("list.up", "up", N_("Up")),
    Movement("locked.explain", "enter,space,delete,backspace", N_("Why locked")),
    Movement("locked.copy", "y", N_("Copy value")),
    Movement("menu.enter", "enter", N_("Enter the section")),
    Movement("menu.next", "down,right", N_("Next section")),
    Movement("menu.previous", "up,left", N_("Previous section")),
    Movement("path.complete", "tab", N_("Complete the path")),
    Movement("problems.go", "enter,space", N_("Go to the field")),
    Movement("text.first", "home,ctrl+home", N_("Beginning")),
    Movement("text.last", "end,ctrl+end", N_("End")),
    Movement("welcome.next", "down"),
    Movement("welcome.previous", "up"),
)

MOVEMENTS: Mapping[str, Movement] = MappingProxyType({one.id: one for one in _MOVEMENTS})
"""Every movement by its ID."""
