"""What the program knows stays with its owner: files, log, report, network."""

from __future__ import annotations

import json
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.crash_report import HIDDEN, scrubbed
from csp_tui.private_log import DatalessFormatter, PrivateFileHandler
from tests.reliability.session import CONTACT, DATA

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


def test_nothing_leaves_the_program_and_no_one_else_can_read_its_files(
    session: dict[str, Any],
) -> None:
    assert session["tried"] == []


def test_every_kind_of_file_was_there(session: dict[str, Any]) -> None:
    files = set(session["files"])
    assert {"csp-tui.sqlite", "csp-tui.log", "config.toml"} <= files
    assert {"list.csv", "backup.sqlite", "ticket.txt"} <= files
    assert [name for name in files if "daily" in name]
    (unsaved,) = (session["home"] / "xdg" / "state").rglob("unsaved/*.json")
    assert CONTACT in unsaved.read_text("utf-8")


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


def test_a_log_that_is_full_is_put_aside_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    handler = PrivateFileHandler(tmp_path / "a.log", maxBytes=400, backupCount=1, encoding="utf-8")
    handler.setFormatter(DatalessFormatter("%(levelname)s %(message)s"))
    logger = logging.Logger("full")
    logger.addHandler(handler)
    try:
        for _number in range(20):
            logger.warning("no backup of the day: %s", f"{DATA[0]} in {tmp_path}")
    finally:
        os.umask(before)
        handler.close()
    kept = sorted(tmp_path.iterdir())
    assert [path.name for path in kept] == ["a.log", "a.log.1"]
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.stat().st_size <= 400
        assert set(path.read_text("utf-8").splitlines()) == {"WARNING no backup of the day: … in …"}


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("invalid literal for int() with base 10: 'abc'", "invalid literal for int() with base …"),
        ("'NoneType' object has no attribute 'x'", "… object has no attribute …"),
        ("UNIQUE constraint failed: offer.offer_id", "UNIQUE constraint failed: offer.offer_id"),
        ("no such table: offer (/home/ada/work.sqlite)", "no such table: offer …"),
        ("Alpine Cloud SARL (FR) was not found", "… was not found"),
        ("mail ada@contoso.example or +33 1 23 45", "mail … or …"),
        ("of “Zürich Wolken” at https://contoso.example/a?b", "of … at …"),
        ("東京クラウド has 3f2a0000-1111-2222-3333-444400009c1e", "… has …"),
        ("(x) failed\n[SQL: INSERT INTO a]\n[parameters: ('Alpine',)]", "(x) failed"),
        ("row {'name': 'Alpine', 'of': {'x': 1}} is bad", "row … is bad"),
        ("[1, 'Alpine'] is bad", "… is bad"),
        ("unclosed 'Alpine Cloud", "unclosed …"),
    ],
)
def test_what_may_be_data_is_left_out_of_messages(message: str, kept: str) -> None:
    assert scrubbed(message) == kept


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_only_plain_words_of_python_are_ever_left(text: str) -> None:
    for word in scrubbed(text).split():
        assert word == HIDDEN or word.isascii()
        assert not any(sign in word for sign in '@/\\0123456789<>\x1b"')
