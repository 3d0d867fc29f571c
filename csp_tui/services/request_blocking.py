"""What cannot change before a support request is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from csp_tui.domain.support import RequestKind, SupportRequest
from csp_tui.services.views import BlockedByRequest

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit


def blocked_by(unit: ReadUnit, requests: Iterable[SupportRequest]) -> dict[int, BlockedByRequest]:
    """What each open request blocks, by its number; closed requests block nothing.

    Args:
        unit: One state of the database.
        requests: The requests.
    """
    open_ones = [request for request in requests if request.status.is_open]
    offers = unit.offers.states({request.offer_id for request in open_ones})
    plans = _waiting_plans(unit) if open_ones else {}
    found = {}
    for request in open_ones:
        state = offers.get(request.offer_id)
        if state is None:
            continue
        is_removal = request.kind is RequestKind.DEAUTHORIZE
        found[request.id] = BlockedByRequest(
            keeping_access=_still_live(unit, request) if is_removal else 0,
            reseller_channel=None if is_removal else (state.offer.live_channel, request.change_to),
            waiting_for_access=0 if is_removal else len(request.tenant_ids),
            plans=tuple(plans.get(request.id, ())),
        )
    return found


def _still_live(unit: ReadUnit, request: SupportRequest) -> int:
    members = unit.audiences.members(request.offer_id, request.tenant_ids)
    return sum(member.in_live for member in members.values())


def _waiting_plans(unit: ReadUnit) -> dict[int, list[str]]:
    """Titles of the kept plans that are not done, by the number of each request in them."""
    waiting: dict[int, list[str]] = defaultdict(list)
    undone = unit.history.undone_batches()
    for listed in unit.plans.all():
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
