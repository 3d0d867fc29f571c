"""Opens again the dialogs that commands had opened, with what was typed there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from csp_tui.recovery.unsaved import Unsaved
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.ways import OPENING, commands_over
from csp_tui.ui.widgets.record_list import RecordList
from csp_tui.ui.workbench_screen import WorkbenchScreen

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.commands.holder import CommandHolder

RESTORING = "restoring"
"""The group of the workers that put back what was typed."""
_BETWEEN, _TRIES, _IDLE = 0.02, 250, 15


async def follow(app: WorkbenchApp, unsaved: Unsaved) -> bool:
    """Go a way again, and enter what was typed at its end.

    Args:
        app: The app, with everything opened that lies below.
        unsaved: What was typed, about a way as ``way_to`` gives it.

    Returns:
        Whether the way is still open.
    """
    about = unsaved.about
    commands = about.get("commands", "").split()
    if not commands or not set(commands) <= OPENING:
        return False
    page = _page(app, about)
    if page is None:
        return False
    done = commands_over(app.screen_stack, page)
    if commands[: len(done)] != done or not await _is_at(app, page, about):
        return False
    for command_id in commands[len(done) :]:
        if not await _run(app, command_id):
            return False
    dialog = app.screen
    if not isinstance(dialog, Dialog) or type(dialog).__name__ != about.get("dialog"):
        return False
    dialog.put_back(unsaved.typed)
    return True


async def is_so(app: WorkbenchApp, fact: Callable[[], bool]) -> bool:
    """Wait for a fact for as long as something goes on that may bring it about."""
    idle = 0
    for _try in range(_TRIES):
        if fact():
            return True
        working = any(not one.is_finished and one.group != RESTORING for one in app.workers)
        idle = 0 if working else idle + 1
        if idle > _IDLE:
            break
        await asyncio.sleep(_BETWEEN)
    return False


def _page(app: WorkbenchApp, about: Mapping[str, str]) -> WorkbenchScreen | None:
    """The page of a way: the one that is there already, or a new one."""
    pages = [one for one in app.screen_stack if isinstance(one, WorkbenchScreen)]
    if pages and pages[-1].where().items() <= about.items():
        return pages[-1]
    if not isinstance(app.screen, WorkbenchScreen):
        return None
    page = page_at(about)
    if page is not None:
        app.push_screen(page)
    return page


def page_at(about: Mapping[str, str]) -> WorkbenchScreen | None:
    """A new page that is where another one was, None where there is no such place."""
    match about:
        case {"screen": "offer", "offer_id": offer_id, "section": section}:
            from csp_tui.ui.screens.offer import SECTION_NAMES, OfferScreen

            return OfferScreen(offer_id, section) if section in SECTION_NAMES else None
        case {"screen": "request", "request_id": number} if number.isdecimal():
            from csp_tui.ui.screens.request import RequestScreen

            return RequestScreen(int(number))
        case {"screen": "partners"}:
            from csp_tui.ui.screens.partners import PartnersScreen

            return PartnersScreen()
        case {"screen": "requests"}:
            from csp_tui.ui.screens.requests import RequestsScreen

            return RequestsScreen()
        case {"screen": "history"}:
            from csp_tui.ui.screens.history import HistoryScreen

            return HistoryScreen()
        case {"screen": "rules"}:
            from csp_tui.ui.screens.rules import RulesScreen

            return RulesScreen()
        case {"screen": "settings"}:
            from csp_tui.ui.screens.settings import SettingsScreen

            return SettingsScreen()
    return None


async def _is_at(app: WorkbenchApp, page: WorkbenchScreen, about: Mapping[str, str]) -> bool:
    """Put the cursor of the page where it was: a command may be about what it stands on."""
    name, key = about.get("list", ""), about.get("key", "")
    if not await is_so(app, lambda: page.is_mounted):
        return False
    if not key or app.screen is not page:
        return True

    def listing() -> RecordList | None:
        return next((one for one in page.query(RecordList) if one.id == name), None)

    def is_there() -> bool:
        found = listing()
        record = found.cursor_record if found is not None else None
        return record is not None and record.key == key

    if not await is_so(app, lambda: listing() is not None):
        return False
    if not is_there():
        found = listing()
        assert found is not None
        found.start_at(key, 0)
        page.load()
    return await is_so(app, is_there)


async def _run(app: WorkbenchApp, command_id: str) -> bool:
    """Run a command as soon as it can run, and wait for what it opens."""
    below = app.screen
    if not isinstance(below, WorkbenchScreen | Dialog):
        return False
    holder: CommandHolder = below

    def can_run() -> bool:
        found = holder.find_command(command_id) if holder.is_mounted else None
        return found is not None and holder.reason_against(found[1]) is None

    if not await is_so(app, can_run):
        return False
    holder.action_run_command(command_id)
    return await is_so(app, lambda: app.screen is not below and app.screen.is_mounted)
