"""All who match, similar names and the way back, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from csp_tui.cli import run

ROWS = """tenant_id,name,country,competencies,skills
00000001-1b5d-4c1e-9a77-0c6b6f2d9c1e,Alpine Cloud,FR,,Backup
00000002-1b5d-4c1e-9a77-0c6b6f2d9c1e,Fabrikam,FR,,
00000003-1b5d-4c1e-9a77-0c6b6f2d9c1e,Northwind,DE,,Backup
"""


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs a command line on a stocked database; gives exit code, output and messages."""
    database = str(tmp_path / "a.sqlite")
    file = tmp_path / "partners.csv"
    file.write_text(ROWS)

    def go(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["--db", database, *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    assert go("partners", "import", str(file))[0] == 0
    assert go("offers", "create", "my-offer", "--type", "saas", "--name", "Mine")[0] == 0
    assert go("audience", "choose", "my-offer", "some")[0] == 0
    return go


def partners(command) -> int:  # type: ignore[no-untyped-def]
    shown = json.loads(command("audience", "show", "my-offer", "--json")[1])
    return len(shown["draft"]["partners"])


def test_all_matches_are_shown_added_and_undone(command) -> None:  # type: ignore[no-untyped-def]
    code, out, _err = command(
        "audience", "add-matching", "my-offer", "--country", "fr", "--dry-run", "--json"
    )
    assert code == 0
    assert json.loads(out) == {"offer_id": "my-offer", "added": 2, "already": 0, "dry_run": True}
    assert partners(command) == 0
    assert command("audience", "add-matching", "my-offer", "--country", "fr")[0] == 0
    assert partners(command) == 2
    code, _out, err = command("audience", "undo", "my-offer")
    assert code == 0
    assert "Added all 2 partners" in err
    assert partners(command) == 0


def test_nothing_to_undo_is_bad_input(command) -> None:  # type: ignore[no-untyped-def]
    assert command("audience", "undo", "my-offer")[0] == 0
    code, _out, err = command("audience", "undo", "my-offer")
    assert code == 2
    assert "Nothing to undo" in err


def test_similar_names_say_so(command) -> None:  # type: ignore[no-untyped-def]
    code, out, err = command("partners", "search", "fabrikan", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["similar"] is True
    assert [partner["name"] for partner in found["partners"]] == ["Fabrikam"]
    assert "similar" in err
    assert json.loads(command("partners", "search", "fabrikam", "--json")[1])["similar"] is False
