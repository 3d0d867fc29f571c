"""Evidence through the command line."""

from __future__ import annotations

import pytest

from csp_tui.domain.evidence import FileKind, TenantHint
from csp_tui.exchange.microsoft import tenant_lookup
from tests.exchange.fuzz_microsoft import EXAMPLES

from .conftest import ALPINE, FABRIKAM, CommandLine

CONTOSO = "000000a1-0000-4000-8000-0000000000a1"
HEAD = "ProviderName,ProviderEmail,DateAcquired,AzureLicenseType,OfferName\n"


def customers(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows)


def sale(partner: str, offer: str = "Contoso Backup") -> str:
    return f"{partner},x@partner.example,2026-01-02,Cloud Solution Provider,{offer}"


def test_an_import_says_what_it_is_and_what_it_brings(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE, FABRIKAM))
    path = cli.file("Customers.csv", customers(sale("Alpine Cloud SARL"), sale("Unknown Ltd")))
    before = cli.dump()
    promised = cli.json("evidence", "import", path, "--dry-run")
    assert cli.dump() == before
    done = cli.ok("evidence", "import", path, "--json")
    assert promised == {**done.json, "dry_run": True}
    assert {name: done.json[name] for name in ("kind", "rows", "new", "known")} == {
        "kind": "customers",
        "rows": 2,
        "new": 2,
        "known": 0,
    }
    assert done.json["unmatched"] == [{"name": "Unknown Ltd", "rows": 1}]
    assert done.json["recorded"] == [{"offer_id": offer, "tenant_id": ALPINE, "strength": "good"}]
    assert "Customers dashboard" in done.err
    assert cli.json("evidence", "import", path)["new"] == 0

    refused = cli("audience", "remove", offer, ALPINE)
    assert refused.code == 1
    assert "Customers.csv, row 2" in refused.err
    assert "R30" in refused.err
    (shown,) = cli.json("partners", "show", ALPINE)["offers"]
    assert shown["evidence"] == (
        "Resold on or after 2026-01-02 according to Customers.csv, row 2 (good evidence)"
    )
    assert "Customers.csv, row 2" in cli.ok("partners", "show", ALPINE).out


def test_names_are_matched_and_evidence_is_dismissed(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("some", live=True, partners=(ALPINE, FABRIKAM))
    cli.ok(
        *("evidence", "import", "-"),
        stdin=customers(sale("Fabrikam"), sale("Alpine Cloud SARL", "Backup")).encode(),
    )
    waiting = cli.json("evidence", "list", "--unmatched")
    assert [(one["kind"], one["name"]) for one in waiting] == [
        ("partner", "Fabrikam"),
        ("offer", "Backup"),
    ]
    assert [one["tenant_id"] for one in waiting[0]["suggestions"]] == [FABRIKAM]
    assert "Fabrikam Ltd" in cli.ok("evidence", "list", "--unmatched").out

    assert cli.json("evidence", "match", "fabrikam", FABRIKAM)["changed"]
    assert not cli.json("evidence", "match", "Fabrikam", FABRIKAM)["changed"]
    assert cli.json("evidence", "match-offer", "Backup", offer)["changed"]
    assert cli("evidence", "match", "Nobody", FABRIKAM).code == 2
    assert "No names to match" in cli.ok("evidence", "list", "--unmatched").err

    items = cli.json("evidence", "list", "--offer", offer)
    assert {item["tenant_id"] for item in items} == {ALPINE, FABRIKAM}
    number = str(next(item["id"] for item in items if item["tenant_id"] == ALPINE))
    assert cli("evidence", "dismiss", number, "--why", " ").code == 2
    assert cli.json("evidence", "dismiss", number, "--why", "Ours")["dismissed"] == "Ours"
    assert "Ours" in cli.ok("evidence", "list").out
    assert [one["tenant_id"] for one in cli.json("resales", "list")] == [FABRIKAM]
    cli.ok("undo")
    assert len(cli.json("resales", "list")) == 2
    assert cli("evidence", "dismiss", "999", "--why", "x").code == 2


def test_evidence_is_not_removed_as_a_resale(cli: CommandLine) -> None:
    cli.directory()
    offer = cli.offer("all", live=True)
    cli.ok("evidence", "import", cli.file("c.csv", customers(sale("Fabrikam Ltd"))))
    refused = cli("resales", "remove", offer, FABRIKAM)
    assert refused.code == 2
    assert "evidence dismiss 1 --why" in refused.err


def test_the_age_of_the_knowledge_is_shown(cli: CommandLine) -> None:
    offer = cli.offer("all", live=True)
    assert "No evidence yet" in cli.ok("evidence", "list", "--offer", offer).err
    cli.ok("evidence", "import", cli.file("c.csv", customers(sale("A", "Other"))))
    shown = cli.ok("evidence", "list", "--offer", offer).err
    assert "No resale known as of" in shown
    assert "removable" not in shown


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("partnercenter-customers.csv", "list of its customers"),
        ("earnings-payments.csv", "payments"),
        ("export-csps.GUESSED-HEADER.csv", "--map"),
    ],
)
def test_other_files_are_refused_with_the_reason(cli: CommandLine, name: str, words: str) -> None:
    refused = cli("evidence", "import", str(EXAMPLES / name))
    assert refused.code == 2
    assert words in refused.err


def test_columns_are_mapped_and_remembered(cli: CommandLine) -> None:
    offer = cli.offer("all", live=True)
    path = cli.file("a.csv", f"Kunde;Partner;Produkt\nA;{ALPINE};{offer}\n")
    assert cli("evidence", "import", path).code == 2
    words = ("--map", "Partner=tenant_id", "--map", "Produkt=offer")
    done = cli.json("evidence", "import", path, *words)
    assert (done["kind"], done["recorded"][0]["strength"]) == ("table", "manual")
    other = cli.file("b.csv", f"Kunde;Partner;Produkt\nA;{FABRIKAM};{offer}\n")
    assert cli.json("evidence", "import", other)["new"] == 1


def test_dates_that_can_mean_two_days(cli: CommandLine) -> None:
    offer = cli.offer("all", live=True)
    path = cli.file("a.csv", f"offer,tenant_id,date\n{offer},{ALPINE},03/04/2026\n")
    assert cli.json("evidence", "import", path, "--dry-run")["unclear_dates"] == 1
    cli.ok("evidence", "import", path, "--dates", "day-first")
    assert cli.json("resales", "list")[0]["first_sold_on"] == "2026-04-03"


def test_partners_of_other_files_join_the_directory(cli: CommandLine) -> None:
    done = cli.json("evidence", "import", str(EXAMPLES / "partner-relationships.json"))
    assert done["partners"] == {"added": 3, "updated": 0, "unchanged": 0}
    assert cli.json("partners", "count") == {"total": 3}
    assert cli.json("evidence", "import", str(EXAMPLES / "hubspot-companies.csv"))["new"] == 3
    waiting = cli.json("evidence", "list", "--unmatched")
    assert waiting[0]["suggestions"][0]["tenant_id"] == CONTOSO


def test_kinds_are_listed(cli: CommandLine) -> None:
    assert [one["kind"] for one in cli.json("evidence", "kinds")] == list(FileKind)
    assert "Customers dashboard" in cli.ok("evidence", "kinds").out


def test_microsoft_is_asked_only_when_told_to(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(domain: str) -> TenantHint | None:
        asked.append(domain)
        if domain != "contosocloud.example":
            return None
        return TenantHint(line=1, domain=domain, tenant_id=CONTOSO)

    monkeypatch.setattr(tenant_lookup, "tenant_of_domain", answer)
    path = str(EXAMPLES / "hubspot-companies.csv")
    cli.ok("evidence", "import", path)
    assert not asked
    done = cli.json("evidence", "import", path, "--online")
    assert len(asked) == 3
    assert [one["tenant_id"] for one in done["tenants"]] == [CONTOSO]
    (found,) = [one for one in cli.json("evidence", "list", "--unmatched") if one["suggestions"]]
    assert found["suggestions"][0] == {"tenant_id": CONTOSO, "name": "", "source": "domain"}
    assert found["tenant_id"] is None
    cli.ok("evidence", "import", path, "--online")
    assert asked.count("contosocloud.example") == 1
