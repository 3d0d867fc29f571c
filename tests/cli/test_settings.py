"""``csp-tui settings``: what holds and why, and changes that the settings screen could make."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from csp_tui import i18n
from csp_tui.cli import run
from csp_tui.settings import Settings, find_paths
from csp_tui.settings.loader import read_settings

from .conftest import CommandLine, Outcome

Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _no_locale(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield
    i18n.use("en")


@pytest.fixture
def settings(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command without ``--lang``, which is a source of a setting itself."""

    def settings(*words: str) -> Outcome:
        capsys.readouterr()
        code = run(["settings", *words])
        out = capsys.readouterr()
        return Outcome(code, out.out, out.err)

    return settings


def write(text: str) -> None:
    path = find_paths().settings
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def saved() -> Settings:
    return read_settings(find_paths().settings).settings


def test_each_value_is_listed_with_what_decided_it(
    settings: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('theme = "csp-light"\nsigns = "unicode"\n[keys]\noffers.new = ""\n')

    def decided() -> dict[str, tuple[str, str, str | None]]:
        rows = settings("--json").json
        return {row["name"]: (row["value"], row["from"], row["by"]) for row in rows}

    first = decided()
    assert first["theme"] == ("csp-light", "file", None)
    assert first["signs"] == ("unicode", "default", None)
    assert first["keys.offers.new"] == ("", "file", None)
    assert first["language"] == ("en", "default", None)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert decided()["language"] == ("fr", "environment", "LANG")
    monkeypatch.setenv("CSP_TUI_LANG", "en")
    assert decided()["language"] == ("en", "environment", "CSP_TUI_LANG")
    lines = settings("list").out.splitlines()
    assert lines[0].split() == ["Setting", "Value", "Set", "by"]
    assert "language         en         CSP_TUI_LANG" in lines
    assert "theme            csp-light  the settings file" in lines
    assert "keys.offers.new  none       the settings file" in lines


def test_the_option_decides_the_language_and_is_named(cli: CommandLine) -> None:
    rows = {row["name"]: row for row in cli.json("settings")}
    assert (rows["language"]["from"], rows["language"]["by"]) == ("option", "--lang")
    assert "en        the option --lang" in cli.ok("settings").out
    note = cli.ok("settings", "set", "language", "fr").err
    assert "Note: --lang overrides the language in the settings file." in note


def test_a_value_is_set_read_and_reset(cli: CommandLine) -> None:
    outcome = cli.ok("settings", "set", "theme", "csp-light", "--json")
    assert outcome.json["value"] == "csp-light"
    assert f"theme is now “csp-light”. Saved in {find_paths().settings}" in outcome.err
    assert saved().theme == "csp-light"
    assert cli.ok("settings", "get", "theme").out == "csp-light\n"
    assert cli.json("settings", "get", "theme")["from"] == "file"
    # The option is accepted in any position.
    assert cli.ok("settings", "--json", "get", "theme").json["default"] == "csp-dark"
    assert "theme is at its default." in cli.ok("settings", "reset", "theme").err
    assert saved() == Settings()
    assert cli.json("settings", "get", "theme")["from"] == "default"


def test_keys_are_set_for_one_command_and_conflicts_are_reported(cli: CommandLine) -> None:
    assert cli.ok("settings", "get", "keys.offers.new").out == "n\n"
    told = cli.ok("settings", "set", "keys.offers.new", "i").err
    assert "Note: The key i is assigned to “Create an offer” (offers.new)" in told
    cli.ok("settings", "set", "keys.help", "f1,ctrl+g")
    assert saved().keys == {"offers.new": "i", "help": "f1,ctrl+g"}
    listed = cli.ok("settings", "list")
    line = find_paths().settings.read_text("utf-8").splitlines().index('"offers.new" = "i"') + 1
    assert f"{find_paths().settings}, line {line}: The key i is assigned to" in listed.err
    assert cli.json("settings", "get", "keys")["value"] == saved().keys
    cli.ok("settings", "reset", "keys.offers.new")
    assert saved().keys == {"help": "f1,ctrl+g"}
    cli.ok("settings", "reset", "keys")
    assert saved() == Settings()


def test_keys_under_a_former_id_are_shown_changed_and_reset(cli: CommandLine) -> None:
    path = find_paths().settings
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[keys]\n"resales.take_back" = "x"\n', "utf-8")
    assert cli.ok("settings", "get", "keys.resales.remove").out == "x\n"
    assert cli.ok("settings", "get", "keys.resales.take_back").out == "x\n"
    cli.ok("settings", "set", "keys.resales.take_back", "z")
    assert path.read_text("utf-8") == '[keys]\n"resales.remove" = "z"\n'
    path.write_text('[keys]\n"resales.take_back" = "x"\n', "utf-8")
    cli.ok("settings", "reset", "keys.resales.remove")
    assert "take_back" not in path.read_text("utf-8")
    assert saved() == Settings()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("get", "thme"), "“thme” is not a setting; the nearest is “theme”."),
        (("set", "theme", "csp-drak"), "“csp-drak” is not a value of “theme”; the nearest is"),
        (("set", "language", "French"), "the nearest is “fr”."),
        (("set", "keys.offers.nwe", "x"), "“offers.nwe” is not a command; the nearest is"),
        (("set", "keys.offers.new", "enter"), "“offers.new” cannot use the key enter"),
        (
            ("set", "keys.offers.new", "n,zork"),
            "“zork” cannot be assigned to “offers.new”",
        ),
        (("set", "keys.list.up", ""), "“list.up” moves within lists and fields"),
        (("set", "keys", "x"), "Keys are set for one command at a time."),
        (("reset", "keys.offers.nwe"), "“offers.nwe” is not a command"),
        (("get", "keys.offers.nwe"), "“offers.nwe” is not a command"),
        (("get",), "settings get --help"),
    ],
)
def test_what_cannot_be_set_changes_nothing(
    cli: CommandLine, words: tuple[str, ...], said: str
) -> None:
    outcome = cli("settings", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert "Next: " in outcome.err
    assert not find_paths().settings.exists()


def test_a_broken_file_is_left_alone(cli: CommandLine) -> None:
    write("theme = \n")
    outcome = cli("settings", "set", "theme", "csp-light")
    assert outcome.code == 2
    assert "Not saved, because the settings file cannot be read." in outcome.err
    assert find_paths().settings.read_text("utf-8") == "theme = \n"
