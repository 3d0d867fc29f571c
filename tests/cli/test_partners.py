"""The partner directory through the command line."""

from __future__ import annotations

import pytest

from .conftest import ALPINE, DIRECTORY, FABRIKAM, NORTHWIND, STRANGER, CommandLine


def found(cli: CommandLine, *words: str) -> list[str]:
    outcome = cli.json("partners", "search", *words)
    assert outcome["total"] == len(outcome["partners"])
    return [one["tenant_id"] for one in outcome["partners"]]


def test_import_counts_what_it_did(cli: CommandLine) -> None:
    source = (DIRECTORY + "broken,Broken,FR,,,\n" + f"{STRANGER}, Dirty\x07 ,IT,,,\n").encode()
    first = cli.json("partners", "import", "-", stdin=source)
    (reject,) = first.pop("rejects")
    assert reject["line"] == 5
    assert "broken" in reject["reason"]
    assert first == {
        "added": 4,
        "updated": 0,
        "unchanged": 0,
        "removed": 0,
        "cleaned": 1,
        "rejected": 1,
        "dry_run": False,
    }
    again = cli.json("partners", "import", "-", "--replace", stdin=DIRECTORY.encode())
    assert (again["unchanged"], again["removed"]) == (3, 1)
    assert cli.json("partners", "count") == {"total": 3}
    assert cli.ok("partners", "count").out == "3\n"


def test_dry_run_changes_nothing(cli: CommandLine) -> None:
    cli.directory()
    before = cli.dump()
    path = cli.file("new.csv", f"tenant_id,name,country\n{STRANGER},New,DE\n")
    outcome = cli.json("partners", "import", path, "--replace", "--dry-run")
    assert (outcome["added"], outcome["removed"], outcome["dry_run"]) == (1, 3, True)
    assert cli.dump() == before


def test_import_is_silent_about_progress_without_a_terminal(cli: CommandLine) -> None:
    outcome = cli.ok("partners", "import", "-", stdin=DIRECTORY.encode())
    assert "\r" not in outcome.err
    assert outcome.err.startswith("Added 3,")


def test_search_has_the_promised_shape(cli: CommandLine) -> None:
    cli.directory()
    assert cli.json("partners", "search", "alpine") == {
        "total": 1,
        "similar": False,
        "partners": [
            {
                "tenant_id": ALPINE,
                "name": "Alpine Cloud SARL",
                "country": "FR",
                "region": "Europe",
                "competencies": ["Cloud Platform", "Security"],
                "skills": ["Backup"],
                "type": "direct-bill",
            }
        ],
    }


def test_search_by_words_and_filters(cli: CommandLine) -> None:
    cli.directory()
    assert found(cli) == [ALPINE, FABRIKAM, NORTHWIND]
    assert found(cli, "cloud", "alpine") == [ALPINE]
    assert found(cli, "zoe") == [NORTHWIND]
    assert found(cli, FABRIKAM[:8]) == [FABRIKAM]
    assert found(cli, "--country", "fr", "--country", "GB") == [ALPINE, FABRIKAM]
    assert found(cli, "--country", "france") == [ALPINE]
    assert found(cli, "--country", "IT") == []
    assert found(cli, "--competency", "SECURITY") == [ALPINE, FABRIKAM]
    assert found(cli, "--skill", "backup", "--country", "GB") == [FABRIKAM]
    assert found(cli, "--skill", "migration", "--skill", "backup") == [ALPINE, FABRIKAM]
    assert found(cli, "nobody") == []


def test_total_is_exact_whatever_is_printed(cli: CommandLine) -> None:
    cli.directory()
    page = cli.json("partners", "search", "--limit", "1", "--offset", "1")
    assert page["total"] == 3
    assert [one["tenant_id"] for one in page["partners"]] == [FABRIKAM]
    assert cli.json("partners", "search", "--limit", "0") == {
        "total": 3,
        "similar": False,
        "partners": [],
    }


def test_people_read_a_table(cli: CommandLine) -> None:
    cli.directory()
    outcome = cli.ok("partners", "search", "--limit", "2")
    assert outcome.out.splitlines()[0].split()[0] == "Partner"
    assert len(outcome.out.splitlines()) == 3
    assert "3 partners match." in outcome.err
    assert "Direct bill partner" in cli.ok("partners", "show", ALPINE).out


def test_empty_directory_is_friendly(cli: CommandLine) -> None:
    outcome = cli.ok("partners", "search", "alpine")
    assert outcome.out == ""
    assert "csp-tui partners import FILE" in outcome.err


def test_show(cli: CommandLine) -> None:
    cli.directory()
    assert cli.json("partners", "show", "{" + ALPINE.upper() + "}")["name"] == "Alpine Cloud SARL"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("search", "--competency", "Securty"), "Did you mean: Security?"),
        (("search", "--skill", "Bakup"), "Did you mean: Backup?"),
        (("search", "--skill", "zzzzzz"), "Leave the filter out"),
        (("search", "--country", "ZZ"), "two letters"),
        (("search", "--limit", "-1"), "from 0"),
        (("search", "--limit", "many"), "whole number"),
        (("search", "--offset", "1.5"), "whole number"),
        (("show", STRANGER), "Search by name"),
        (("show", "alpine"), "tenant ID looks like"),
        (("import", "no-such-file.csv"), "Next: "),
        (("import", "-"), "Next: "),
    ],
)
def test_bad_input_ends_with_2_and_changes_nothing(
    cli: CommandLine, words: tuple[str, ...], hint: str
) -> None:
    cli.directory()
    before = cli.dump()
    outcome = cli("partners", *words, stdin=b"nothing,of,use\n1,2,3\n")
    assert outcome.code == 2
    assert outcome.out == ""
    assert hint in outcome.err
    assert cli.dump() == before
