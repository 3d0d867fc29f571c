"""The screens on which something is typed and not saved."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from textual.css.query import NoMatches
from textual.screen import Screen

from csp_tui.recovery.unsaved import BY_ROUTE, UnsavedInput
from csp_tui.ui.kit.page import Page


def unsaved_of(screens: Sequence[Screen[object]]) -> tuple[UnsavedInput, ...]:
    """What is typed and not saved on these screens, the lower ones first."""
    return tuple(one for _screen, one in places_of(screens))


def places_of(screens: Sequence[Screen[object]]) -> list[tuple[Screen[object], UnsavedInput]]:
    """The screens on which something is typed and not saved, each with it, the lower ones first."""
    from csp_tui.ui.kit.dialog import Dialog

    found: list[tuple[Screen[object], UnsavedInput]] = []
    for index, screen in enumerate(screens):
        if not isinstance(screen, Page | Dialog) or not screen.is_mounted:
            continue
        try:
            one = screen.unsaved_here(screens[index - 1] if index else None)
        except NoMatches:
            # It is being mounted or removed.
            continue
        if one is not None:
            found.append((screen, _with_route(one, screen)))
    return found


def _with_route(one: UnsavedInput, screen: Screen[object]) -> UnsavedInput:
    """What was typed in a dialog that commands open, with the route to it."""
    from csp_tui.ui.kit.dialog import Dialog
    from csp_tui.ui.recovery.routes import route_to

    if one.place != BY_ROUTE or not isinstance(screen, Dialog):
        return one
    route = route_to(screen)
    return dataclasses.replace(one, place=BY_ROUTE if route else "dialog", about=route)
