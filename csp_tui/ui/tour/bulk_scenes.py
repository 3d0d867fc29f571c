"""Where a step of the tour of ten offers happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.plan import GoLive
from csp_tui.i18n import gettext as _
from csp_tui.ui.history.screen import HistoryScreen
from csp_tui.ui.kit.view_request import ViewRequest
from csp_tui.ui.lists.page import ListsPage
from csp_tui.ui.offers.screen import OffersScreen
from csp_tui.ui.plans.bulk_dialog import BulkDialog
from csp_tui.ui.plans.page import PlanPage
from csp_tui.ui.plans.saved_page import SavedPlansPage
from csp_tui.ui.tour.bulk_actions import (
    CHANGE,
    DRIFTED_LIST,
    FILTER,
    OFFER_IDS,
    desired,
    plan_title,
)
from csp_tui.ui.tour.scenes import until
from csp_tui.ui.tour.steps import Step

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.tour.bulk_actions import BulkFacts


def is_there(app: AppBase, step: Step) -> bool:
    """Whether what a step begins with is on the screen already, entered by hand."""
    screen = app.screen
    match step.stage or step.place:
        case "filtered":
            return isinstance(screen, OffersScreen) and _shows_ten(screen)
        case "marked":
            return isinstance(screen, OffersScreen) and screen.marked >= set(OFFER_IDS)
        case "bulk":
            return isinstance(screen, BulkDialog)
        case "plan":
            return isinstance(screen, PlanPage)
        case "live":
            return isinstance(screen, PlanPage) and screen.goes_live
        case "list-plan":
            return isinstance(screen, PlanPage) and any(
                isinstance(below, ListsPage) for below in app.screen_stack
            )
        case _:
            return False


async def show(app: AppBase, step: Step, _facts: BulkFacts | None) -> bool:
    """Go to where a step happens, and put there what it begins with.

    Returns:
        Whether that is there.
    """
    if is_there(app, step):
        return True
    match step.place:
        case "offers":
            return await _show_offers(app, step)
        case "bulk":
            return await _show_bulk(app)
        case "plan":
            app.navigation.go_to("offers")
            go_live = GoLive.NEXT if step.stage == "live" else GoLive.NO
            page = PlanPage(plan_title(), desired(), go_live=go_live)
            app.push_screen(page)
            return await until(lambda: page.is_planned)
        case "lists":
            return await _show_lists(app)
        case "list-plan":
            return await _show_list_plan(app)
        case "plans":
            app.navigation.go_to("offers")
            app.navigation.open_view(ViewRequest(view="plans"))
            return await until(lambda: isinstance(app.screen, SavedPlansPage))
        case _:
            app.navigation.go_to("history")
            return await until(lambda: isinstance(app.screen, HistoryScreen))


def _shows_ten(screen: OffersScreen) -> bool:
    return screen.is_mounted and set(screen.listing.shown_keys() or ()) == set(OFFER_IDS)


async def _show_offers(app: AppBase, step: Step) -> bool:
    app.navigation.go_to("offers")
    screen = app.screen
    if not isinstance(screen, OffersScreen):
        return False
    if not step.stage:
        # A reload shows the offers that the story has just made.
        screen.field.value = ""
        screen.marked.clear()
        app.call_later(screen.load)
        return True
    screen.load()
    screen.field.value = FILTER
    if not await until(lambda: _shows_ten(screen)):
        return False
    screen.listing.focus()
    if step.stage == "marked":
        screen.marked |= set(OFFER_IDS)
        screen.load()
    return True


async def _show_bulk(app: AppBase) -> bool:
    app.navigation.go_to("offers")
    app.navigation.open_view(ViewRequest(view="bulk", offer_ids=OFFER_IDS))
    if not await until(lambda: isinstance(app.screen, BulkDialog)):
        return False
    dialog = app.screen
    return isinstance(dialog, BulkDialog) and await until(lambda: dialog.highlight(CHANGE))


async def _show_lists(app: AppBase) -> bool:
    app.navigation.go_to("offers")
    page = ListsPage()
    page.start_places["partner-lists"] = (DRIFTED_LIST, 0)
    app.push_screen(page)
    return await until(lambda: page.is_mounted and page.listing.total > 0)


async def _show_list_plan(app: AppBase) -> bool:
    if not isinstance(app.screen, ListsPage) and not await _show_lists(app):
        return False
    wishes = app.workbench.lists.wishes([DRIFTED_LIST])
    page = PlanPage(_("Apply the list {name}").format(name=DRIFTED_LIST), wishes)
    app.push_screen(page)
    return await until(lambda: page.is_planned)
