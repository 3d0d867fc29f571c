"""Every command and its help, whatever width the terminal or ``COLUMNS`` reports."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

import pytest

from csp_tui.cli import run
from csp_tui.cli.parser import Parser, UsageError
from csp_tui.cli.program import build_parser
from csp_tui.exchange.reference import demo_database

NO_SIZE = os.terminal_size((0, 0))
SMALLEST, LARGEST = os.terminal_size((1, 1)), os.terminal_size((1000, 300))
SIZES = [NO_SIZE, SMALLEST, LARGEST, *map(os.terminal_size, ((2, 1), (3, 2), (20, 6), (80, 24)))]
VARIABLES = ("", "0", "1", "2", "3", "1000", "-5", "wide", "9" * 5000)
_GOES_ON = ("csp-tui", "csp-tui demo", "csp-tui serve", "csp-tui partner-center emulator")


def commands() -> list[Parser]:
    """All commands and groups of commands."""
    return list(build_parser().walk())


def examples() -> list[list[str]]:
    """The words of the first example of each command that ends by itself."""
    return [
        shlex.split(command.examples[0])[1:]
        for command in commands()
        if command.examples and command.prog not in _GOES_ON
    ]


def check(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Run a command line, which may be refused but must not fail unexpectedly."""
    code = run(words)
    said = capsys.readouterr()
    assert code in (0, 1, 2, 3), words
    assert "unexpected" not in said.err, (words, said.err)
    assert said.out or said.err


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size.columns}x{size.lines}")
def test_every_command_runs_in_a_terminal_of_any_size(
    size: os.terminal_size,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copy(demo_database(), tmp_path / "demo.sqlite")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: size)
    # No other size leaves less room, or is as easy to divide by.
    if size in (NO_SIZE, SMALLEST):
        for words in examples():
            check(["--db", "demo.sqlite", *words], capsys)
    for word in ("--help", "--no-such-option"):
        check(["offers", word], capsys)
    parser = build_parser()
    for command in parser.walk():
        assert command.format_help()
        with pytest.raises(UsageError):
            parser.read([*command.prog.split()[1:], "--no-such-option"])


def test_commands_have_the_same_names_in_any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: LARGEST)
    names = [command.prog for command in commands()]
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: SMALLEST)
    assert [command.prog for command in commands()] == names


@pytest.mark.parametrize("columns", VARIABLES, ids=lambda columns: columns[:8] or "empty")
def test_every_help_can_be_read_with_any_value_of_columns(
    columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for command in commands():
        assert command.format_help()
    check(["offers", "--help"], capsys)
    for lang in ("en", "fr"):
        check(["--lang", lang, "rules", "30"], capsys)
