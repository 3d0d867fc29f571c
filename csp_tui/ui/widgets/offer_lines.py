"""Offers as lines of a list, and what waits over all of them in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from csp_tui.domain.offer import OfferStatus
from csp_tui.domain.product import type_title
from csp_tui.domain.text import fold
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, pgettext, render
from csp_tui.ui.widgets.record_list import Column, Record
from csp_tui.ui.wording import channel_word, partner_count, status_word, waiting_words

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow


def columns() -> list[Column]:
    """The columns of the list of offers."""
    draft = status_word(OfferStatus.DRAFT)
    return [
        Column("name", _("Offer"), flex=3, min_width=18),
        Column("id", _("Offer ID"), flex=2, min_width=16, priority=3),
        Column("type", _("Type"), width=20, priority=4),
        Column("status", _("Status"), width=max(8, cell_len(draft))),
        Column("live", _("Live"), width=9),
        Column("draft", _("Draft"), width=9, priority=2),
        Column("partners", pgettext("column", "Partners"), width=8, align="right"),
        Column("waits", _("Waits"), flex=3, min_width=21, priority=1),
    ]


def record(row: OfferRow) -> Record:
    """An offer as a line of the list."""
    standing = row.standing
    offer = standing.offer
    eligible = standing.eligibility.eligible
    waits = waiting_words(standing)
    if row.open_requests:
        asked = ngettext("{count} request", "{count} requests", row.open_requests)
        waits = f"{waits} · {asked}" if waits else asked
    live = channel_word(offer.live_channel) if offer.is_live else "–"
    draft = channel_word(offer.draft_channel)
    if not eligible:
        live = draft = _("default") if standing.eligibility.default_plans else "–"
    mark = "*" if standing.has_changes and offer.is_live else ""
    return Record(
        cells=(
            offer.setup.name,
            offer.offer_id,
            render(type_title(offer.product_type)),
            status_word(offer.status),
            live,
            draft,
            partner_count(standing, live=False),
            waits,
        ),
        mark=mark,
        style="added" if mark else ("" if eligible else "muted"),
        key=offer.offer_id,
    )


def matches(row: OfferRow, words: Sequence[str]) -> bool:
    """Whether an offer has all of these folded words in its name or ID."""
    offer = row.standing.offer
    text = fold(offer.setup.name) + " " + fold(offer.offer_id)
    return all(word in text for word in words)


def summary(rows: Sequence[OfferRow]) -> str:
    """What waits over all offers, in words."""
    standings = [row.standing for row in rows]
    publish = sum(
        1
        for s in standings
        if s.offer.status is OfferStatus.DRAFT or s.channel_changed or s.offer.setup_changed
    )
    sync = sum(1 for s in standings if s.list_changed)
    requests = sum(row.open_requests for row in rows)
    parts = [ngettext("{count} offer", "{count} offers", len(rows))]
    if publish:
        parts.append(ngettext("{count} to publish", "{count} to publish", publish))
    if sync:
        parts.append(ngettext("{count} to sync", "{count} to sync", sync))
    if requests:
        parts.append(ngettext("{count} request open", "{count} requests open", requests))
    if len(parts) == 1:
        parts.append(_("nothing waits"))
    return " · ".join(parts)
