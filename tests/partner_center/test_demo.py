"""The demo has a Partner Center of its own, without a network."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from csp_tui.bootstrap import demo_workbench
from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.remote import JobState, SyncState
from csp_tui.services.workbench import Workbench


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    """The demo where no socket can be opened."""

    def refused(*_args: Any, **_more: Any) -> None:
        raise AssertionError("the demo opens a socket")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    with demo_workbench() as workbench:
        yield workbench


def test_the_whole_story_needs_no_network(demo: Workbench) -> None:
    center = demo.partner_center
    status = center.accounts.status()
    assert (status.account, status.signed_in, status.linked) == ("demo", True, 13)
    assert set(status.states) == {SyncState.IN_SYNC, SyncState.TO_PUSH}

    report = center.pulls.pull()
    assert (report.new, report.gone, report.unreadable) == ((), (), ())
    assert [(one.offer_id, one.added, one.fields) for one in report.changed] == [
        ("contoso-vpn-gateway", 2, ())
    ]
    assert [one.offer_id for one in report.conflicts] == ["contoso-backup"]

    center.conflicts.resolve("contoso-backup")
    plan = center.planner.plan(offers=["contoso-backup"])
    assert [(one.step.action, one.step.by) for one in plan.steps][:2] == [
        ("draft", "program"), ("sync", "person"),
    ]  # fmt: skip
    jobs = center.pushes.push()
    for _ in range(5):
        center.jobs.resume()
    assert {job.offer_id: center.jobs.job(job.id).state for job in jobs} == {
        "contoso-assembly": JobState.FAILED,
        "contoso-backup": JobState.SUCCEEDED,
        "contoso-managed-sap": JobState.SUCCEEDED,
    }

    assert center.accounts.can_act
    center.accounts.act("sync", "contoso-backup")
    (live,) = [one.live for one in center.pulls.pull().changed if one.offer_id == "contoso-backup"]
    assert live is not None
    assert (live.added, live.removed) == (3, 0)


def test_a_person_can_do_only_what_partner_center_would_let_them(demo: Workbench) -> None:
    with pytest.raises(InvalidInput, match="not live"):
        demo.partner_center.accounts.act("sync", "contoso-payroll")


def test_nothing_in_the_demo_reaches_the_real_service(demo: Workbench) -> None:
    assert demo.partner_center.accounts.connector.endpoint == "emulator"
