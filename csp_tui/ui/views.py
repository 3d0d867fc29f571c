"""Opens the pages that other pages ask for, each imported when it is first opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.ui.kit.view_request import ViewRequest

if TYPE_CHECKING:
    from csp_tui.domain.desired import DesiredState
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.services.bulk import BulkChange
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.kit.page import Page


def import_pages() -> None:
    """Import the page that is opened from the offers, while someone reads their list."""
    import csp_tui.ui.offer.screen  # noqa: F401


def center_page() -> Page:
    """The page of the connection to Partner Center."""
    from csp_tui.ui.marketplace.screen import PartnerCenterScreen

    return PartnerCenterScreen()


def offer_page(offer_id: str, section: str) -> Page:
    """The page of an offer, at one of its sections."""
    from csp_tui.ui.offer.screen import OfferScreen

    return OfferScreen(offer_id, section)


def open_view(app: AppBase, request: ViewRequest) -> None:
    """Open what a page asks for; each place is imported when it is first opened."""
    match request.view:
        case "what-if":
            _open_what_if(app, request)
        case "bulk":
            _ask_bulk(app, request.offer_ids)
        case "plan" if request.desired is not None:
            _open_plan(app, request.title, request.desired)
        case "plans":
            from csp_tui.ui.plans.saved_page import SavedPlansPage

            app.push_screen(SavedPlansPage())
        case "lists":
            from csp_tui.ui.lists.page import ListsPage

            app.push_screen(ListsPage())
        case "save-list" if request.offer_ids:
            _save_list(app, request.offer_ids[0])
        case "compare":
            from csp_tui.ui.compare.page import ComparePage

            app.push_screen(ComparePage(*_sides(request.offer_ids)))
        case "coverage":
            from csp_tui.ui.compare.coverage_page import CoveragePage

            ids = request.offer_ids
            app.push_screen(CoveragePage(ids if len(ids) > 1 else (), "".join(ids[:1])))
        case "state-plan":
            from csp_tui.ui.plans.state_files import ask_for_state

            ask_for_state(app, app.tasks)
        case "state-export":
            from csp_tui.ui.plans.state_files import ask_for_export

            ask_for_export(app, app.tasks, request.offer_ids)
        case "report":
            from csp_tui.ui.history.report_dialog import ReportDialog

            app.push_screen(ReportDialog(request.offer_ids))
        case "audit":
            from csp_tui.ui.plans.audit_page import AuditPage

            app.push_screen(AuditPage())
        case _:
            raise ValueError(f"there is no view {request.view}")


def _open_plan(app: AppBase, title: str, desired: DesiredState) -> None:
    from csp_tui.ui.plans.page import PlanPage

    app.push_screen(PlanPage(title, desired))


def _open_what_if(app: AppBase, request: ViewRequest) -> None:
    from csp_tui.domain.plan import GoLive
    from csp_tui.ui.plans.page import PlanPage

    ids = request.offer_ids
    title = (
        _("What-if plan: {offer}").format(offer=app.offer_name(ids[0]))
        if len(ids) == 1
        else ngettext("What-if plan of {count} offer", "What-if plan of {count} offers", len(ids))
    )
    app.push_screen(PlanPage(title, _wishes(ids, request.edits), go_live=GoLive.NEXT))


def _wishes(offer_ids: tuple[str, ...], edits: Mapping[str, AudienceEdit]) -> DesiredState:
    """What the offers should be: as they are in draft, with what is not saved yet."""
    from csp_tui.domain.desired import DesiredState, OfferWish

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


def _ask_bulk(app: AppBase, offer_ids: tuple[str, ...]) -> None:
    from csp_tui.services.bulk import bulk_wishes
    from csp_tui.ui.plans.bulk_dialog import BulkDialog

    def selected(change: BulkChange | None) -> None:
        if change is not None:
            title = ngettext("Change {count} offer", "Change {count} offers", len(offer_ids))
            _open_plan(app, title, bulk_wishes(offer_ids, change))

    app.push_screen(BulkDialog(len(offer_ids)), selected)


def _save_list(app: AppBase, offer_id: str) -> None:
    from csp_tui.ui.lists.dialogs import NewListDialog

    def saved(name: str | None) -> None:
        if name:
            app.tell(_("List {name} created.").format(name=name))

    app.push_screen(NewListDialog(offer_id), saved)


def _sides(offer_ids: tuple[str, ...]) -> tuple[str, str]:
    """Both sides of a comparison: two offers, or draft and live of one."""
    if not offer_ids:
        return "", ""
    if len(offer_ids) == 1:
        return offer_ids[0], f"{offer_ids[0]}@live"
    return offer_ids[0], offer_ids[1]
