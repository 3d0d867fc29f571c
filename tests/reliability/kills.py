"""Kill the program in the middle of its writes, many times, and check what is left.

``python -m tests.reliability.kills [--kills N] [--seed S] [--only import,restore,…]``

One database lives through all of it. Each round forks a process that makes one move after the
other through the services (see ``choosing``) and acknowledges each as soon as it returns; then it
is killed with SIGKILL: at a moment by chance, or right after something in its folder changed.
Afterwards the file has to be intact and hold what was acknowledged, with the move in progress done
completely or not at all. The same holds for every backup and every file that a restore or migration
kept. Exits with 1, and says how to reproduce it, otherwise.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from csp_tui.bootstrap import open_workbench
from csp_tui.domain.errors import WorkbenchError
from csp_tui.storage.rotation import FOLDER
from csp_tui.storage.schema_version import SCHEMA_VERSION
from csp_tui.temp_files import remove_stale

from .choosing import WEIGHTS, can_come_next, next_move
from .doing import (
    FOUNDED,
    MIGRATED,
    MIGRATIONS,
    UPGRADED,
    do,
    facts_in,
    is_migrated,
    is_upgraded,
)
from .ledger import Facts, Ledger, Move
from .next_schema import NEXT, write_next_schema

_LONGEST = 0.25
"""Seconds that a process lives at most."""
_MOVES_AT_MOST = 60
_MOVES_AT_FIRST = 30
_MOVES_OF_OFFERS = frozenset(WEIGHTS) - {
    "backup",
    "restore",
    "migrate",
    "upgrade",
    "found",
    "daily",
    "import",
    "delete",
}
_BACKUPS_AT_MOST = 3
_DATABASE = "csp.sqlite"


class Violation(AssertionError):
    """Something that must never be."""


@dataclass
class Outcome:
    """What a run came to.

    Attributes:
        kills: Processes that were killed.
        moves: Moves that were acknowledged, by kind.
        under_way: Moves that were under way at a kill, by kind.
        whole: Those of them that were done all the same.
        drafts: Files that killed processes left half-written; all were swept away.
        seconds: How long it took.
    """

    kills: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    under_way: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    drafts: int = 0
    seconds: float = 0.0


class Killer:
    """One run.

    Args:
        folder: An empty folder for all files.
        seed: Decides everything but what the machine's own pace decides.
        kinds: Kinds of moves to make most of; all of them where there are none.
    """

    def __init__(self, folder: Path, seed: int, kinds: frozenset[str] = frozenset()) -> None:
        self._folder = folder
        self._path = folder / _DATABASE
        self._seed = seed
        self._kinds = kinds or frozenset(WEIGHTS)
        self._ledger = Ledger()
        self._chance = random.Random(seed)
        self._outcome = Outcome()

    def run(self, kills: int, meet: str = "") -> Outcome:
        """Kill that often, and on a slow machine until some kind of move was made or under way.

        Args:
            kills: How often.
            meet: The kind of move.

        Raises:
            Violation: Something was lost, half done or damaged.
        """
        started = time.monotonic()
        write_next_schema(self._folder / MIGRATIONS)
        self._begin(meet)
        outcome = self._outcome
        while outcome.kills < kills or (
            meet
            and not outcome.moves[meet] + outcome.under_way[meet]
            and outcome.kills < 20 * kills
        ):
            self._round()
        self._outcome.seconds = time.monotonic() - started
        return self._outcome

    def _begin(self, meet: str = "") -> None:
        """Make enough that a kind of move is possible, and the others soon; nothing is killed.

        A process on a slow machine makes a move or two, too few to get anywhere by itself.
        """
        workbench = open_workbench(self._path, who="kills")
        try:
            for number in itertools.count():
                if number >= _MOVES_AT_FIRST and (
                    not meet or can_come_next(self._ledger, self._chance, meet)
                ):
                    return
                move = next_move(self._ledger, self._chance, _MOVES_OF_OFFERS)
                do(move, workbench, self._folder)
                self._ledger.do(move)
        finally:
            workbench.close()

    def _round(self) -> None:
        plan = f"{self._seed}/{self._outcome.kills}"
        reading, writing = os.pipe()
        process = os.fork()
        if not process:
            os.close(reading)
            self._live(plan, writing)
        os.close(writing)
        self._wait_for_the_moment()
        os.kill(process, signal.SIGKILL)
        _process, status = os.waitpid(process, 0)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        if not os.WIFSIGNALED(status):
            raise Violation(f"the process ended by itself: {said.decode(errors='replace')}")
        acknowledged = said.count(b"\n")
        self._outcome.kills += 1
        try:
            self._look(plan, acknowledged)
        except (WorkbenchError, sqlite3.Error) as error:
            raise Violation(f"after kill {self._outcome.kills}: {error}") from error

    def _live(self, plan: str, writing: int) -> None:
        """What the process that is killed does; it never returns."""
        try:
            workbench = open_workbench(self._path, who="kills")
            for _number in range(_MOVES_AT_MOST):
                move = self._next(plan)
                do(move, workbench, self._folder)
                os.write(writing, b"\n")
                self._ledger.do(move)
            # A process that has finished waits to be killed while it holds the file.
            signal.pause()
        except BaseException as error:
            os.write(writing, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(1)

    def _next(self, plan: str) -> Move:
        chance = random.Random(f"{plan}/{self._ledger.serial}")
        return next_move(self._ledger, chance, self._kinds)

    def _wait_for_the_moment(self) -> None:
        time.sleep(self._chance.uniform(0, _LONGEST))
        if self._chance.random() < 0.5:
            return
        before = self._traces()
        latest = time.monotonic() + _LONGEST
        while time.monotonic() < latest and self._traces() == before:
            pass

    def _traces(self) -> tuple[object, ...]:
        """What changes with every write of the program."""
        traces: list[object] = [self._folder.stat().st_mtime_ns]
        for end in ("", "-wal", "-journal"):
            with suppress(OSError):
                facts = os.stat(f"{self._path}{end}")
                traces += [facts.st_size, facts.st_mtime_ns]
        return tuple(traces)

    def _look(self, plan: str, acknowledged: int) -> None:
        """Look at everything that is left, and go on with what there is."""
        for _number in range(acknowledged):
            move = self._next(plan)
            self._outcome.moves[move.kind] += 1
            self._ledger.do(move)
        under_way = self._next(plan) if acknowledged < _MOVES_AT_MOST else None
        self._look_at_other_files(under_way)
        after = self._ledger.copy()
        if under_way is not None:
            self._outcome.under_way[under_way.kind] += 1
            after.do(under_way)
        self._require_intact(self._path)
        found = facts_in(self._path)
        if under_way is not None and self._is_done(under_way, found, after.facts):
            self._outcome.whole[under_way.kind] += 1
            self._ledger = after
        elif found != self._ledger.facts:
            raise Violation(_difference(found, self._ledger.facts, under_way, after.facts))
        backups = self._ledger.backups
        while len(backups) > _BACKUPS_AT_MOST:
            oldest = next(iter(backups))
            del backups[oldest]
            (self._folder / oldest).unlink()

    def _is_done(self, move: Move, found: Facts, facts: Facts) -> bool:
        if move.kind == "backup":
            return (self._folder / move.words["file"]).exists() and found == facts
        if move.kind in ("migrate", "upgrade", "found", "daily"):
            return False
        return found == facts and found != self._ledger.facts

    def _require_intact(self, path: Path) -> None:
        """The next program opens the file, reads it and finds nothing wrong with it."""
        workbench = open_workbench(path, who="kills")
        try:
            workbench.offers.rows()
            check = workbench.database.check()
        finally:
            workbench.close()
        if not check.ok:
            raise Violation(f"{path.name} is damaged: {check.problems}")
        left = [end for end in ("-wal", "-shm", "-journal") if os.path.exists(f"{path}{end}")]
        if left:
            raise Violation(f"{path.name} was left with {left}")

    def _look_at_other_files(self, under_way: Move | None) -> None:
        folder, ledger = self._folder, self._ledger
        self._outcome.drafts += len(remove_stale(folder)) + len(remove_stale(folder / FOLDER))
        for name, facts in ledger.backups.items():
            if facts_in(folder / name) != facts:
                raise Violation(f"{name} is not what was backed up")
        for file in sorted(folder.iterdir()):
            name = file.name
            if name.startswith(".csp-tui-draft-"):
                raise Violation(f"{name} was not swept away")
            is_new = under_way is not None and under_way.words.get("file") == name
            if is_new and name not in ledger.backups and facts_in(file) != ledger.facts:
                raise Violation(f"{name} is a backup by half")
            if name.startswith("csp-before-restore-"):
                self._require_intact(file)
                file.unlink()
        for file in [folder / FOUNDED, *folder.glob(f"{FOLDER}/*")]:
            # Whichever state was backed up, it is all of one.
            if file.exists():
                self._require_intact(file)
        self._check_migration(MIGRATED, NEXT, is_migrated)
        upgraded = folder / UPGRADED
        if upgraded.exists():
            facts = facts_in(upgraded)
            self._check_migration(UPGRADED, SCHEMA_VERSION, is_upgraded)
            self._require_intact(upgraded)
            if not is_upgraded(upgraded) or facts_in(upgraded) != facts:
                raise Violation("an interrupted migration was not completed")
        for file in (*folder.glob("to-migrate*"), *folder.glob("*to-upgrade*")):
            file.unlink()

    def _check_migration(self, name: str, version: str, is_done: Callable[[Path], bool]) -> None:
        """Require that a file is wholly in the old schema or wholly in the new one.

        Args:
            name: The file that was migrated.
            version: The schema that it was migrated to.
            is_done: Whether a file has that schema; fails where it has half of it.
        """
        folder = self._folder
        migrated = folder / name
        if not migrated.exists():
            return
        kept = sorted(folder.glob(f"{migrated.stem}-before-{version}-*.sqlite"))
        if is_done(migrated) and not kept:
            raise Violation("a file was migrated without a backup")
        facts = facts_in(migrated)
        for file in kept:
            if is_done(file) or facts_in(file) != facts:
                raise Violation(f"{file.name} is not what was migrated")


def _difference(found: Facts, before: Facts, move: Move | None, after: Facts) -> str:
    lines = [f"the file holds neither what was before {move and move.kind} nor what is after it"]
    for name in ("history", "offers", "requests"):
        values = [getattr(facts, name) for facts in (found, before, after)]
        lines.append(f"{name}: found {values[0]}\n  before {values[1]}\n  after {values[2]}")
    lines.append(f"directory: {[len(facts.directory) for facts in (found, before, after)]}")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Read the command line, kill, and print the result."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.kills")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help=f"kinds of moves: {', '.join(WEIGHTS)}")
    args = parser.parse_args(argv)
    kinds = frozenset(filter(None, args.only.split(",")))
    if kinds - set(WEIGHTS):
        parser.error(f"unknown: {', '.join(sorted(kinds - set(WEIGHTS)))}")
    with tempfile.TemporaryDirectory(prefix="csp-tui-kills-") as folder:
        killer = Killer(Path(folder), args.seed, kinds)
        try:
            outcome = killer.run(args.kills)
        except Violation as violation:
            print(f"FAILED with --seed {args.seed} --only '{args.only}': {violation}")
            return 1
    print(
        f"{outcome.kills} kills in {outcome.seconds:.0f} s, seed {args.seed}, "
        f"schema {SCHEMA_VERSION}: nothing lost, nothing half done, every file sound; "
        f"{outcome.moves.total()} moves acknowledged, {outcome.under_way.total()} under way at a "
        f"kill, {outcome.whole.total()} of them done whole, {outcome.drafts} drafts swept away"
    )
    print(f"{'move':<10} {'acknowledged':>12} {'under way':>9} {'done whole':>10}")
    for kind in WEIGHTS:
        counts = outcome.moves[kind], outcome.under_way[kind], outcome.whole[kind]
        print(f"{kind:<10} {counts[0]:>12} {counts[1]:>9} {counts[2]:>10}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
