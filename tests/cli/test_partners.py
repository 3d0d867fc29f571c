"""The partner directory through the command line."""

from __future__ import annotations

import argparse

import pytest

from csp_tui.cli.failures import on_database

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
    assert outcome.err.startswith("3 added.")


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
                "mpn_id": "",
                "city": "",
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
    assert f"csp-tui --db {cli.database} partners import FILE" in outcome.err


def test_show(cli: CommandLine) -> None:
    cli.directory()
    assert cli.json("partners", "show", "{" + ALPINE.upper() + "}")["name"] == "Alpine Cloud SARL"


def test_show_says_what_each_offer_has_to_do_with_a_partner(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", partners=(ALPINE,), live=True, resold=(ALPINE,))
    shown = cli.json("partners", "show", ALPINE)
    assert shown["in_directory"]
    assert shown["offers"] == [
        {
            "offer_id": offer,
            "name": shown["offers"][0]["name"],
            "draft": True,
            "live": True,
            "resold": True,
            "first_sold_on": None,
            "evidence": None,
            "request": None,
            "lists": [],
        }
    ]
    printed = cli.ok("partners", "show", ALPINE).out
    assert "Contoso Backup" in printed
    assert "live, resold" in printed


def test_show_knows_partners_that_only_a_list_has(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", partners=(ALPINE, STRANGER), live=True)
    request = cli.json("requests", "new", offer, "--remove", STRANGER)["id"]
    shown = cli.json("partners", "show", STRANGER)
    assert not shown["in_directory"]
    assert (shown["tenant_id"], shown["country"]) == (STRANGER, "")
    assert [(one["offer_id"], one["request"]) for one in shown["offers"]] == [(offer, request)]
    assert "Not in the directory." in cli.ok("partners", "show", STRANGER).out


@pytest.mark.parametrize("separator", [" ", ",", "; ", "\n"])
def test_show_takes_several_ids_in_one_argument(cli: CommandLine, separator: str) -> None:
    cli.directory()
    shown = cli.json("partners", "show", separator.join((FABRIKAM, ALPINE)))
    assert [one["tenant_id"] for one in shown] == [FABRIKAM, ALPINE]
    assert cli.json("partners", "show", "-", stdin=ALPINE.encode())["tenant_id"] == ALPINE


def test_the_help_of_the_search_names_all_that_it_finds(cli: CommandLine) -> None:
    printed = " ".join(cli.ok("partners", "search", "--help").out.split())
    assert "a city, an MPN ID" in printed


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("search", "--competency", "Securty"), "Did you mean: Security?"),
        (("search", "--skill", "Bakup"), "Did you mean: Backup?"),
        (("search", "--skill", "zzzzzz"), "Use one that partners in the directory have"),
        (("search", "--country", "ZZ"), "two-letter"),
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


@pytest.mark.parametrize(
    "words",
    [
        (ALPINE, STRANGER, FABRIKAM.upper()),
        (f"{ALPINE}, {STRANGER};{FABRIKAM}",),
        (f"{ALPINE}\n{STRANGER}\n{FABRIKAM}\n",),
    ],
)
def test_several_tenant_ids_are_searched_at_once(cli: CommandLine, words: tuple[str, ...]) -> None:
    cli.directory()
    assert set(found(cli, *words)) == {ALPINE, FABRIKAM}
    outcome = cli.ok("partners", "search", "--ids", *words)
    assert set(outcome.out.split()) == {ALPINE, FABRIKAM}
    assert outcome.err == f"3 IDs: 2 found, 1 not in the directory: {STRANGER}\n"


DAMAGED = f"tenant_id,name,country\n{NORTHWIND},Zo? Northwind,CA\n"


def test_damaged_names_are_imported_only_with_a_yes(cli: CommandLine) -> None:
    cli.directory()
    path = cli.file("damaged.csv", DAMAGED)
    before = cli.dump()

    refused = cli("partners", "import", path)
    assert refused.code == 2
    assert "looks damaged" in refused.err
    assert "--yes" in refused.err
    assert cli.dump() == before
    done = cli.ok("partners", "import", path, "--yes")
    assert f"csp-tui --db {cli.database} undo" in done.err
    cli.ok("undo")
    assert cli.json("partners", "show", NORTHWIND)["name"] == "Zoë Northwind"


def test_a_replacement_tells_of_removed_partners_that_offers_list(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE, NORTHWIND))
    path = cli.file("one.csv", f"tenant_id,name,country\n{NORTHWIND},Zoë Northwind,CA\n")

    for more in (("--dry-run",), ()):
        told = cli.ok("partners", "import", path, "--replace", *more)
        assert "Alpine Cloud SARL is removed from the directory and stays on the lists" in told.err
    assert cli.json("audience", "show", offer)["draft"]["partners"][0]["in_directory"] is False
    again = cli.json("partners", "import", path, "--replace", "--dry-run")
    assert again["removed"] == 0


def test_hints_are_for_the_same_database(cli: CommandLine) -> None:
    for words in (
        ("offers", "list"),
        ("requests", "list"),
        ("resales", "list"),
        ("partners", "search", "x"),
    ):
        told = cli.ok(*words).err
        assert "csp-tui" in told
        assert told.count("csp-tui") == told.count(f"csp-tui --db {cli.database}")
    args = argparse.Namespace(db="my file.sqlite")
    for text in ("run “csp-tui db check”", "lancez «\u00a0csp-tui db check\u00a0»"):
        quoted = text.replace("csp-tui", "csp-tui --db 'my file.sqlite'")
        assert on_database(text, args) == quoted
        assert on_database(text, argparse.Namespace(db=None)) == text
