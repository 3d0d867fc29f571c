"""Who may resell an offer, and what may be changed when: the one place that decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from csp_tui.domain.offer import ResellerChannel, Setup, channel_title
from csp_tui.domain.standing import Member, Standing
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import Message, say, say_n

ALL, SOME, NONE = ResellerChannel.ALL, ResellerChannel.SOME, ResellerChannel.NONE
NAMED_AT_MOST = 5
"""How many resold partners a warning names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class ChooseOption:
    """Choose one of the three options."""

    to: ResellerChannel


@dataclass(frozen=True, slots=True)
class AddPartners:
    """Put so many partners on the draft list that are not on it yet."""

    count: int


@dataclass(frozen=True, slots=True)
class RemovePartners:
    """Take these partners off the list."""

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Publish:
    """Make the whole draft live."""


@dataclass(frozen=True, slots=True)
class Sync:
    """Make the additions to a live list of specific partners live, and nothing else."""


Change = ChooseOption | AddPartners | RemovePartners | Publish | Sync


def decide(standing: Standing, change: Change) -> Verdict:
    """Answer a proposed change: allowed, by support request or refused, and by which rule."""
    match change:
        case ChooseOption(to):
            return _decide_option(standing, to)
        case AddPartners(count):
            return _decide_addition(standing, count)
        case RemovePartners(members):
            return _decide_removal(standing, members)
        case Publish():
            return _decide_publish(standing)
        case Sync():
            return _decide_sync(standing)
        case _:
            assert_never(change)


def _ineligible(standing: Standing) -> Verdict | None:
    eligibility = standing.eligibility
    if eligibility.eligible:
        return None
    return Verdict(
        Outcome.REFUSED,
        eligibility.rule,
        eligibility.reason,
        say("Look at the product type and the plans in the offer's setup."),
    )


def _decide_option(standing: Standing, to: ResellerChannel) -> Verdict:
    """The table of the options (R40 to R43): a live offer is judged from its live option."""
    refusal = _ineligible(standing)
    if refusal is not None:
        return refusal
    offer = standing.offer
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
            say("The offer has never been published, so any option can be chosen."),
            say("Publish the offer to make it available to CSP partners."),
        )
    origin = offer.live_channel
    if origin == to:
        return Verdict(
            Outcome.ALLOWED, "R43", say("This brings the draft back to the option that is live.")
        )
    if origin is None or origin is NONE:
        return Verdict(
            Outcome.ALLOWED,
            "R43",
            say("From “{option}” the option can be changed at any time.", option=_title(origin)),
            say("Publish the offer to make the change live."),
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
            _resold_warnings(standing, to),
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
    if standing.resold:
        return Verdict(
            Outcome.REFUSED,
            "R42",
            say_n(
                "{count} partner that was authorized has already resold the offer ({names}), "
                "so it cannot be closed to all partners.",
                "{count} partners that were authorized have already resold the offer ({names}), "
                "so it cannot be closed to all partners.",
                standing.resold,
                names=_names(standing),
            ),
            say("Keep the partners that have resold, and ask to remove the others one by one."),
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


def _title(channel: ResellerChannel | None) -> Message:
    return channel_title(channel)


def _names(standing: Standing) -> Message:
    names = ", ".join(standing.resold_names[:NAMED_AT_MOST])
    more = standing.resold - len(standing.resold_names[:NAMED_AT_MOST])
    if more > 0:
        return say_n("{names} and {count} more", "{names} and {count} more", more, names=names)
    return say("{names}", names=names)


def _resold_warnings(standing: Standing, to: ResellerChannel) -> tuple[Message, ...]:
    if not standing.resold:
        return ()
    if to is SOME:
        return (
            say_n(
                "{count} partner has already resold the offer and stays on the list, "
                "locked: {names} (R41).",
                "{count} partners have already resold the offer and stay on the list, "
                "locked: {names} (R41).",
                standing.resold,
                names=_names(standing),
            ),
        )
    # The programme writes no resale condition here (R40); by analogy with R42 the request may
    # well be declined, so the person files it knowing that.
    return (
        say_n(
            "{count} partner has already resold the offer: {names}. "
            "The request may be declined (R40, R42).",
            "{count} partners have already resold the offer: {names}. "
            "The request may be declined (R40, R42).",
            standing.resold,
            names=_names(standing),
        ),
    )


def _needs_list(standing: Standing) -> Verdict | None:
    """Partners can be selected under the second option only (R12)."""
    refusal = _ineligible(standing)
    if refusal is not None or standing.offer.draft_channel is SOME:
        return refusal
    return Verdict(
        Outcome.REFUSED,
        "R12",
        say("Partners are selected only under “{option}”.", option=channel_title(SOME)),
        say("Choose “{option}” first.", option=channel_title(SOME)),
    )


def _decide_addition(standing: Standing, count: int) -> Verdict:
    refusal = _needs_list(standing)
    if refusal is not None:
        return refusal
    if count == 0:
        return Verdict(
            Outcome.NO_CHANGE, "R23", say("All of these partners are already on the list.")
        )
    if standing.offer.is_live and standing.offer.live_channel is SOME:
        return Verdict(
            Outcome.ALLOWED,
            "R26",
            say("Partners can be added to a live list at any time."),
            say("Sync CSP audience makes them live."),
        )
    return Verdict(
        Outcome.ALLOWED,
        "R24",
        say("Partners can be added to the draft at any time."),
        say("Publish the offer to make it available to the selected partners."),
    )


def _decide_removal(standing: Standing, members: tuple[Member, ...]) -> Verdict:
    refusal = _needs_list(standing)
    if refusal is not None:
        return refusal
    if not members:
        return Verdict(Outcome.NO_CHANGE, "R30", say("None of these partners is on the list."))
    offer = standing.offer
    if not offer.is_live:
        return Verdict(
            Outcome.ALLOWED,
            "R32",
            say("The offer has never been published, so partners can be removed freely."),
        )
    live = tuple(member for member in members if member.in_live)
    resold = tuple(member for member in live if member.resold)
    if resold:
        names = ", ".join(member.name for member in resold[:NAMED_AT_MOST])
        return Verdict(
            Outcome.REFUSED,
            "R30",
            say_n(
                "{names} has already resold the offer to customers and cannot be deauthorized.",
                "{count} of these partners have already resold the offer to customers and "
                "cannot be deauthorized: {names}.",
                len(resold),
                names=names,
            ),
            say("Leave the partners that have resold on the list; the others can be removed."),
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
        say("These partners are not live yet, so they can be removed freely."),
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


def _decide_publish(standing: Standing) -> Verdict:
    offer = standing.offer
    if not standing.has_changes:
        return Verdict(Outcome.NO_CHANGE, "R25", say("Nothing waits to be published."))
    opted_in = offer.draft_channel in (ALL, SOME)
    if opted_in:
        refusal = _ineligible(standing)
        if refusal is not None:
            return refusal
        missing = missing_channel_material(offer.setup)
        if missing is not None:
            return Verdict(
                Outcome.REFUSED,
                "R50",
                missing,
                say("Enter them under Offer listing, then publish again."),
            )
    warnings: tuple[Message, ...] = ()
    if offer.draft_channel is SOME and standing.draft_partners == 0:
        warnings = (
            say("No partner is selected, so nobody in the CSP program could buy the offer (R14)."),
        )
    return Verdict(
        Outcome.ALLOWED,
        "R25",
        say("Publishing makes the draft live."),
        warnings=warnings,
    )


def _decide_sync(standing: Standing) -> Verdict:
    refusal = _ineligible(standing)
    if refusal is not None:
        return refusal
    offer = standing.offer
    if not offer.is_live:
        return Verdict(
            Outcome.REFUSED,
            "R25",
            say("The offer has never been published, so there is nothing to sync with."),
            say("Publish the offer instead."),
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
            say("Publish the offer to make changes of the option live.")
            if standing.channel_changed
            else None,
        )
    if not standing.list_changed:
        return Verdict(Outcome.NO_CHANGE, "R26", say("No partner waits to be synced."))
    return Verdict(
        Outcome.ALLOWED,
        "R26",
        say_n(
            "{count} added partner becomes live; other draft changes stay in draft.",
            "{count} added partners become live; other draft changes stay in draft.",
            standing.additions,
        ),
    )
