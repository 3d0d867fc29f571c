"""Whether a draft can be published, or the additions to a live list synced."""

from __future__ import annotations

from csp_tui.domain.audience_state import AudienceState, Unlisted
from csp_tui.domain.decisions.warnings import CLOSED_TO_CUSTOMERS, not_in_directory
from csp_tui.domain.offer import ResellerChannel, Setup, channel_title
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import Message, say, say_n

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE
NO_ONE = Unlisted()


def refuse_ineligible(state: AudienceState) -> Verdict | None:
    """The refusal for an offer that cannot be in the CSP channel, None where it can (R2)."""
    eligibility = state.eligibility
    if eligibility.eligible:
        return None
    return Verdict(
        Outcome.REFUSED,
        eligibility.rule,
        eligibility.reason,
        eligibility.next_step,
    )


def missing_channel_material(setup: Setup) -> Message | None:
    """What R50 still asks for before an offer can be opened to CSP partners, or None."""
    missing_url, missing_contact = not setup.csp_url, not setup.csp_contact.is_complete
    if missing_url and missing_contact:
        return say(
            "An offer in the CSP channel needs the URL of its CSP program marketing materials "
            "and a CSP program contact."
        )
    if missing_url:
        return say(
            "An offer in the CSP channel needs the URL of its CSP program marketing materials."
        )
    if missing_contact:
        return say(
            "An offer in the CSP channel needs a CSP program contact: "
            "a name with an e-mail address or a phone number."
        )
    return None


def _missing_field(setup: Setup) -> str:
    """The first field that R50 still asks for, as ``SetupEdit`` names it."""
    if not setup.csp_url:
        return "csp_url"
    return "csp_contact_email" if setup.csp_contact.name else "csp_contact_name"


def decide_publish(state: AudienceState, unlisted: Unlisted) -> Verdict:
    """Decide whether the whole draft can go live (R25, R50)."""
    offer = state.offer
    if offer.is_live and not state.has_changes:
        return Verdict(Outcome.NO_CHANGE, "R25", say("Nothing to publish."))
    opted_in = offer.draft_channel in (ALL, SOME)
    if opted_in:
        refusal = refuse_ineligible(state)
        if refusal is not None:
            return refusal
        missing = missing_channel_material(offer.setup)
        if missing is not None:
            return Verdict(
                Outcome.REFUSED,
                "R50",
                missing,
                say("Fill in Offer listing, then publish the offer."),
                field=_missing_field(offer.setup),
            )
    warnings: tuple[Message, ...] = ()
    if offer.draft_channel is SOME and state.draft_partners == 0:
        warnings = (
            say(
                "No partner is selected, so no partner in the CSP program could buy the "
                "offer (rule R14)."
            ),
        )
    elif offer.draft_channel is NONE and offer.live_channel is not NONE:
        warnings = (CLOSED_TO_CUSTOMERS,)
    if offer.draft_channel is SOME:
        warnings += not_in_directory(unlisted)
    return Verdict(
        Outcome.ALLOWED,
        "R25",
        say("Publishing takes the draft live."),
        warnings=warnings,
    )


def then_publish(state: AudienceState, advice: Message) -> Message | None:
    """The advice to publish where that is possible, else what has to be done before."""
    verdict = decide_publish(state, NO_ONE)
    return advice if verdict.outcome is Outcome.ALLOWED else verdict.next_step


def decide_sync(state: AudienceState, unlisted: Unlisted) -> Verdict:
    """Decide whether the additions to a live list can go live (R26)."""
    refusal = refuse_ineligible(state)
    if refusal is not None:
        return refusal
    offer = state.offer
    if not offer.is_live:
        return Verdict(
            Outcome.REFUSED,
            "R25",
            say("The offer has never been published, so there is nothing to sync with."),
            then_publish(state, say("Publish the offer instead.")),
        )
    if offer.live_channel is not SOME:
        return Verdict(
            Outcome.REFUSED,
            "R26",
            say(
                "Only the list of a live offer for specific partners is synced; "
                "this one is live with “{option}”.",
                option=channel_title(offer.live_channel),
            ),
            then_publish(state, say("Publish the offer to make the change live."))
            if state.channel_changed
            else None,
        )
    if not state.list_changed:
        return Verdict(Outcome.NO_CHANGE, "R26", say("No partners to sync."))
    return Verdict(
        Outcome.ALLOWED,
        "R26",
        say_n(
            "{count} added partner goes live; other draft changes stay in draft.",
            "{count} added partners go live; other draft changes stay in draft.",
            state.additions,
        ),
        warnings=not_in_directory(unlisted),
    )
