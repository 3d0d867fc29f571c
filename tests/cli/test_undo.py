"""Taking changes back and making them again on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from csp_tui.bootstrap import open_workbench
from csp_tui.cli import run
from csp_tui.services.offers import SetupEdit

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "a.sqlite"


@pytest.fixture
def command(database: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line; gives exit code, output and messages."""

    def go(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["--db", str(database), *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    assert go("offers", "create", "my-offer", "--type", "container", "--name", "Mine")[0] == 0
    assert go("offers", "edit", "my-offer", "--name", "Renamed")[0] == 0
    return go


def name(command: Command) -> str:
    return str(json.loads(command("offers", "show", "my-offer", "--json")[1])["name"])


def test_steps_back_and_forward(command: Command) -> None:
    code, out, err = command("undo")
    assert (code, out) == (0, "")
    assert "Undone: my-offer: Edited name" in err
    assert name(command) == "Mine"
    assert command("undo")[0] == 0
    assert json.loads(command("offers", "list", "--json")[1]) == []
    assert command("undo")[0] == 2
    assert command("redo")[0] == 0
    assert command("redo", "--offer", "my-offer")[0] == 0
    assert name(command) == "Renamed"
    assert command("redo")[0] == 2


def test_a_dry_run_changes_nothing(command: Command) -> None:
    code, out, err = command("undo", "--dry-run", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["dry_run"], found["undone"]["action"]) == (True, "offer-edited")
    assert "Would undo" in err
    assert name(command) == "Renamed"


def test_the_history_says_what_was_undone(command: Command) -> None:
    before = json.loads(command("history", "--json")[1])[0]
    command("undo")
    newest = json.loads(command("history", "--json")[1])[0]
    assert newest["action"] == "undone"
    assert newest["detail"]["undoes"] == before["id"]
    assert newest["detail"]["action"] == "offer-edited"
    assert newest["detail"]["after"] == before["detail"]["before"]
    assert "Edited name" in command("history")[1]


def test_what_is_published_is_refused_with_its_rule(command: Command) -> None:
    assert command("offers", "publish", "my-offer")[0] == 0
    code, _out, err = command("undo", "--offer", "my-offer")
    assert code == 1
    assert "R25" in err
    assert "support request" in err


def test_an_older_change_is_not_undone_without_asking(command: Command, database: Path) -> None:
    assert command("offers", "create", "other", "--type", "container", "--name", "O")[0] == 0
    assert command("offers", "publish", "my-offer")[0] == 0
    code, _out, err = command("undo")
    assert code == 1
    assert "not of the same offer: other: Created the offer" in err
    assert f"csp-tui --db {database} undo --entry 3" in err
    assert command("undo", "--entry", "2")[0] == 2
    assert command("undo", "--entry", "3")[0] == 0
    assert len(json.loads(command("offers", "list", "--json")[1])) == 1


def test_the_work_of_someone_else_takes_an_explicit_yes(command: Command, database: Path) -> None:
    theirs = open_workbench(database, who="someone-else")
    theirs.offers.edit("my-offer", SetupEdit(name="Theirs"))
    theirs.close()
    code, _out, err = command("undo")
    assert code == 2
    assert "someone-else" in err
    assert name(command) == "Theirs"
    assert command("undo", "--others")[0] == 0
    assert name(command) == "Renamed"


def test_undo_of_the_draft_leaves_newer_changes_alone(command: Command) -> None:
    create = ("offers", "create", "sold", "--type", "saas", "--name", "Sold")
    assert command(*create)[0] == 0
    assert command("audience", "choose", "sold", "some")[0] == 0
    assert command("offers", "edit", "sold", "--name", "Newer")[0] == 0
    code, _out, err = command("audience", "undo", "sold")
    assert code == 2
    assert "Undo the newer change first: Edited name" in err
    assert command("undo", "--offer", "sold")[0] == 0
    assert command("audience", "undo", "sold")[0] == 0
    assert command("audience", "undo", "sold")[0] == 2
