"""State files, plans, bulk changes and lists on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ALPINE, FABRIKAM, NORTHWIND, STRANGER, CommandLine

SAAS = ("--type", "saas", "--csp-url", "https://example.com", "--csp-contact-name", "Ada")
MAIL = ("--csp-contact-email", "ada@example.com")


@pytest.fixture
def csp(cli: CommandLine) -> CommandLine:
    """Two offers for specific partners, one live and one in draft."""

    def make() -> None:
        for offer in ("contoso-backup", "contoso-vault"):
            cli.ok("offers", "create", offer, "--name", offer.title(), *SAAS, *MAIL)
            cli.ok("audience", "choose", offer, "some")
        cli.ok("audience", "add", "contoso-backup", ALPINE, FABRIKAM)
        cli.ok("offers", "publish", "contoso-backup")

    cli.directory()
    cli.once("backup and vault", make)
    return cli


def exported(csp: CommandLine, *words: str) -> Path:
    path = csp.folder / "state.toml"
    assert csp("state", "export", *words, "--out", str(path)).code == 0
    return path


def test_the_plan_of_an_export_is_empty(csp: CommandLine) -> None:
    csp("lists", "create", "eu", "--tenant", ALPINE, NORTHWIND, "--title", "Europe “EU”")
    csp("lists", "create", "backup", "--skill", "backup")
    csp("lists", "follow", "eu", "--offers", "contoso-backup", "contoso-vault")
    path = exported(csp)
    text = path.read_text("utf-8")
    assert "# Alpine Cloud SARL" in text
    assert 'except = [\n    "90000000-0000-4000-8000-00000000000a",' in text
    outcome = csp("plan", str(path), "--json", "--exit-code")
    assert outcome.code == 0
    assert outcome.json["steps"] == outcome.json["lists"] == outcome.json["follows"] == []
    assert csp("apply", str(path), "--yes").err.startswith("Nothing to do.")
    assert csp("state", "check", str(path)).code == 0


def test_a_partner_that_is_unknown_is_counted_once(csp: CommandLine) -> None:
    path = csp.folder / "unknown.toml"
    offers = "".join(
        f'[offers.{name}]\nreseller_channel = "some"\npartners = ["{STRANGER}"]\n'
        for name in ("contoso-backup", "contoso-vault")
    )
    path.write_text(f'format = 1\n[lists.eu]\npartners = ["{STRANGER}", "{ALPINE}"]\n{offers}')
    checked = csp("state", "check", str(path), "--json").json
    assert (checked["unknown_partners"], checked["offers"], checked["lists"]) == (1, 2, 1)


def test_an_export_counts_what_the_file_has(csp: CommandLine) -> None:
    path = csp.folder / "live.toml"
    exported = csp("state", "export", "--live", "--out", str(path))
    assert exported.err.splitlines() == [
        "1 offer written.",
        "1 offer has nothing to plan; a comment says why.",
    ]
    assert "1 offer" in csp("state", "check", str(path)).err
    assert csp("state", "export", "--out", str(path)).err == "2 offers written.\n"


def test_a_plan_is_shown_saved_applied_and_used_up(csp: CommandLine) -> None:
    path = exported(csp, "contoso-vault")
    path.write_text(
        f'format = 1\n[offers.contoso-vault]\nreseller_channel = "some"\npartners = ["{ALPINE}"]\n'
    )
    plan = csp.folder / "vault.plan"
    outcome = csp("plan", str(path), "--go-live", "--out", str(plan), "--json", "--exit-code")
    assert outcome.code == 5
    first, second = outcome.json["steps"]
    assert (first["action"], first["outcome"], first["added"], first["by"]) == (
        "draft",
        "allowed",
        [ALPINE],
        "program",
    )
    assert (second["action"], second["after"]) == ("publish", [1])
    assert outcome.json["effects"][0]["regions_opened"] == ["Europe"]
    assert outcome.json["summary"] == {
        "offers": 1, "unchanged": 0, "draft": 1, "publish": 1, "sync": 0, "request": 0,
        "pending": 0, "refused": 0,
    }  # fmt: skip
    assert json.loads(plan.read_text("utf-8"))["id"] == outcome.json["id"]

    applied = csp("apply", str(plan), "--yes", "--json")
    assert (applied.code, applied.json["applied"]) == (0, True)
    assert applied.json["results"] == [
        {"offer_id": "contoso-vault", "result": "done", "requests": [], "message": None}
    ]
    again = csp("apply", str(plan), "--yes")
    assert again.code == 1
    assert "already carried out" in again.err
    (kept,) = csp("plans", "list", "--json").json
    assert csp("plans", "show", kept["id"][:6], "--json").json["steps"][0]["done"] is True
    assert csp("plans", "close", kept["id"]).code == 0


def test_a_stale_plan_lists_what_has_changed(csp: CommandLine) -> None:
    path, plan = exported(csp), csp.folder / "p.json"
    path.write_text(path.read_text("utf-8").replace(f'    "{FABRIKAM}",  # Fabrikam Ltd\n', ""))
    csp("plan", str(path), "--requests", "--out", str(plan))
    csp("audience", "add", "contoso-backup", NORTHWIND)
    outcome = csp("apply", str(plan), "--yes")
    assert outcome.code == 1
    assert "contoso-backup: " in outcome.err
    assert "1 added" in outcome.err


def test_manual_steps_alone_exit_with_six(csp: CommandLine) -> None:
    path = exported(csp)
    path.write_text(path.read_text("utf-8").replace(f'    "{FABRIKAM}",  # Fabrikam Ltd\n', ""))
    refused = csp("apply", str(path), "--yes", "--json")
    assert (refused.code, refused.json["applied"]) == (1, False)
    assert "--requests" in refused.err
    assert csp("plan", str(path), "--exit-code").code == 5
    applied = csp("apply", str(path), "--yes", "--requests", "--json")
    assert applied.json["results"][0]["requests"] == [1]
    waiting = csp("plan", str(path), "--requests", "--exit-code", "--json")
    assert waiting.code == 6
    assert (waiting.json["steps"][0]["outcome"], waiting.json["steps"][0]["request"]) == (
        "pending",
        1,
    )


def test_apply_needs_a_yes_without_a_terminal(
    csp: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csp_tui.cli import confirmation

    monkeypatch.setattr(confirmation, "TERMINAL", "/nonexistent/tty")
    path = exported(csp)
    path.write_text(path.read_text("utf-8").replace("partners = []", f'partners = ["{ALPINE}"]'))
    outcome = csp("apply", str(path))
    assert outcome.code == 2
    assert "--yes" in outcome.err


def test_removals_beyond_the_limit_stop_apply(csp: CommandLine) -> None:
    csp("audience", "add", "contoso-vault", ALPINE, FABRIKAM)
    path = exported(csp, "contoso-vault")
    path.write_text(
        'format = 1\n[offers.contoso-vault]\nreseller_channel = "some"\npartners = []\n'
    )
    outcome = csp("apply", str(path), "--yes", "--allow-removals", "1")
    assert (outcome.code, "--allow-removals 2" in outcome.err) == (1, True)
    assert csp("apply", str(path), "--yes", "--allow-removals", "2").code == 0


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("format = 2\n", 1, "Format 2"),
        ("[offers]\n", 1, "format = 1"),
        ("format = 1\n\n[offers.contoso-vault]\nreseler_channel = 'some'\n", 4, "reseller_channel"),
        ("format = 1\n[offers.contoso-vault]\nreseller_channel = 'most'\n", 3, "most"),
        ("format = 1\n[offers.contoso-vault]\npartners = [\n  'x',\n]\n", 4, "x"),
        ("format = 1\n[offers.contoso-none]\n", 2, "contoso-none"),
        ("format = 1\n[offers.contoso-vault]\nlists = ['us']\n", 3, "us"),
        ("format = 1\n[lists.eu]\ntitle = 'EU'\n", 2, "partners"),
        ("format = 1\n[offers.contoso-vault]\nfile = 'none.csv'\n", 3, "none.csv"),
        ("format = 1\n[offers.contoso-vault]\nmode = 'fast'\n", 3, "at-least"),
        ("format = 1\nx = [\n", 2, "TOML"),
        ("format = 1\n[offers.contoso-vault]\nreseller_channel='all'\nlists=['eu']\n", 4, "R12"),
        ("format = 1\n[lists.eu]\nmatch = { contry = ['FR'] }\n", 3, "countries"),
    ],
)
def test_every_mistake_in_a_state_file_names_its_line(
    csp: CommandLine, text: str, line: int, words: str
) -> None:
    path = csp.folder / "bad.toml"
    path.write_text(text, "utf-8")
    for command in (("state", "check"), ("plan",), ("apply",)):
        outcome = csp(*command, str(path))
        assert outcome.code == 2
        assert f"Line {line}: " in outcome.err
        assert words in outcome.err


def test_partners_come_from_csv_files_and_lists(csp: CommandLine) -> None:
    (csp.folder / "eu.csv").write_text(f"ID,Description\n{ALPINE},Alpine\n{STRANGER},New\n")
    path = csp.folder / "state.toml"
    path.write_text(
        "format = 1\n[lists.backup]\ntitle = 'Backup'\nmatch = { skills = ['Backup'] }\n"
        "[offers.contoso-vault]\nreseller_channel = 'some'\nlists = ['backup']\n"
        f"file = 'eu.csv'\nexcept = ['{FABRIKAM}']\n"
    )
    applied = csp("apply", str(path), "--yes", "--json")
    assert applied.code == 0, applied.err
    assert "not in the partner directory" in applied.err
    shown = csp("audience", "show", "contoso-vault", "--json").json
    assert {one["tenant_id"] for one in shown["draft"]["partners"]} == {ALPINE, STRANGER}
    assert csp("plan", str(path), "--exit-code").code == 0
    shown = csp("lists", "show", "backup", "--json").json
    assert (shown["kind"], shown["partners"], shown["query"]["skills"]) == ("search", 2, ["Backup"])
    assert csp("undo").code == 0
    assert csp("lists", "list", "--json").json == []


def test_bulk_changes_are_one_batch_with_one_undo(csp: CommandLine) -> None:
    both = ("--offers", "contoso-backup", "contoso-vault")
    dry = csp("bulk", "add", NORTHWIND, *both, "--dry-run", "--json")
    assert (dry.json["applied"], dry.json["summary"]["draft"]) == (False, 2)
    outcome = csp("bulk", "add", NORTHWIND, *both, "--json")
    assert outcome.json["batch"] is not None
    assert [one["result"] for one in outcome.json["results"]] == ["done", "done"]
    assert csp("bulk", "sync", "--all").code == 1
    assert csp("bulk", "sync", "--all", "--skip-refused").code == 0
    skipped = csp("bulk", "sync", "--offers", "contoso-vault", "--skip-refused")
    assert skipped.code == 0
    assert skipped.err.startswith("Nothing was changed: 1 offer was skipped.")
    assert csp("bulk", "publish", "--type", "saas", "--json").json["summary"]["publish"] == 1
    assert csp("bulk", "remove", NORTHWIND, "--all").code == 1
    refused = csp("bulk", "remove", NORTHWIND, "--all", "--dry-run")
    assert refused.code == 1
    assert "contoso-backup" in refused.out
    assert "refused without --requests" in refused.out
    removed = csp("bulk", "remove", NORTHWIND, "--all", "--requests", "--json")
    assert [one["requests"] for one in removed.json["results"]] == [[1], [2]]
    assert csp("undo").code == 0
    assert csp("requests", "list", "--json").json == []


def test_a_plan_that_goes_live_waits_for_open_requests(csp: CommandLine) -> None:
    path = exported(csp, "contoso-backup")
    csp("requests", "new", "contoso-backup", "--remove", FABRIKAM)
    assert csp("plan", str(path), "--exit-code").code == 0
    plan = csp("plan", str(path), "--go-live", "--exit-code", "--json")
    assert (plan.code, plan.json["summary"]["pending"]) == (6, 1)
    assert (plan.json["steps"][0]["request"], plan.json["steps"][0]["by"]) == (1, "person")
    applied = csp("apply", str(path), "--go-live")
    assert applied.err.startswith("Nothing to do now: 1 offer, 1 pending.")


def test_bulk_needs_offers_and_partners(csp: CommandLine) -> None:
    assert csp("bulk", "publish").code == 2
    assert csp("bulk", "add", "--all").code == 2
    assert csp("bulk", "choose", "none", "--offers", "contoso-vault").code == 0


def test_lists_are_edited_exported_imported_and_applied(csp: CommandLine) -> None:
    csp("lists", "create", "eu", "--from-offer", "contoso-backup")
    csp("lists", "follow", "eu", "--offers", "contoso-vault")
    assert csp("lists", "drift", "eu", "--json").json == [
        {"name": "eu", "offer_id": "contoso-vault", "missing": 2, "extra": 0}
    ]
    assert csp("lists", "edit", "eu", "--add", NORTHWIND, "--dry-run", "--json").json["offers"] == [
        {"offer_id": "contoso-vault", "missing": 3, "extra": 0}
    ]
    assert csp("lists", "apply", "eu").code == 0
    assert csp("lists", "drift").err == "Every offer matches the lists that it follows.\n"
    written = csp("lists", "export", "eu", "-").out
    assert written.startswith("ID,Description,Type\n")
    imported = csp("lists", "import", "us", "-", "--json", stdin=written.encode())
    assert imported.json["partners"] == 2
    assert csp("lists", "edit", "us", "--remove", ALPINE, "--title", "US").code == 0
    assert csp("lists", "unfollow", "eu", "--offers", "contoso-vault").code == 0
    assert csp("lists", "delete", "eu").code == 0
    assert csp("lists", "show", "eu").code == 2


def without_fabrikam(csp: CommandLine) -> str:
    path = exported(csp)
    path.write_text(path.read_text("utf-8").replace(f'    "{FABRIKAM}",  # Fabrikam Ltd\n', ""))
    return str(path)


def test_a_step_that_lacks_its_request_is_shown_as_refused(csp: CommandLine) -> None:
    path, plan = without_fabrikam(csp), str(csp.folder / "p.json")
    shown = csp("plan", path, "--out", plan)
    assert "refused without --requests" in shown.out
    again = csp("apply", plan, "--requests", "--yes")
    assert again.code == 1
    assert "Plan again with --requests" in again.err
    asked = csp("apply", path, "--requests")
    assert asked.code == 2
    assert "\t" not in asked.err
    assert "1 support request" in asked.err


def test_a_plan_without_anything_to_do_is_not_used_up(csp: CommandLine) -> None:
    plan = str(csp.folder / "p.json")
    csp("plan", str(exported(csp)), "--out", plan)
    for _time in range(2):
        outcome = csp("apply", plan, "--yes")
        assert (outcome.code, "Nothing to do." in outcome.err) == (0, True)
    assert csp("plans", "list", "--json").json == []


def test_an_export_says_which_offers_are_only_comments(csp: CommandLine) -> None:
    create = ("offers", "create", "contoso-report", "--type", "power-bi-app", "--name", "Report")
    assert csp(*create).code == 0
    outcome = csp("state", "export")
    assert "2 offers written." in outcome.err
    assert "1 offer has nothing to plan; a comment says why." in outcome.err
    assert "# contoso-report" in outcome.out
