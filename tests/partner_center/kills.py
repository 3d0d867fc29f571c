"""Kills the program at every point of a push, and counts what arrived in Partner Center.

``python -m tests.partner_center.kills [--kills 1000] [--seed 1]``

Each round changes a draft, pushes it in a fork that is killed (SIGKILL) at a point chosen by
chance: before or after one of its requests or commits. Some answers are lost as well. Then the
jobs are resumed until none is open, and the push is repeated. In the end every wished list is in
Partner Center, none was accepted twice, and no job is open or forgotten.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.clock import SystemClock
from csp_tui.domain.remote import Account
from csp_tui.partner_center.connect import LocalConnector
from csp_tui.partner_center.emulator.faults import Faults
from csp_tui.partner_center.emulator.seeds import CLIENT_ID, SECRET, TENANT_ID, tenant
from csp_tui.partner_center.internet import InternetTransport
from csp_tui.partner_center.wire import HttpRequest, HttpResponse
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.workbench import Workbench
from csp_tui.storage.unit_of_work import UnitOfWork
from tests.partner_center.emulating import emulator
from tests.partner_center.recorded import served

OFFER = "contoso-backup"
POINTS = 30
"""Requests and commits of a push, counted before and after; later points are never reached."""
ACCOUNT = Account(name="default", tenant_id=TENANT_ID, client_id=CLIENT_ID)


@dataclass
class Outcome:
    """The outcome.

    Attributes:
        kills: Forks that were killed.
        finished: Forks that ended before their point.
        accepted_twice: Wished lists that Partner Center accepted more than once.
        missing: Rounds whose list was not there in the end.
        open_jobs: Jobs that never ended.
    """

    kills: int = 0
    finished: int = 0
    accepted_twice: int = 0
    missing: int = 0
    open_jobs: int = 0

    @property
    def is_good(self) -> bool:
        """Whether nothing was written twice, lost or forgotten."""
        return not (self.accepted_twice or self.missing or self.open_jobs)


class _Doom:
    """Ends the process at a point, as a power cut would."""

    def __init__(self, point: int) -> None:
        self._left = point

    def tick(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class _Transport:
    """Counts the points around each request."""

    def __init__(self, address: str, doom: _Doom | None) -> None:
        self._inner = InternetTransport(direct=True)
        self._address = address
        self._doom = doom

    def send(self, request: HttpRequest, *, deadline: float, limit: int) -> HttpResponse:
        self._tick()
        path = request.url.partition("//")[2].partition("/")[2]
        moved = HttpRequest(
            request.method, f"{self._address}/{path}", request.headers, request.body
        )
        answer = self._inner.send(moved, deadline=deadline, limit=limit)
        self._tick()
        return answer

    def _tick(self) -> None:
        if self._doom is not None:
            self._doom.tick()


class _Clock(SystemClock):
    """The machine's time, some hours later each time the jobs are resumed."""

    def __init__(self, ahead: float = 0) -> None:
        self._ahead = timedelta(seconds=ahead)

    def now(self) -> Any:
        return super().now() + self._ahead


@contextmanager
def _opened(path: Path, address: str, doom: _Doom | None, ahead: float) -> Iterator[Workbench]:
    connector = LocalConnector(_Transport(address, doom), SECRET, sleep=lambda _seconds: None)
    clock = _Clock(ahead)
    with closing(
        open_workbench(path, clock=clock, who="harness", connector=connector)
    ) as workbench:
        if doom is not None:
            commit = UnitOfWork.commit

            def dangerous(unit: UnitOfWork) -> None:
                doom.tick()
                commit(unit)
                doom.tick()

            UnitOfWork.commit = dangerous  # type: ignore[method-assign]
        yield workbench


def _in_fork(work: Any) -> bool:
    """Run something in a fork; whether it was killed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.waitstatus_to_exitcode(status) == 0, "the fork failed"
    return False


def run(kills: int, seed: int, folder: Path) -> Outcome:
    """Kill so many pushes.

    Args:
        kills: How many.
        seed: Of what is left to chance.
        folder: For the database.
    """
    chance, outcome = random.Random(seed), Outcome()
    path, center = folder / "kills.sqlite", emulator(clock="step")
    with served(center) as address:

        def first() -> None:
            with _opened(path, address, None, 0) as workbench:
                workbench.partner_center.accounts.sign_in(ACCOUNT)
                workbench.partner_center.pulls.pull(offers=[OFFER])

        _in_fork(first)
        ahead = 0.0
        round_number = 0
        while outcome.kills < kills and round_number < kills * 3:
            round_number += 1
            # A partner that no round had before, so that every wished list is another one.
            wanted = tenant(1000 + round_number)[0]
            lost = chance.random() < 0.3
            phase = chance.choice(("before", "after"))
            rule = {"match": {"method": "POST", "path": "/configure$", "phase": phase},
                    "do": {"lost": True}, "times": 1}  # fmt: skip
            center.faults = Faults([rule] if lost else [])
            doom = _Doom(chance.randrange(1, POINTS))

            def push(wanted: str = wanted, doom: _Doom = doom, ahead: float = ahead) -> None:
                with _opened(path, address, None, ahead) as workbench:
                    workbench.audience.save_draft(OFFER, AudienceEdit(add=(wanted,)))
                with _opened(path, address, doom, ahead) as workbench:
                    jobs = workbench.partner_center.pushes.push(offers=[OFFER])
                    for job in jobs:
                        if job.state.is_open:
                            workbench.partner_center.jobs.resume()

            if _in_fork(push):
                outcome.kills += 1
            else:
                outcome.finished += 1
            center.faults = Faults([])
            ahead = _settle(path, address, ahead)
            if wanted not in center.state.by_external_id(OFFER)[0].tenants("draft"):
                outcome.missing += 1
        outcome.open_jobs = _open_jobs(path, address, ahead)
    lists = Counter(
        str(one["body"]["resources"]) for one in center.state.accepted if "resources" in one["body"]
    )
    outcome.accepted_twice = sum(count > 1 for count in lists.values())
    return outcome


def _settle(path: Path, address: str, ahead: float) -> float:
    """Resume until nothing is open, and push what was not accepted; how far time has come."""
    for _ in range(6):

        def resume(ahead: float = ahead) -> None:
            with _opened(path, address, None, ahead) as workbench:
                center = workbench.partner_center
                for _ in range(4):
                    center.jobs.resume()
                if not center.jobs.jobs(open_only=True):
                    center.pushes.push()
                    for _ in range(4):
                        center.jobs.resume()
                os._exit(3 if center.jobs.jobs(open_only=True) else 0)

        ahead += 60
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            try:
                resume()
            finally:
                os._exit(1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, 3), "resuming failed"
        if code == 0:
            return ahead
    return ahead


def _open_jobs(path: Path, address: str, ahead: float) -> int:
    with _opened(path, address, None, ahead) as workbench:
        return len(workbench.partner_center.jobs.jobs(open_only=True))


def main(argv: list[str] | None = None) -> int:
    """Kill, and say the outcome."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(args.kills, args.seed, Path(folder))
    sys.stdout.write(f"{outcome}\n")
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
