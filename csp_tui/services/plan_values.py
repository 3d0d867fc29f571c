"""A whole plan, and its results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from csp_tui.domain.errors import ChangeRefused
from csp_tui.domain.plan import (
    Effect,
    GoLive,
    PlanSummary,
    Step,
    StepAction,
    StepOutcome,
    summarize_steps,
)
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.tenant_ids import NO_TENANTS, TenantIds

if TYPE_CHECKING:
    from csp_tui.domain.partner import PartnerQuery
    from csp_tui.domain.wording import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChange:
    """A partner list that is made or changed when a plan is carried out.

    Attributes:
        name: Its name.
        is_new: Whether it does not exist yet.
        title: Its title then.
        query: The search that defines it then, None for a fixed list.
        added: Partners that join a fixed list.
        removed: Partners that leave it.
    """

    name: str
    is_new: bool
    title: str
    query: PartnerQuery | None
    added: TenantIds = NO_TENANTS
    removed: TenantIds = NO_TENANTS


@dataclass(frozen=True, slots=True)
class FollowChange:
    """Which lists an offer begins and ceases to follow when a plan is carried out."""

    offer_id: str
    follow: tuple[str, ...] = ()
    unfollow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Steps from where offers stand to where they should be.

    Attributes:
        id: Its ID; the same for the same steps from the same state at the same moment.
        made_at: When it was made, UTC.
        history: The number of the newest history entry then.
        go_live: How far it goes beyond the drafts.
        requests: Whether support requests may be prepared.
        offers: IDs of all its offers, those without steps among them.
        steps: The steps of all offers, those of one offer together.
        effects: What it means for customers, of offers with steps.
        lists: Partner lists that change.
        follows: Offers that follow other lists than before.
        through: For steps whose partners come through lists: the list by step, then the partners.
        state: The fingerprint of each offer that has steps.
        warnings: What to know about the plan as a whole.
    """

    id: str = ""
    made_at: datetime
    history: int
    go_live: GoLive = GoLive.NO
    requests: bool = False
    offers: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    effects: tuple[Effect, ...] = ()
    lists: tuple[ListChange, ...] = ()
    follows: tuple[FollowChange, ...] = ()
    through: Mapping[int, Mapping[str, TenantIds]] = field(default_factory=dict)
    state: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Message, ...] = ()

    @property
    def summary(self) -> PlanSummary:
        """How many offers and steps of each kind it has."""
        return summarize_steps(self.steps, offers=len(self.offers), requests_allowed=self.requests)

    @property
    def is_empty(self) -> bool:
        """Whether everything is as it should be."""
        return not (self.steps or self.lists or self.follows)

    @property
    def only_waits(self) -> bool:
        """Whether all that remains is for persons to do: open requests."""
        return bool(self.steps) and not (
            self.lists
            or self.follows
            or any(step.outcome is not StepOutcome.PENDING for step in self.steps)
        )

    @property
    def losing(self) -> int:
        """How many times a partner loses access to an offer, requests included."""
        return sum(
            len(step.removed)
            for step in self.steps
            if step.is_open and step.action in (StepAction.DRAFT, StepAction.REQUEST)
        )

    @property
    def takes_live(self) -> bool:
        """Whether carrying it out publishes or syncs an offer.

        All of a plan is one change, which then can't be undone (rules R25, R27).
        """
        refused = set(self.refused_offers)
        live = (StepAction.PUBLISH, StepAction.SYNC)
        return any(
            step.is_open and step.action in live and step.offer_id not in refused
            for step in self.steps
        )

    def by_offer(self) -> Iterator[tuple[str, list[Step]]]:
        """The steps of each offer that has any."""
        for offer_id, steps in groupby(self.steps, key=lambda step: step.offer_id):
            yield offer_id, list(steps)

    @property
    def refused_offers(self) -> tuple[str, ...]:
        """Offers with a step that can't be carried out; they are skipped as a whole."""
        return tuple(
            offer_id for offer_id, steps in self.by_offer() if any(map(self.is_refused, steps))
        )

    @property
    def is_doable(self) -> bool:
        """Whether there is something left to do once the refused offers are skipped."""
        refused = set(self.refused_offers)
        doing = [step.offer_id for step in self.steps if step.is_open]
        doing += [follow.offer_id for follow in self.follows]
        return bool(self.lists) or not refused.issuperset(doing)

    def is_refused(self, step: Step) -> bool:
        """Whether a step can't be carried out: by a rule, or for want of a support request."""
        if step.outcome is StepOutcome.REFUSED:
            return True
        return step.outcome is StepOutcome.SUPPORT_REQUEST and not self.requests


class ResultKind(StrEnum):
    """The outcome for an offer when a plan was carried out."""

    DONE = "done"
    NOTHING_TO_DO = "nothing-to-do"
    REFUSED = "refused"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OfferResult:
    """The result for one offer when a plan was carried out.

    Attributes:
        offer_id: The offer.
        result: The outcome.
        requests: The numbers of the support requests that were prepared.
        message: Why it was refused or skipped, None otherwise.
    """

    offer_id: str
    result: ResultKind
    requests: tuple[int, ...] = ()
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A plan, and what carrying it out did.

    Attributes:
        plan: The plan.
        applied: Whether anything was written.
        batch: The number of the batch in the history, None where nothing was written.
        results: The result for each offer.
    """

    plan: Plan
    applied: bool = False
    batch: int | None = None
    results: tuple[OfferResult, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedPlan:
    """A plan that can be carried out now, or why it can't.

    Attributes:
        plan: The plan.
        used: When and by whom it was carried out, None where it was not.
        changed: What has changed since it was made, by the offers that are not as they were.
    """

    plan: Plan
    used: Message | None = None
    changed: Mapping[str, Message] = field(default_factory=dict)


class PlanRefused(ChangeRefused):
    """A plan can't be carried out as it is; nothing was changed.

    Attributes:
        plan: The plan, where there is one.
        results: The result for each offer.
    """

    def __init__(
        self,
        message: Message,
        next_step: Message | None = None,
        *,
        details: tuple[Message, ...] = (),
        plan: Plan | None = None,
        results: tuple[OfferResult, ...] = (),
    ) -> None:
        super().__init__(message, next_step, details=details)
        self.plan = plan
        self.results = results
