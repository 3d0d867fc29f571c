"""Every command that shows what is stored, on a database in which every text would do harm."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.nasty import EVERYTHING, MARK, raw_signs
from tests.terminal.spoiled import FILE_NAME, spoil, spoil_files

from .conftest import CommandLine

SHOWING = (
    ("offers", "list"),
    ("offers", "show", "contoso-backup"),
    ("audience", "show", "contoso-backup"),
    ("partners", "search", "--limit", "200"),
    ("partners", "count"),
    ("resales", "list"),
    ("requests", "list"),
    ("requests", "show", "5"),
    ("history", "--limit", "200"),
    ("figures",),
    ("figures", "contoso-backup"),
    ("db", "info"),
    ("db", "backups"),
    ("rules",),
    ("settings",),
    ("paths",),
)
SILENT = {"partners count", "rules", "settings", "db info", "db backups", "paths"}
"""They show nothing that someone else may choose."""
FORMULA = re.compile(r"^[\s\xa0]*[=+\-@\t\r＝＋－＠]")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spoiled") / "once.sqlite"
    spoil(path)
    return path


@pytest.fixture
def spoiled(cli: CommandLine, once: Path) -> CommandLine:
    shutil.copy(once, cli.database)
    return cli


def test_no_command_prints_what_drives_a_terminal(spoiled: CommandLine) -> None:
    for words in SHOWING:
        for more in ((), ("--json",)):
            outcome = spoiled(*words, *more)
            assert outcome.code == 0, (words, outcome.err)
            shown = " ".join(words[:2]).removesuffix(" --limit")
            assert shown in SILENT or MARK in outcome.out, words
            assert not raw_signs(outcome.out + outcome.err) - {"\n", "\t"}, (words, more)
            if more:
                assert json.loads(outcome.out) is not None


def test_the_text_of_a_request_is_harmless(spoiled: CommandLine) -> None:
    outcome = spoiled.ok("requests", "text", "5")

    assert MARK in outcome.out
    assert not raw_signs(outcome.out) - {"\n", "\t"}


def test_no_spreadsheet_runs_what_is_exported(spoiled: CommandLine) -> None:
    cells = 0
    for offer in ("contoso-backup", "contoso-retail-365", "contoso-managed-sap"):
        text = spoiled.ok("audience", "export", offer, "-").out
        for separator in ",;\t":
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
                cells += len(row)
                assert not [cell for cell in row if FORMULA.match(cell)]

    assert cells > 150
    assert MARK in text


def test_files_that_would_do_harm_are_reported_and_not_sent(
    spoiled: CommandLine, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    spoil_files(folder)
    for words in (
        ("partners", "import", str(folder / FILE_NAME)),
        ("audience", "import", "contoso-backup", str(folder / f"audience {FILE_NAME}")),
        ("resales", "import", str(folder / FILE_NAME)),
        ("db", "restore", "--yes", str(folder / FILE_NAME)),
        ("db", "backup", str(folder / FILE_NAME)),
    ):
        outcome = spoiled(*words)
        assert outcome.code in (0, 1, 2, 3)
        assert "Traceback" not in outcome.err
        assert not raw_signs(outcome.out + outcome.err) - {"\n", "\t"}, words


def test_arguments_that_would_do_harm_are_not_sent_back(spoiled: CommandLine) -> None:
    harm = EVERYTHING.replace("\0", "")
    for words in (
        ("offers", "show", harm),
        ("partners", "search", harm),
        ("history", "--offer", harm),
        ("requests", "show", harm),
        ("rules", harm),
    ):
        outcome = spoiled(*words)
        assert "Traceback" not in outcome.err
        assert not raw_signs(outcome.out + outcome.err) - {"\n", "\t"}, words
