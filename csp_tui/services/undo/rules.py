"""Whether the rules of the program allow undoing a change."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from csp_tui.domain.audience import AddPartners, ChooseOption, RemovePartners, decide
from csp_tui.domain.errors import InvalidInput, RuleRefusal
from csp_tui.domain.history import Action, Entry, ListDelta
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind
from csp_tui.domain.publication import against_deletion, against_resale, against_setup
from csp_tui.domain.request_checks import Ask
from csp_tui.domain.verdict import Outcome
from csp_tui.domain.wording import say
from csp_tui.services.context import require, require_no_objection
from csp_tui.services.request_rules import require_no_contradiction

if TYPE_CHECKING:
    from csp_tui.services.read_unit import ReadUnit


def require_undo_allowed(unit: ReadUnit, entry: Entry) -> None:
    """Continue only if no rule forbids undoing a change in the stored state.

    Raises:
        InvalidInput: Something else prevents it.
        NotFound: What was changed no longer exists.
        RuleRefusal: A rule of the program forbids it.
    """
    ask = _ASKED.get(entry.action)
    if ask is not None:
        assert entry.offer_id is not None
        ask(unit, entry.offer_id, entry)


def _created(unit: ReadUnit, offer_id: str, _entry: Entry) -> None:
    require_no_objection(against_deletion(unit.audiences.state(unit.offers.get(offer_id))))
    if unit.audiences.draft_ids(offer_id) or unit.requests.of_offer(offer_id):
        raise InvalidInput(
            say("The offer {offer_id} has partners or support requests.", offer_id=offer_id),
            say("Delete the offer instead."),
        )


def _edited(unit: ReadUnit, offer_id: str, entry: Entry) -> None:
    offer = unit.offers.get(offer_id)
    setup = _setup(offer.setup, entry.detail["before"])
    require_no_objection(against_setup(unit.audiences.state(offer), setup))


def _deleted(unit: ReadUnit, offer_id: str, _entry: Entry) -> None:
    if unit.offers.find(offer_id) is not None:
        raise InvalidInput(
            say("There is already an offer {offer_id}.", offer_id=offer_id),
            say("Delete it first to restore the deleted one."),
            field="offer_id",
        )


def _draft(unit: ReadUnit, offer_id: str, entry: Entry) -> None:
    """Check each part of undoing a saved draft."""
    offer = unit.offers.get(offer_id)
    delta = ListDelta.from_detail(entry.detail).inverse
    state = unit.audiences.state(offer)
    if delta.draft_removed and offer.draft_channel is ResellerChannel.SOME:
        members = unit.audiences.members(offer_id, delta.draft_removed)
        require(state, RemovePartners(tuple(members.values())))
    channel = _channel_before(offer, entry)
    if channel is not None and channel != offer.draft_channel:
        require(state, ChooseOption(channel))
    if delta.draft_added and channel is ResellerChannel.SOME:
        moved = dataclasses.replace(offer, draft_channel=channel)
        require(
            dataclasses.replace(state, offer=moved),
            AddPartners(len(delta.draft_added)),
        )


def _resale_removed(unit: ReadUnit, offer_id: str, _entry: Entry) -> None:
    require_no_objection(against_resale(unit.offers.get(offer_id)))


def _closed(unit: ReadUnit, offer_id: str, entry: Entry) -> None:
    """A request that is open again must not contradict another open one (R44)."""
    request = unit.requests.get(int(entry.detail["request"]))
    require_no_contradiction(unit, offer_id, Ask.of(request), reopened=request.id)


def _completed(unit: ReadUnit, offer_id: str, entry: Entry) -> None:
    """No partner that has resold leaves a live list of specific partners (R30)."""
    _closed(unit, offer_id, entry)
    offer = unit.offers.get(offer_id)
    leaving = ListDelta.from_detail(entry.detail).inverse.live_removed
    if not leaving or _channel_before(offer, entry) is not ResellerChannel.SOME:
        return
    members = unit.audiences.members(offer_id, leaving)
    verdict = decide(unit.audiences.state(offer), RemovePartners(tuple(members.values())))
    if verdict.outcome is Outcome.REFUSED:
        raise RuleRefusal(verdict)


_ASKED: Mapping[Action, Callable[[ReadUnit, str, Entry], None]] = {
    Action.OFFER_CREATED: _created,
    Action.OFFER_EDITED: _edited,
    Action.OFFER_DELETED: _deleted,
    Action.DRAFT_SAVED: _draft,
    Action.AUDIENCE_IMPORTED: _draft,
    Action.MATCHING_ADDED: _draft,
    Action.RESALE_REMOVED: _resale_removed,
    Action.REQUEST_DECLINED: _closed,
    Action.REQUEST_WITHDRAWN: _closed,
    Action.REQUEST_COMPLETED: _completed,
}


def _channel_before(offer: Offer, entry: Entry) -> ResellerChannel | None:
    before = entry.detail.get("before", {})
    if "reseller_channel" not in before:
        return offer.draft_channel
    chosen = before["reseller_channel"]
    return None if chosen is None else ResellerChannel(chosen)


def _setup(setup: Setup, facts: Mapping[str, Any]) -> Setup:
    """A setup with the fields that a history entry names as they were."""
    known = dict(facts)
    if "plans" in known:
        known["plans"] = tuple(
            Plan(plan["plan_id"], PlanKind(plan["kind"])) for plan in known["plans"]
        )
    if "markets" in known:
        known["markets"] = tuple(known["markets"] or ())
    if "csp_contact" in known:
        known["csp_contact"] = CspContact(**known["csp_contact"])
    return dataclasses.replace(setup, **known)
