"""Where a step of the tour happens: going there, and what stands there unsaved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.domain.audience import RemovePartners, decide
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.standing import Member
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.dialogs.partner_search import PartnerSearchDialog
from csp_tui.ui.dialogs.refusal import RefusalDialog
from csp_tui.ui.screens.offer import OfferScreen
from csp_tui.ui.screens.offers import OffersScreen
from csp_tui.ui.screens.request import RequestScreen
from csp_tui.ui.sections.audience import AudienceSection
from csp_tui.ui.tour.deeds import OFFER_ID, suggested
from csp_tui.ui.tour.steps import Step

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.tour.deeds import Facts

_PATIENCE = 10.0
_BETWEEN_LOOKS = 0.02


def is_there(app: WorkbenchApp, step: Step) -> bool:
    """Whether what a step begins with stands on the screen already, done by hand."""
    section = _section(app)
    match step.stage or step.place:
        case "option":
            return section is not None and section.channel is ResellerChannel.SOME
        case "partners":
            return section is not None and bool(section.unsaved.added)
        case "refusal":
            return isinstance(app.screen, RefusalDialog)
        case _:
            return False


def picked(app: WorkbenchApp) -> dict[str, str]:
    """Partners that were selected by hand and are not saved, by tenant ID with their names."""
    section = _section(app)
    return dict(section.unsaved.added) if section is not None else {}


async def show(app: WorkbenchApp, step: Step, facts: Facts | None) -> bool:
    """Go to where a step happens, and put there what it begins with.

    Returns:
        Whether that is there: someone may have done something else than the story tells.
    """
    if step.stage == "partners":
        await _add_chosen(app)
    if is_there(app, step):
        return True
    match step.place:
        case "offers":
            app.go_to("offers")
            app.call_later(_load, app)
            return True
        case "audience":
            return await _open_audience(app, step)
        case "refusal":
            return await _refuse(app, step)
        case "request":
            if facts is None or facts.request is None:
                return False
            return await _open_request(app, facts.request.id)
        case _:
            return await _open_history(app)


async def _add_chosen(app: WorkbenchApp) -> None:
    """Put on the list what was chosen by hand in a search that is still open."""
    search = app.screen
    if isinstance(search, PartnerSearchDialog) and search.chosen:
        search.command_choose_add()
        await _until(lambda: bool(picked(app)))


def _section(app: WorkbenchApp) -> AudienceSection | None:
    screen = app.screen
    if not isinstance(screen, OfferScreen) or screen.offer_id != OFFER_ID:
        return None
    section = screen.section
    loaded = isinstance(section, AudienceSection) and section.is_mounted
    return section if isinstance(section, AudienceSection) and loaded and section.view else None


def _load(app: WorkbenchApp) -> None:
    screen = app.screen
    if isinstance(screen, OffersScreen):
        # The offer of the tour is the one that one looks at.
        screen.listing.start_at(OFFER_ID, 0)
        screen.load()


async def _until(fact: Callable[[], bool]) -> bool:
    loop = asyncio.get_running_loop()
    end = loop.time() + _PATIENCE
    while not fact():
        if loop.time() > end:
            return False
        await asyncio.sleep(_BETWEEN_LOOKS)
    return True


async def _open_history(app: WorkbenchApp) -> bool:
    app.go_to("offers")
    screen = OfferScreen(OFFER_ID, "history")
    app.push_screen(screen)
    is_open = await _until(lambda: screen.view is not None and screen.section is not None)
    # The arrows go through what has happened, not to other pages.
    screen.focus_section()
    return is_open


async def _open_audience(app: WorkbenchApp, step: Step) -> bool:
    app.go_to("offers")
    app.open_offer(OFFER_ID, "audience")
    # A dialog says what stands against it, as that there is no such offer.
    await _until(lambda: _section(app) is not None or isinstance(app.screen, Dialog))
    section = _section(app)
    if section is None:
        return False
    if step.stage:
        for option in section.options.query("Option").results():
            if option.name == ResellerChannel.SOME.value:
                option.value = True  # type: ignore[attr-defined]
        await _until(
            lambda: section.channel is ResellerChannel.SOME or isinstance(app.screen, Dialog)
        )
        if section.channel is not ResellerChannel.SOME:
            return False
    if step.stage == "partners":
        section.add(await asyncio.to_thread(suggested, app.workbench, 3))
    elif step.act is None and step.before is None:
        section.options.focus()
    else:
        section.partners.focus()
    return True


async def _refuse(app: WorkbenchApp, step: Step) -> bool:
    if _section(app) is None:
        await _open_audience(app, step)
    section = _section(app)
    rows = await asyncio.to_thread(app.workbench.audience.rows, OFFER_ID)
    locked = [row for row in rows if row.resold and row.in_live]
    if section is None or section.view is None or not locked:
        return False
    row = locked[0]
    member = Member(row.tenant_id, row.name, row.in_draft, row.in_live, row.resold)
    verdict = decide(section.view.standing, RemovePartners((member,)))
    app.push_screen(RefusalDialog(verdict))
    return await _until(lambda: isinstance(app.screen, RefusalDialog))


async def _open_request(app: WorkbenchApp, request_id: int) -> bool:
    app.go_to("offers")
    app.open_offer(OFFER_ID, "requests")
    app.open_request(request_id)
    return await _until(lambda: isinstance(app.screen, RequestScreen))
