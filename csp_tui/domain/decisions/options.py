"""Whether an audience can get another option."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from csp_tui.domain.decisions.publishing import refuse_ineligible, then_publish
from csp_tui.domain.decisions.warnings import CLOSED_TO_CUSTOMERS, some_names
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import Message, say, say_n

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE


def decide_option(state: AudienceState, to: ResellerChannel) -> Verdict:
    """Decide a change of the option, and say what “no partners” does to customers (R15)."""
    verdict = option_verdict(state, to)
    if to is not NONE or verdict.outcome not in (Outcome.ALLOWED, Outcome.SUPPORT_REQUEST):
        return verdict
    return replace(verdict, warnings=(*verdict.warnings, CLOSED_TO_CUSTOMERS))


def option_verdict(state: AudienceState, to: ResellerChannel) -> Verdict:
    """The table of the options (R40 to R43): a live offer is judged from its live option."""
    refusal = refuse_ineligible(state)
    if refusal is not None:
        return refusal
    offer = state.offer
    if to == offer.draft_channel:
        return Verdict(
            Outcome.NO_CHANGE,
            "R10",
            say("The option is already “{option}”.", option=channel_title(to)),
        )
    if not offer.is_live:
        return Verdict(
            Outcome.ALLOWED,
            "R1",
            say("The offer has never been published, so any option can be selected."),
            then_publish(_with_option(state, to), say("Publish the offer to make it live.")),
        )
    origin = offer.live_channel
    if origin == to:
        return Verdict(Outcome.ALLOWED, "R43", say("This resets the draft to the live option."))
    if origin is None or origin is NONE:
        return Verdict(
            Outcome.ALLOWED,
            "R43",
            say(
                "From “{option}” the option can be changed at any time.",
                option=channel_title(origin),
            ),
            then_publish(
                _with_option(state, to), say("Publish the offer to make the change live.")
            ),
        )
    by_request = say("Create a support request; it is filled in for you.")
    if origin is ALL:
        return Verdict(
            Outcome.SUPPORT_REQUEST,
            "R40",
            say(
                "The offer is live for any CSP partner; "
                "leaving that option takes a support request."
            ),
            by_request,
            _resold_warnings(state, to),
        )
    if to is ALL:
        return Verdict(
            Outcome.SUPPORT_REQUEST,
            "R42",
            say(
                "The offer is live for specific partners; "
                "opening it to any partner takes a support request."
            ),
            by_request,
        )
    if state.resold:
        return Verdict(
            Outcome.REFUSED,
            "R42",
            say_n(
                "{count} partner that was authorized has already resold the offer ({names}), "
                "so it cannot be closed to all partners.",
                "{count} partners that were authorized have already resold the offer ({names}), "
                "so it cannot be closed to all partners.",
                state.resold,
                names=_names(state),
            ),
            say("Keep the partners that have resold. One support request can remove the others.")
            if state.removable
            else say("Keep the offer available to the partners that have resold."),
        )
    return Verdict(
        Outcome.SUPPORT_REQUEST,
        "R42",
        say(
            "The offer is live for specific partners and none has resold it; "
            "closing it takes a support request."
        ),
        by_request,
    )


def _with_option(state: AudienceState, option: ResellerChannel) -> AudienceState:
    return replace(state, offer=replace(state.offer, draft_channel=option))


def _names(state: AudienceState) -> Message:
    return some_names(state.resold_names, state.resold)


def _resold_warnings(state: AudienceState, to: ResellerChannel) -> tuple[Message, ...]:
    if not state.resold:
        return ()
    if to is SOME:
        return (
            say_n(
                "{count} partner has already resold the offer and stays on the list, locked: "
                "{names} (rule R41).",
                "{count} partners have already resold the offer and stay on the list, "
                "locked: {names} (rule R41).",
                state.resold,
                names=_names(state),
            ),
        )
    # The program writes no resale condition here (R40); by analogy with R42 the request may
    # well be declined, so the person files it knowing that.
    return (
        say_n(
            "{count} partner has already resold the offer: {names}. The request may be "
            "declined (rules R40, R42).",
            "{count} partners have already resold the offer: {names}. The request may be "
            "declined (rules R40, R42).",
            state.resold,
            names=_names(state),
        ),
    )
