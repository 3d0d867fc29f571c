"""Which files are in use, what chose them, and which language is spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.settings import DATABASE_NAME, LOG_NAME, SETTINGS_NAME, Paths, Settings, find_paths
from csp_tui.settings.language import chosen_language


def test_xdg_variables_choose_the_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    assert find_paths() == Paths(
        database=tmp_path / "DATA" / "csp-tui" / DATABASE_NAME,
        log=tmp_path / "STATE" / "csp-tui" / "log" / LOG_NAME,
        settings=tmp_path / "CONFIG" / "csp-tui" / SETTINGS_NAME,
        unsaved=tmp_path / "STATE" / "csp-tui" / "unsaved",
        database_by="XDG_DATA_HOME",
        log_by="XDG_STATE_HOME",
        settings_by="XDG_CONFIG_HOME",
    )


def test_without_a_variable_the_folders_are_below_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "STATE", "CONFIG"):
        monkeypatch.delenv(f"XDG_{name}_HOME")
    found = find_paths()
    for path in (found.database, found.log, found.settings):
        assert path.is_relative_to(Path.home())
    assert (found.database_by, found.log_by, found.settings_by) == ("", "", "")


def test_a_variable_names_the_very_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_TUI_DB", str(tmp_path / "mine.sqlite"))
    monkeypatch.setenv("CSP_TUI_CONFIG", "~/mine.toml")
    found = find_paths()
    assert (found.database, found.database_by) == (tmp_path / "mine.sqlite", "CSP_TUI_DB")
    assert (found.settings, found.settings_by) == (Path.home() / "mine.toml", "CSP_TUI_CONFIG")
    assert found.settings_named


def test_the_option_comes_before_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_TUI_DB", str(tmp_path / "other.sqlite"))
    monkeypatch.chdir(tmp_path)
    found = find_paths("mine.sqlite")
    assert (found.database, found.database_by) == (tmp_path / "mine.sqlite", "--db")


def test_an_empty_variable_names_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_TUI_CONFIG", "")
    assert not find_paths().settings_named


@pytest.mark.parametrize(
    ("option", "variable", "file", "locale", "spoken"),
    [
        ("fr", "en", "en", "en_GB.UTF-8", "fr"),
        ("", "fr", "en", "en_GB.UTF-8", "fr"),
        ("", "", "fr", "en_GB.UTF-8", "fr"),
        ("", "", "", "fr_CA.UTF-8", "fr"),
        ("", "", "", "de_DE.UTF-8", "en"),
        ("", "", "", "", "en"),
        ("en", "fr", "fr", "fr_FR.UTF-8", "en"),
        ("", "en", "fr", "fr_FR.UTF-8", "en"),
        ("", "", "en", "fr_FR.UTF-8", "en"),
    ],
)
def test_the_stronger_word_chooses_the_language(
    option: str,
    variable: str,
    file: str,
    locale: str,
    spoken: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CSP_TUI_LANG", variable)
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LANG", locale)
    assert chosen_language(Settings(language=file), option) == spoken
