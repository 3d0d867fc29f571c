"""A publisher's database beside an emulated account."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import FixedClock
from csp_tui.domain.remote import Account
from csp_tui.partner_center.connect import LocalConnector
from csp_tui.partner_center.emulator.in_process import InProcessTransport
from csp_tui.partner_center.emulator.seeds import CLIENT_ID, SECRET, TENANT_ID
from csp_tui.partner_center.emulator.service import Emulator
from csp_tui.services.workbench import Workbench
from tests.partner_center.emulating import emulator

ACCOUNT = Account(name="default", tenant_id=TENANT_ID, client_id=CLIENT_ID)


class Office:
    """A publisher at work: services, and the Partner Center that they are connected to."""

    def __init__(self, workbench: Workbench, center: Emulator, clock: FixedClock) -> None:
        self.workbench = workbench
        self.remote = workbench.partner_center
        self.center = center
        self.clock = clock

    def portal(self, act: str, offer: str, **facts: Any) -> None:
        """What is done by hand in Partner Center."""
        self.center.portal.do({"do": act, "offer": offer, **facts})

    def let_pass(self, seconds: float = 60) -> None:
        """Let time pass on both sides."""
        from datetime import timedelta

        self.center.clock.advance(seconds)
        self.clock.moment += timedelta(seconds=seconds)

    def tenants(self, offer: str, target: str = "draft") -> set[str]:
        """Who is on a list in Partner Center."""
        return self.center.state.by_external_id(offer)[0].tenants(target)

    def local(self, offer: str) -> tuple[str | None, set[str]]:
        """Option and draft list here."""
        rows = self.workbench.audience.rows(offer)
        channel = self.workbench.audience.show(offer).state.offer.draft_channel
        return channel, {row.tenant_id for row in rows if row.in_draft}


@contextmanager
def opened(path: Path, center: Emulator, clock: FixedClock) -> Iterator[Workbench]:
    connector = LocalConnector(InProcessTransport(center), SECRET, sleep=lambda _seconds: None)
    with closing(open_workbench(path, clock=clock, who="tester", connector=connector)) as workbench:
        yield workbench


@pytest.fixture
def office_of(
    tmp_path: Path, empty_database: Path, clock: FixedClock
) -> Iterator[Callable[..., Office]]:
    """Makes an office with an emulator of the options that are given, signed in."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def make(**options: Any) -> Office:
            path = tmp_path / "office.sqlite"
            shutil.copy(empty_database, path)
            center = emulator(**options)
            workbench = stack.enter_context(opened(path, center, clock))
            workbench.partner_center.accounts.sign_in(ACCOUNT)
            return Office(workbench, center, clock)

        yield make


@pytest.fixture
def office(office_of: Callable[..., Office]) -> Office:
    """An office beside the account of the tour."""
    return office_of()
