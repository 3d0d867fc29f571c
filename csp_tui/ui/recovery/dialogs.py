"""Opens again the dialogs that commands had opened, with what was typed there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from csp_tui.recovery.unsaved import UnsavedInput
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.page import Page
from csp_tui.ui.recovery.routes import commands_over, is_replayable
from csp_tui.ui.terminal.lifecycle import is_working

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.kit.command_screen import CommandScreen

RESTORING = "restoring"
"""The group of the workers that put back what was typed."""
_BETWEEN, _TRIES, _IDLE = 0.02, 250, 15


async def reopen(app: AppBase, unsaved: UnsavedInput) -> bool:
    """Open a dialog by its route again, and enter what was typed there.

    Args:
        app: The app, with everything below opened.
        unsaved: What was typed, about a route as ``route_to`` gives it.

    Returns:
        Whether the route still exists.
    """
    about = unsaved.about
    commands = about.get("commands", "").split()
    if not commands or not all(map(is_replayable, commands)):
        return False
    page = _page(app, about)
    if page is None:
        return False
    done = commands_over(app.screen_stack, page)
    if commands[: len(done)] != done or not await wait_until(app, lambda: page.is_mounted):
        return False
    for command_id in commands[len(done) :]:
        if not await _run(app, command_id):
            return False
    dialog = app.screen
    if not isinstance(dialog, Dialog) or type(dialog).__name__ != about.get("dialog"):
        return False
    if dialog.is_about() != about.get("record", ""):
        # The record is not where it was, so that another one is highlighted.
        dialog.dismiss(None)
        return False
    dialog.restore(unsaved.typed)
    return True


async def wait_until(app: AppBase, fact: Callable[[], bool]) -> bool:
    """Wait for a condition while background work may still make it true."""
    idle = 0
    for _try in range(_TRIES):
        if fact():
            return True
        working = any(is_working(one) and one.group != RESTORING for one in app.workers)
        idle = 0 if working else idle + 1
        if idle > _IDLE:
            break
        await asyncio.sleep(_BETWEEN)
    return False


def _page(app: AppBase, about: Mapping[str, str]) -> Page | None:
    """The page of a route: the one that is there already, or a new one."""
    pages = [one for one in app.screen_stack if isinstance(one, Page)]
    if pages and pages[-1].where().items() <= about.items():
        return pages[-1]
    if not isinstance(app.screen, Page):
        return None
    page = page_at(about)
    if page is not None:
        place = about.get("place", "")
        page.start_record = about.get("record", ""), int(place) if place.isdecimal() else 0
        app.push_screen(page)
    return page


def page_at(about: Mapping[str, str]) -> Page | None:
    """A new page at the same location, None if there is none."""
    match about:
        case {"screen": "offer", "offer_id": offer_id, "section": section}:
            from csp_tui.ui.offer.screen import OfferScreen
            from csp_tui.ui.offer.sections import SECTION_NAMES

            return OfferScreen(offer_id, section) if section in SECTION_NAMES else None
        case {"screen": "request", "request_id": number} if number.isdecimal():
            from csp_tui.ui.requests.screen import RequestScreen

            return RequestScreen(int(number))
        case {"screen": "partners"}:
            from csp_tui.ui.partners.screen import PartnersScreen

            return PartnersScreen()
        case {"screen": "requests"}:
            from csp_tui.ui.requests.list_screen import RequestsScreen

            return RequestsScreen()
        case {"screen": "lists"}:
            from csp_tui.ui.lists.page import ListsPage

            return ListsPage()
        case {"screen": "history"}:
            from csp_tui.ui.history.screen import HistoryScreen

            return HistoryScreen()
        case {"screen": "center"}:
            from csp_tui.ui.marketplace.screen import PartnerCenterScreen

            return PartnerCenterScreen()
        case {"screen": "rules"}:
            from csp_tui.ui.help.rules_screen import RulesScreen

            return RulesScreen()
        case {"screen": "settings"}:
            from csp_tui.ui.settings.screen import SettingsScreen

            return SettingsScreen()
    return None


async def _run(app: AppBase, command_id: str) -> bool:
    """Run a command as soon as it can run, and wait for what it opens."""
    below = app.screen
    if not isinstance(below, Page | Dialog):
        return False
    holder: CommandScreen = below

    def can_run() -> bool:
        found = holder.find_command(command_id) if holder.is_mounted else None
        return found is not None and holder.reason_against(found[1]) is None

    if not await wait_until(app, can_run):
        return False
    holder.action_run_command(command_id)
    return await wait_until(app, lambda: app.screen is not below and app.screen.is_mounted)
