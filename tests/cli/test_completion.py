"""What a shell is answered, word by word; the shells themselves are in tests/terminal."""

from __future__ import annotations

import io
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from csp_tui import i18n
from csp_tui.cli.completion.answer import answer
from csp_tui.cli.program import build_parser

from .conftest import ALPINE, FABRIKAM, NORTHWIND, CommandLine

HOSTILE = "a\x1b]0;pwned\x07 $(touch pwned)\n`id`; \u202egnp"
Ask = Callable[..., dict[str, str]]


@pytest.fixture
def ask(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Completes a line; the answer is what a shell shows beside each word."""
    monkeypatch.setenv("CSP_TUI_DB", str(cli.database))

    def ask(line: str, *, shell: str = "fish", **environment: str) -> dict[str, str]:
        for name, value in {
            "_ARGCOMPLETE": "1",
            "_ARGCOMPLETE_SHELL": shell,
            "_ARGCOMPLETE_IFS": "\n",
            "_ARGCOMPLETE_DFS": "\t",
            "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
            "COMP_LINE": f"csp-tui {line}",
            "COMP_POINT": str(len(f"csp-tui {line}")),
            **environment,
        }.items():
            monkeypatch.setenv(name, value)
        output = io.StringIO()
        ended: list[int] = []
        assert answer(output=output, leave=ended.append) == 0
        assert ended == [0]
        return dict(found.split("\t") for found in output.getvalue().splitlines())

    return ask


@pytest.fixture
def filled(cli: CommandLine) -> CommandLine:
    cli.directory()
    cli.offer("some", partners=(ALPINE, FABRIKAM), live=True, resold=(ALPINE,))
    cli.ok("offers", "create", "fabrikam-sync", "--type", "saas", "--name", "Fabrikam Sync")
    cli.ok("requests", "new", "contoso-backup", "--remove", FABRIKAM)
    return cli


def test_commands_come_with_their_sentences(ask: Ask) -> None:
    found = ask("")
    assert found.keys() == {command.prog.split()[1] for command in build_parser().commands}
    assert found["offers"] == "create, edit, publish and delete offers"
    assert ask("off") == {"offers": found["offers"]}
    assert "publish" in ask("offers ")
    assert ask("--lang fr off")["offers"] != found["offers"]
    assert i18n.current() == "fr"


def test_options_come_once_a_dash_is_typed(ask: Ask) -> None:
    assert ask("offers list --") == {
        "--help": "show this help and exit",
        "--json": "print one JSON document and nothing else",
        "--ids": "print only the IDs, one per line, for xargs and other commands",
    }
    assert "--json" not in ask("offers list --json --")
    assert "--plan" in ask("offers create new --plan a:byol --pl")
    assert "--no-plans" not in ask("offers edit some-offer --plan a:byol --")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("audience choose contoso-backup ", {"all", "some", "none"}),
        ("requests new contoso-backup --change-to ", {"all", "some", "none"}),
        ("requests edit 1 --severity ", {"minimal", "moderate", "critical"}),
        ("offers create new-one --type busi", {"business-central"}),
        ("offers create new-one --type=busi", {"--type=business-central"}),
        ("offers create new-one --plan gold:b", {"gold:byol"}),
        ("offers create new-one --plan gold", set()),
        ("offers create ", set()),
        ("offers create new-one --name ", set()),
        ("--lang ", {"en", "fr"}),
        ("completion ", {"bash", "zsh", "fish"}),
        ("rules R30", {"R30"}),
        ("settings set the", {"theme"}),
        ("settings set keys.offers.ne", {"keys.offers.new"}),
        ("settings set signs ", {"unicode", "ascii"}),
        ("settings set keys.offers.new ", set()),
        ("partners search --country GB --country F", {"FI", "FJ", "FK", "FM", "FO", "FR"}),
    ],
)
def test_values_that_the_program_knows(ask: Ask, line: str, words: set[str]) -> None:
    assert ask(line).keys() == words


def test_what_the_database_holds(ask: Ask, filled: CommandLine) -> None:
    offers = {"contoso-backup": "Contoso Backup", "fabrikam-sync": "Fabrikam Sync"}
    for line in ("offers show ", "audience add ", "history --offer ", "resales record "):
        assert ask(line) == offers
    assert ask("offers publish con") == {"contoso-backup": "Contoso Backup"}
    (request,) = ask("requests show ").items()
    assert request[0] == "1"
    assert request[1]
    for line in ("requests submit ", "requests complete ", "requests pack "):
        assert ask(line) == dict([request])
    assert ask("requests pack --format ").keys() == {"text", "csv"}
    assert ask("partners show ") == {}
    assert ask("partners show 3f") == {ALPINE: "Alpine Cloud SARL"}
    assert ask("audience add contoso-backup 9") == {NORTHWIND: "Zoë Northwind"}
    assert ask("audience remove contoso-backup ").keys() == {ALPINE, FABRIKAM}
    assert ask("requests new contoso-backup --remove ").keys() == {ALPINE, FABRIKAM}
    assert ask("partners search --competency Sec") == {"Security": "2 partners"}
    assert ask("partners search --skill ").keys() == {"Backup", "Migration"}


def test_the_database_named_on_the_line_is_asked(ask: Ask, filled: CommandLine) -> None:
    other = filled.folder / "other.sqlite"
    assert ask(f"--db {other} offers show ") == {}
    filled.database.rename(other)
    assert ask("offers show ") == {}
    assert ask(f"--db {other} offers show ").keys() == {"contoso-backup", "fabrikam-sync"}
    assert ask(f"--db={other} offers show con").keys() == {"contoso-backup"}


def test_asking_leaves_no_trace(ask: Ask, filled: CommandLine, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ask("offers show ")
    ask("partners show 3f")
    ask(f"--db {tmp_path / 'absent.sqlite'} offers show ")
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_a_database_in_use_is_read_as_it_is_now(ask: Ask, filled: CommandLine) -> None:
    with closing(sqlite3.connect(filled.database)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("UPDATE offer SET name = 'New name' WHERE offer_id = 'contoso-backup'")
        writer.commit()
        writer.execute("BEGIN IMMEDIATE")
        assert ask("offers show con") == {"contoso-backup": "New name"}


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_what_is_no_database_has_no_words(ask: Ask, cli: CommandLine, content: bytes) -> None:
    cli.database.write_bytes(content)
    assert ask("offers show ") == {}
    assert cli.database.read_bytes() == content


def test_hostile_names_stay_harmless(ask: Ask, filled: CommandLine) -> None:
    with closing(sqlite3.connect(filled.database)) as connection:
        connection.execute("UPDATE offer SET name = ?", (HOSTILE,))
        connection.execute("UPDATE facet SET value = ? WHERE kind = 'skill'", (HOSTILE,))
        connection.commit()
    for shell in ("fish", "zsh", "bash"):
        text = ask("offers show con", shell=shell).popitem()[1]
        assert text.isprintable()
        assert "\u202e" not in text
        assert len(text) <= 60
    assert ask("partners search --skill ") == {}


def test_too_many_partners_are_not_half_named(ask: Ask, cli: CommandLine) -> None:
    rows = "".join(f"90000000-0000-4000-8000-{n:012x},Partner {n},FR\n" for n in range(1, 301))
    cli.ok("partners", "import", "-", stdin=f"tenant_id,name,country\n{rows}".encode())
    # The first ones have more in common than all have; a shell would type that.
    assert ask("partners show 9") == {}
    assert len(ask("partners show 90000000-0000-4000-8000-00000000000")) == 15


def test_files_are_completed_and_hidden_ones_on_demand(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.csv", ".hidden.csv", "bad\nname.csv"):
        (folder / name).write_text("")
    monkeypatch.chdir(folder)
    assert ask("partners import ").keys() == {"a.csv", "sub/"}
    assert ask("partners import .h").keys() == {".hidden.csv"}
    assert ask(f"db restore {folder}/a").keys() == {f"{folder}/a.csv"}
    assert ask("--db s").keys() == {"sub/"}
    monkeypatch.setenv("HOME", str(folder))
    assert ask("resales import ~/a").keys() == {"~/a.csv"}
    assert ask("resales import no/such/") == {}


FLOOR = "import argcomplete, argparse, gettext, sqlite3"
"""What any completion in Python needs that reads a database."""


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("line", ["csp-tui ", "csp-tui offers show con"])
def test_tab_is_answered_quickly_and_without_heavy_imports(filled: CommandLine, line: str) -> None:
    heavy = ("textual", "sqlmodel", "sqlalchemy", "alembic", "rich", "pydantic")
    code = (
        "import os, sys\n"
        "os.dup2(1, 8)\n"
        "from csp_tui.cli.completion.answer import answer\n"
        f"heavy = {heavy!r}\n"
        "answer(leave=lambda code: None)\n"
        "assert not [name for name in heavy if name in sys.modules]\n"
        "os._exit(0)\n"
    )
    environment = {
        **os.environ,
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_SHELL": "zsh",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "CSP_TUI_DB": str(filled.database),
    }

    def seconds(program: str) -> Iterator[float]:
        for _ in range(5):
            before = _children()
            done = subprocess.run(
                [sys.executable, "-c", program],
                env=environment,
                capture_output=True,
                check=True,
                timeout=60,
            )
            yield _children() - before
            assert done.stdout or program == FLOOR

    assert min(seconds(code)) < 8 * min(seconds(FLOOR))
