"""What an offer may do, depending on whether it was published; None means no objection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.audience import ChooseOption, decide
from csp_tui.domain.eligibility import assess
from csp_tui.domain.offer import Offer, ResellerChannel, Setup, channel_title
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import Message, say

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState

_IN_CHANNEL = (ResellerChannel.ALL, ResellerChannel.SOME)
_CLOSED = channel_title(ResellerChannel.NONE)


def against_deletion(state: AudienceState) -> Verdict | None:
    """Why an offer can't be deleted: only one that was never published can (R25)."""
    if not state.offer.is_live:
        return None
    step = None
    if decide(state, ChooseOption(ResellerChannel.NONE)).outcome is Outcome.SUPPORT_REQUEST:
        step = say("To stop its sale, create a support request for “{option}”.", option=_CLOSED)
    return Verdict(Outcome.REFUSED, "R25", say("A published offer cannot be deleted."), step)


def against_resale(offer: Offer) -> Verdict | None:
    """Why no partner can have resold an offer: it was never available (R25)."""
    if offer.is_live:
        return None
    return Verdict(
        Outcome.REFUSED,
        "R25",
        say("The offer has never been published, so no partner can have resold it."),
        say("Check the offer ID. Resales are recorded for published offers."),
    )


def against_setup(state: AudienceState, setup: Setup) -> Verdict | None:
    """Why an offer can't be given a setup: one in the channel must stay eligible (R2)."""
    offer = state.offer
    if offer.draft_channel not in _IN_CHANNEL and offer.live_channel not in _IN_CHANNEL:
        return None
    eligibility = assess(offer.product_type, transactable=setup.transactable, plans=setup.plans)
    if eligibility.eligible:
        return None
    return Verdict(
        Outcome.REFUSED, eligibility.rule, eligibility.reason, _way_out_of_channel(state)
    )


def _way_out_of_channel(state: AudienceState) -> Message:
    match decide(state, ChooseOption(ResellerChannel.NONE)).outcome:
        case Outcome.SUPPORT_REQUEST:
            return say("Create a support request for “{option}” first.", option=_CLOSED)
        case Outcome.REFUSED:
            return say("Keep the offer eligible: partners that have resold stay authorized.")
        case _:
            return say("Select “{option}” first.", option=_CLOSED)
