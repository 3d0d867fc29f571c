"""Run several programs on one file at once, and check that nothing was lost.

``python -m tests.reliability.together [--processes N] [--rounds M]``

Half of the processes work through the services, as workbenches do, and half through the command
line, a new program for each command. All add partners to the draft of one offer with the version
that they saw, so that they conflict; a process whose version is out of date reads again and
continues. Each also edits an offer of its own. At the same time another process imports a long
directory file repeatedly. The file doesn't exist at first, so that they also conflict while it is
created. In the end every acknowledged partner, version and history row has to be there, and no
process may have reported that the file is locked. Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.errors import StaleOffer
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner
from csp_tui.domain.product import Plan, PlanKind, ProductType
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.offers import SetupEdit

from .choosing import tenant

_SHARED = "shared-offer"
_TRIES = 1_000
_QUICKER = 5
"""Turns that a workbench has in one turn of the commands, each of which starts a program."""
_APART = 100_000
_TO_START = 2.0
"""Seconds in which every workbench has been opened, so that they begin together."""
IMPORTED = 20_000
"""Partners of the long import; it holds the file for a second or more."""


class Violation(AssertionError):
    """Something that must never be."""


def work_by_services(path: Path, number: int, rounds: int, start_time: float) -> Counter[str]:
    """What one workbench does; returns what it did, and how often it met another one."""
    seen: Counter[str] = Counter()
    workbench = open_workbench(path, who=f"workbench-{number}")
    try:
        # All begin at one moment, or the first would be done before the last has started.
        time.sleep(max(0.0, start_time - time.time()))
        own = f"offer-of-{number}"
        workbench.offers.create(own, ProductType.SAAS, _setup(own))
        seen["changes"] += 1
        for turn in range(rounds * _QUICKER):
            joining = AudienceEdit(add=(tenant(number * _APART + turn),))
            for _attempt in range(_TRIES):
                version = workbench.offers.show(_SHARED).offer.version
                try:
                    workbench.audience.save_draft(_SHARED, joining, version=version)
                    break
                except StaleOffer:
                    seen["stale"] += 1
            else:
                raise Violation(f"{number} was never let through")
            seen["joined"] += 1
            workbench.offers.edit(own, SetupEdit(name=f"Turn {turn}"))
            seen["changes"] += 2
    finally:
        workbench.close()
    return seen


def work_by_commands(path: Path, number: int, rounds: int, _begin_at: float) -> Counter[str]:
    """What one shell script does: a new program for every command."""
    seen: Counter[str] = Counter()
    own = f"offer-of-{number}"
    _command(path, "offers", "create", own, "--type", "saas", "--name", own)
    seen["changes"] += 1
    for turn in range(rounds):
        _command(path, "audience", "add", _SHARED, tenant(number * _APART + turn))
        seen["joined"] += 1
        _command(path, "offers", "edit", own, "--name", f"Turn {turn}")
        seen["changes"] += 2
    return seen


def import_long(path: Path, times: int, partners: int) -> Counter[str]:
    """Replace the whole directory, again and again, while the others work."""
    seen: Counter[str] = Counter()
    workbench = open_workbench(path, who="importer")
    try:
        for turn in range(times):
            started = time.monotonic()
            workbench.directory.import_partners(_partners(turn, partners), replace=True)
            longest = max(seen["longest import, ms"], int(1000 * (time.monotonic() - started)))
            seen["longest import, ms"] = longest
            seen["changes"] += 1
    finally:
        workbench.close()
    return seen


def _partners(turn: int, partners: int) -> Iterator[Partner]:
    for number in range(partners):
        yield Partner(tenant_id=tenant(number), name=f"Partner {number} of {turn}", country="FR")


def _setup(name: str) -> Setup:
    return Setup(
        name=name,
        plans=(Plan("gold", PlanKind.STANDARD),),
        csp_url="https://example.com/csp",
        csp_contact=CspContact("Ada King", "ada@example.com", ""),
    )


def _command(path: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "csp_tui", "--db", str(path), "--lang", "en", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "XDG_STATE_HOME": str(path.parent), "XDG_CONFIG_HOME": str(path.parent)},
    )
    if done.returncode:
        raise Violation(f"{words} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def run(
    folder: Path, processes: int, rounds: int, imports: int, partners: int = IMPORTED
) -> Counter[str]:
    """Let them all work at once.

    Args:
        folder: An empty folder.
        processes: How many there are beside the import.
        rounds: How many turns each of them has.
        imports: How often the directory is replaced at the same time.
        partners: How many each import brings.

    Raises:
        Violation: An update was lost, or a process was locked out.
    """
    path = folder / "csp.sqlite"
    context = get_context("spawn")
    with context.Pool(processes + 1) as pool:
        # All workbenches meet where there is no file yet.
        first = [pool.apply_async(open_and_close, (path,)) for _number in range(processes)]
        for job in first:
            job.get()
        open_shared(path)
        seen = _work(pool, path, processes, rounds, imports, partners)
    turns = {number: rounds * (1 if number % 2 else _QUICKER) for number in range(processes)}
    require_nothing_lost(path, seen, turns, partners)
    return seen


def _work(
    pool: Pool, path: Path, processes: int, rounds: int, imports: int, partners: int
) -> Counter[str]:
    start_time = time.time() + _TO_START
    jobs = [
        pool.apply_async(
            work_by_services if number % 2 == 0 else work_by_commands,
            (path, number, rounds, start_time),
        )
        for number in range(processes)
    ]
    jobs.append(pool.apply_async(import_long, (path, imports, partners)))
    seen: Counter[str] = Counter()
    for job in jobs:
        seen += job.get()
    return seen


def open_and_close(path: Path) -> int:
    """Open a file that several others are making at the same moment."""
    workbench = open_workbench(path)
    try:
        return len(workbench.offers.rows())
    finally:
        workbench.close()


def open_shared(path: Path) -> None:
    """Make the offer that all of them change."""
    workbench = open_workbench(path)
    try:
        workbench.offers.create(_SHARED, ProductType.SAAS, _setup("Shared"))
        workbench.audience.save_draft(_SHARED, AudienceEdit(ResellerChannel.SOME))
    finally:
        workbench.close()


def require_nothing_lost(
    path: Path, seen: Counter[str], turns: dict[int, int], partners: int = IMPORTED
) -> None:
    """Check that everything that was acknowledged is there.

    Args:
        path: The file that they worked on.
        seen: What they did.
        turns: How many turns each of them had.
        partners: How many the last import brought.

    Raises:
        Violation: Something is missing.
    """
    expected = {
        tenant(number * _APART + turn) for number, most in turns.items() for turn in range(most)
    }
    last = {f"offer-of-{number}": f"Turn {most - 1}" for number, most in turns.items()}
    workbench = open_workbench(path)
    try:
        check = workbench.database.check()
        rows = {row.tenant_id for row in workbench.audience.rows(_SHARED)}
        offer = workbench.offers.show(_SHARED).offer
        offers = [row.state.offer for row in workbench.offers.rows()]
        names = {other.offer_id: other.setup.name for other in offers}
        entries = len(workbench.history.entries(limit=1_000_000))
        directory = workbench.directory.count()
    finally:
        workbench.close()
    facts = json.dumps(dict(seen))
    if not check.ok:
        raise Violation(f"the file is damaged: {check.problems}")
    joined = len(expected)
    if rows != expected or seen["joined"] != joined:
        raise Violation(f"{joined - len(rows)} of {joined} partners were lost: {facts}")
    # It was created with version 1, and its option was chosen.
    if offer.version != joined + 2:
        raise Violation(f"version {offer.version} after {joined} changes: {facts}")
    if entries != seen["changes"] + 2:
        raise Violation(f"{entries} rows of history for {seen['changes']} changes: {facts}")
    if names != {**last, _SHARED: "Shared"} or directory != partners:
        raise Violation(f"edits were lost: {names}, {directory} partners")
    left = sorted(file.name for file in path.parent.iterdir() if file.suffix != ".sqlite")
    if [name for name in left if name.startswith(("csp.sqlite-", ".csp-tui-draft"))]:
        raise Violation(f"left behind: {left}")


def main(argv: list[str] | None = None) -> int:
    """Read the command line, let them work, and print the result."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.together")
    parser.add_argument("--processes", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--imports", type=int, default=5)
    args = parser.parse_args(argv)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="csp-tui-together-") as folder:
        try:
            seen = run(Path(folder), args.processes, args.rounds, args.imports)
        except Violation as violation:
            print(f"FAILED: {violation}")
            return 1
    print(
        f"{args.processes} processes, {args.rounds} turns each, {args.imports} imports of "
        f"{IMPORTED} partners by one more, in {time.monotonic() - started:.0f} s: "
        f"no update lost, nobody kept out; {seen['changes']} changes, {seen['stale']} times told "
        f"that the offer had changed, longest import {seen['longest import, ms']} ms"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
