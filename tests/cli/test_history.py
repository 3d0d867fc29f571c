"""The history through the command line."""

from __future__ import annotations

from datetime import datetime, timedelta

from .conftest import ALPINE, DIRECTORY, CommandLine


def test_newest_first_with_the_promised_keys(cli: CommandLine) -> None:
    offer = cli.offer("some", live=True, partners=(ALPINE,))
    cli.ok("partners", "import", "-", stdin=DIRECTORY.encode())
    entries = cli.json("history")
    assert [entry["action"] for entry in entries] == [
        "partners-imported",
        "offer-published",
        "draft-saved",
        "draft-saved",
        "offer-created",
    ]
    for entry in entries:
        assert set(entry) == {"id", "at", "who", "action", "offer_id", "detail"}
        assert datetime.fromisoformat(entry["at"]).utcoffset() == timedelta(0)
        assert entry["who"]
    assert entries[0]["offer_id"] is None
    assert entries[0]["detail"]["added"] == 3
    assert entries[2]["detail"]["draft"] == {"added": [ALPINE]}
    assert entries[2]["offer_id"] == offer


def test_limit_and_offer(cli: CommandLine) -> None:
    cli.offer("all")
    cli.offer(offer_id="contoso-other")
    assert [entry["action"] for entry in cli.json("history", "--limit", "1")] == ["offer-created"]
    of_one = cli.json("history", "--offer", "contoso-backup")
    assert [entry["action"] for entry in of_one] == ["draft-saved", "offer-created"]
    assert cli.json("history", "--limit", "0") == []


def test_a_deleted_offer_keeps_its_history(cli: CommandLine) -> None:
    offer = cli.offer()
    cli.ok("offers", "delete", offer)
    entries = cli.json("history", "--offer", offer)
    assert [entry["action"] for entry in entries] == ["offer-deleted", "offer-created"]


def test_people_read_sentences(cli: CommandLine) -> None:
    assert "Nothing was changed yet" in cli.ok("history").err
    cli.offer("all", live=True)
    lines = cli.ok("history").out.splitlines()
    assert lines[0].startswith("When (UTC)")
    assert lines[1].endswith("Published the offer")


def test_bad_limit_is_bad_input(cli: CommandLine) -> None:
    assert cli("history", "--limit", "ten").code == 2
    assert cli("history", "--offer", "No Such").code == 2
