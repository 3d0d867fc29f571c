"""Recorded resales through the command line."""

from __future__ import annotations

import pytest

from .conftest import ALPINE, FABRIKAM, CommandLine


def test_record_list_and_remove(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("all", live=True)
    assert "No resales yet" in cli.ok("resales", "list").err
    recorded = cli.json("resales", "record", offer, ALPINE.upper(), "--on", "2026-03-01", "--yes")
    assert recorded == {
        "offer_id": offer,
        "tenant_id": ALPINE,
        "name": "Alpine Cloud SARL",
        "first_sold_on": "2026-03-01",
    }
    assert cli.json("resales", "list") == [recorded]
    assert cli.json("resales", "list", "--offer", offer) == [recorded]
    assert "2026-03-01" in cli.ok("resales", "list").out
    removed = cli.json("resales", "remove", offer, ALPINE)
    assert removed == {"offer_id": offer, "tenant_id": ALPINE, "removed": True}
    assert cli.json("resales", "list") == []


def test_several_are_recorded_with_one_argument(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("all", live=True)
    recorded = cli.json("resales", "record", offer, f"{ALPINE}, {FABRIKAM}")
    assert [one["tenant_id"] for one in recorded] == [ALPINE, FABRIKAM]
    assert "already recorded" in cli.ok("resales", "record", offer, f"{ALPINE} {FABRIKAM}").err
    cli.ok("undo")
    assert cli.json("resales", "list") == []


def test_day_may_be_unknown(cli: CommandLine) -> None:
    offer = cli.offer("all", live=True)
    assert cli.json("resales", "record", offer, ALPINE)["first_sold_on"] is None
    assert "already" in cli.ok("resales", "record", offer, ALPINE).err


def test_import_takes_good_rows_and_names_the_bad(cli: CommandLine) -> None:
    offer = cli.offer("all", live=True, resold=(ALPINE,))
    rows = [
        "offer_id,tenant_id,first_sold_on",
        f"{offer},{ALPINE},2026-01-01",
        f"{offer},{FABRIKAM},2026-01-02",
        f"no-such-offer,{FABRIKAM},",
        f"{offer},broken,",
    ]
    path = cli.file("resales.csv", "\n".join(rows))
    before = cli.dump()
    promised = cli.json("resales", "import", path, "--dry-run")
    assert cli.dump() == before
    done = cli.json("resales", "import", path)
    assert promised == {**done, "dry_run": True}
    assert (done["added"], done["already"], done["dry_run"]) == (1, 1, False)
    assert [(one["line"], set(one)) for one in done["rejected"]] == [
        (4, {"line", "value", "reason"}),
        (5, {"line", "value", "reason"}),
    ]


def test_no_one_resells_what_was_never_published(cli: CommandLine) -> None:
    offer = cli.offer("all")
    before = cli.dump()
    outcome = cli("resales", "record", offer, ALPINE)
    assert (outcome.code, "(R25)" in outcome.err) == (1, True)
    assert cli.dump() == before


@pytest.mark.parametrize(
    "words",
    [
        ("record", "contoso-backup", "not-a-guid"),
        ("record", "contoso-backup", ALPINE, "--on", "2026-02-30"),
        ("record", "contoso-backup", ALPINE, "--on", "yesterday"),
        ("record", "no-such-offer", ALPINE),
        ("remove", "contoso-backup", ALPINE),
        ("list", "--offer", "no-such-offer"),
        ("import", "no-such-file.csv"),
    ],
)
def test_bad_input_ends_with_2_and_changes_nothing(
    cli: CommandLine, words: tuple[str, ...]
) -> None:
    cli.offer("all", live=True)
    before = cli.dump()
    outcome = cli("resales", *words)
    assert outcome.code == 2
    assert outcome.out == ""
    assert "Next: " in outcome.err
    assert cli.dump() == before


def test_a_date_in_the_future_is_bad_input(cli: CommandLine) -> None:
    offer = cli.offer("all", live=True)
    before = cli.dump()
    outcome = cli("resales", "record", offer, ALPINE, "--on", "2999-01-01", "--yes")
    assert outcome.code == 2
    assert "in the future" in outcome.err
    assert "Next: " in outcome.err
    assert cli.dump() == before
    rows = f"offer_id,tenant_id,first_sold_on\n{offer},{ALPINE},2999-01-01\n{offer},{FABRIKAM},\n"
    done = cli.json("resales", "import", cli.file("resales.csv", rows))
    assert done["added"] == 1
    (rejected,) = done["rejected"]
    assert (rejected["line"], rejected["value"]) == (2, "2999-01-01")
    assert "future" in rejected["reason"]


def test_a_sale_before_the_first_publication_needs_a_yes(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csp_tui.cli.confirmation.TERMINAL", "/nowhere/tty")
    offer = cli.offer("all", live=True)
    words = ("resales", "record", offer, ALPINE, "--on", "2001-02-03")
    before = cli.dump()
    refused = cli(*words)
    assert refused.code == 2
    assert "2001-02-03" in refused.err
    assert "first publication" in refused.err
    assert "Use --yes" in refused.err
    assert cli.dump() == before
    cli.ok(*words, "--yes")
    rows = f"offer_id,tenant_id,first_sold_on\n{offer},{FABRIKAM},2001-02-03\n"
    imported = cli("resales", "import", cli.file("resales.csv", rows))
    assert imported.code == 0
    assert "1 sale is older than the first publication" in imported.err
