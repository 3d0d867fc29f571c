"""Whether a support request still says what is true, and which requests contradict each other.

Two open requests (draft or submitted) of one offer contradict each other unless both deauthorize
partners and name different ones:

- Two changes of the option ask for two results, or for the same one twice.
- A change of the option replaces or ends the list that a deauthorization is about, so that one of
  the two is untrue once the other is completed.
- Two deauthorizations of one partner ask for the same twice.

A request is out of date as soon as its text or its partners no longer match the offer. It can then
be neither submitted nor completed, because Microsoft would receive, or the workbench would record,
something else than what was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from csp_tui.domain.audience import ChooseOption, decide
from csp_tui.domain.decisions.warnings import NAMED_AT_MOST
from csp_tui.domain.offer import ResellerChannel, channel_title
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.request_basis import RequestBasis
from csp_tui.domain.support import RequestKind, RequestStatus, SupportRequest, status_title
from csp_tui.domain.verdict import Outcome, Verdict
from csp_tui.domain.wording import Message, say, say_n

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState, Member

SOME, NONE = ResellerChannel.SOME, ResellerChannel.NONE


@dataclass(frozen=True, slots=True)
class Ask:
    """What a support request asks for.

    Attributes:
        kind: Whether partners are deauthorized or the option is changed.
        change_to: The option asked for, None when deauthorizing.
        tenant_ids: The partners to deauthorize, or to authorize under the new option.
    """

    kind: RequestKind
    change_to: ResellerChannel | None = None
    tenant_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: SupportRequest) -> Ask:
        """What a request asks for."""
        return cls(request.kind, request.change_to, request.tenant_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentState:
    """What an offer is now, as far as a request depends on it.

    Attributes:
        state: The offer and its counts.
        members: The request's partners that are on a list of the offer, by tenant ID.
        resold: Names of all partners that have resold the offer, by tenant ID; read only for a
            change of the option.
    """

    state: AudienceState
    members: Mapping[str, Member] = field(default_factory=dict)
    resold: Mapping[str, str] = field(default_factory=dict)


def names_resold(change_to: ResellerChannel | None) -> bool:
    """Whether a request for a new option names the partners that have resold the offer.

    They stay on a new list (R41) and are a reason against closing the offer (R42). For opening it
    to any partner they do not matter.
    """
    return change_to in (SOME, NONE)


def basis_of(ask: Ask, current: CurrentState) -> RequestBasis:
    """What a request that is written now is based on."""
    option = current.state.offer.live_channel
    return RequestBasis.of(option, current.resold if names_resold(ask.change_to) else ())


def contradiction(ask: Ask, existing: Iterable[SupportRequest]) -> Verdict | None:
    """Why a request can't be created or reopened beside the open ones of its offer (R44).

    Args:
        ask: What it asks for.
        existing: The other requests of the offer; closed ones do not count.

    Returns:
        A refusal that names the first request it contradicts, or None.
    """
    other = contradicted(ask, existing)
    if other is not None:
        reason = _contradicts(ask, other)
        if reason is not None:
            return Verdict(
                Outcome.REFUSED,
                "R44",
                reason,
                say("Continue with support request {id}, or withdraw it first.", id=other.id),
            )
    return None


def contradicted(ask: Ask, existing: Iterable[SupportRequest]) -> SupportRequest | None:
    """The first open request of an offer that a new one would contradict (R44), None for none."""
    found = (other for other in existing if other.status.is_open and _contradicts(ask, other))
    return next(found, None)


def _contradicts(ask: Ask, other: SupportRequest) -> Message | None:
    facts = {"id": other.id, "status": status_title(other.status)}
    deauthorizes = RequestKind.DEAUTHORIZE
    if ask.kind is deauthorizes and other.kind is deauthorizes:
        both = set(ask.tenant_ids) & set(other.tenant_ids)
        if not both:
            return None
        if len(both) < len(set(ask.tenant_ids)):
            return say_n(
                "Support request {id} ({status}) already asks to remove {count} of these partners.",
                "Support request {id} ({status}) already asks to remove {count} of these partners.",
                len(both),
                **facts,
            )
        return say("Support request {id} ({status}) already asks for this.", **facts)
    if other.kind is deauthorizes:
        return say(
            "Support request {id} ({status}) deauthorizes partners of the list that this change "
            "would replace or end, so both can't be carried out.",
            **facts,
        )
    if ask.kind is deauthorizes:
        return say(
            "Support request {id} ({status}) changes the option to “{option}”, which replaces or "
            "ends the list, so both can't be carried out.",
            option=channel_title(other.change_to),
            **facts,
        )
    if ask.change_to is other.change_to:
        return say("Support request {id} ({status}) already asks for this.", **facts)
    return say(
        "Support request {id} ({status}) changes the option to “{option}”, so both can't be "
        "carried out.",
        option=channel_title(other.change_to),
        **facts,
    )


def out_of_date(request: SupportRequest, current: CurrentState) -> Verdict | None:
    """Why a request no longer matches its offer, or None where it does.

    A request of an earlier version of the program has no basis. It is judged by the present state
    alone: whether what it asks for is still possible and still takes a request.

    Returns:
        A refusal with the rule, the reason and what can be done with the request now; None also
        for a closed request, which nothing more is done with.
    """
    if not request.status.is_open:
        return None
    if request.kind is RequestKind.DEAUTHORIZE:
        return _removal_out_of_date(request, current)
    return _change_out_of_date(request, current)


def _removal_out_of_date(request: SupportRequest, current: CurrentState) -> Verdict | None:
    live_option = current.state.offer.live_channel
    if live_option is not SOME:
        return _other_option(request, live_option, _withdraw(request, recreate=False))
    named = [current.members.get(tenant) for tenant in request.tenant_ids]
    live = [member for member in named if member is not None and member.in_live]
    resold = [member for member in live if member.resold]
    if resold:
        return Verdict(
            Outcome.REFUSED,
            "R30",
            say_n(
                "The text is out of date: {names} has resold the offer since and can't be "
                "deauthorized.",
                "The text is out of date: {count} of these partners have resold the offer since "
                "and can't be deauthorized: {names}.",
                len(resold),
                names=_some_names([member.name for member in resold]),
            ),
            _withdraw(request, recreate=len(resold) < len(live)),
            tenant_ids=tuple(member.tenant_id for member in resold),
        )
    if len(live) < len(request.tenant_ids):
        found = {member.tenant_id for member in live}
        gone = tuple(tenant for tenant in request.tenant_ids if tenant not in found)
        return Verdict(
            Outcome.REFUSED,
            "R31",
            say_n(
                "The text is out of date: {names} is no longer on the live list.",
                "The text is out of date: {count} of these partners are no longer on the live "
                "list: {names}.",
                len(gone),
                names=_some_names(gone),
            ),
            _withdraw(request, recreate=bool(live)),
            tenant_ids=gone,
        )
    return None


def _change_out_of_date(request: SupportRequest, current: CurrentState) -> Verdict | None:
    assert request.change_to is not None
    live_option = current.state.offer.live_channel
    verdict = decide(current.state, ChooseOption(request.change_to))
    is_possible = verdict.outcome is Outcome.SUPPORT_REQUEST
    if can_update(request, current):
        step = say("Update the text of the request, or withdraw it.")
    else:
        step = _withdraw(request, recreate=is_possible)
    basis = request.basis or basis_of(Ask.of(request), current)
    if basis.option is not live_option or verdict.outcome in (Outcome.ALLOWED, Outcome.NO_CHANGE):
        return _other_option(request, live_option, step)
    if not is_possible:
        return Verdict(Outcome.REFUSED, verdict.rule, verdict.message, step)
    if not names_resold(request.change_to):
        return None
    new = sorted(current.resold.keys() - set(basis.resold))
    gone = sorted(set(basis.resold) - current.resold.keys())
    if new:
        reason = say_n(
            "The text is out of date: it does not name {names}, which has resold the offer since.",
            "The text is out of date: it does not name {count} partners that have resold the "
            "offer since: {names}.",
            len(new),
            names=_some_names([current.resold[tenant] or tenant for tenant in new]),
        )
    elif gone:
        reason = say_n(
            "The text is out of date: the resale by {names} is no longer recorded.",
            "The text is out of date: resales by {count} partners it names are no longer "
            "recorded: {names}.",
            len(gone),
            names=_some_names(gone),
        )
    else:
        return None
    rule = "R41" if request.change_to is SOME else "R40"
    return Verdict(Outcome.REFUSED, rule, reason, step, tenant_ids=tuple(new or gone))


def can_update(request: SupportRequest, current: CurrentState) -> bool:
    """Whether the text of a request can be written for the present state.

    Only a draft can be, and only one that still asks for something possible: which partners a
    request names and what it asks for never change.
    """
    if request.status is not RequestStatus.DRAFT:
        return False
    if request.kind is RequestKind.DEAUTHORIZE:
        return _removal_out_of_date(request, current) is None
    assert request.change_to is not None
    verdict = decide(current.state, ChooseOption(request.change_to))
    return verdict.outcome is Outcome.SUPPORT_REQUEST


def unknown_basis(request: SupportRequest) -> Message | None:
    """What to know about an open request that an earlier version of the program has created."""
    if request.basis is not None or not request.status.is_open:
        return None
    return say(
        "Created by an earlier version, which did not store the state it was written for. It is "
        "checked against the present state only."
    )


def _other_option(
    request: SupportRequest, live_option: ResellerChannel | None, step: Message
) -> Verdict:
    return Verdict(
        Outcome.REFUSED,
        "R31" if request.kind is RequestKind.DEAUTHORIZE else "R40",
        say(
            "The text is out of date: the offer is now live with “{option}”, so this request "
            "no longer applies.",
            option=channel_title(live_option),
        ),
        step,
    )


def _withdraw(request: SupportRequest, *, recreate: bool) -> Message:
    """What to do with a request that can't be carried out as it is."""
    if request.status is RequestStatus.DRAFT:
        if recreate:
            return say("Withdraw the request and create a new one.")
        return say("Withdraw the request.")
    if recreate:
        return say("Withdraw the request here and in Partner Center, and create a new one.")
    return say("Withdraw the request here and in Partner Center, or mark it as declined.")


def _some_names(names: Sequence[str]) -> Message:
    text = ", ".join(names[:NAMED_AT_MOST])
    more = len(names) - NAMED_AT_MOST
    if more > 0:
        return say_n("{names} and {count} more", "{names} and {count} more", more, names=text)
    return say("{names}", names=text)
