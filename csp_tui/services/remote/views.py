"""The results of the connection to Partner Center, for screens and command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.eligibility import Eligibility
    from csp_tui.domain.offer import ResellerChannel
    from csp_tui.domain.plan import Step
    from csp_tui.domain.remote import Link, RemoteAudience, SyncState
    from csp_tui.domain.remote_conflicts import Choice
    from csp_tui.domain.wording import Message
    from csp_tui.services.remote_port import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionStatus:
    """Whether and how the program is connected.

    Attributes:
        account: The account's name, "" where there is none.
        tenant_id: Its tenant.
        client_id: Its application.
        endpoint: The address that is called.
        signed_in: Whether there is something to sign in with.
        products: How many products the last pull found.
        linked: How many offers here are linked to one.
        pulled_at: When the last pull was, UTC.
        jobs_open: How many jobs have not ended.
        states: How many offers are in each state.
    """

    account: str = ""
    tenant_id: str = ""
    client_id: str = ""
    endpoint: str = ""
    signed_in: bool = False
    products: int = 0
    linked: int = 0
    pulled_at: datetime | None = None
    jobs_open: int = 0
    states: Mapping[SyncState, int]


PAGE = "https://partner.microsoft.com/dashboard/marketplace-offers/overview"
"""Where offers are changed by hand in Partner Center."""
NAMED = 12
"""How many partners that a pull takes off a live list are listed; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveChange:
    """How a pull changes the audience that is recorded as live.

    Attributes:
        before: The option until then, None while none was live.
        after: The option in Partner Center.
        is_published: Whether the offer is live there.
        added: Partners that join the live list.
        removed: Partners that leave it.
        leaving: The names of those who leave, at most ``NAMED`` of them.
    """

    before: ResellerChannel | None
    after: ResellerChannel | None
    is_published: bool
    added: int
    removed: int
    leaving: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledChange:
    """What a pull changes in an offer here.

    Attributes:
        offer_id: The offer.
        reseller_channel: The draft's option before and after, None where it stays.
        added: Partners that join the draft list.
        removed: Partners that leave it.
        fields: Other fields that change, and ``live`` where the live audience does.
        live: How the live audience changes, None where it stays.
    """

    offer_id: str
    reseller_channel: tuple[ResellerChannel | None, ResellerChannel | None] | None = None
    added: int = 0
    removed: int = 0
    fields: tuple[str, ...] = ()
    live: LiveChange | None = None

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.reseller_channel or self.added or self.removed or self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """An offer that was changed both here and in Partner Center.

    Attributes:
        offer_id: The offer.
        base: What both came from, None where the offer was here before the first pull.
        local: The draft here.
        remote: The draft in Partner Center.
        choices: The partners that are not on all three.
    """

    offer_id: str
    base: RemoteAudience | None
    local: RemoteAudience
    remote: RemoteAudience
    choices: tuple[Choice, ...]

    @property
    def has_two_options(self) -> bool:
        """Whether both sides have changed the option, so that their changes do not go together."""
        options = {self.local.channel, self.remote.channel}
        return len(options) == 2 and (self.base is None or self.base.channel not in options)


@dataclass(frozen=True, slots=True)
class UnreadableProduct:
    """A product that could not be pulled.

    Attributes:
        product: Its offer ID, or its ID in Partner Center.
        reason: Why.
    """

    product: str
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class PullReport:
    """What a pull did, or would do.

    Attributes:
        new: Offers that are new here.
        changed: Offers that change here.
        gone: Linked offers that Partner Center no longer has.
        unchanged: How many offers stay as they are.
        conflicts: Offers that were changed on both sides; their drafts stay as they are.
        unreadable: Products that could not be pulled.
        dry_run: Whether nothing was changed.
    """

    new: tuple[str, ...] = ()
    changed: tuple[PulledChange, ...] = ()
    gone: tuple[str, ...] = ()
    unchanged: int = 0
    conflicts: tuple[ConflictView, ...] = ()
    unreadable: tuple[UnreadableProduct, ...] = ()
    dry_run: bool = True

    @property
    def only_changed(self) -> tuple[PulledChange, ...]:
        """The offers that change and are not reported otherwise, for counts."""
        others = {one.offer_id for one in self.conflicts}
        others |= {one.product for one in self.unreadable}
        return tuple(one for one in self.changed if one.offer_id not in others)

    def __bool__(self) -> bool:
        """Whether anything here changes."""
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class RemoteStep:
    """A step of a push plan.

    Attributes:
        step: What it does, and what the rules say.
        calls: The requests that carry it out, where the program does.
        text: What to type or press in a manual step.
        page: The page to open for that, or "".
        is_withheld: Whether it is a change made here that can't be written.
    """

    step: Step
    calls: tuple[Call, ...] = ()
    text: Message | None = None
    page: str = ""
    is_withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePlan:
    """The steps that make Partner Center the same as the state here.

    Attributes:
        id: A digest of its content.
        made_at: When it was made, UTC.
        steps: The steps in order.
        warnings: What the person should know.
        offers: How many offers it looked at.
        unchanged: How many of them need nothing.
    """

    id: str
    made_at: datetime
    steps: tuple[RemoteStep, ...]
    warnings: tuple[Message, ...]
    offers: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class LinkedOffer:
    """An offer with its link, for lists.

    Attributes:
        link: What was last read.
        name: The offer's name.
        state: How the draft here compares.
        added: Partners on the draft here and not in Partner Center.
        removed: Partners in Partner Center and not on the draft here.
        local: The draft here.
        eligibility: Whether an option can be selected for the offer.
    """

    link: Link
    name: str
    state: SyncState
    added: int
    removed: int
    local: RemoteAudience
    eligibility: Eligibility
