"""Rows of the list of offers, and checks of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.audience_state import AudienceState
    from csp_tui.domain.offer import ResellerChannel
    from csp_tui.domain.support import ListedRequest, SeenRequest, SupportRequest
    from csp_tui.domain.verdict import Verdict
    from csp_tui.domain.wording import Message


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One line of the list of offers.

    Attributes:
        state: The offer and the state of its audience.
        open_requests: Support requests that are draft or submitted.
    """

    state: AudienceState
    open_requests: int = 0


@dataclass(frozen=True, slots=True)
class RequestOverview:
    """The support requests of one offer or of all, in one state of the database, newest first.

    Attributes:
        open: What a list shows of those that are draft or submitted.
        seen: What they say, in the same order.
        closed: The numbers of the others, of which there can be thousands.
    """

    open: tuple[ListedRequest, ...] = ()
    seen: tuple[SeenRequest, ...] = ()
    closed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestCheck:
    """Whether a support request still matches its offer.

    Attributes:
        out_of_date: Why it can be neither submitted nor completed, with the rule and what to do;
            None while it matches, and once it is closed.
        can_update: Whether the text of the draft can be written for the present state.
        note: What else to know about it, or None.
    """

    out_of_date: Verdict | None = None
    can_update: bool = False
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class BlockedByRequest:
    """What cannot change before a support request is closed.

    Attributes:
        keeping_access: Partners that can resell the offer until Microsoft removes them.
        reseller_channel: The live option, and the one that was asked for; None where it stays.
        waiting_for_access: Partners named in the request that can't resell the offer before.
        plans: Titles of the kept plans that wait for it.
    """

    keeping_access: int = 0
    reseller_channel: tuple[ResellerChannel | None, ResellerChannel | None] | None = None
    waiting_for_access: int = 0
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackedRequest:
    """A support request with everything that a person needs to file it.

    Attributes:
        request: The request.
        offer_name: The name of its offer.
        check: Whether it still matches its offer.
        text: It as plain text, as Partner Center's form asks for it.
    """

    request: SupportRequest
    offer_name: str
    check: RequestCheck
    text: str
