"""Every dry run works in a database that is only read, and while another program writes."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from csp_tui.cli.program import build_parser
from csp_tui.partner_center.emulator.seeds import CLIENT_ID, TENANT_ID
from csp_tui.storage.connections import connect
from tests.partner_center.emulating import emulator
from tests.partner_center.recorded import served

from .conftest import ALPINE, DIRECTORY, FABRIKAM, NORTHWIND, CommandLine

OFFER = "contoso-backup"
OTHER = "contoso-mail"
SECRET = "a-secret-of-the-emulator"
DRY_RUNS = {
    "undo": ("undo", "--offer", OFFER, "--dry-run"),
    "offers publish": ("offers", "publish", OFFER, "--dry-run"),
    "audience sync": ("audience", "sync", OFFER, "--dry-run"),
    "audience add-matching": ("audience", "add-matching", OFFER, "--country", "GB", "--dry-run"),
    "audience copy-from": ("audience", "copy-from", OFFER, OTHER, "--dry-run"),
    "audience import": ("audience", "import", OFFER, "list.csv", "--replace", "--dry-run"),
    "partners import": ("partners", "import", "partners.csv", "--replace", "--dry-run"),
    "resales import": ("resales", "import", "resales.csv", "--dry-run"),
    "evidence import": ("evidence", "import", "Customers.csv", "--dry-run"),
    "bulk add": ("bulk", "add", FABRIKAM, "--offers", OFFER, "--dry-run"),
    "bulk choose": ("bulk", "choose", "all", "--offers", OTHER, "--dry-run"),
    "bulk publish": ("bulk", "publish", "--offers", OFFER, "--dry-run"),
    "bulk remove": ("bulk", "remove", NORTHWIND, "--offers", OFFER, "--dry-run"),
    "bulk sync": ("bulk", "sync", "--offers", OFFER, "--dry-run"),
    "lists apply": ("lists", "apply", "eu", "--dry-run"),
    "lists edit": ("lists", "edit", "eu", "--add", NORTHWIND, "--dry-run"),
    "partner-center pull": ("partner-center", "pull", "--dry-run"),
}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What signs in to a Partner Center of this computer."""
    center = emulator(clock="step")
    center.state.apps[CLIENT_ID]["secret"] = SECRET
    with served(center) as address:
        monkeypatch.setenv("CSP_TUI_PC_EMULATOR", address)
        monkeypatch.setenv("CSP_TUI_PC_SECRET", SECRET)
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield


@pytest.fixture
def filled(cli: CommandLine, account: None, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A live offer with an unsynced partner, a list, an account, and a file for every import."""
    cli.ok("partner-center", "login", "--tenant", TENANT_ID, "--client-id", CLIENT_ID)
    cli.directory()
    cli.offer("some", live=True, partners=(ALPINE,))
    cli.ok("audience", "add", OFFER, NORTHWIND)
    cli.offer("some", offer_id=OTHER, partners=(FABRIKAM,))
    cli.file("list.csv", f"tenant_id\n{FABRIKAM}\n")
    cli.file("partners.csv", DIRECTORY.replace("Fabrikam", "Litware"))
    cli.ok("lists", "create", "eu", "--from-offer", OTHER)
    cli.ok("lists", "follow", "eu", "--offers", OFFER)
    cli.file(
        "Customers.csv",
        "ProviderName,ProviderEmail,DateAcquired,AzureLicenseType,OfferName\n"
        "Alpine Cloud SARL,x@partner.example,2026-01-02,Cloud Solution Provider,Contoso Backup\n",
    )
    cli.file("resales.csv", f"offer_id,tenant_id\n{OFFER},{ALPINE}\n")
    monkeypatch.chdir(cli.folder)
    return cli


def commands_with(option: str, parser: argparse.ArgumentParser, name: str = "") -> Iterator[str]:
    """The commands that have an option."""
    for action in parser._actions:
        if option in action.option_strings:
            yield name
        if isinstance(action, argparse._SubParsersAction):
            for word, below in action.choices.items():
                yield from commands_with(option, below, f"{name} {word}".strip())


def test_every_command_with_a_dry_run_is_tested_here() -> None:
    assert set(commands_with("--dry-run", build_parser())) == DRY_RUNS.keys()


@contextmanager
def written_by_another(path: Path) -> Iterator[None]:
    """Another program holds the write lock."""
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def undated(document: dict[str, object]) -> dict[str, object]:
    """A document without the moment at which a plan was made, and the ID that contains it."""
    dated = {"id", "made_at"} if "made_at" in document else set()
    return {name: value for name, value in document.items() if name not in dated}


def test_a_dry_run_says_the_same_read_only_and_beside_a_writer(filled: CommandLine) -> None:
    before = filled.dump()
    for name, words in DRY_RUNS.items():
        plain = undated(filled.ok(*words, "--json").json)
        read_only = undated(filled.ok("--read-only", *words, "--json").json)
        with written_by_another(filled.database):
            beside = undated(filled.ok(*words, "--json").json)

        # What is planned says whether it was carried out.
        assert plain.get("dry_run") is True or plain["applied"] is False, name
        assert plain == read_only == beside, name
        assert filled.dump() == before, name


def test_what_a_dry_run_promises_needs_the_right_to_write(filled: CommandLine) -> None:
    before = filled.dump()
    for name, words in DRY_RUNS.items():
        assert filled("--read-only", *words[:-1]).code == 3, name
        assert filled.dump() == before, name


def test_a_refused_dry_run_is_refused_read_only_as_well(filled: CommandLine) -> None:
    filled.ok("audience", "sync", OFFER)
    for before in ((), ("--read-only",)):
        outcome = filled(*before, "undo", "--offer", OFFER, "--dry-run")
        assert outcome.code == 1
        assert "R27" in outcome.err


def test_a_read_only_file_can_be_previewed(filled: CommandLine) -> None:
    with closing(sqlite3.connect(filled.database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    before = filled.database.read_bytes()

    for words in DRY_RUNS.values():
        filled.ok("--read-only", *words)

    assert filled.database.read_bytes() == before
