"""Names and cells that would drive a terminal come out as pictures of themselves."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing

import pytest

from csp_tui.cli.output import cell, facts, table, width

from .conftest import ALPINE, CommandLine

HOSTILE = "A\x1b]0;owned\x07\x9b31m\u202egnp.exe\r[bold]B"


@pytest.fixture
def offer(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LOGNAME", HOSTILE)
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE,), resold=(ALPINE,))
    cli.ok("requests", "new", offer, "--change-to", "all")
    # Cleaning keeps such text out; an older or foreign file may hold it all the same.
    with closing(sqlite3.connect(cli.database)) as connection:
        connection.create_function("fold", 1, str.casefold, deterministic=True)
        connection.execute("UPDATE partner SET name = ?", (HOSTILE,))
        connection.execute("UPDATE offer SET name = ?", (HOSTILE,))
        connection.commit()
    return offer


def assert_harmless(text: str) -> None:
    raw = [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs")]
    assert set(raw) <= {"\n"}


@pytest.mark.parametrize(
    "words",
    [
        ("offers", "list"),
        ("offers", "show", "contoso-backup"),
        ("audience", "show", "contoso-backup"),
        ("partners", "show", ALPINE),
        ("resales", "list"),
        ("history",),
    ],
)
@pytest.mark.parametrize("json", [False, True])
def test_nothing_raw_is_printed(
    cli: CommandLine, offer: str, words: tuple[str, ...], json: bool
) -> None:
    outcome = cli.ok(*words, *(["--json"] if json else []))
    assert "owned" in outcome.out
    assert_harmless(outcome.out)
    if json:
        assert HOSTILE in _texts(outcome.json)


def _texts(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_texts, value.values()))
    if isinstance(value, list):
        return set().union(*map(_texts, value))
    return {value} if isinstance(value, str) else set()


def test_refusals_and_arguments_are_shown_harmless(cli: CommandLine, offer: str) -> None:
    refused = cli("audience", "remove", offer, ALPINE)
    assert refused.code == 1
    assert "owned" in refused.err
    assert_harmless(refused.err)
    for words in (
        (HOSTILE,),
        ("offers", "show", HOSTILE),
        ("offers", "show", offer, HOSTILE),
        ("offers", "create", "new-offer", "--type", HOSTILE, "--name", "N"),
        ("partners", "search", "--skill", HOSTILE),
        ("partners", "import", HOSTILE),
        ("history", "--limit", HOSTILE),
        ("db", "restore", HOSTILE),
    ):
        outcome = cli(*words)
        assert outcome.code == 2
        assert_harmless(outcome.err)


def test_rejected_cells_are_shown_harmless(cli: CommandLine) -> None:
    value = HOSTILE.replace("\r", "")
    source = (
        f"tenant_id,name,country\n{value},Name,FR\n{ALPINE},Name,{value}\n{ALPINE},Good,FR\n"
    ).encode()
    outcome = cli.ok("partners", "import", "-", stdin=source)
    assert "2 invalid rows." in outcome.err
    assert outcome.err.count("owned") >= 2
    assert_harmless(outcome.err)


def test_text_that_looks_like_a_format_stays_itself(cli: CommandLine) -> None:
    name = "100% {name} %s {0}"
    cli.ok("offers", "create", "odd-name", "--type", "saas", "--name", name)
    assert name in cli.ok("offers", "list").out
    assert cli.json("offers", "show", "odd-name")["name"] == name


def test_columns_line_up_whatever_the_script(cli: CommandLine) -> None:
    rows = [("日本語", "1"), ("Zoe\u0301", "22"), ("plain", "333")]
    lines = list(table(("Name", "Rows#"), rows))
    assert {width(line) for line in lines} == {width(lines[0])}
    assert width("日本語") == 6
    assert width("Zoe\u0301") == 3


def test_line_breaks_stay_inside_their_row(cli: CommandLine) -> None:
    assert cell("one\ntwo") == "one␊two"
    assert list(facts([("Label", "one\ntwo"), ("L", "")])) == [
        "Label  one",
        "       two",
        "L      –",
    ]
