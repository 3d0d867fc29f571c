"""The way to a dialog: the page below it, and the commands that have opened it from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from csp_tui.ui.commands.holder import CommandHolder
from csp_tui.ui.widgets.record_list import RecordList
from csp_tui.ui.workbench_screen import WorkbenchScreen

if TYPE_CHECKING:
    from csp_tui.ui.dialogs.dialog import Dialog

OPENING = frozenset(
    {
        "audience.export",
        "audience.import",
        "audience.resales",
        "audience.select",
        "copy.save",
        "database",
        "database.back-up",
        "database.restore",
        "find.competency",
        "find.country",
        "find.skill",
        "offers.directory",
        "offers.resales",
        "partners.import",
        "request.save",
        "resales.import",
        "resales.record",
        "settings.ids",
        "settings.show",
        "text.save",
    }
)
"""Commands that open something and change nothing, so that they may be run from a file."""
_OF_CURSOR = frozenset({"copy.save"})
"""Commands of what is under the cursor of the page, and of nothing else."""


def way_to(dialog: Dialog[Any]) -> dict[str, str]:
    """How one comes to a dialog; nothing where commands do not lead there.

    Args:
        dialog: A dialog that is shown, or lies below others.
    """
    stack = dialog.app.screen_stack
    if dialog not in stack:
        return {}
    above = stack[: stack.index(dialog) + 1]
    page = next((one for one in reversed(above) if isinstance(one, WorkbenchScreen)), None)
    if page is None or not page.where():
        return {}
    commands = commands_over(above, page)
    if not set(commands) <= OPENING or _OF_CURSOR & set(commands[1:]):
        return {}
    way = {**page.where(), "commands": " ".join(commands), "dialog": type(dialog).__name__}
    return {**way, **_cursor(page)} if _OF_CURSOR & set(commands) else way


def commands_over(stack: list[Screen[Any]], page: WorkbenchScreen) -> list[str]:
    """The commands that have opened what lies over a page; "" for what no command has opened."""
    begin = stack.index(page)
    opened = zip(stack[begin:], stack[begin + 1 :], strict=False)
    return [
        getattr(over, "opened_by", "")
        or (below.last_command if isinstance(below, CommandHolder) else "")
        for below, over in opened
    ]


def _cursor(page: WorkbenchScreen) -> dict[str, str]:
    for listing in page.query(RecordList):
        record = listing.cursor_record
        if listing.id and record is not None and record.key:
            return {"list": listing.id, "key": record.key}
    return {}
