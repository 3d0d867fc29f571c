"""Removing the record of a resale that was entered by mistake."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.domain.errors import WorkbenchError
from csp_tui.i18n import gettext as _
from csp_tui.services.views import ResaleRow
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.background import BackgroundTasks


def ask_to_remove_resale(
    app: AppBase,
    tasks: BackgroundTasks,
    offer_id: str,
    tenant_id: str,
    name: str,
    removed: Callable[[str], None],
    *,
    seen: ResaleRow | None = None,
    failed: Callable[[WorkbenchError], None] | None = None,
) -> None:
    """Ask whether to remove a resale record, and remove it.

    Args:
        app: Shows the question.
        tasks: Those of the page that asks.
        offer_id: The offer.
        tenant_id: The partner.
        name: The partner's name; it may hold data.
        removed: Gets a sentence about what was done.
        seen: The record as it was seen, so that a newer one is not removed.
        failed: Gets an expected error; by default the app shows it.
    """
    from csp_tui.ui.kit.dialogs.confirm import confirm

    def remove() -> None:
        tasks.run_write(
            lambda: app.workbench.resales.remove(offer_id, tenant_id, seen=seen),
            lambda _nothing: removed(_("Resale record removed.")),
            on_error=failed,
        )

    text = _(
        "{name} is recorded as having resold the offer. Remove this record only if it was "
        "entered by mistake."
    ).format(name=name)
    confirm(app, _("Remove the resale record?"), [text], _("Remove record"), remove)
