"""The connection to Partner Center: all its services."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from csp_tui.services.remote.states import StateService

if TYPE_CHECKING:
    from csp_tui.services.context import Context
    from csp_tui.services.remote.accounts import AccountService
    from csp_tui.services.remote.conflicts import ConflictService
    from csp_tui.services.remote.jobs import JobService
    from csp_tui.services.remote.planning import PushPlanner
    from csp_tui.services.remote.pull import PullService
    from csp_tui.services.remote.push import PushService
    from csp_tui.services.remote_port import Connector


class PartnerCenterService:
    """What a publisher does with the connection.

    The list of offers asks for the states of all offers, so the other services are imported when
    they are first used.

    Args:
        context: Storage, time and the user.
        connector: Makes what opens accounts, or None where this session has no network.

    Attributes:
        states: How each offer compares, for lists.
    """

    def __init__(self, context: Context, connector: Callable[[], Connector | None]) -> None:
        self._context = context
        self._connector = connector
        self.states = StateService(context, lambda: self.accounts.is_emulated)

    @cached_property
    def accounts(self) -> AccountService:
        """Sign in and out."""
        from csp_tui.services.remote.accounts import AccountService

        return AccountService(self._context, self._connector)

    @cached_property
    def pulls(self) -> PullService:
        """What Partner Center has becomes known here."""
        from csp_tui.services.remote.pull import PullService

        return PullService(self._context, self.accounts)

    @cached_property
    def planner(self) -> PushPlanner:
        """What would be written, and the manual steps."""
        from csp_tui.services.remote.planning import PushPlanner

        return PushPlanner(self._context, self.accounts)

    @cached_property
    def jobs(self) -> JobService:
        """The results of what was sent."""
        from csp_tui.services.remote.jobs import JobService

        return JobService(self._context, self.accounts)

    @cached_property
    def pushes(self) -> PushService:
        """Write drafts and publish."""
        from csp_tui.services.remote.push import PushService

        return PushService(self._context, self.accounts, self.jobs)

    @cached_property
    def conflicts(self) -> ConflictService:
        """Offers that were changed on both sides."""
        from csp_tui.services.remote.conflicts import ConflictService

        return ConflictService(self._context)
