"""A choice of partners that was cut off before it was added to a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from csp_tui.domain.errors import NotFound
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Unsaved, Value
from csp_tui.services.directory import DirectoryService
from csp_tui.services.views import PartnerRow

if TYPE_CHECKING:
    from textual.screen import Screen

    from csp_tui.ui.partner_choice import PartnerChoice

_NAMED_AT_MOST = 8


def unsaved_choice(
    choice: PartnerChoice, words: str, below: Screen[object] | None
) -> Unsaved | None:
    """The partners that are chosen and not added, None where there are none.

    Args:
        choice: What is chosen.
        words: What stands in the search field.
        below: The screen that the search was opened from.
    """
    if not choice:
        return None
    partners = choice.partners
    named = [partner.name for partner in partners[:_NAMED_AT_MOST]]
    if len(partners) > len(named):
        named.append("…")
    title = _("Select CSP Partners")
    offer_id = getattr(below, "offer_id", None)
    if offer_id is None:
        ids = [f"  {partner.tenant_id}  {partner.name}" for partner in partners]
        return Unsaved("partners", words=(title, *ids))
    chosen: list[Value] = [partner.tenant_id for partner in partners]
    return Unsaved(
        "partner-search",
        {"offer_id": offer_id},
        {"words": words, "chosen": chosen},
        (f"{offer_id} › {title}", f"  {', '.join(named)}"),
    )


def rows_again(directory: DirectoryService, begun: Mapping[str, Value]) -> list[PartnerRow]:
    """The partners of such a choice that the directory still has; called in a thread."""
    chosen = begun.get("chosen")
    rows = []
    for tenant_id in chosen if isinstance(chosen, list) else ():
        try:
            rows.append(directory.show(str(tenant_id)))
        except NotFound:
            continue
    return rows
