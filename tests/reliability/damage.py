"""Damage database files in many ways, and require that each damage is reported and repaired.

``python -m tests.reliability.damage [--runs N] [--seed S] [--only flip,schema,…]``

Each run damages a copy of a file that has data in every table, and then uses it through the command
line, in this process: info, check, offers, audience, history, requests, partners, resales, figures
and rules. Whatever was damaged, no command may fail unexpectedly, print a traceback, take longer
than a few seconds or leave the file open. A file that the check finds intact must be usable by
every command; any other must be refused or reported as damaged, and a backup restored over it must
bring everything back. Ends with 1 and the way to repeat the run where that is not so.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from csp_tui.cli import run as run_command
from tests.storage.make_file import tenant

from .damaging import KINDS, TABLES, damage, write_full_file

_PATIENCE = 30
"""Seconds that one command may take."""
_OFFER = "contoso-backup"
_COMMANDS: tuple[tuple[str, ...], ...] = (
    ("db", "info"),
    ("offers", "list"),
    ("offers", "show", _OFFER),
    ("audience", "show", _OFFER),
    ("history",),
    ("requests", "list"),
    ("requests", "show", "1"),
    ("partners", "search", "no"),
    ("partners", "search", "nothrwind"),
    ("partners", "search", "--country", "FR", "--skill", "Backup"),
    ("partners", "show", tenant(1)),
    ("resales", "list"),
    ("figures",),
)
_WRITING: tuple[tuple[str, ...], ...] = (
    ("audience", "remove", _OFFER, tenant(2)),
    ("undo", "--others"),
    ("offers", "edit", _OFFER, "--name", "Contoso Backup II"),
)
_READ_IN_A_RUN = 5
_COMPANIONS = ("-wal", "-shm", "-journal")


class Violation(AssertionError):
    """Something that must never be."""


@dataclass
class Outcome:
    """What the runs came to.

    Attributes:
        intact: Runs after which the file was intact, as damage had hit nothing or only a letter.
        reported: Runs whose damage was reported, by kind; each was repaired by a restore.
        seconds: How long it took.
    """

    intact: Counter[str] = field(default_factory=Counter)
    reported: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


@dataclass(frozen=True)
class Notice:
    """What a command said."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a file by table; the directory's revision grows with each restore."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return {
            table: [
                row if table != "directory" else (*row[:2], *row[3:])
                for row in connection.execute(f'SELECT * FROM "{table}"')
            ]
            for table in TABLES
        }


class Damager:
    """Damages copies of one file.

    Args:
        folder: Empty.
        seed: For what is damaged.
        kinds: The kinds of damage; none means all.
    """

    def __init__(self, folder: Path, seed: int, kinds: Sequence[str] = ()) -> None:
        self._path = folder / "csp.sqlite"
        self._backup = folder / "intact.sqlite"
        self._seed = seed
        self._kinds = tuple(kinds) or KINDS
        write_full_file(self._backup)
        self._content = self._backup.read_bytes()
        self._environment = {
            f"XDG_{name}_HOME": str(folder / name.lower())
            for name in ("DATA", "STATE", "CONFIG", "CACHE")
        }
        self._dump = dump(self._backup)

    def run(self, runs: int) -> Outcome:
        """Damage as many files, one after the other.

        Raises:
            Violation: A damage was not reported, or not repaired.
        """
        outcome = Outcome()
        started = time.monotonic()
        with patch.dict(os.environ, self._environment):
            for number in range(runs):
                kind = self._kinds[number % len(self._kinds)]
                is_intact = self._run(number, kind)
                (outcome.intact if is_intact else outcome.reported)[kind] += 1
        outcome.seconds = time.monotonic() - started
        return outcome

    def _run(self, number: int, kind: str) -> bool:
        chance = random.Random(f"{self._seed}/{number}")
        self._put(damage(self._content, kind, chance))
        try:
            return self._use(chance)
        except Violation as violation:
            raise Violation(f"run {number}, {kind}: {violation}") from violation

    def _put(self, content: bytes) -> None:
        # A new file each time, so that no run has to do with the locks of another one.
        for end in ("", *_COMPANIONS):
            self._path.with_name(f"{self._path.name}{end}").unlink(missing_ok=True)
        self._path.write_bytes(content)

    def _use(self, chance: random.Random) -> bool:
        check = self._do("db", "check", "--json")
        is_intact = check.code == 0
        if is_intact and not json.loads(check.out)["ok"]:
            raise Violation(f"a check that finds something ends with {check.code}")
        text = ("--json",) if chance.random() < 0.5 else ()
        reading = chance.sample(_COMMANDS, _READ_IN_A_RUN)
        for words in (*reading, *(_WRITING if chance.random() < 0.3 else ())):
            said = self._do(*words, *text)
            if is_intact and said.code == 3:
                raise Violation(f"the check finds nothing, but {said}")
        if not is_intact:
            self._restore()
        return is_intact

    def _restore(self) -> None:
        said = self._do("db", "restore", "--yes", str(self._backup))
        if said.code != 0:
            raise Violation(f"the restore failed: {said}")
        if dump(self._path) != self._dump:
            raise Violation("the restore did not bring everything back")
        for file in self._path.parent.glob("csp-before-restore-*"):
            file.unlink()

    def _require_let_go(self, words: tuple[str, ...]) -> None:
        """Require that nothing of this process has the file open, however a command ended."""
        for handle in Path("/proc/self/fd").glob("*"):
            with contextlib.suppress(OSError):
                if os.readlink(handle) == str(self._path.resolve()):
                    raise Violation(f"{words} left the database open")

    def _log(self) -> str:
        logs = self._path.parent.glob("state/**/*.log")
        return "\n".join(log.read_text()[-2500:] for log in logs)

    def _do(self, *words: str) -> Notice:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            _time_limit(words),
        ):
            code = run_command(["--db", str(self._path), *words])
        self._require_let_go(words)
        texts = []
        for stream in (out, err):
            stream.flush()
            binary = stream.buffer
            assert isinstance(binary, io.BytesIO)
            texts.append(binary.getvalue().decode())
        said = Notice(words, code, *texts)
        if code not in (0, 1, 2, 3) or "unexpected" in said.err or "Traceback" in said.err:
            raise Violation(f"{said}\n{self._log()}")
        return said


@contextlib.contextmanager
def _time_limit(words: tuple[str, ...]) -> Iterator[None]:
    def stop(*_signal: object) -> None:
        raise Violation(f"{words} takes more than {_PATIENCE} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line, damage, and print the result."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.damage")
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help=f"kinds of damage: {', '.join(KINDS)}")
    args = parser.parse_args(argv)
    kinds = tuple(filter(None, args.only.split(",")))
    if set(kinds) - set(KINDS):
        parser.error(f"unknown: {', '.join(sorted(set(kinds) - set(KINDS)))}")
    with tempfile.TemporaryDirectory(prefix="csp-tui-damage-") as folder:
        try:
            outcome = Damager(Path(folder), args.seed, kinds).run(args.runs)
        except Violation as violation:
            print(f"FAILED with --seed {args.seed} --only '{args.only}': {violation}")
            return 1
    print(
        f"{args.runs} damaged files in {outcome.seconds:.0f} s, seed {args.seed}: "
        f"{outcome.intact.total()} intact, {outcome.reported.total()} reported as damaged and "
        "restored, none unexpected"
    )
    print(f"{'damage':<10} {'intact':>7} {'reported':>9}")
    for kind in kinds or KINDS:
        print(f"{kind:<10} {outcome.intact[kind]:>7} {outcome.reported[kind]:>9}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
