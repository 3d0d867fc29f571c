"""Asking the programme's rules whether the way back from a change is open."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from csp_tui.domain.audience import AddPartners, ChooseOption, RemovePartners, decide
from csp_tui.domain.errors import InvalidInput, RuleRefusal
from csp_tui.domain.history import Action, Entry, ListDelta
from csp_tui.domain.offer import CspContact, Offer, ResellerChannel, Setup
from csp_tui.domain.product import Plan, PlanKind
from csp_tui.domain.publication import against_deletion, against_resale, against_setup
from csp_tui.domain.support import RequestKind
from csp_tui.domain.verdict import Outcome
from csp_tui.domain.wording import say
from csp_tui.services.context import require, require_none
from csp_tui.services.ports import UnitOfWork
from csp_tui.services.request_rules import refuse_twice


def require_way_back(unit: UnitOfWork, entry: Entry) -> None:
    """Go on only if no rule stands against taking a change back in the state that is stored.

    Raises:
        InvalidInput: Something else is in the way.
        NotFound: What was changed is gone.
        RuleRefusal: A rule of the programme is.
    """
    ask = _ASKED.get(entry.action)
    if ask is not None:
        assert entry.offer_id is not None
        ask(unit, entry.offer_id, entry)


def _created(unit: UnitOfWork, offer_id: str, _entry: Entry) -> None:
    require_none(against_deletion(unit.offers.get(offer_id)))
    if unit.audiences.draft_ids(offer_id) or unit.requests.of_offer(offer_id):
        raise InvalidInput(
            say("The offer {offer_id} has partners or support requests.", offer_id=offer_id),
            say("Delete the offer instead."),
        )


def _edited(unit: UnitOfWork, offer_id: str, entry: Entry) -> None:
    offer = unit.offers.get(offer_id)
    require_none(against_setup(offer, _setup(offer.setup, entry.detail["before"])))


def _deleted(unit: UnitOfWork, offer_id: str, _entry: Entry) -> None:
    if unit.offers.find(offer_id) is not None:
        raise InvalidInput(
            say("There is already an offer {offer_id}.", offer_id=offer_id),
            say("Delete it first if the deleted one should come back."),
            field="offer_id",
        )


def _draft(unit: UnitOfWork, offer_id: str, entry: Entry) -> None:
    """Ask about each part of the way back from a saved draft."""
    offer = unit.offers.get(offer_id)
    delta = ListDelta.from_detail(entry.detail).inverse
    standing = unit.audiences.standing(offer)
    if delta.draft_removed and offer.draft_channel is ResellerChannel.SOME:
        members = unit.audiences.members(offer_id, delta.draft_removed)
        require(standing, RemovePartners(tuple(members.values())))
    channel = _channel_before(offer, entry)
    if channel is not None and channel != offer.draft_channel:
        require(standing, ChooseOption(channel))
    if delta.draft_added and channel is ResellerChannel.SOME:
        moved = dataclasses.replace(offer, draft_channel=channel)
        require(
            dataclasses.replace(standing, offer=moved),
            AddPartners(len(delta.draft_added)),
        )


def _resale_removed(unit: UnitOfWork, offer_id: str, _entry: Entry) -> None:
    require_none(against_resale(unit.offers.get(offer_id)))


def _closed(unit: UnitOfWork, offer_id: str, entry: Entry) -> None:
    """A request that is open again must not ask for what another open one asks."""
    request = unit.requests.get(int(entry.detail["request"]))
    wanted = request.tenant_ids if request.kind is RequestKind.DEAUTHORIZE else ()
    refuse_twice(unit, offer_id, request.kind, wanted=wanted, change_to=request.change_to)


def _completed(unit: UnitOfWork, offer_id: str, entry: Entry) -> None:
    """Nobody who has resold leaves a live list of specific partners (R30)."""
    _closed(unit, offer_id, entry)
    offer = unit.offers.get(offer_id)
    leaving = ListDelta.from_detail(entry.detail).inverse.live_removed
    if not leaving or _channel_before(offer, entry) is not ResellerChannel.SOME:
        return
    members = unit.audiences.members(offer_id, leaving)
    verdict = decide(unit.audiences.standing(offer), RemovePartners(tuple(members.values())))
    if verdict.outcome is Outcome.REFUSED:
        raise RuleRefusal(verdict)


_ASKED: Mapping[Action, Callable[[UnitOfWork, str, Entry], None]] = {
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
    if "csp_contact" in known:
        known["csp_contact"] = CspContact(**known["csp_contact"])
    return dataclasses.replace(setup, **known)
