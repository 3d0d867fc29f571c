"""``csp-tui paths``, and what the command line makes of a settings file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from csp_tui.cli import run
from csp_tui.i18n import LOCALE_FOLDER
from csp_tui.settings import find_paths
from csp_tui.settings.writing import SettingsFile

from .conftest import CommandLine


def write(text: str) -> Path:
    path = find_paths().settings
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def by_name(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["what"]: row for row in rows}


def test_every_file_is_listed_with_its_reason(new_cli: CommandLine) -> None:
    rows = new_cli.json("paths")
    assert all(set(row) == {"what", "path", "why", "exists"} for row in rows)
    found = by_name(rows)
    usual = find_paths()
    assert [row["what"] for row in rows] == [
        *("database", "settings", "log", "unsaved", "data", "catalogues"),
    ]
    assert found["database"] == {
        "what": "database",
        "path": str(new_cli.database),
        "why": "set by the option --db",
        "exists": False,
    }
    assert found["settings"]["path"] == str(usual.settings)
    assert found["settings"]["why"] == "your settings folder, set by XDG_CONFIG_HOME"
    assert found["log"]["path"] == str(usual.log)
    assert found["unsaved"]["path"] == str(usual.unsaved)
    assert Path(found["data"]["path"], "markets.csv").is_file()
    assert found["catalogues"]["path"] == str(LOCALE_FOLDER)
    assert not new_cli.database.exists()


def test_what_lies_beside_the_database_is_listed(cli: CommandLine) -> None:
    cli.ok("offers", "list")
    backup = cli.database.with_name("cli-before-restore-20261122-090000.sqlite")
    cli.ok("db", "backup", str(backup))
    cli.file("cli.sqlite-wal", "")
    cli.file("other-backup.sqlite", "")
    rows = cli.json("paths")
    named = [(row["what"], Path(row["path"]).name) for row in rows if row["exists"]]
    assert named[:3] == [
        ("database", "cli.sqlite"),
        ("database-log", "cli.sqlite-wal"),
        ("backup", backup.name),
    ]
    assert "other-backup.sqlite" not in str(rows)


def test_the_variables_are_named_as_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write("")
    monkeypatch.setenv("CSP_TUI_DB", str(tmp_path / "mine.sqlite"))
    monkeypatch.setenv("CSP_TUI_CONFIG", str(find_paths().settings))
    assert run(["paths"]) == 0
    out = capsys.readouterr().out
    assert f"{tmp_path / 'mine.sqlite'}\tset by CSP_TUI_DB" in out
    assert f"{find_paths().settings}\tset by CSP_TUI_CONFIG" in out


def test_it_is_quick_because_it_needs_neither_storage_nor_screens() -> None:
    code = (
        "import sys\nfrom csp_tui.cli import run\nrun(['paths'])\n"
        "heavy = ('textual', 'sqlmodel', 'sqlalchemy', 'alembic', 'tomlkit')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_the_file_chooses_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    write('language = "fr"\n')
    assert run(["offers", "show", "contoso-none"]) == 2
    assert "Il n’y a pas d’offre contoso-none." in capsys.readouterr().err
    assert run(["--lang", "en", "offers", "show", "contoso-none"]) == 2
    assert "There is no offer contoso-none." in capsys.readouterr().err


def test_the_environment_comes_before_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write('language = "fr"\n')
    monkeypatch.setenv("CSP_TUI_LANG", "en")
    assert run(["offers", "show", "contoso-none"]) == 2
    assert "There is no offer contoso-none." in capsys.readouterr().err


def test_a_bad_file_is_reported_and_stops_no_command(cli: CommandLine) -> None:
    path = write('langage = "fr"\n')
    outcome = cli.ok("offers", "list", "--json")
    assert outcome.json == []
    assert f"Note: {path}, line 1: “langage” is not a setting; the nearest is “language”." in (
        outcome.err
    )
    assert "Next: Settings are: “language”" in outcome.err
    assert cli("offers", "show", "contoso-none").code == 2
    assert path.read_text("utf-8") == 'langage = "fr"\n'


def test_a_file_that_is_named_and_missing_is_reported(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_TUI_CONFIG", str(tmp_path / "none.toml"))
    outcome = cli.ok("offers", "list")
    assert f"{tmp_path / 'none.toml'}: There is no such file" in outcome.err


def test_hostile_names_in_the_file_are_shown_and_not_sent(cli: CommandLine) -> None:
    write('"a\\u001b[31mb" = 1\n')
    assert "\x1b" not in cli.ok("offers", "list").err


def test_what_the_screen_saves_is_what_the_command_line_reads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = SettingsFile(find_paths().settings)
    file.want("language", "fr")
    file.write()
    assert run(["offers", "show", "contoso-none"]) == 2
    assert "Il n’y a pas d’offre contoso-none." in capsys.readouterr().err
