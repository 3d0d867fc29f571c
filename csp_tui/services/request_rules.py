"""What a support request may ask, and what completing it does."""

from __future__ import annotations

from collections.abc import Collection

from csp_tui.domain.audience import ChooseOption, RemovePartners, decide
from csp_tui.domain.errors import InvalidInput, RuleRefusal
from csp_tui.domain.history import ListDelta
from csp_tui.domain.offer import Offer, ResellerChannel, channel_title
from csp_tui.domain.support import RequestKind, SupportRequest
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say
from csp_tui.services.ports import UnitOfWork


def require_request(verdict: Verdict, offer: Offer) -> Verdict:
    """Go on only where a support request is the way; otherwise say which way is."""
    if verdict.outcome is Outcome.SUPPORT_REQUEST:
        return verdict
    if verdict.outcome is Outcome.REFUSED:
        raise RuleRefusal(verdict)
    raise RuleRefusal(
        Verdict(
            Outcome.REFUSED,
            verdict.rule,
            say("No support request is needed: {reason}", reason=verdict.message),
            say("Make the change in the draft of {offer_id} itself.", offer_id=offer.offer_id),
        )
    )


def refuse_twice(
    unit: UnitOfWork,
    offer_id: str,
    kind: RequestKind,
    *,
    wanted: Collection[str] = (),
    change_to: ResellerChannel | None = None,
) -> None:
    """Refuse to ask for the same while an open request does.

    Raises:
        InvalidInput: An open request asks for it already.
    """
    for request in unit.requests.of_offer(offer_id):
        if request.kind is not kind or not request.status.is_open:
            continue
        same = set(wanted) & set(request.tenant_ids) if wanted else request.change_to == change_to
        if same:
            raise InvalidInput(
                say("Support request {id} already asks for this.", id=request.id),
                say("Go on with that request, or withdraw it first."),
                field="request",
            )


def effect(
    unit: UnitOfWork, request: SupportRequest, offer: Offer
) -> tuple[ResellerChannel | None, ListDelta]:
    """What completing a request does to option and lists, after asking the rules again."""
    offer_id = offer.offer_id
    standing = unit.audiences.standing(offer)
    if request.kind is RequestKind.DEAUTHORIZE:
        if offer.live_channel is not ResellerChannel.SOME:
            raise _no_longer_fits(offer)
        members = unit.audiences.members(offer_id, request.tenant_ids)
        verdict = decide(standing, RemovePartners(tuple(members.values())))
        if verdict.outcome is Outcome.REFUSED:
            raise RuleRefusal(verdict)
        gone = tuple(sorted(member.tenant_id for member in members.values() if member.in_live))
        return offer.live_channel, ListDelta(draft_removed=gone, live_removed=gone)
    assert request.change_to is not None
    verdict = decide(standing, ChooseOption(request.change_to))
    if verdict.outcome is Outcome.REFUSED:
        raise RuleRefusal(verdict)
    if verdict.outcome is not Outcome.SUPPORT_REQUEST:
        # The option was changed in another way since; completing would undo that silently.
        raise _no_longer_fits(offer)
    draft = set(unit.audiences.draft_ids(offer_id))
    live = set(unit.audiences.live_ids(offer_id))
    wanted: set[str] = set()
    if request.change_to is ResellerChannel.SOME:
        # Whoever has already resold is on the list by default (R41).
        wanted = {*request.tenant_ids, *unit.audiences.resold(offer_id)}
    return request.change_to, ListDelta(
        draft_added=tuple(sorted(wanted - draft)),
        draft_removed=tuple(sorted(draft - wanted)),
        live_added=tuple(sorted(wanted - live)),
        live_removed=tuple(sorted(live - wanted)),
    )


def _no_longer_fits(offer: Offer) -> InvalidInput:
    return InvalidInput(
        say(
            "The offer is now live with “{option}”, so this request no longer fits.",
            option=channel_title(offer.live_channel),
        ),
        say("Withdraw or decline the request."),
        field="request",
    )
