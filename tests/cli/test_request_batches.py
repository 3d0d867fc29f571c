"""Several support requests in one command, and the pack of tickets."""

from __future__ import annotations

import csv

import pytest

from .conftest import ALPINE, FABRIKAM, CommandLine

CONTACT = ("--contact-name", "Ada King", "--contact-email", "ada@example.com")
OFFERS = ("contoso-backup", "contoso-vault")


@pytest.fixture
def asked(cli: CommandLine) -> CommandLine:
    """A command line with a request for each of two live offers."""
    cli.directory()
    for name in OFFERS:
        cli.offer("some", live=True, partners=(ALPINE, FABRIKAM), offer_id=name)
        cli.ok("requests", "new", name, "--remove", ALPINE, *CONTACT)
    return cli


def statuses(cli: CommandLine) -> list[str]:
    return [one["status"] for one in cli.json("requests", "list")]


def test_several_are_marked_at_once_and_undone_at_once(asked: CommandLine) -> None:
    submitted = asked.json("requests", "submit", "1", "#2", "1")
    assert [(one["id"], one["status"]) for one in submitted] == [(1, "submitted"), (2, "submitted")]
    done = asked.ok("requests", "complete", "2", "1")
    assert "2 support requests are completed" in done.err
    assert done.err.rstrip().endswith(": 2, 1.")
    for name in OFFERS:
        (left,) = asked.json("audience", "show", name)["live"]["partners"]
        assert left["tenant_id"] == FABRIKAM
    asked.ok("undo")
    assert statuses(asked) == ["submitted", "submitted"]
    asked.ok("undo")
    assert statuses(asked) == ["draft", "draft"]


def test_one_keeps_its_object(asked: CommandLine) -> None:
    assert asked.json("requests", "submit", "1", "--ticket", "26")["ticket"] == "26"
    assert asked.json("requests", "complete", "1")["status"] == "completed"


def test_all_are_marked_or_none(asked: CommandLine) -> None:
    before = asked.dump()
    ticket = asked("requests", "submit", "1", "2", "--ticket", "26")
    assert (ticket.code, "belongs to one" in ticket.err) == (2, True)
    missing = asked("requests", "submit", "1", "7")
    assert (missing.code, "because of support request 7" in missing.err) == (2, True)
    assert asked("requests", "complete", "1", "2").code == 2
    assert asked.dump() == before
    asked.ok("requests", "submit", "1", "2")
    asked.ok("resales", "record", "contoso-vault", ALPINE)
    before = asked.dump()
    refused = asked("requests", "complete", "1", "2")
    assert (refused.code, "(R30)" in refused.err) == (1, True)
    assert "because of support request 2" in refused.err
    assert asked.dump() == before


def test_a_pack_has_everything_to_type(asked: CommandLine) -> None:
    before = asked.dump()
    text = asked.ok("requests", "pack").out
    assert text.count("Select the product version: Live offer management\n") == 2
    assert "Support request 1, contoso-backup (Contoso Backup), draft\n====" in text
    assert "contoso-backup" not in asked.ok("requests", "pack", "2").out
    assert asked.dump() == before


def test_a_pack_as_csv_is_a_request_a_row(asked: CommandLine) -> None:
    path = asked.folder / "tickets.csv"
    asked.ok("requests", "edit", "1", "--title", "=1+1")
    assert asked.ok("requests", "pack", "--format", "csv", "--out", str(path)).out == ""
    with path.open(encoding="utf-8", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert (first["Support request"], first["Offer ID"]) == ("1", "contoso-backup")
    assert first["Issue title"] == "'=1+1"
    assert "\n" in first["Description"]
    assert second["Tenant IDs"] == ALPINE
    french = asked("requests", "pack", "--format", "csv", lang="fr").out
    assert french.splitlines()[0].startswith("Demande de support,")


def test_a_pack_of_nothing_says_so(asked: CommandLine) -> None:
    for number in ("1", "2"):
        asked.ok("requests", "withdraw", number)
    empty = asked.ok("requests", "pack")
    assert (empty.out, "No support requests are open." in empty.err) == ("", True)
    closed = asked("requests", "pack", "1")
    assert (closed.code, "nothing to file" in closed.err) == (2, True)


def test_the_list_filters_and_says_what_is_blocked(asked: CommandLine) -> None:
    asked.ok("requests", "withdraw", "2")
    (shown,) = asked.json("requests", "list", "--open")
    assert (shown["id"], shown["days_open"], shown["old"]) == (1, 0, False)
    assert shown["blocks"] == {
        "keeping_access": 1,
        "waiting_for_access": 0,
        "reseller_channel": None,
        "plans": [],
    }
    assert ["blocks" in one for one in asked.json("requests", "list")] == [False, True]
    assert "1 keeps access" in asked.ok("requests", "list").out
    assert asked.json("requests", "list", "--old") == []
    assert "No such requests are open." in asked.ok("requests", "list", "--old", "3").err
    assert asked("requests", "list", "--open", "--old").code == 2
