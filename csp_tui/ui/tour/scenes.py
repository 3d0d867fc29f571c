"""Where a step of the tour happens: going there, and unsaved input there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.domain.audience import RemovePartners, decide
from csp_tui.domain.audience_state import Member
from csp_tui.domain.offer import ResellerChannel
from csp_tui.ui.audience.section import AudienceSection
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.refusal import RefusalDialog
from csp_tui.ui.kit.widgets.choices import RadioOption
from csp_tui.ui.offer.screen import OfferScreen
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.partners.search_dialog import PartnerSearchDialog
from csp_tui.ui.requests.screen import RequestScreen
from csp_tui.ui.tour.actions import OFFER_ID, suggested
from csp_tui.ui.tour.steps import Step

if TYPE_CHECKING:
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.tour.actions import Facts

_PATIENCE = 10.0
_LOAD_PATIENCE = 1.0
_LOADS = 3
"""How often the list of offers is read at most until the cursor is on that of the tour."""
_BETWEEN_LOOKS = 0.02


def is_there(app: AppBase, step: Step) -> bool:
    """Whether the initial input of a step is on the screen already, entered by hand."""
    section = _section(app)
    match step.stage or step.place:
        case "option":
            return section is not None and section.option is ResellerChannel.SOME
        case "partners":
            return _has_selected(app)
        case "refusal":
            return isinstance(app.screen, RefusalDialog)
        case _:
            return False


def unsaved_edit(app: AppBase) -> AudienceEdit | None:
    """What was changed by hand on the audience page and is not saved, None without anything."""
    section = _section(app)
    return section.unsaved_edit() if section is not None else None


def has_unsaved(app: AppBase) -> bool:
    """Whether anything was changed by hand on the audience page and is not saved."""
    section = _section(app)
    return section is not None and section.is_dirty


async def show(app: AppBase, step: Step, facts: Facts | None) -> bool:
    """Go to where a step happens, and put there what it begins with.

    Returns:
        Whether that is there: someone may have done something else than in the story.
    """
    if step.stage == "partners":
        await add_chosen(app)
    if is_there(app, step):
        return True
    match step.place:
        case "offers":
            app.navigation.go_to("offers")
            # A list that was being read already may have put the cursor elsewhere.
            for _time in range(_LOADS):
                app.call_later(_load, app)
                if await until(lambda: _is_on_offer(app), _LOAD_PATIENCE):
                    break
                if not isinstance(app.screen, OffersScreen):
                    break
            return True
        case "audience":
            is_saved = facts is not None and facts.drafted > 0
            return await _open_audience(app, step, selects=not is_saved)
        case "refusal":
            return await _refuse(app, step)
        case "request":
            if facts is None or facts.request is None:
                return False
            return await _open_request(app, facts.request.id)
        case _:
            return await _open_history(app)


async def add_chosen(app: AppBase) -> None:
    """Put on the list what was selected by hand in a search that is still open."""
    search = app.screen
    if isinstance(search, PartnerSearchDialog) and search.chosen:
        search.command_choose_add()
        await until(lambda: _has_selected(app))


def _has_selected(app: AppBase) -> bool:
    section = _section(app)
    return section is not None and bool(section.draft.added or section.draft.queries)


def _section(app: AppBase) -> AudienceSection | None:
    screen = app.screen
    if not isinstance(screen, OfferScreen) or screen.offer_id != OFFER_ID:
        return None
    section = screen.section
    loaded = isinstance(section, AudienceSection) and section.is_mounted
    return section if isinstance(section, AudienceSection) and loaded and section.view else None


def _load(app: AppBase) -> None:
    screen = app.screen
    if isinstance(screen, OffersScreen):
        # The offer of the tour is the open one.
        screen.listing.start_at(OFFER_ID, 0)
        screen.load()


def _is_on_offer(app: AppBase) -> bool:
    screen = app.screen
    return isinstance(screen, OffersScreen) and screen.listing.cursor_key == OFFER_ID


async def until(fact: Callable[[], bool], patience: float = _PATIENCE) -> bool:
    """Wait until something is so; False after some seconds in which it was not."""
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    while not fact():
        if loop.time() > end:
            return False
        await asyncio.sleep(_BETWEEN_LOOKS)
    return True


async def _open_history(app: AppBase) -> bool:
    app.navigation.go_to("offers")
    screen = OfferScreen(OFFER_ID, "history")
    app.push_screen(screen)
    is_open = await until(lambda: screen.view is not None and screen.section is not None)
    # The arrows go through what has happened, not to other pages.
    screen.sections.focus_current()
    return is_open


async def _open_audience(app: AppBase, step: Step, *, selects: bool = True) -> bool:
    app.navigation.go_to("offers")
    app.navigation.open_offer(OFFER_ID, "audience")
    # A dialog says what prevents it, such as a missing offer.
    await until(lambda: _section(app) is not None or isinstance(app.screen, Dialog))
    section = _section(app)
    if section is None:
        return False
    if step.stage:
        for option in section.options.query(RadioOption):
            if option.name == ResellerChannel.SOME.value:
                option.value = True
        await until(
            lambda: section.option is ResellerChannel.SOME or isinstance(app.screen, Dialog)
        )
        if section.option is not ResellerChannel.SOME:
            return False
    if step.stage == "partners" and selects:
        section.selection.add(await asyncio.to_thread(suggested, app.workbench, 3))
    elif step.act is None and step.before is None:
        section.options.focus()
    else:
        section.table.focus()
    return True


async def _refuse(app: AppBase, step: Step) -> bool:
    if _section(app) is None:
        await _open_audience(app, step)
    section = _section(app)
    rows = await asyncio.to_thread(app.workbench.audience.rows, OFFER_ID)
    locked = [row for row in rows if row.resold and row.in_live]
    if section is None or section.view is None or not locked:
        return False
    row = locked[0]
    member = Member(row.tenant_id, row.name, row.in_draft, row.in_live, row.resold)
    verdict = decide(section.view.state, RemovePartners((member,)))
    app.push_screen(RefusalDialog(verdict))
    return await until(lambda: isinstance(app.screen, RefusalDialog))


async def _open_request(app: AppBase, request_id: int) -> bool:
    app.navigation.go_to("offers")
    app.navigation.open_offer(OFFER_ID, "requests")
    app.navigation.open_request(request_id)
    return await until(lambda: isinstance(app.screen, RequestScreen))
