"""What the program knows stays with its owner: files, log, report, network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.session import DATA

pytestmark = pytest.mark.skipif(os.name == "nt", reason="looks at permissions of POSIX systems")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a whole session did, and where."""
    home = tmp_path_factory.mktemp("session")
    folder = home / "files"
    folder.mkdir(mode=0o700)
    places = {
        f"XDG_{name}_HOME": str(home / "xdg" / name.lower())
        for name in ("DATA", "CONFIG", "CACHE", "STATE")
    }
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.reliability.session", str(folder)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, **places, "HOME": str(home), "TEXTUAL_ANIMATIONS": "none"},
    )
    assert outcome.returncode == 0, outcome.stderr[-4000:]
    told: dict[str, Any] = json.loads(outcome.stdout.splitlines()[-1])
    return {**told, "home": home, "stderr": outcome.stderr}


def test_nothing_leaves_the_program_and_nobody_else_can_read_its_files(
    session: dict[str, Any],
) -> None:
    assert session["tried"] == []


def test_every_kind_of_file_was_there(session: dict[str, Any]) -> None:
    files = set(session["files"])
    assert {"csp-tui.sqlite", "csp-tui.log", "config.toml"} <= files
    assert {"list.csv", "backup.sqlite", "ticket.txt"} <= files
    assert [name for name in files if "daily" in name]


def test_log_and_report_hold_no_data(session: dict[str, Any]) -> None:
    logs = [path.read_text("utf-8") for path in session["home"].rglob("*.log*")]
    assert len(logs) == 1
    assert logs[0].count("unexpected error") == 2
    for text in (*logs, session["report"]):
        assert "Error: " in text
        assert [data for data in DATA if data in text] == []
        assert str(session["home"]) not in text


def test_an_unexpected_error_on_the_command_line_shows_no_data(session: dict[str, Any]) -> None:
    told = session["stderr"].partition("Something unexpected went wrong")[2]
    assert "LookupError" in told
    assert [data for data in DATA if data in told] == []
