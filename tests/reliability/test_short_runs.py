"""A short run of each harness; long ones are started by their commands."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.ui.kit.command_screen import CommandScreen
from tests.ui.steering import settle

from . import calm, damage, together
from .damage import Damager
from .damaging import KINDS
from .doing import MIGRATIONS
from .kills import Killer, Violation
from .next_schema import write_next_schema
from .storm import Storm
from .stormed import Stormed, told

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills with a signal of POSIX systems")


def test_a_program_that_is_killed_loses_nothing_and_does_nothing_by_half(tmp_path: Path) -> None:
    outcome = Killer(tmp_path, seed=20).run(15)

    assert outcome.kills == 15
    assert outcome.moves.total() + outcome.under_way.total() > 15


@pytest.mark.parametrize(
    "kinds",
    [
        ("import",),
        ("restore", "backup"),
        ("migrate",),
        ("upgrade",),
        ("complete", "publish", "begin", "submit"),
    ],
    ids=lambda kinds: kinds[0],
)
def test_each_kind_of_long_write_is_killed(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    outcome = Killer(tmp_path, seed=21, kinds=frozenset(kinds)).run(4, kinds[0])

    assert outcome.moves[kinds[0]] + outcome.under_way[kinds[0]] > 0


@pytest.mark.parametrize(
    "loss",
    [
        "DELETE FROM audience_member WHERE NOT in_live",
        "UPDATE partner SET country = 'XX' WHERE rank = 1",
        "UPDATE offer SET name = 'Other' WHERE offer_id = (SELECT max(offer_id) FROM offer)",
    ],
)
def test_the_killer_finds_what_was_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    def lose_first(path: Path, who: str) -> object:
        if path.name == "csp.sqlite" and path.exists():
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA foreign_keys = OFF")
                connection.execute(loss)
                connection.commit()
        return open_workbench(path, who=who)

    write_next_schema(tmp_path / MIGRATIONS)
    killer = Killer(tmp_path, seed=24, kinds=frozenset({"edit", "import"}))
    killer._begin()
    assert killer._ledger.facts.directory
    monkeypatch.setattr("tests.reliability.kills.open_workbench", lose_first)
    with pytest.raises(Violation):
        killer._look("24/0", 0)


def test_several_programs_at_once_lose_no_update(tmp_path: Path) -> None:
    seen = together.run(tmp_path, processes=3, rounds=1, imports=1, partners=5_000)

    assert seen["joined"] == 5 + 1 + 5


def test_the_checks_of_programs_at_once_find_a_lost_update(tmp_path: Path) -> None:
    seen = together.run(tmp_path, processes=1, rounds=1, imports=1, partners=10)
    path = tmp_path / "csp.sqlite"
    workbench = open_workbench(path)
    workbench.undo.undo("shared-offer", others=True)
    workbench.close()

    with pytest.raises(together.Violation, match="1 of 5 partners were lost"):
        together.require_nothing_lost(path, seen, {0: 5}, partners=10)


def test_every_damage_of_a_file_is_reported_and_restored(tmp_path: Path) -> None:
    outcome = Damager(tmp_path, seed=24).run(len(KINDS))

    assert outcome.intact.total() + outcome.reported.total() == len(KINDS)
    assert set(outcome.reported) >= {"schema", "structure", "page"}


def test_the_damager_finds_a_failure_that_is_not_foreseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damager = Damager(tmp_path, seed=25, kinds=("schema",))
    monkeypatch.setattr("csp_tui.storage.damage.UNREADABLE", ())
    monkeypatch.setattr("csp_tui.storage.sqlite_errors.primary_code", int)
    monkeypatch.setattr("csp_tui.storage.problems.primary_code", lambda error: error.missing)
    with pytest.raises(damage.Violation, match="unexpected"):
        damager.run(5)


def test_a_storm_of_keys_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    outcome = Storm(tmp_path, seed=23).run(120, every=40)

    assert outcome.keys >= 120
    assert outcome.looks >= 2
    assert len(outcome.seen) > 3


def test_the_storm_finds_what_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_said: object) -> None:
        raise ValueError("not foreseen")

    monkeypatch.setattr(CommandScreen, "action_run_command", fail)
    with pytest.raises(calm.Violation, match=r"seed 23, after .*not foreseen"):
        Storm(tmp_path, seed=23).run(1000)


async def test_the_storm_misses_the_focus_where_it_is_lost(tmp_path: Path) -> None:
    workbench = told(tmp_path / "calm.sqlite")
    app = Stormed(lambda: workbench)
    async with app.run_test() as pilot:
        await settle(pilot)
        calm.require_usable(app)
        calm.require_lawful(workbench)
        app.screen.set_focus(None)
        with pytest.raises(calm.Violation, match="has the focus"):
            calm.require_usable(app)
    workbench.close()
