"""Opens the places in which something was typed, with what was typed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.ui.query_recovery import query_again
from csp_tui.ui.recovered_ways import follow

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp

AFTER_OTHERS = frozenset({"authorize", "way", "directory", "rules"})
"""Places that are opened over whatever lies below, and so only when that is there."""


async def put_back(app: WorkbenchApp, unsaved: Unsaved) -> bool:
    """Open a place with what was typed.

    Args:
        app: The app, at what is below the place.
        unsaved: What was typed.

    Returns:
        Whether there is such a place.
    """
    about, typed = unsaved.about, unsaved.typed
    match unsaved.place:
        case "offers":
            return _filter_offers(app, typed)
        case "directory":
            return _search_directory(app, typed)
        case "rules":
            return _search_rules(app, typed)
        case "offer" if "offer_id" in about:
            return _open_offer(app, about["offer_id"], about.get("section", ""), typed)
        case "partner-search" if "offer_id" in about:
            return _open_offer(app, about["offer_id"], "audience", {"choosing": typed})
        case "resale" if "offer_id" in about:
            return _open_offer(app, about["offer_id"], "audience", {"resold": typed})
        case "new-request" if "offer_id" in about:
            return _open_offer(app, about["offer_id"], "requests", {"asking": typed})
        case "authorize" if "offer_id" in about:
            return _ask_whom(app, about["offer_id"], about.get("option", ""), typed)
        case "new-offer":
            return _open_new_offer(app, typed)
        case "request" | "ticket" if about.get("request_id", "").isdecimal():
            return _open_request(app, int(about["request_id"]), typed)
        case "way":
            return await follow(app, unsaved)
    return False


def _open_offer(app: WorkbenchApp, offer_id: str, section: str, typed: dict[str, Value]) -> bool:
    from csp_tui.ui.screens.offer import SECTION_NAMES, OfferScreen

    if section not in SECTION_NAMES:
        return False
    top = app.screen
    if isinstance(top, OfferScreen) and top.begins_at(offer_id, section):
        # The search over the offer whose page is being opened with what was typed there.
        top.start_typed = {**top.start_typed, **typed}
        return True
    screen = OfferScreen(offer_id, section)
    screen.start_typed = typed
    app.push_screen(screen)
    return True


def _ask_whom(app: WorkbenchApp, offer_id: str, option: str, typed: dict[str, Value]) -> bool:
    from csp_tui.domain.offer import ResellerChannel
    from csp_tui.ui.dialogs.new_request import NewRequestDialog

    if option not in list(ResellerChannel):
        return False
    below = app.screen
    if not isinstance(below, NewRequestDialog):
        begun: dict[str, Value] = {"authorizing": typed, "authorized_for": option}
        return _open_offer(app, offer_id, "audience", begun)
    below.ask_whom(ResellerChannel(option), typed)
    return True


def _open_new_offer(app: WorkbenchApp, typed: dict[str, Value]) -> bool:
    from csp_tui.ui.screens.offers import OffersScreen

    offers = app.screen_stack[0]
    if not isinstance(offers, OffersScreen):
        return False
    offers.ask_new_offer(typed)
    return True


def _filter_offers(app: WorkbenchApp, typed: dict[str, Value]) -> bool:
    from csp_tui.ui.screens.offers import OffersScreen

    offers = app.screen_stack[0]
    if not isinstance(offers, OffersScreen):
        return False
    offers.put_back(typed)
    return True


def _search_directory(app: WorkbenchApp, typed: dict[str, Value]) -> bool:
    from csp_tui.ui.screens.partners import PartnersScreen

    screen = PartnersScreen()
    screen.start_query = query_again(typed)
    app.push_screen(screen)
    return True


def _search_rules(app: WorkbenchApp, typed: dict[str, Value]) -> bool:
    from csp_tui.ui.screens.rules import RulesScreen

    app.push_screen(RulesScreen(words=query_again(typed).text))
    return True


def _open_request(app: WorkbenchApp, request_id: int, typed: dict[str, Value]) -> bool:
    from csp_tui.ui.screens.request import RequestScreen

    screen = RequestScreen(request_id)
    screen.start_typed = typed
    # It is being worked on, as it was; cut off once more, it is offered once more.
    screen.saver.has_changes = True
    app.push_screen(screen)
    return True
