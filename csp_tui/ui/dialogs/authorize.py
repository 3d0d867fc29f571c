"""Whom a change to specific partners should authorize, asked before the request is begun."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from csp_tui.domain.offer import ResellerChannel
from csp_tui.i18n import gettext as _
from csp_tui.ui.dialogs.confirm import ConfirmDialog

if TYPE_CHECKING:
    from csp_tui.ui.app import WorkbenchApp
    from csp_tui.ui.dialogs.partner_search import Chosen


def ask_whom_to_authorize(
    app: WorkbenchApp, change_to: ResellerChannel, then: Callable[[tuple[str, ...]], None]
) -> None:
    """Go on with the tenant IDs to authorize; other options have no list to ask about.

    Partners that have already resold are on the list anyway (R41). Leaving the question or the
    search begins nothing.

    Args:
        app: The app to ask in.
        change_to: The option that the request asks for.
        then: Called with the tenant IDs, none for nobody else.
    """
    if change_to is not ResellerChannel.SOME:
        then(())
        return

    def answered(choice: str | None) -> None:
        if choice == "nobody":
            then(())
        elif choice == "select":
            from csp_tui.ui.dialogs.partner_search import PartnerSearchDialog

            title = _("Partners to authorize")
            app.push_screen(PartnerSearchDialog(frozenset(), title=title), chosen)

    def chosen(partners: tuple[Chosen, ...] | None) -> None:
        if partners is not None:
            then(tuple(partner.tenant_id for partner in partners))

    dialog = ConfirmDialog(
        _("Who should be authorized?"),
        [
            _(
                "Once Microsoft has made the change, only the partners of the list can resell the "
                "offer. Those that have already resold it are on the list by default (R41)."
            ),
            _("Name further partners in the request, or add them afterwards and sync."),
        ],
        [("select", _("Select CSP Partners")), ("nobody", _("Nobody else"))],
    )
    app.push_screen(dialog, answered)
