"""Where the plan of a page comes from: a desired state, or a file that it was saved to."""

from __future__ import annotations

from typing import Protocol

from csp_tui.domain.desired import DesiredState
from csp_tui.domain.plan import GoLive
from csp_tui.services.plan_applying import ApplyOptions
from csp_tui.services.plan_values import Applied, OpenedPlan, Plan
from csp_tui.services.plans import PlanService


class PlanSource(Protocol):
    """Makes or opens a plan, and carries it out; both run in a thread.

    Attributes:
        is_file: Whether the plan is that of a file, which stays as it was made.
    """

    is_file: bool

    def plan(self, plans: PlanService, *, go_live: GoLive, requests: bool) -> OpenedPlan:
        """The plan, compared with the present state."""

    def carry_out(
        self, plans: PlanService, plan: Plan, options: ApplyOptions, title: str
    ) -> Applied:
        """Carry out the plan that was shown."""


class StatePlan:
    """Plans a desired state, each time from the present one.

    Args:
        desired: Offers and lists as they should be.
    """

    is_file = False

    def __init__(self, desired: DesiredState) -> None:
        self._desired = desired

    def plan(self, plans: PlanService, *, go_live: GoLive, requests: bool) -> OpenedPlan:
        """Plan."""
        return OpenedPlan(plans.plan(self._desired, go_live=go_live, requests=requests))

    def carry_out(
        self, plans: PlanService, plan: Plan, options: ApplyOptions, title: str
    ) -> Applied:
        """Carry it out, if it is still the plan that was shown."""
        return plans.apply(
            self._desired,
            options,
            go_live=plan.go_live,
            requests=plan.requests,
            title=title,
            seen=plan,
            keep=True,
        )


class FilePlan:
    """The plan of a file, bound to the state that it was made from, and used once.

    Args:
        document: What the file holds; it may be anything.
    """

    is_file = True

    def __init__(self, document: object) -> None:
        self._document = document

    def plan(self, plans: PlanService, *, go_live: GoLive, requests: bool) -> OpenedPlan:
        """Check the plan against the present state."""
        return plans.look_at_saved(self._document)

    def carry_out(
        self, plans: PlanService, plan: Plan, options: ApplyOptions, title: str
    ) -> Applied:
        """Carry out exactly its steps."""
        return plans.apply_saved(self._document, options, title=title)
