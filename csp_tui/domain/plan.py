"""What a plan is made of: from the current to the desired audience in steps, each with its rule.

A plan is the single preview of a change. It checks every part of a change against the rules and
says what its outcome is; it does not know whether the database, an API or a person carries a step
out.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from enum import StrEnum

from csp_tui.domain.audience_state import AudienceState
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.support import SupportRequest
from csp_tui.domain.tenant_ids import NO_TENANTS, TenantIds
from csp_tui.domain.wording import Message

SOME = ResellerChannel.SOME
ChannelMove = tuple[ResellerChannel | None, ResellerChannel | None]
"""An option before and after."""


class StepAction(StrEnum):
    """What a step does."""

    DRAFT = "draft"
    PUBLISH = "publish"
    SYNC = "sync"
    REQUEST = "request"
    WAIT = "wait"


class PlanStatus(StrEnum):
    """How far a plan that was carried out is."""

    OPEN = "open"
    DONE = "done"
    UNDONE = "undone"


class StepOutcome(StrEnum):
    """Whether the rules allow a step."""

    ALLOWED = "allowed"
    SUPPORT_REQUEST = "support-request"
    REFUSED = "refused"
    PENDING = "pending"


class Actor(StrEnum):
    """Who carries a step out."""

    PROGRAM = "program"
    PERSON = "person"


class GoLive(StrEnum):
    """How far a plan goes beyond the draft.

    ``NEXT`` publishes or syncs, whichever an offer needs; the others do only what they name.
    """

    NO = "no"
    NEXT = "next"
    PUBLISH = "publish"
    SYNC = "sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a plan.

    Attributes:
        n: Its number within the plan, from 1.
        offer_id: The offer.
        action: What it does.
        outcome: Whether the rules allow it.
        rule: The number of the rule that decided.
        message: Why, in a sentence.
        next_step: What the person can do instead, or has to do.
        warnings: What the person should know although the step is open.
        reseller_channel: The option before and after, None where it stays.
        added: Partners that join the list, or gain access.
        removed: Partners that leave the list, or lose access.
        by: Who carries it out.
        after: The numbers of the steps that come first.
        request: The number of the open support request that it waits for.
    """

    n: int
    offer_id: str
    action: StepAction
    outcome: StepOutcome
    rule: str
    message: Message
    next_step: Message | None = None
    warnings: tuple[Message, ...] = ()
    reseller_channel: ChannelMove | None = None
    added: TenantIds = NO_TENANTS
    removed: TenantIds = NO_TENANTS
    by: Actor = Actor.PROGRAM
    after: tuple[int, ...] = ()
    request: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something to do, and the rules don't refuse it."""
        return self.outcome in (StepOutcome.ALLOWED, StepOutcome.SUPPORT_REQUEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceNow:
    """Who is on the lists of an offer now.

    Attributes:
        state: The offer and its counts.
        draft_only: Partners on the draft list only.
        both: Partners on both lists.
        live_only: Partners on the live list only.
        requests: The offer's support requests; closed ones do not matter.
    """

    state: AudienceState
    draft_only: AbstractSet[str] = frozenset()
    both: AbstractSet[str] = frozenset()
    live_only: AbstractSet[str] = frozenset()
    requests: tuple[SupportRequest, ...] = ()

    @property
    def draft(self) -> AbstractSet[str]:
        """Partners on the draft list."""
        return self.draft_only | self.both

    def is_live(self, tenant_id: str) -> bool:
        """Whether a partner is on the live list."""
        return tenant_id in self.both or tenant_id in self.live_only


@dataclass(frozen=True, slots=True)
class Wish:
    """What an offer's audience should be, or how it should change.

    Attributes:
        channel: The option, None to keep it.
        partners: Everyone who should be on the draft list, None to leave the list; counts under
            the second option only.
        add: Partners that should be on the list besides.
        remove: Partners that should not be on it, even if ``partners`` names them.
        at_least: Whether partners that are not named stay.
        go_live: How far to go beyond the draft.
    """

    channel: ResellerChannel | None = None
    partners: AbstractSet[str] | None = None
    add: AbstractSet[str] = frozenset()
    remove: AbstractSet[str] = frozenset()
    at_least: bool = False
    go_live: GoLive = GoLive.NO


@dataclass(frozen=True, slots=True)
class Delta:
    """Who joins and who leaves the draft list so that it is as wanted.

    Attributes:
        added: Partners that are not on the draft list yet.
        removed: Partners that are on it.
    """

    added: AbstractSet[str] = frozenset()
    removed: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a plan means for the customers of one offer (R28).

    Attributes:
        offer_id: The offer.
        gaining: Partners that gain access.
        losing: Partners that lose it.
        regions_opened: Regions that no partner covered before, in name order, as far as the offer
            is sold there.
        regions_closed: Regions that no partner covers then.
        markets_opened: The offer's markets that open: those in the first, and others where the
            plan also changes the markets where it is sold.
        markets_closed: The markets that close.
    """

    offer_id: str
    gaining: int = 0
    losing: int = 0
    regions_opened: tuple[str, ...] = ()
    regions_closed: tuple[str, ...] = ()
    markets_opened: int = 0
    markets_closed: int = 0


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """How many offers and steps of each kind a plan has."""

    offers: int = 0
    unchanged: int = 0
    draft: int = 0
    publish: int = 0
    sync: int = 0
    request: int = 0
    pending: int = 0
    refused: int = 0


def summarize_steps(steps: Iterable[Step], *, offers: int, requests_allowed: bool) -> PlanSummary:
    """Count the steps of a plan.

    Args:
        steps: All of them.
        offers: How many offers were planned, those without steps among them.
        requests_allowed: Whether support requests may be prepared; without, a step that needs one
            counts as refused too.
    """
    counts = dict.fromkeys((action.value for action in StepAction), 0)
    pending = refused = 0
    touched = set()
    for step in steps:
        touched.add(step.offer_id)
        if step.outcome is StepOutcome.REFUSED:
            refused += 1
        elif step.outcome is StepOutcome.PENDING:
            pending += 1
        else:
            counts[step.action] += 1
            refused += step.outcome is StepOutcome.SUPPORT_REQUEST and not requests_allowed
    return PlanSummary(
        offers=offers,
        unchanged=offers - len(touched),
        draft=counts[StepAction.DRAFT],
        publish=counts[StepAction.PUBLISH],
        sync=counts[StepAction.SYNC],
        request=counts[StepAction.REQUEST],
        pending=pending,
        refused=refused,
    )
