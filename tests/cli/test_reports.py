"""Comparisons, reports for an auditor, and the audit."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import ALPINE, FABRIKAM, NORTHWIND, CommandLine
from tests.cli.test_plan_commands import csp

__all__ = ["csp"]


def test_draft_and_live_are_compared_in_every_format(csp: CommandLine) -> None:
    csp("audience", "add", "contoso-backup", NORTHWIND)
    sides = ("compare", "contoso-backup", "contoso-backup@live")
    shown = csp(*sides, "--json", "--exit-code")
    assert shown.code == 5
    assert (shown.json["both"], shown.json["only_right"]) == (2, [])
    assert shown.json["only_left"] == [
        {"tenant_id": NORTHWIND, "name": "Zoë Northwind", "country": "CA", "region": "Canada"}
    ]
    assert shown.json["regions"]["only_left"] == ["Canada"]
    assert shown.json["markets"]["left"] > shown.json["markets"]["right"]
    assert "Zoë Northwind" in csp(*sides).out
    assert (
        csp(*sides, "--format", "csv").out.splitlines()[0] == "Side,Tenant ID,Name,Country,Region"
    )
    assert "| Zoë Northwind | CA | Canada |" in csp(*sides, "--format", "markdown").out
    page = csp.folder / "page.html"
    assert csp(*sides, "--format", "html", "--out", str(page)).out == ""
    assert "<td>Zoë Northwind</td>" in page.read_text("utf-8")
    text = csp.folder / "page.txt"
    csp(*sides, "--format", "text", "--out", str(text))
    lines = text.read_text("utf-8").splitlines()
    assert lines[0] == "contoso-backup compared with contoso-backup@live"
    assert "2 partners on both. Only contoso-backup: 1." in lines
    heading = next(line for line in lines if line.startswith("Side "))
    row = next(line for line in lines if "Zoë Northwind" in line)
    assert heading.index("Name") == row.index("Zoë")
    assert csp("compare", "contoso-backup", "contoso-backup", "--exit-code").code == 0


def test_lists_files_and_days_are_compared(csp: CommandLine) -> None:
    csp("lists", "create", "eu", "--tenant", ALPINE)
    file = csp.folder / "eu.csv"
    file.write_text(f"ID,Description\n{ALPINE},A\n{FABRIKAM},F\n")
    found = csp("compare", "list:eu", f"file:{file}", "--json").json
    assert (found["both"], [one["tenant_id"] for one in found["only_right"]]) == (1, [FABRIKAM])
    past = csp("compare", "contoso-backup@2000-01-01", "contoso-backup@live", "--json").json
    assert (past["both"], past["left"]["partners"], len(past["only_right"])) == (0, 0, 2)


@pytest.mark.parametrize(
    "side",
    ["contoso-none", "contoso-backup@soon", "list:us", "file:none.csv", "remote:contoso-backup"],
)
def test_a_side_that_does_not_exist_is_refused(csp: CommandLine, side: str) -> None:
    outcome = csp("compare", "contoso-backup", side)
    assert outcome.code == 2
    assert "Next: " in outcome.err


def test_the_audience_of_a_day_follows_every_change_back(csp: CommandLine) -> None:
    now = datetime.now(UTC).date()
    report = csp("report", "audience", "contoso-backup", "--on", str(now), "--json").json
    assert {one["tenant_id"] for one in report["partners"]} == {ALPINE, FABRIKAM}
    assert report["status"] == "live"
    before = now - timedelta(days=1)
    report = csp("report", "audience", "contoso-backup", "--on", str(before), "--json").json
    assert (report["status"], report["partners"]) == ("draft", [])


def test_changes_name_who_what_and_why(csp: CommandLine) -> None:
    csp("bulk", "add", NORTHWIND, "--offers", "contoso-backup", "contoso-vault")
    today = str(datetime.now(UTC).date())
    changes = csp("report", "changes", "--from", today, "--json").json
    assert [one["action"] for one in changes[-2:]] == ["draft-saved", "draft-saved"]
    assert changes[-1]["added"] == ["Zoë Northwind"]
    assert changes[-1]["batch"] == changes[-2]["id"]
    assert "rule R24, batch" in csp("report", "changes", "--from", today).out
    only = csp("report", "changes", "--from", today, "--offer", "contoso-vault", "--json").json
    assert {one["offer_id"] for one in only} == {"contoso-vault"}
    assert (
        csp("report", "changes", "--from", "2000-01-01", "--to", "2000-01-02", "--json").json == []
    )


def test_the_audit_finds_what_should_be_attended_to(csp: CommandLine) -> None:
    csp("offers", "create", "contoso-mail", "--name", "Mail", "--type", "saas")
    csp("requests", "new", "contoso-backup", "--remove", ALPINE)
    csp("requests", "edit", "1", "--contact-name", "Ada", "--contact-email", "a@example.com")
    csp("requests", "submit", "1")
    csp("resales", "record", "contoso-backup", ALPINE)
    csp("lists", "create", "empty")
    csp("lists", "create", "eu", "--tenant", ALPINE)
    csp("lists", "follow", "eu", "--offers", "contoso-vault")
    found = csp("audit", "--json", "--exit-code")
    assert found.code == 5
    kinds = {(one["kind"], one["offer_id"]) for one in found.json}
    assert kinds >= {
        ("no-channel", "contoso-mail"),
        ("empty-list", "contoso-vault"),
        ("empty-list", None),
        ("drift", "contoso-vault"),
        ("no-ticket", "contoso-backup"),
        ("locked-removal", "contoso-backup"),
    }
    assert "R15" in csp("audit").out
    assert csp("audit", "--format", "csv").out.startswith("Where,Rule,Finding,Next step\n")


def test_reversed_days_are_refused(csp: CommandLine) -> None:
    for words in (
        ("report", "audience", "contoso-backup", "--on", "2999-01-01"),
        ("report", "changes", "--from", "2026-01-01", "--to", "2999-01-01"),
        ("compare", "contoso-backup", "contoso-backup@2999-01-01"),
    ):
        assert csp(*words).code == 2
    outcome = csp("report", "changes", "--from", "2026-03-02", "--to", "2026-03-01")
    assert outcome.code == 2
    assert "is before the first" in outcome.err


def test_coverage_has_a_table_of_each_kind(csp: CommandLine) -> None:
    found = csp("report", "coverage", "--json").json
    assert {"regions", "offers", "overlaps", "outside"} <= found.keys()
    markets = sum(region["markets"] for region in found["regions"])
    assert found["markets"] == markets
    assert found["overlap_pairs"] >= len(found["overlaps"])
    assert csp("report", "coverage", "--overlaps", "0", "--json").json["overlaps"] == []
    few = csp("report", "coverage", "--markets", "FR,DE", "jp", "--format", "markdown")
    assert few.code == 0
    assert "is sold" not in few.out + few.err
    assert "compared region." in few.err
    assert csp("report", "coverage", "--markets", "XX").code == 2


def test_coverage_as_csv_has_titles_and_equal_rows_for_each_table(
    csp: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(csv.reader(io.StringIO(csp("report", "coverage", "--format", "csv").out)))
    titles = [row for row in rows if row[0] == "Coverage, drafts"]
    assert {len(row) for row in rows} == {7}
    assert [row[1] for row in titles][:2] == ["Offer ID", "Region"]
    kinds = {row[0] for row in rows} - {"Coverage, drafts"}
    assert len(kinds) == len(titles)
    monkeypatch.setattr("csp_tui.cli.output.is_piped", lambda: True)
    lines = csp("report", "coverage").out.splitlines()
    assert {line.split("\t")[0] for line in lines} == kinds


def test_a_request_is_reported_with_the_rule_that_asks_for_it(csp: CommandLine) -> None:
    csp("requests", "new", "contoso-backup", "--remove", ALPINE)
    csp("requests", "new", "contoso-backup", "--change-to", "all")
    create = ("offers", "create", "contoso-mail", "--name", "Mail", "--type", "saas")
    csp(
        *create, "--csp-url", "https://e.com", "--csp-contact-name", "A", "--csp-contact-phone", "1"
    )
    csp("audience", "choose", "contoso-mail", "all")
    csp("offers", "publish", "contoso-mail")
    csp("requests", "new", "contoso-mail", "--change-to", "some")
    csp("requests", "withdraw", "1")
    today = str(datetime.now(UTC).date())
    changes = csp("report", "changes", "--from", today, "--json").json
    asked = [(one["action"], one["rule"]) for one in changes if one["action"].startswith("request")]
    assert asked[0] == ("request-created", "R31")
    assert ("request-withdrawn", "R31") in asked
    assert asked[-2] == ("request-created", "R40")
