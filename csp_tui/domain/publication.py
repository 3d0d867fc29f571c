"""What having been published opens and closes for an offer; None means that nothing does."""

from __future__ import annotations

from csp_tui.domain.eligibility import assess
from csp_tui.domain.offer import Offer, ResellerChannel, Setup
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import say

_IN_CHANNEL = (ResellerChannel.ALL, ResellerChannel.SOME)


def against_deletion(offer: Offer) -> Verdict | None:
    """Why an offer cannot be deleted: only what was never published can (R25)."""
    if not offer.is_live:
        return None
    return Verdict(
        Outcome.REFUSED,
        "R25",
        say("A published offer cannot be deleted."),
        say("To stop its sale, ask for “No partners” by a support request."),
    )


def against_resale(offer: Offer) -> Verdict | None:
    """Why nobody can have resold an offer: it was never available to anyone (R25)."""
    if offer.is_live:
        return None
    return Verdict(
        Outcome.REFUSED,
        "R25",
        say("The offer has never been published, so nobody can have resold it."),
        say("Check the offer ID, or publish the offer first."),
    )


def against_setup(offer: Offer, setup: Setup) -> Verdict | None:
    """Why an offer cannot be given a setup: one in the channel must stay eligible (R2)."""
    if offer.draft_channel not in _IN_CHANNEL and offer.live_channel not in _IN_CHANNEL:
        return None
    eligibility = assess(offer.product_type, transactable=setup.transactable, plans=setup.plans)
    if eligibility.eligible:
        return None
    return Verdict(
        Outcome.REFUSED,
        eligibility.rule,
        eligibility.reason,
        say("The offer is in the CSP channel. Close it to CSP partners first."),
    )
