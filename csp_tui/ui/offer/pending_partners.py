"""All partners that publishing or syncing an offer adds, in the order of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.ui.text.partner_names import by_name, listed

if TYPE_CHECKING:
    from csp_tui.services.audience import AudienceEdit
    from csp_tui.services.workbench import Workbench


def pending_partners_text(workbench: Workbench, offer_id: str, edit: AudienceEdit | None) -> str:
    """The partners that are on the draft list and not live yet, a line each.

    Args:
        workbench: The services; this reads, so call it in a thread.
        offer_id: The offer.
        edit: Unsaved changes of the list, which are saved first.
    """
    rows = workbench.audience.rows(offer_id)
    live = {row.tenant_id for row in rows if row.in_live}
    pending = {row.tenant_id: row.name for row in rows if row.in_draft and not row.in_live}
    lines = []
    if edit is not None:
        pending.update((tenant, edit.labels.get(tenant, "")) for tenant in edit.add)
        for tenant in (*edit.remove, *live):
            pending.pop(tenant, None)
        if edit.queries:
            lines.append(
                ngettext(
                    "and the results of {count} search",
                    "and the results of {count} searches",
                    len(edit.queries),
                )
            )
    names = {tenant: name for tenant, name in pending.items() if name}
    ordered = by_name(pending, names)
    return "\n".join([*listed(ordered, names), *lines]) or _("No partner is pending.")
