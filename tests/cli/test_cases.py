"""Files as other programs write them, each with its expected result (``cases``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import CommandLine

CASES = Path(__file__).parent / "cases"
ALPIN, FABRIKAM, CONTOSO, LODZ, NORTHWIND = (
    f"aaaaaaaa-000{number}-4a00-8a00-00000000000{number}" for number in range(1, 6)
)
MISTYPED = "aaaaaaaa-0002-4a00-8a00-000000000020"
OFFER = "alpha"


@pytest.fixture
def cases(cli: CommandLine) -> CommandLine:
    """A directory of five partners, and a draft offer for the first three."""
    cli.ok("partners", "import", case("directory.csv"))
    cli.offer("some", partners=(ALPIN, FABRIKAM, CONTOSO), offer_id=OFFER)
    return cli


def case(name: str) -> str:
    return str(CASES / name)


def members(cli: CommandLine) -> set[str]:
    shown = cli.json("audience", "show", OFFER)
    return {partner["tenant_id"] for partner in shown["draft"]["partners"]}


def refused(cli: CommandLine, *words: str) -> str:
    """What a command says that must end with exit code 2 and change nothing."""
    before = cli.dump()
    outcome = cli(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert cli.dump() == before
    return outcome.err


def test_two_tenant_columns_that_differ_are_named(cases: CommandLine) -> None:
    said = refused(cases, "audience", "import", OFFER, case("01-two-tenant-columns.csv"))
    assert "'TenantId' (column 4)" in said
    assert "'TenantId' (column 6)" in said
    words = ("audience", "import", OFFER, case("01-two-tenant-columns.csv"), "--map")
    cases.ok(*words, "4=tenant_id", "--map", "3=name")
    assert NORTHWIND in members(cases)


def test_a_tenant_id_column_comes_before_a_bare_id(cases: CommandLine) -> None:
    cases.ok("audience", "import", OFFER, case("01-bare-id-beside-tenant-id.csv"))
    assert members(cases) == {ALPIN, FABRIKAM, CONTOSO, NORTHWIND}


@pytest.mark.parametrize(
    ("name", "partner"),
    [
        ("02-type-line.csv", FABRIKAM),
        ("04-sep-line.csv", FABRIKAM),
        ("06-title-line.csv", CONTOSO),
    ],
)
def test_lines_above_the_header_are_skipped(cases: CommandLine, name: str, partner: str) -> None:
    cases.ok("audience", "remove", OFFER, partner)
    imported = cases.json("audience", "import", OFFER, case(name))
    assert (imported["added"], imported["rejected"]) == (1, [])
    assert partner in members(cases)


def test_rows_that_are_quoted_whole_are_an_unusable_header(cases: CommandLine) -> None:
    said = refused(cases, "audience", "import", OFFER, case("18-rows-quoted-whole.csv"))
    assert "Its columns are: 'ID,Description,Type'" in said
    assert "quotation marks" in said


@pytest.mark.parametrize("options", [(), ("--replace",), ("--dry-run",)])
def test_a_file_without_a_usable_row_changes_nothing(
    cases: CommandLine, options: tuple[str, ...]
) -> None:
    path = case("18-no-usable-row.csv")
    assert "contains no valid rows" in refused(cases, "audience", "import", OFFER, path, *options)
    assert members(cases) == {ALPIN, FABRIKAM, CONTOSO}


def test_a_replacing_import_keeps_partners_whose_rows_are_rejected(cases: CommandLine) -> None:
    words = ("audience", "import", OFFER, case("19-ansi-and-a-comma.csv"), "--replace", "--json")
    announced = cases.ok(*words, "--dry-run")
    assert "2 stay because their rows are invalid" in announced.err
    done = cases.ok(*words)
    assert [row["line"] for row in done.json["rejected"]] == [2, 3]
    assert done.json["stays"]["rejected-row"] == [ALPIN, FABRIKAM]
    assert done.json == {**announced.json, "dry_run": False}
    assert members(cases) == {ALPIN, FABRIKAM, CONTOSO}


def test_a_replaced_directory_keeps_partners_whose_rows_are_rejected(cases: CommandLine) -> None:
    words = ("partners", "import", case("19-directory-ansi.csv"), "--replace")
    announced = cases.json(*words, "--dry-run")
    done = cases.ok(*words, "--json")
    assert done.json == {**announced, "dry_run": False}
    assert "1 stays because its row is invalid" in done.err
    found = cases.json("partners", "search")["partners"]
    assert {partner["tenant_id"] for partner in found} == {CONTOSO, NORTHWIND}


def test_a_list_of_customers_is_refused_with_that_reason(cases: CommandLine) -> None:
    path = case("24-customers.csv")
    assert "list of customers" in refused(cases, "audience", "import", OFFER, path)
    assert "list of customers" in refused(cases, "partners", "import", path)
    imported = cases.json("audience", "import", OFFER, path, "--map", "Microsoft ID=tenant_id")
    assert imported["added"] == 1


def test_several_ids_are_taken_in_one_argument_and_from_standard_input(cases: CommandLine) -> None:
    pasted = (CASES / "11-ids-to-paste.txt").read_text()
    added = cases.json("audience", "add", OFFER, pasted, f"{LODZ},{NORTHWIND}; {MISTYPED}")
    assert (added["added"], added["already"], added["unknown"]) == (4, 2, 2)
    ids = "; ".join((LODZ, NORTHWIND)).encode()
    assert cases.json("audience", "remove", OFFER, "-", stdin=ids)["removed"] == 2


def test_a_mistyped_tenant_id_never_goes_live_without_a_warning(cases: CommandLine) -> None:
    warning = f"1 partner is not in the partner directory: {MISTYPED}. Check its tenant ID."
    assert warning in cases.ok("audience", "add", OFFER, MISTYPED).err
    assert warning in cases.ok("offers", "publish", OFFER).err
    other = MISTYPED.replace("20", "30")
    cases.ok("audience", "add", OFFER, other, LODZ)
    assert f"1 partner is not in the partner directory: {other}" in (
        cases.ok("audience", "sync", OFFER).err
    )


def test_map_refuses_what_the_file_or_the_program_does_not_have(cases: CommandLine) -> None:
    words = ("audience", "import", OFFER, case("24-customers.csv"), "--map")
    said = refused(cases, *words, "Tenant=tenant_id")
    assert "no column 'Tenant'" in said
    assert "'Microsoft ID', 'Company name'" in said
    assert "tenant_id, name" in refused(cases, *words, "Microsoft ID=country")
    assert "same field" in refused(
        cases, *words, "Microsoft ID=tenant_id", "--map", "Relationship=tenant_id"
    )


@pytest.mark.parametrize("options", [("--excel",), ("--separator", "tab"), ("--separator", ";")])
def test_an_export_in_any_form_gives_back_the_same_list(
    cases: CommandLine, options: tuple[str, ...], tmp_path: Path
) -> None:
    path = str(tmp_path / "list.csv")
    before = cases.json("audience", "show", OFFER)["draft"]
    cases.ok("audience", "export", OFFER, path, *options)
    cases.ok("audience", "remove", OFFER, ALPIN, FABRIKAM, CONTOSO)
    cases.ok("audience", "import", OFFER, path)
    assert cases.json("audience", "show", OFFER)["draft"] == before


def test_a_separator_is_a_comma_a_semicolon_or_a_tab(cases: CommandLine) -> None:
    said = refused(cases, "audience", "export", OFFER, "-", "--separator", "x")
    assert "comma, semicolon, tab" in said


def test_every_imported_column_of_a_partner_is_shown(cases: CommandLine) -> None:
    shown = cases.json("partners", "show", ALPIN)
    assert (shown["mpn_id"], shown["city"]) == ("4390001", "Gen\u00e8ve")
    for words in (("show", ALPIN), ("search", "Alpin")):
        text = cases.ok("partners", *words).out
        assert "4390001" in text
        assert "Gen\u00e8ve" in text


def test_damaged_names_are_shown_before_and_after_with_a_warning(cases: CommandLine) -> None:
    words = ("partners", "import", case("08-damaged-names.csv"))
    for outcome in (cases.ok(*words, "--dry-run", "--json"), cases.ok(*words, "--yes", "--json")):
        assert "Note: 2 new names look damaged" in outcome.err
        assert "Alpin Müller Système SÀRL → Alpin M?ller Syst?me S?RL" in outcome.err
        names = outcome.json["names"]
        assert (names["changed"], names["damaged"]) == (2, 2)
        assert names["first"][1]["before"] == "Contoso Größe GmbH"


@pytest.mark.parametrize("text", ["4390001", "43900", "geneve", "Gen\u00e8ve", "alpin geneve"])
def test_search_finds_partners_by_city_and_mpn_id(cases: CommandLine, text: str) -> None:
    found = cases.json("partners", "search", text)
    assert ALPIN in {partner["tenant_id"] for partner in found["partners"]}
    assert not found["similar"]
    assert cases.json("db", "check")["ok"]
