"""What cannot change before a support request is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from csp_tui.domain.support import ListedRequest, RequestKind, SupportRequest
from csp_tui.services.views import BlockedByRequest

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit


def blocked_by(
    unit: ReadUnit, requests: Iterable[SupportRequest | ListedRequest]
) -> dict[int, BlockedByRequest]:
    """What each open request blocks, by its number; closed requests block nothing.

    Args:
        unit: One state of the database.
        requests: The requests.
    """
    open_ones = [request for request in requests if request.status.is_open]
    if not open_ones:
        return {}
    channels = unit.offers.live_channels({request.offer_id for request in open_ones})
    removals = [request.id for request in open_ones if request.kind is RequestKind.DEAUTHORIZE]
    still_live = unit.requests.still_live(removals) if removals else {}
    plans = _waiting_plans(unit)
    found = {}
    for request in open_ones:
        if request.offer_id not in channels:
            continue
        channel = channels[request.offer_id]
        is_removal = request.kind is RequestKind.DEAUTHORIZE
        found[request.id] = BlockedByRequest(
            keeping_access=still_live.get(request.id, 0),
            reseller_channel=None if is_removal else (channel, request.change_to),
            waiting_for_access=0 if is_removal else request.partners,
            plans=tuple(plans.get(request.id, ())),
        )
    return found


def _waiting_plans(unit: ReadUnit) -> dict[int, list[str]]:
    """Titles of the kept plans that are not done, by the number of each request in them."""
    waiting: dict[int, list[str]] = defaultdict(list)
    plans = unit.plans.all()
    # The whole history is searched for them, which is for nothing where there are no plans.
    undone = unit.history.undone_batches() if plans else frozenset()
    for listed in plans:
        is_over = listed.closed_at is not None or listed.batch in undone
        saved = None if is_over else unit.plans.find(listed.id)
        if saved is not None:
            for number in set(_requests_of(saved.document)):
                waiting[number].append(saved.title or saved.id)
    return waiting


def _requests_of(document: Mapping[str, Any]) -> Iterator[int]:
    for prepared in document.get("requests", {}).values():
        yield from prepared
    for step in document.get("steps", ()):
        if step.get("request") is not None:
            yield step["request"]
