"""``csp-tui figures``: what the pictures of the workbench show, as text and for scripts."""

from __future__ import annotations

import pytest

from .conftest import ALPINE, FABRIKAM, NORTHWIND, CommandLine


@pytest.fixture
def filled(cli: CommandLine) -> CommandLine:
    cli.directory()
    cli.offer("some", partners=(ALPINE, FABRIKAM), live=True, resold=(ALPINE,))
    cli.ok("audience", "add", "contoso-backup", NORTHWIND)
    cli.ok("resales", "record", "contoso-backup", FABRIKAM, "--on", "2026-03-01", "--yes")
    cli.offer("all", offer_id="contoso-open")
    return cli


def test_all_offers_together(filled: CommandLine) -> None:
    assert filled.json("figures") == {
        "waiting": {"settled": 0, "publish": 1, "sync": 1, "request": 0},
        "resales": {
            "resales": 2,
            "partners": 2,
            "top": [
                {"tenant_id": ALPINE, "name": "Alpine Cloud SARL", "offers": 1},
                {"tenant_id": FABRIKAM, "name": "Fabrikam Ltd", "offers": 1},
            ],
            "months": [{"month": "2026-03", "resales": 1}],
            "earlier": 0,
            "undated": 1,
        },
    }
    lines = filled.ok("figures").out.splitlines()
    assert lines[:4] == ["Up to date  0", "To publish  1", "To sync     1", "By request  0"]
    assert ["No", "date", "1"] in [line.split() for line in lines]
    assert "2026-03                     1" in lines
    assert f"Alpine Cloud SARL  {ALPINE}       1" in lines


def test_an_offer_by_region(filled: CommandLine) -> None:
    (offer, other) = filled.json("figures", "contoso-backup", "contoso-open")["offers"]
    assert offer["draft"] == {"reseller_channel": "some", "unplaced": 0}
    assert offer["live"] == {"reseller_channel": "some", "unplaced": 0}
    europe = next(row for row in offer["regions"] if row["region"] == "Europe")
    assert europe["draft"] == {"partners": 2, "open": True}
    assert europe["live"] == {"partners": 2, "open": True, "markets": europe["markets"]}
    canada = next(row for row in offer["regions"] if row["draft"]["partners"] == 1)
    assert (canada["draft"]["open"], canada["live"]["open"]) == (True, False)
    assert offer["resales"]["resales"] == 2
    assert other["live"] is None
    assert all(row["draft"]["open"] for row in other["regions"])
    out = filled.ok("figures", "contoso-backup", "contoso-open").out
    first, second = out.split("contoso-open\n")
    rows = {line.rsplit(maxsplit=3)[0]: line.split()[-2:] for line in first.splitlines() if line}
    assert rows["Europe"] == ["2", "2"]
    assert rows[canada["region"]] == ["1", "–"]
    assert "any     –" in second


def test_an_unknown_offer_and_an_empty_database(cli: CommandLine) -> None:
    assert cli("figures", "contoso-none").code == 2
    assert cli.json("figures")["resales"]["resales"] == 0
    assert cli.ok("figures").out.splitlines()[-2:] == ["Resales   0", "Partners  0"]
