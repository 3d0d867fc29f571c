"""Opens the places in which something was typed, with what was typed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.recovery.unsaved import BY_ROUTE, UnsavedInput, Value
from csp_tui.ui.recovery.dialogs import reopen

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.kit.page import Page

AFTER_OTHERS = frozenset({"authorize", BY_ROUTE})
"""Places that open above other screens, and so only when those are there."""


async def restore(app: AppBase, unsaved: UnsavedInput) -> bool:
    """Open a place with what was typed.

    Args:
        app: The app, at what is below the place.
        unsaved: What was typed.

    Returns:
        Whether there is such a place.
    """
    about, typed = unsaved.about, unsaved.typed
    match unsaved.place:
        case "offer" if "offer_id" in about:
            return _open_offer(app, about["offer_id"], about.get("section", ""), typed)
        case "partner-search" if "offer_id" in about:
            return _open_offer(app, about["offer_id"], "audience", {"choosing": typed})
        case "resale" if "offer_id" in about:
            return _open_offer(app, about["offer_id"], "audience", {"resold": typed})
        case "new-request" if "offer_id" in about:
            return _open_offer(app, about["offer_id"], "requests", {"asking": typed})
        case "authorize" if "offer_id" in about:
            return _ask_partners_to_authorize(
                app, about["offer_id"], about.get("option", ""), typed
            )
        case "new-offer":
            return _open_new_offer(app, typed)
        case "compare":
            from csp_tui.ui.compare.page import ComparePage

            return _open(app, ComparePage(), typed)
        case "request" | "ticket" if about.get("request_id", "").isdecimal():
            from csp_tui.ui.requests.screen import RequestScreen

            return _open(app, RequestScreen(int(about["request_id"])), typed)
        case place if place == BY_ROUTE:
            return await reopen(app, unsaved)
    return False


def _open_offer(app: AppBase, offer_id: str, section: str, typed: dict[str, Value]) -> bool:
    from csp_tui.ui.offer.screen import OfferScreen
    from csp_tui.ui.offer.sections import SECTION_NAMES

    if section not in SECTION_NAMES:
        return False
    top = app.screen
    if isinstance(top, OfferScreen) and top.begins_at(offer_id, section):
        # The search over the offer whose page is being opened with what was typed there.
        top.start_typed = {**top.start_typed, **typed}
        return True
    return _open(app, OfferScreen(offer_id, section), typed)


def _open(app: AppBase, page: Page, typed: dict[str, Value]) -> bool:
    page.start_typed = typed
    app.push_screen(page)
    return True


def _ask_partners_to_authorize(
    app: AppBase, offer_id: str, option: str, typed: dict[str, Value]
) -> bool:
    from csp_tui.domain.offer import ResellerChannel
    from csp_tui.ui.requests.new_dialog import NewRequestDialog

    if option not in list(ResellerChannel):
        return False
    below = app.screen
    if not isinstance(below, NewRequestDialog):
        recovered: dict[str, Value] = {"authorizing": typed, "authorized_for": option}
        return _open_offer(app, offer_id, "audience", recovered)
    below.ask_partners_to_authorize(ResellerChannel(option), typed)
    return True


def _open_new_offer(app: AppBase, typed: dict[str, Value]) -> bool:
    from csp_tui.ui.offers.screen import OffersScreen

    offers = app.screen_stack[0]
    if not isinstance(offers, OffersScreen):
        return False
    offers.ask_new_offer(typed)
    return True
