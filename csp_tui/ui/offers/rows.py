"""Offers as rows of a list, and a summary of what is pending."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from csp_tui.domain.offer import OfferStatus
from csp_tui.domain.product import type_title
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, pgettext, render
from csp_tui.ui.commands.catalog.common import BACK
from csp_tui.ui.kit.lists.record_list import Column, Record
from csp_tui.ui.kit.theme import DONE, State, symbol
from csp_tui.ui.text.offers import channel_word, partner_count, pending_words, status_word

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow


def columns() -> list[Column]:
    """The columns of the list of offers."""
    draft = status_word(OfferStatus.DRAFT)
    return [
        Column("name", _("Offer"), min_width=28, narrow_width=24, cut="middle"),
        Column("id", _("Offer ID"), min_width=20, narrow_width=16, priority=5, cut="middle"),
        Column("type", _("Type"), min_width=21, narrow_width=12, priority=6),
        Column("status", _("Status"), min_width=cell_len(draft)),
        Column("live", _("Live"), min_width=9),
        Column("draft", _("Draft"), min_width=9, priority=3),
        Column("partners", pgettext("column", "Partners"), min_width=6, align="right", priority=2),
        Column("waits", _("Pending"), min_width=20, narrow_width=16),
    ]


def record(
    row: OfferRow,
    marked: Container[str] = (),
    more_cells: tuple[str, ...] = (),
    *,
    drifted: Container[str] = (),
) -> Record:
    """An offer as a line of the list.

    Args:
        row: The offer.
        marked: The IDs of the marked offers.
        more_cells: The cells of columns behind the usual ones.
        drifted: The IDs of the offers that differ from a partner list that they follow.
    """
    state = row.state
    offer = state.offer
    eligible = state.eligibility.eligible
    waits = pending_words(state, has_drifted=offer.offer_id in drifted)
    if row.open_requests:
        asked = ngettext("{count} request", "{count} requests", row.open_requests)
        waits = f"{waits} · {asked}" if waits else asked
    live = channel_word(offer.live_channel) if offer.is_live else "–"
    draft = channel_word(offer.draft_channel)
    if not eligible:
        live = draft = _("default") if state.eligibility.default_plans else "–"
    is_marked, unmarked = offer.offer_id in marked, waits
    if is_marked:
        marked_word = _("marked")
        waits = f"{marked_word} · {waits}" if waits else marked_word
    mark = symbol(State.PENDING) if state.has_changes and offer.is_live else ""
    cells = (
        offer.setup.name,
        offer.offer_id,
        render(type_title(offer.product_type)),
        status_word(offer.status),
        live,
        draft,
        partner_count(state, live=False),
    )
    return Record(
        cells=(*cells, waits, *more_cells),
        unmarked=(*cells, unmarked, *more_cells),
        mark=DONE if is_marked else mark,
        style="selected" if is_marked else "added" if mark else ("" if eligible else "muted"),
        key=offer.offer_id,
    )


def summary(rows: Sequence[OfferRow], counts: Mapping[str, int]) -> str:
    """Summary of what is pending over all offers.

    Args:
        rows: The offers.
        counts: How many there are by their next step, as ``waiting_counts`` has them.
    """
    publish, sync = counts["publish"], counts["sync"]
    requests = sum(row.open_requests for row in rows)
    parts = [ngettext("{count} offer", "{count} offers", len(rows))]
    if publish:
        parts.append(ngettext("{count} to publish", "{count} to publish", publish))
    if sync:
        parts.append(ngettext("{count} to sync", "{count} to sync", sync))
    if requests:
        parts.append(ngettext("{count} request open", "{count} requests open", requests))
    without = sum(row.state.is_empty_live for row in rows)
    if without:
        parts.append(ngettext("{count} without partners", "{count} without partners", without))
    if len(parts) == 1:
        parts.append(_("up to date"))
    return " · ".join(parts)


def nothing_found(text: str) -> str:
    """What the list says where no offer passes.

    Args:
        text: What is typed in the filter.
    """
    if text:
        words = _("No offer has “{text}” in its name or ID.\n\n{key} shows all offers again.")
        return words.format(text=text, key=BACK.shown_key)
    return _("No offer matches the filter.\n\n{key} shows all offers again.").format(
        key=BACK.shown_key
    )
