"""What the palette finds among offers, support requests and partners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from csp_tui.domain.support import SupportRequest
from csp_tui.domain.text import fold, visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.palette.hits import Hit, Matcher
from csp_tui.ui.text.requests import status_word

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow, PartnerRow

MAX_HITS = 10
"""Records of one kind that are shown at most."""
_REQUEST_WEIGHT = 0.9
_PARTNER_WEIGHT = 0.8
"""Offers come before requests and partners that match equally well."""
_RANK_STEP = 0.001
_MIN_SCORE = 0.05


def matching_offers(
    rows: Sequence[OfferRow], query: str, open_offer: Callable[[str], object]
) -> list[Hit]:
    """Offers by name or offer ID."""
    offers = [row.state.offer for row in rows]
    labels = [f"{visible(offer.setup.name)}  {offer.offer_id}" for offer in offers]
    ids = [offer.offer_id for offer in offers]
    found = list(_matching(query, labels))
    return [
        _hit(f"offer {ids[index]}", query, rank, labels[index], partial(open_offer, ids[index]))
        for rank, index in enumerate(found)
    ]


def matching_requests(
    requests: Sequence[SupportRequest],
    offers: Sequence[OfferRow],
    query: str,
    open_request: Callable[[int], object],
) -> list[Hit]:
    """Support requests by number, title, ticket or offer."""
    names = {row.state.offer.offer_id: row.state.offer.setup.name for row in offers}
    labels = [_request_label(request, names.get(request.offer_id, "")) for request in requests]
    ids = [request.id for request in requests]
    return [
        _hit(
            f"request {ids[index]}",
            query,
            rank,
            labels[index],
            partial(open_request, ids[index]),
            _("Open the support request"),
            _REQUEST_WEIGHT,
        )
        for rank, index in enumerate(_matching(query, labels))
    ]


def partner_hits(
    rows: Sequence[PartnerRow], query: str, open_partner: Callable[[str], object]
) -> list[Hit]:
    """The partners that a search has found.

    Args:
        rows: The partners, the best match first.
        query: What was typed.
        open_partner: Shows a partner by its tenant ID.
    """
    return [
        _hit(
            f"partner {row.tenant_id}",
            query,
            rank,
            f"{visible(row.name)}  {row.tenant_id}",
            partial(open_partner, row.tenant_id),
            _("Open the page of the partner"),
            _PARTNER_WEIGHT,
        )
        for rank, row in enumerate(rows)
    ]


def _hit(
    key: str,
    query: str,
    rank: int,
    label: str,
    run: Callable[[], object],
    description: str = "",
    weight: float = 1.0,
) -> Hit:
    matcher = Matcher(query)
    return Hit(
        key=key,
        score=max(matcher.score(label), _MIN_SCORE) * weight - rank * _RANK_STEP,
        title=matcher.highlight(label),
        description=description or _("Open the offer"),
        run=run,
    )


def _request_label(request: SupportRequest, offer_name: str) -> str:
    parts = [
        _("Request {id}").format(id=request.id),
        status_word(request.status),
        offer_name or request.offer_id,
        request.title,
        request.ticket or "",
        request.offer_id if offer_name else "",
    ]
    return " · ".join(visible(part) for part in parts if part)


def _matching(query: str, labels: Sequence[str]) -> Iterator[int]:
    """The indices of the first labels that contain every word."""
    words = fold(query).split()
    found = 0
    for index, label in enumerate(labels):
        folded = fold(label)
        if all(word in folded for word in words):
            yield index
            found += 1
            if found == MAX_HITS:
                return
