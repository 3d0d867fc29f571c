"""Opens the plans that other pages ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csp_tui.domain.desired import DesiredState, OfferWish
from csp_tui.domain.plan import GoLive
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.services.bulk import BulkChange, bulk_wishes
from csp_tui.ui.plans.bulk_dialog import BulkDialog
from csp_tui.ui.plans.page import PlanPage

if TYPE_CHECKING:
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.ui.kit.app_base import AppBase


def open_plan(app: AppBase, title: str, desired: DesiredState) -> None:
    """Open the plan that leads to a desired state."""
    app.push_screen(PlanPage(title, desired))


def open_what_if(
    app: AppBase, offer_ids: tuple[str, ...], edits: Mapping[str, AudienceEdit]
) -> None:
    """Open the plan of what would follow if drafts went live.

    Args:
        app: Where it is opened.
        offer_ids: The offers.
        edits: What is not saved yet, by offer.
    """
    title = (
        _("What-if plan: {offer}").format(offer=app.offer_name(offer_ids[0]))
        if len(offer_ids) == 1
        else ngettext(
            "What-if plan of {count} offer", "What-if plan of {count} offers", len(offer_ids)
        )
    )
    app.push_screen(PlanPage(title, _wishes(offer_ids, edits), go_live=GoLive.NEXT))


def ask_bulk(app: AppBase, offer_ids: tuple[str, ...]) -> None:
    """Ask for a change of many offers, and open its plan."""

    def selected(change: BulkChange | None) -> None:
        if change is not None:
            title = ngettext("Change {count} offer", "Change {count} offers", len(offer_ids))
            open_plan(app, title, bulk_wishes(offer_ids, change))

    app.push_screen(BulkDialog(len(offer_ids)), selected)


def _wishes(offer_ids: tuple[str, ...], edits: Mapping[str, AudienceEdit]) -> DesiredState:
    """What the offers should be: as they are in draft, with what is not saved yet."""
    wishes = []
    for offer_id in offer_ids:
        edit = edits.get(offer_id)
        if edit is None:
            wishes.append(OfferWish(offer_id=offer_id))
        else:
            wishes.append(
                OfferWish(
                    offer_id=offer_id,
                    channel=edit.channel,
                    partners=edit.add,
                    without=edit.remove,
                    queries=edit.queries,
                )
            )
    return DesiredState(tuple(wishes))
