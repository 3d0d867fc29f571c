"""Asks which partners a change to specific partners should authorize, before the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.kit.dialogs.confirm import ConfirmDialog

if TYPE_CHECKING:
    from csp_tui.ui.kit.app_base import AppBase
    from csp_tui.ui.partners.search_dialog import Selection


def ask_partners_to_authorize_for(
    app: AppBase,
    offer_id: str,
    change_to: ResellerChannel,
    then: Callable[[tuple[str, ...]], None],
    recovered: Mapping[str, Value] | None = None,
) -> None:
    """Continue with the tenant IDs to authorize; other options have no list to ask about.

    Partners that have already resold are on the list anyway (R41). Leaving the question or the
    search begins nothing.

    Args:
        app: The app to ask in.
        offer_id: The offer.
        change_to: The option that the request asks for.
        then: Called with the tenant IDs, empty for no one else.
        recovered: What an earlier session had searched and selected, which answers the question.
    """
    if change_to is not ResellerChannel.SOME:
        then(())
        return

    def answered(choice: str | None) -> None:
        if choice == "nobody":
            then(())
        elif choice == "select":
            from csp_tui.ui.partners.search_dialog import PartnerSearchDialog

            search = PartnerSearchDialog(frozenset(), title=_("Partners to authorize"))
            search.place = ("authorize", {"offer_id": offer_id, "option": change_to.value})
            search.recovered = recovered or {}
            app.push_screen(search, chosen)

    def chosen(selection: Selection | None) -> None:
        if selection is not None:
            then(tuple(partner.tenant_id for partner in selection.partners))

    if recovered:
        answered("select")
        return
    dialog = ConfirmDialog(
        _("Who should be authorized?"),
        [
            _(
                "Once Microsoft has made the change, only the partners of the list can "
                "resell the offer. Those that have already resold it are on the list by "
                "default (rule R41)."
            ),
            _("Name further partners in the request, or add them afterwards and sync."),
        ],
        [("select", _("Select CSP Partners")), ("nobody", _("No one else"))],
    )
    app.push_screen(dialog, answered)
