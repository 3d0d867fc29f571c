"""What a support request may ask for, whether it still holds, and what completing it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csp_tui.domain.audience import RemovePartners, decide
from csp_tui.domain.errors import RuleRefusal
from csp_tui.domain.history import ListDelta
from csp_tui.domain.offer import Offer, ResellerChannel
from csp_tui.domain.request_checks import Ask, CurrentState, contradiction, out_of_date
from csp_tui.domain.support import RequestKind, SupportRequest
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.services.context import require_no_objection
from csp_tui.services.publishing import NAMED_AT_MOST

if TYPE_CHECKING:
    from csp_tui.services.ports import UnitOfWork
    from csp_tui.services.read_unit import ReadUnit


def require_request(verdict: Verdict, offer: Offer) -> Verdict:
    """Require that the change takes a support request.

    Raises:
        RuleRefusal: It is refused, or needs no request; the refusal says what to do instead.
    """
    if verdict.outcome is Outcome.SUPPORT_REQUEST:
        return verdict
    if verdict.outcome is Outcome.REFUSED:
        raise RuleRefusal(verdict)
    step = None
    if verdict.outcome is Outcome.ALLOWED:
        step = say("Make the change in the draft of {offer_id}.", offer_id=offer.offer_id)
    raise RuleRefusal(
        Verdict(
            Outcome.REFUSED,
            verdict.rule,
            say("No support request is needed: {reason}", reason=verdict.message),
            step,
        )
    )


def require_no_contradiction(
    unit: ReadUnit, offer_id: str, ask: Ask, *, reopened: int | None = None
) -> None:
    """Refuse to ask for what an open request of the offer contradicts.

    Args:
        unit: The unit of work.
        offer_id: The offer.
        ask: What is asked for.
        reopened: The number of the request that asks for it, where it exists already.

    Raises:
        RuleRefusal: An open request contradicts it, or asks for the same (R44).
    """
    others = (one for one in unit.requests.of_offer(offer_id) if one.id != reopened)
    require_no_objection(contradiction(ask, others))


def current_state(unit: ReadUnit, offer: Offer, ask: Ask) -> CurrentState:
    """What the offer is now, as far as a request that asks for this depends on it."""
    is_change = ask.kind is RequestKind.CHANGE_OPTION
    return CurrentState(
        state=unit.audiences.state(offer),
        members=unit.audiences.members(offer.offer_id, ask.tenant_ids),
        resold=unit.audiences.resold(offer.offer_id) if is_change else {},
    )


def require_current(unit: ReadUnit, request: SupportRequest, offer: Offer) -> None:
    """Require that a request still matches its offer.

    Raises:
        RuleRefusal: It is out of date; the refusal says why and what to do with it.
    """
    require_no_objection(out_of_date(request, current_state(unit, offer, Ask.of(request))))


def make_effective(unit: UnitOfWork, request: SupportRequest, offer: Offer) -> dict[str, Any]:
    """Change both lists as completing a request does: exactly as its text says.

    Returns:
        Who joined and left which list, as in a history entry.

    Raises:
        RuleRefusal: The request is out of date, or the rules no longer allow the change.
    """
    require_current(unit, request, offer)
    offer_id = offer.offer_id
    if request.kind is RequestKind.CHANGE_OPTION:
        wanted: set[str] = set()
        if request.change_to is ResellerChannel.SOME:
            # Partners that have resold are on the new list by default (R41).
            wanted = {*request.tenant_ids, *unit.audiences.resold(offer_id)}
        return unit.audiences.replace(offer_id, wanted, NAMED_AT_MOST)
    members = unit.audiences.members(offer_id, request.tenant_ids)
    verdict = decide(unit.audiences.state(offer), RemovePartners(tuple(members.values())))
    if verdict.outcome is Outcome.REFUSED:
        raise RuleRefusal(verdict)
    gone = tuple(sorted(members))
    delta = ListDelta(draft_removed=gone, live_removed=gone)
    unit.audiences.apply(offer_id, delta, {})
    return delta.as_detail()
