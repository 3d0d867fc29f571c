"""The route to a dialog: the page below it, and the commands that have opened it from there."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.page import Page


def is_replayable(command_id: str) -> bool:
    """Whether a command only opens something, so that it may be run because a file says so."""
    command = ALL_COMMANDS.get(command_id)
    return command is not None and command.replayable


def route_to(dialog: Dialog[Any]) -> dict[str, str]:
    """The route to a dialog; empty if no commands open it.

    Args:
        dialog: A dialog that is shown or below others.
    """
    stack = dialog.app.screen_stack
    if dialog not in stack:
        return {}
    above = stack[: stack.index(dialog) + 1]
    page = next((one for one in reversed(above) if isinstance(one, Page)), None)
    if page is None or not page.where():
        return {}
    commands = commands_over(above, page)
    if not all(map(is_replayable, commands)):
        return {}
    route = {**page.where(), "commands": " ".join(commands), "dialog": type(dialog).__name__}
    record = dialog.is_about()
    if record:
        places = (one.cursor for one in page.query(RecordList) if one.cursor_key == record)
        route |= {"record": record, "place": str(next(places, 0))}
    return route


def commands_over(stack: list[Screen[Any]], page: Page) -> list[str]:
    """The commands that have opened the screens above a page; "" if no command did."""
    begin = stack.index(page)
    opened = zip(stack[begin:], stack[begin + 1 :], strict=False)
    return [
        (over.opened_by if isinstance(over, Dialog) else "")
        or (below.last_command if isinstance(below, CommandScreen) else "")
        for below, over in opened
    ]
