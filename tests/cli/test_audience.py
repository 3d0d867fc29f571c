"""The CSP reseller audience through the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import ALPINE, FABRIKAM, NORTHWIND, STRANGER, CommandLine


def test_show_has_the_promised_shape(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE,), resold=(ALPINE,))
    cli.ok("audience", "add", offer, FABRIKAM, STRANGER)
    shown = cli.json("audience", "show", offer)
    alpine = {
        "tenant_id": ALPINE,
        "name": "Alpine Cloud SARL",
        "country": "FR",
        "region": "Europe",
        "resold": True,
        "in_directory": True,
    }
    assert set(shown) == {
        "offer_id", "status", "draft", "live", "changes", "coverage", "coverage_live", "next",
    }  # fmt: skip
    assert shown["coverage_live"] == {"regions": ["Europe"], "markets": 45}
    assert (shown["offer_id"], shown["status"]) == (offer, "live")
    assert shown["live"] == {"reseller_channel": "some", "partners": [alpine]}
    assert shown["draft"]["reseller_channel"] == "some"
    assert alpine in shown["draft"]["partners"]
    assert {one["tenant_id"] for one in shown["draft"]["partners"]} == {ALPINE, FABRIKAM, STRANGER}
    stranger = next(one for one in shown["draft"]["partners"] if one["tenant_id"] == STRANGER)
    assert (stranger["in_directory"], stranger["region"]) == (False, "")
    assert shown["changes"]["reseller_channel"] is None
    assert set(shown["changes"]["added"]) == {FABRIKAM, STRANGER}
    assert shown["changes"]["removed"] == []
    assert shown["coverage"]["regions"] == ["Europe"]
    assert shown["coverage"]["markets"] == 45
    assert shown["next"] == "sync"


def test_draft_offer_has_no_live_audience(cli: CommandLine) -> None:
    shown = cli.json("audience", "show", cli.offer("some", partners=(ALPINE,)))
    assert shown["live"] is None
    assert shown["changes"] == {
        "reseller_channel": [None, "some"],
        "added": [ALPINE],
        "removed": [],
    }
    assert shown["next"] == "publish"


def test_a_kept_list_has_no_effect_under_another_option(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    shown = cli.json("audience", "choose", offer, "all")
    assert shown["draft"] == {"reseller_channel": "all", "partners": []}
    assert shown["changes"]["added"] == []
    assert len(shown["coverage"]["regions"]) == 15


def test_open_request_comes_next(cli: CommandLine) -> None:
    offer = cli.offer("all", live=True)
    cli.ok("requests", "new", offer, "--change-to", "none")
    assert cli.json("audience", "show", offer)["next"] == "request"
    assert "continue with support request #1" in cli.ok("audience", "show", offer).out


def test_people_see_marks_and_the_next_command(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE,), resold=(ALPINE,))
    cli.ok("audience", "add", offer, FABRIKAM)
    lines = cli.ok("audience", "show", offer).out.splitlines()
    alpine = next(line for line in lines if ALPINE in line)
    fabrikam = next(line for line in lines if FABRIKAM in line)
    assert alpine.startswith("   Alpine Cloud SARL")
    assert alpine.endswith("locked: has resold")
    assert fabrikam.startswith("+  Fabrikam Ltd")
    assert alpine.index(ALPINE) == fabrikam.index(FABRIKAM)
    assert any(line.startswith("Next") and "audience sync" in line for line in lines)


def test_add_counts_each_partner_once(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    braced = "{" + FABRIKAM.upper() + "}"
    added = cli.json("audience", "add", offer, ALPINE, FABRIKAM, braced)
    assert (added["added"], added["already"], added["removed"]) == (1, 1, 0)
    assert [one["tenant_id"] for one in added["draft"]["partners"]] == sorted([ALPINE, FABRIKAM])


def test_remove_reports_partners_that_were_not_there(cli: CommandLine) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    outcome = cli.ok("audience", "remove", offer, ALPINE, FABRIKAM)
    assert "1 partner removed. 1 was not on the list." in outcome.err
    before = cli.dump()
    assert "1 was not on the list." in cli.ok("audience", "remove", offer, FABRIKAM).err
    assert cli.dump() == before


def test_sync_without_additions_changes_nothing(cli: CommandLine) -> None:
    offer = cli.offer("some", live=True, partners=(ALPINE,))
    before = cli.dump()
    assert "No partners to sync" in cli.ok("audience", "sync", offer).err
    assert cli.dump() == before


def test_export_then_import_gives_the_same_list(cli: CommandLine) -> None:
    cli.directory()
    first = cli.offer("some", partners=(ALPINE, FABRIKAM, NORTHWIND))
    second = cli.offer("some", offer_id="contoso-other", partners=(STRANGER,))
    exported = cli.ok("audience", "export", first, "-")
    assert exported.out.splitlines()[0] == "ID,Description,Type"
    assert "Zoë Northwind" in exported.out
    source = exported.out.encode()
    outcome = cli.json("audience", "import", second, "-", "--replace", stdin=source)
    assert outcome == {
        "added": 3,
        "already": 0,
        "removed": 1,
        "unknown": 0,
        "rejected": [],
        "rejected_rows": 0,
        "dry_run": False,
    }
    assert cli.ok("audience", "export", second, "-").out == exported.out


def test_export_to_a_file(cli: CommandLine, tmp_path: Path) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    outcome = cli.ok("audience", "export", offer, str(tmp_path / "list.csv"))
    assert outcome.out == ""
    assert "1 partner written." in outcome.err
    assert ALPINE in (tmp_path / "list.csv").read_text()


def test_export_into_no_folder_is_bad_input(cli: CommandLine, tmp_path: Path) -> None:
    offer = cli.offer("some", partners=(ALPINE,))
    outcome = cli("audience", "export", offer, str(tmp_path / "nowhere" / "list.csv"))
    assert outcome.code == 2
    assert "does not exist" in outcome.err


def test_import_reports_bad_rows_and_takes_the_good(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", partners=(ALPINE,))
    path = cli.file("list.csv", f"id;note\n{ALPINE};a\nnot-a-guid;b\n{{{FABRIKAM.upper()}}};c\n")
    outcome = cli.ok("audience", "import", offer, path, "--json")
    assert outcome.json["added"] == 1
    assert outcome.json["already"] == 1
    (rejected,) = outcome.json["rejected"]
    assert (rejected["line"], rejected["value"]) == (3, "not-a-guid")
    assert "not a tenant ID" in rejected["reason"]
    assert "Line 3:" in outcome.err


def test_dry_run_changes_nothing_and_promises_only_what_is_allowed(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE,))
    path = cli.file("list.csv", f"ID\n{FABRIKAM}\n{STRANGER}\n")
    before = cli.dump()
    promised = cli.json("audience", "import", offer, path, "--dry-run")
    assert (promised["added"], promised["unknown"], promised["dry_run"]) == (2, 1, True)
    assert cli.dump() == before


def test_a_replacing_import_does_what_it_announced_and_keeps_locked_partners(
    cli: CommandLine,
) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE, FABRIKAM), resold=(FABRIKAM,))
    path = cli.file("list.csv", f"ID\n{NORTHWIND}\n")
    before = cli.dump()
    announced = cli.ok("audience", "import", offer, path, "--replace", "--dry-run", "--json")
    assert announced.json["stays"] == {
        "support-request": [ALPINE],
        "resold": [FABRIKAM],
        "rejected-row": [],
    }
    summary = "1 added, 1 needs a support request, 1 has resold and stays."
    assert summary in announced.err
    assert f"requests new {offer} --remove {ALPINE}" in announced.err
    assert cli.dump() == before
    done = cli.ok("audience", "import", offer, path, "--replace", "--json")
    assert done.json == {**announced.json, "dry_run": False}
    assert summary in done.err
    shown = cli.json("audience", "show", offer)["draft"]["partners"]
    assert {one["tenant_id"] for one in shown} == {ALPINE, FABRIKAM, NORTHWIND}


@pytest.mark.parametrize(
    "words",
    [
        ("show", "no-such-offer"),
        ("choose", "contoso-backup", "everyone"),
        ("choose", "contoso-backup"),
        ("add", "contoso-backup", "not-a-guid"),
        ("add", "contoso-backup", "00000000-0000-0000-0000-000000000000"),
        ("add", "contoso-backup"),
        ("add", "no-such-offer", ALPINE),
        ("remove", "contoso-backup", "not-a-guid"),
        ("sync", "no-such-offer"),
        ("export", "no-such-offer", "-"),
        ("import", "contoso-backup", "no-such-file.csv"),
        ("import", "contoso-backup", "-"),
    ],
)
def test_bad_input_ends_with_2_and_changes_nothing(
    cli: CommandLine, words: tuple[str, ...]
) -> None:
    cli.offer("some", partners=(ALPINE,))
    before = cli.dump()
    outcome = cli("audience", *words, stdin=b"name,country\nAlpine,FR\n")
    assert outcome.code == 2
    assert outcome.out == ""
    assert "Next: " in outcome.err
    assert cli.dump() == before


def test_copy_from_adds_or_replaces_with_the_list_of_another_offer(cli: CommandLine) -> None:
    cli.directory()
    source = cli.offer("some", partners=(ALPINE, FABRIKAM), offer_id="source")
    target = cli.offer("some", partners=(NORTHWIND,), offer_id="target")
    words = ("audience", "copy-from", target, source)
    before = cli.json("audience", "show", target)
    assert cli.json(*words, "--replace", "--dry-run")["removed"] == 1
    assert cli.json("audience", "show", target) == before
    assert cli.json(*words)["added"] == 2
    assert len(cli.json("audience", "show", target)["draft"]["partners"]) == 3
    assert cli.json(*words, "--replace")["removed"] == 1
    ids = {row["tenant_id"] for row in cli.json("audience", "show", target)["draft"]["partners"]}
    assert ids == {ALPINE, FABRIKAM}
    cli("audience", "undo", target)
    assert len(cli.json("audience", "show", target)["draft"]["partners"]) == 3


def test_copy_from_says_why_nothing_can_be_copied(cli: CommandLine) -> None:
    cli.directory()
    cli.offer("some", offer_id="empty")
    cli.offer("all", partners=(), offer_id="open")
    cli.offer("some", partners=(ALPINE,), offer_id="source")
    assert "empty is empty" in cli("audience", "copy-from", "source", "empty").err
    assert cli("audience", "copy-from", "source", "missing").code != 0
    assert "R12" in cli("audience", "copy-from", "open", "source").err


def test_what_comes_next_is_possible(cli: CommandLine) -> None:
    cli.ok("offers", "create", "bare", "--type", "saas", "--name", "Bare")
    cli.ok("audience", "choose", "bare", "all")

    shown = cli.ok("audience", "show", "bare").out
    assert cli("offers", "publish", "bare").code == 1
    assert "(R50)" in shown
    assert f"csp-tui --db {cli.database} offers edit bare --csp-url" in shown
    assert "offers publish" not in shown
    details = ("--csp-url", "https://example.com/csp", "--csp-contact-name", "Ada King")
    cli.ok("offers", "edit", "bare", *details, "--csp-contact-email", "ada@example.com")
    assert "offers publish bare" in cli.ok("audience", "show", "bare").out
