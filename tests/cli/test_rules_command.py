"""``csp-tui rules``: all, one in full, those that match."""

from __future__ import annotations

from csp_tui.domain.rules.catalog import RULES

from .conftest import CommandLine


def test_all_rules_are_listed_with_number_and_title(cli: CommandLine) -> None:
    lines = [line for line in cli.ok("rules").out.splitlines() if line.startswith("R")]
    # Where a person reads there is a heading above them.
    lines = [line for line in lines if not line.startswith("Rule")]
    assert [line.split()[0] for line in lines] == [rule.number for rule in RULES]
    assert "Eligibility and duties" in lines[0]


def test_one_rule_is_shown_in_full(cli: CommandLine) -> None:
    out = cli.ok("rules", "42").out
    assert out.startswith("R42  Leaving “specific partners” requires a support request")
    assert "Stated in Microsoft's article" in out
    assert "cloud-solution-providers.md" in out
    assert "not possible" in out
    assert "live, resold by a partner" in out


def test_words_find_rules_and_a_single_one_in_full(cli: CommandLine) -> None:
    out = cli.ok("rules", "marketing", "material").out
    assert out.index("R50") < out.index("R51")
    assert "Marketing materials are visible to resellers only" in cli.ok("rules", "stores").out


def test_json_is_a_list_in_english_whatever_the_language(cli: CommandLine) -> None:
    assert [rule["rule"] for rule in cli.json("rules")] == [rule.number for rule in RULES]
    (rule,) = cli("rules", "r32", "--json", lang="fr").json
    assert rule == {
        "rule": "R32",
        "title": "Unpublished offers: partners can be removed freely",
        "text": rule["text"],
        "group": "deauthorizing",
        "basis": "reading",
        "source": None,
    }
    assert rule["text"].startswith("An offer that was never published")


def test_what_is_not_there_is_reported(cli: CommandLine) -> None:
    assert "No rule matches “zebra”" in cli.ok("rules", "zebra").err
    assert cli.json("rules", "zebra") == []
    failed = cli("rules", "R9")
    assert failed.code == 2
    assert "There is no rule R9." in failed.err


def test_reading_rules_needs_no_database(cli: CommandLine) -> None:
    assert cli("--db", "/nowhere/at/all.sqlite", "rules", "R1").code == 0
