"""Whether partners can be added to a list or removed from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from csp_tui.domain.decisions.options import option_verdict
from csp_tui.domain.decisions.publishing import refuse_ineligible, then_publish
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import Listed, Message, say, say_n

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState, Member

SOME = ResellerChannel.SOME


def _needs_list(state: AudienceState) -> Verdict | None:
    """Partners can be selected under the second option only (R12)."""
    refusal = refuse_ineligible(state)
    if refusal is not None or state.offer.draft_channel is SOME:
        return refusal
    reason = say("Partners are selected only under “{option}”.", option=channel_title(SOME))
    if option_verdict(state, SOME).outcome is Outcome.SUPPORT_REQUEST:
        step = say("Create a support request for “{option}” first.", option=channel_title(SOME))
        return Verdict(Outcome.REFUSED, "R40", reason, step)
    step = say("Select “{option}” first.", option=channel_title(SOME))
    return Verdict(Outcome.REFUSED, "R12", reason, step)


def decide_addition(state: AudienceState, count: int) -> Verdict:
    """Decide on adding this many partners to the draft (R23 to R26)."""
    refusal = _needs_list(state)
    if refusal is not None:
        return refusal
    if count == 0:
        return Verdict(Outcome.NO_CHANGE, "R23", say("Nothing to add: already on the list."))
    if state.offer.is_live and state.offer.live_channel is SOME:
        return Verdict(
            Outcome.ALLOWED,
            "R26",
            say("Partners can be added to a live list at any time."),
            say("Sync CSP audience then takes the additions live."),
        )
    return Verdict(
        Outcome.ALLOWED,
        "R24",
        say("Partners can be added to the draft at any time."),
        then_publish(
            replace(
                state,
                draft_partners=state.draft_partners + count,
                additions=state.additions + count,
            ),
            say("Publish the offer to make it available to the selected partners."),
        ),
    )


def decide_removal(state: AudienceState, members: tuple[Member, ...]) -> Verdict:
    """Decide a removal of partners from the list (R30 to R33)."""
    refusal = _needs_list(state)
    if refusal is not None:
        return refusal
    if not members:
        return Verdict(Outcome.NO_CHANGE, "R30", say("Nothing to remove: not on the list."))
    offer = state.offer
    if not offer.is_live:
        return Verdict(
            Outcome.ALLOWED,
            "R32",
            say("The offer has never been published, so partners can be removed freely."),
        )
    live = tuple(member for member in members if member.in_live)
    resold = tuple(member for member in live if member.resold)
    if resold:
        stayers = Listed(tuple(member.name_with_evidence for member in resold[:NAMED_AT_MOST]))
        return Verdict(
            Outcome.REFUSED,
            "R30",
            say_n(
                "{names} has already resold the offer to customers and cannot be deauthorized.",
                "{count} of these partners have already resold the offer to customers and "
                "cannot be deauthorized: {names}.",
                len(resold),
                names=stayers,
            ),
            _removable(members),
            tenant_ids=tuple(member.tenant_id for member in resold),
        )
    if live:
        names = ", ".join(member.name for member in live[:NAMED_AT_MOST])
        return Verdict(
            Outcome.SUPPORT_REQUEST,
            "R31",
            say_n(
                "{names} is authorized on the live offer; removing it takes a support request.",
                "{count} of these partners are authorized on the live offer; "
                "removing them takes a support request: {names}.",
                len(live),
                names=names,
            ),
            say("Create a support request; it is filled in for you."),
            tenant_ids=tuple(member.tenant_id for member in live),
        )
    return Verdict(
        Outcome.ALLOWED,
        "R33",
        say_n(
            "This partner is not live yet, so it can be removed freely.",
            "These partners are not live yet, so they can be removed freely.",
            len(members),
        ),
    )


@dataclass(frozen=True, slots=True)
class Removals:
    """Partners to remove from a list, by what the rules say about each.

    Attributes:
        allowed: They can be removed right away.
        by_request: They are live, so removing them takes a support request (R31).
        refused: They have resold the offer and stay (R30).
    """

    allowed: tuple[Member, ...] = ()
    by_request: tuple[Member, ...] = ()
    refused: tuple[Member, ...] = ()


def sort_removals(state: AudienceState, members: Iterable[Member]) -> Removals:
    """Check each partner alone against the rules; ``decide`` answers for all of them together."""
    groups: dict[Outcome, list[Member]] = {outcome: [] for outcome in Outcome}
    # The rules ask nothing else of a partner, and there may be very many.
    answers: dict[tuple[bool, bool], Outcome] = {}
    for member in members:
        facts = (member.in_live, member.resold)
        if facts not in answers:
            answers[facts] = decide_removal(state, (member,)).outcome
        groups[answers[facts]].append(member)
    return Removals(
        tuple(groups[Outcome.ALLOWED]),
        tuple(groups[Outcome.SUPPORT_REQUEST]),
        tuple(groups[Outcome.REFUSED]),
    )


def _removable(members: tuple[Member, ...]) -> Message:
    """What can be done with partners if some have resold."""
    others = [member for member in members if not (member.in_live and member.resold)]
    if any(member.in_live for member in others):
        return say(
            "Leave the partners that have resold on the list. "
            "A support request can remove the others."
        )
    if others:
        return say("Leave the partners that have resold on the list, and remove only the others.")
    return say("Leave the partners that have resold on the list.")
