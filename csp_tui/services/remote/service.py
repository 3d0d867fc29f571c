"""The connection to Partner Center: all its services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.services.remote.accounts import AccountService
from csp_tui.services.remote.conflicts import ConflictService
from csp_tui.services.remote.jobs import JobService
from csp_tui.services.remote.planning import PushPlanner
from csp_tui.services.remote.pull import PullService
from csp_tui.services.remote.push import PushService
from csp_tui.services.remote.states import StateService

if TYPE_CHECKING:
    from csp_tui.services.context import Context
    from csp_tui.services.remote_port import Connector


class PartnerCenterService:
    """What a publisher does with the connection.

    Args:
        context: Storage, time and the user.
        connector: Opens accounts, None where this session has no network.

    Attributes:
        accounts: Sign in and out.
        pulls: What Partner Center has becomes known here.
        planner: What would be written, and the manual steps.
        pushes: Write drafts and publish.
        jobs: The results of what was sent.
        conflicts: Offers that were changed on both sides.
        states: How each offer compares, for lists.
    """

    def __init__(self, context: Context, connector: Connector | None) -> None:
        self.accounts = AccountService(context, connector)
        self.pulls = PullService(context, self.accounts)
        self.planner = PushPlanner(context, self.accounts)
        self.jobs = JobService(context, self.accounts)
        self.pushes = PushService(context, self.accounts, self.jobs)
        self.conflicts = ConflictService(context)
        self.states = StateService(context, self.accounts)
