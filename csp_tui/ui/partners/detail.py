"""One partner in full beside the list: what the directory says, its offers, and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from csp_tui.domain.history_words import summarize
from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import moment, render
from csp_tui.services.views import PartnerOffer
from csp_tui.ui.kit.blocks import blocks, heading
from csp_tui.ui.kit.master_detail import Detail
from csp_tui.ui.kit.theme import State, marked
from csp_tui.ui.text.partners import detail_lines

if TYPE_CHECKING:
    from csp_tui.services.workbench import Workbench

_ENTRIES = 8


def read_detail(workbench: Workbench, tenant_id: str) -> Detail:
    """Read what the detail of a partner shows; runs in a thread.

    Raises:
        NotFound: There is no such partner.
    """
    details = workbench.directory.details(tenant_id)
    entries = workbench.history.of_partner(tenant_id, limit=_ENTRIES)
    facts = detail_lines(details.partner, workbench.regions.countries, tall=True)
    offers = [_offer(offer) for offer in details.offers] or [
        Content.styled(_("No offer lists this partner."), "$text-muted")
    ]
    happened = [
        Content.assemble(
            (f"{moment(entry.at)}  ", "$text-muted"),
            visible(f"{render(summarize(entry))} · {entry.offer_id or '–'}"),
        )
        for entry in entries
    ]
    return Detail(
        _("Partner"),
        blocks(
            [
                [facts],
                [heading(_("Offers")), *offers],
                [heading(_("History")), *happened] if happened else [],
            ]
        ),
    )


def _offer(offer: PartnerOffer) -> Content:
    if offer.resold:
        state, words = State.LOCKED, _("locked: resold")
    elif offer.request is not None:
        state, words = State.REQUEST, _("removal: request {id}").format(id=offer.request)
    elif offer.in_live:
        state, words = State.LIVE, _("live")
    elif offer.in_draft:
        state, words = State.PENDING, _("pending")
    else:
        state, words = State.UNKNOWN, _("not on the list")
    why = ""
    if offer.evidence is not None:
        why = f"\n  {visible(render(offer.evidence.sentence))}"
    return Content.assemble(
        marked(state, visible(offer.name)), (f"  {words}", "$text-muted"), (why, "$text-muted")
    )
