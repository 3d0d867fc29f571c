"""Evidence from files: what it records and locks, matching, dismissing, and undoing all of it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from csp_tui.domain.errors import Canceled, InvalidInput, NotFound, RuleRefusal
from csp_tui.domain.evidence import FileKind, Strength
from csp_tui.domain.history import Action
from csp_tui.domain.offer import CspContact, ResellerChannel, Setup
from csp_tui.domain.partner import Partner
from csp_tui.domain.product import ProductType
from csp_tui.exchange.microsoft.opening import EvidenceFile
from csp_tui.i18n import render
from csp_tui.services.audience import AudienceEdit
from csp_tui.services.evidence_port import EvidenceImport
from csp_tui.services.workbench import Workbench

EXAMPLES = Path(__file__).parents[1] / "exchange" / "microsoft_files"
CONTOSO, FABRIKAM, NORTHWIND = (f"000000a{n}-0000-4000-8000-0000000000a{n}" for n in (1, 2, 3))
NAMES = {
    CONTOSO: "Contoso Cloud Distribution BV",
    FABRIKAM: "Fabrikam Reselling GmbH",
    NORTHWIND: "Northwind IT Services Ltd",
}
SETUP = Setup(
    name="Litware Backup",
    csp_url="https://litware.example/csp",
    csp_contact=CspContact("Ada", "ada@litware.example", ""),
)
TODAY = date(2026, 11, 29)


def load(
    workbench: Workbench,
    source: str | bytes | Path,
    *,
    preview: bool = False,
    mapping: Mapping[str, str] | None = None,
    domain: str = "",
    progress: Callable[[int], None] | None = None,
) -> EvidenceImport:
    """Import an example or a text as the program does."""
    opened = EXAMPLES / source if isinstance(source, str) and "\n" not in source else source
    if isinstance(opened, (str, bytes)):
        opened = io.BytesIO(opened.encode() if isinstance(opened, str) else opened)  # type: ignore[assignment]
    with EvidenceFile(opened) as file:  # type: ignore[arg-type]
        recognized = file.recognize(None, mapping, workbench.evidence.mappings())
        with file.read(recognized, domain=domain, today=TODAY) as rows:
            facts = file.facts(recognized)
            return workbench.evidence_import.import_file(
                rows, facts, preview=preview, progress=progress
            )


@pytest.fixture
def live(workbench: Workbench) -> Workbench:
    """Two live offers for specific partners, who are in the directory."""
    workbench.directory.import_partners(
        Partner(tenant_id=tenant, name=name, country="NL") for tenant, name in NAMES.items()
    )
    for offer_id, name in (("litware-backup", "Litware Backup"), ("litware-monitor", "Monitor")):
        setup = Setup(name=name, csp_url=SETUP.csp_url, csp_contact=SETUP.csp_contact)
        workbench.offers.create(offer_id, ProductType.SAAS, setup)
        workbench.audience.save_draft(
            offer_id, AudienceEdit(channel=ResellerChannel.SOME, add=tuple(NAMES))
        )
        workbench.offers.publish(offer_id)
    return workbench


def resold(workbench: Workbench) -> dict[tuple[str, str], date | None]:
    return {(row.offer_id, row.tenant_id): row.first_sold_on for row in workbench.resales.rows()}


def test_subscriptions_are_certain_and_lock_with_file_and_row(live: Workbench) -> None:
    result = load(live, "saas-subscriptions.json")

    assert (result.kind, result.rows, result.new, result.known) == (
        FileKind.SAAS_SUBSCRIPTIONS,
        3,
        2,
        0,
    )
    assert [(one.offer_id, one.tenant_id, one.strength) for one in result.evidence.recorded] == [
        ("litware-backup", CONTOSO, Strength.CERTAIN),
        ("litware-backup", FABRIKAM, Strength.CERTAIN),
    ]
    assert resold(live) == {
        ("litware-backup", CONTOSO): date(2025, 1, 15),
        ("litware-backup", FABRIKAM): None,
    }
    with pytest.raises(RuleRefusal) as caught:
        live.audience.save_draft("litware-backup", AudienceEdit(remove=(CONTOSO,)))
    assert caught.value.verdict.rule == "R30"
    assert "saas-subscriptions.json, row 1" in render(caught.value.message)
    (row,) = [r for r in live.audience.rows("litware-backup") if r.tenant_id == CONTOSO]
    assert row.evidence is not None
    assert render(row.evidence.sentence) == (
        "Resold on 2025-01-15 according to saas-subscriptions.json, row 1 (certain evidence)"
    )
    (offer,) = [o for o in live.directory.details(CONTOSO).offers if o.resold]
    assert offer.evidence == row.evidence


def test_importing_a_file_twice_adds_nothing(live: Workbench) -> None:
    for name in ("saas-subscriptions.json", "customers-isvcustomer.csv", "orders-isvorderv2.csv"):
        first = load(live, name)
        entries = live.history.entries()
        again = load(live, name)
        assert (again.new, again.known) == (0, first.new)
        assert live.history.entries() == entries


def test_the_same_facts_in_another_file_are_known(live: Workbench) -> None:
    load(live, "customers-isvcustomer.csv")
    again = load(live, "customers-dashboard-ui.csv")
    assert (again.new, again.known) == (0, 2)
    load(live, "orders-isvorderv2.csv")
    assert load(live, "revenue-isvrevenue.csv").new == 0


def test_names_match_exactly_and_once_or_wait_for_a_person(live: Workbench) -> None:
    text = (
        "ProviderName,DateAcquired,AzureLicenseType,OfferName\n"
        "CONTOSO  cloud distribution bv,2025-01-02,Cloud Solution Provider,litware backup\n"
        "Contoso,2025-01-02,Cloud Solution Provider,Litware Backup\n"
        "Contoso,2025-01-02,Cloud Solution Provider,Backup for Litware\n"
    )
    result = load(live, text)

    assert result.new == 3
    assert [(one.name, one.rows) for one in result.evidence.unmatched] == [("Contoso", 2)]
    assert [one.name for one in result.evidence.unmatched_offers] == ["Backup for Litware"]
    assert list(resold(live)) == [("litware-backup", CONTOSO)]
    assert {one.tenant_id for one in live.evidence.suggestions("Contoso")} == {CONTOSO}

    assert live.evidence.match("contoso", FABRIKAM)
    assert not live.evidence.match("Contoso", FABRIKAM)
    assert set(resold(live)) == {("litware-backup", CONTOSO), ("litware-backup", FABRIKAM)}
    assert live.evidence.match_offer("Backup for Litware", "litware-monitor")
    assert ("litware-monitor", FABRIKAM) in resold(live)
    assert not live.evidence.unmatched()

    live.undo.undo()
    live.undo.undo()
    assert list(resold(live)) == [("litware-backup", CONTOSO)]
    live.undo.redo()
    assert set(resold(live)) == {("litware-backup", CONTOSO), ("litware-backup", FABRIKAM)}


def test_a_match_holds_for_later_files(live: Workbench) -> None:
    head = "ProviderName,DateAcquired,AzureLicenseType,OfferName\n"
    load(live, f"{head}Contoso,2025-01-02,Cloud Solution Provider,Litware Backup\n")
    live.evidence.match("Contoso", CONTOSO)
    result = load(live, f"{head}Contoso,2025-02-02,Cloud Solution Provider,Monitor\n")
    assert not result.evidence.unmatched
    assert ("litware-monitor", CONTOSO) in resold(live)


def test_what_no_file_names_cannot_be_matched(live: Workbench) -> None:
    with pytest.raises(NotFound):
        live.evidence.match("Nobody", CONTOSO)
    load(live, "customers-isvcustomer.csv")
    with pytest.raises(InvalidInput):
        live.evidence.match("Contoso Cloud Distribution BV", "no tenant")
    with pytest.raises(NotFound):
        live.evidence.match_offer("Litware Backup", "no-such-offer")


def test_two_partners_of_one_name_are_not_taken_for_either(live: Workbench) -> None:
    live.directory.import_partners(
        [Partner(tenant_id=NORTHWIND, name=NAMES[CONTOSO], country="DE")]
    )
    result = load(live, "customers-isvcustomer.csv")
    assert [one.name for one in result.evidence.unmatched] == [NAMES[CONTOSO]]


def test_hints_warn_and_do_not_lock(live: Workbench) -> None:
    result = load(live, "usage-isvusage.tsv")
    assert [(one.offer_id, one.tenant_id, one.strength) for one in result.evidence.recorded] == [
        ("litware-backup", None, Strength.HINT)
    ]
    assert not resold(live)
    live.support.create_removal("litware-backup", (CONTOSO,), language="en")


def test_a_customer_is_a_partner_only_in_an_order_that_is_known(live: Workbench) -> None:
    assert load(live, "earnings-marketplace.csv", preview=True).evidence.unlinked == 1
    load(live, "orders-dashboard-ui.csv")
    result = load(live, "earnings-marketplace.csv")
    assert result.evidence.unlinked == 0
    assert ("litware-backup", FABRIKAM) in resold(live)


def test_a_preview_says_the_same_and_changes_nothing(live: Workbench) -> None:
    entries = live.history.entries()
    for name in ("saas-subscriptions.json", "customers-isvcustomer.csv", "hubspot-companies.csv"):
        seen = load(live, name, preview=True)
        assert live.history.entries() == entries
        assert load(live, name) == seen
        live.undo.undo()
        entries = live.history.entries()


def test_an_import_is_undone_and_redone_as_one(live: Workbench) -> None:
    load(live, "saas-subscriptions.json")
    before = resold(live)
    live.undo.undo()
    assert not resold(live)
    assert not live.evidence.items()
    live.undo.redo()
    assert resold(live) == before
    live.undo.undo()
    assert load(live, "saas-subscriptions.json").new == 2
    assert resold(live) == before
    assert live.database.check().problems == ()


def test_dismissed_evidence_locks_no_more_and_stays_dismissed(live: Workbench) -> None:
    load(live, "saas-subscriptions.json")
    (item,) = live.evidence.items("litware-backup", CONTOSO)
    for why in ("", " \n"):
        with pytest.raises(InvalidInput):
            live.evidence.dismiss(item.id, why)
    live.evidence.dismiss(item.id, "A test purchase")

    assert ("litware-backup", CONTOSO) not in resold(live)
    entry = live.history.entries()[0]
    assert entry.action is Action.EVIDENCE_DISMISSED
    assert entry.offer_id == "litware-backup"
    assert "A test purchase" in json.dumps(entry.detail)
    with pytest.raises(InvalidInput):
        live.evidence.dismiss(item.id, "again")
    assert load(live, "saas-subscriptions.json").new == 0
    assert ("litware-backup", CONTOSO) not in resold(live)
    live.undo.undo()
    assert ("litware-backup", CONTOSO) in resold(live)


def test_what_was_recorded_by_hand_stays_without_evidence(live: Workbench) -> None:
    live.resales.record("litware-backup", CONTOSO, on=date(2026, 1, 1))
    load(live, "saas-subscriptions.json")
    assert resold(live)["litware-backup", CONTOSO] == date(2026, 1, 1)
    live.undo.undo()
    assert list(resold(live)) == [("litware-backup", CONTOSO)]


def test_evidence_is_dismissed_and_not_removed(live: Workbench) -> None:
    load(live, "saas-subscriptions.json")
    with pytest.raises(InvalidInput, match="not recorded by hand"):
        live.resales.remove("litware-backup", CONTOSO)
    assert live.resales.record("litware-backup", CONTOSO)
    live.resales.remove("litware-backup", CONTOSO)
    assert ("litware-backup", CONTOSO) in resold(live)


def test_evidence_waits_for_its_offer(workbench: Workbench) -> None:
    result = load(workbench, "saas-subscriptions.json")
    assert [one.name for one in result.evidence.unmatched_offers] == ["litware-backup"]
    workbench.offers.create("litware-backup", ProductType.SAAS, SETUP)
    assert len(resold(workbench)) == 2
    workbench.offers.delete("litware-backup")
    assert not resold(workbench)
    assert [one.kind for one in workbench.evidence.unmatched()] == ["offer"]
    workbench.undo.undo()
    assert len(resold(workbench)) == 2
    assert workbench.database.check().problems == ()


def test_sales_before_the_first_publication_are_told_and_taken(live: Workbench) -> None:
    assert load(live, "saas-subscriptions.json").evidence.early == 1


def test_an_earlier_sale_of_a_later_file_counts(live: Workbench) -> None:
    head = "offer,tenant_id,date\n"
    load(live, f"{head}litware-backup,{CONTOSO},2026-03-01\n")
    assert resold(live)["litware-backup", CONTOSO] == date(2026, 3, 1)
    assert load(live, f"{head}litware-backup,{CONTOSO},2026-02-01\n").new == 0
    assert resold(live)["litware-backup", CONTOSO] == date(2026, 2, 1)
    live.undo.undo()
    assert resold(live)["litware-backup", CONTOSO] == date(2026, 3, 1)


def test_a_mapping_is_remembered_by_header(live: Workbench) -> None:
    text = f"Kunde;Partner-ID;Produkt\nA;{CONTOSO};litware-backup\n"
    mapping = {"tenant_id": "Partner-ID", "offer": "Produkt"}
    assert load(live, text, mapping=mapping).new == 1
    again = load(live, f"Kunde;Partner-ID;Produkt\nA;{FABRIKAM};litware-backup\n")
    assert again.new == 1
    assert (again.evidence.recorded[0].strength, len(resold(live))) == (Strength.MANUAL, 2)


def test_partners_with_a_tenant_id_join_the_directory(workbench: Workbench) -> None:
    result = load(workbench, "partner-relationships.json")
    assert result.partners is not None
    assert (result.partners.added, result.waiting) == (3, 0)
    assert workbench.directory.show(CONTOSO).mpn_id == "5557001"
    again = load(workbench, "indirect-resellers-powershell.csv")
    assert (again.new, again.known) == (0, 3)


def test_better_data_of_the_directory_is_kept(live: Workbench) -> None:
    text = f"Record ID,Company name,Tenant ID,Country/Region\n1,Other name,{CONTOSO},France\n"
    load(live, text)
    row = live.directory.show(CONTOSO)
    assert (row.name, row.country) == (NAMES[CONTOSO], "NL")
    load(live, "partner-relationships.json")
    assert live.directory.show(CONTOSO).mpn_id == "5557001"


def test_partners_without_an_id_or_a_country_wait(workbench: Workbench) -> None:
    assert load(workbench, "hubspot-companies.csv").waiting == 3
    offered = load(workbench, "private-offer-csp.json", preview=True)
    assert (offered.waiting, offered.countryless) == (0, 3)
    assert load(workbench, "private-offer-csp.json") == offered
    assert load(workbench, "partner-directory-list.json").waiting == 3
    names = {(one.name, one.tenant_id) for one in workbench.evidence.unmatched()}
    assert ("Contoso Cloud Distribution BV", None) in names
    assert ("Contoso Cloud Distribution BV", CONTOSO) in names
    found = workbench.evidence.suggestions("Contoso Cloud Distribution BV")
    assert [one.tenant_id for one in found] == [CONTOSO]

    workbench.evidence.match("Contoso Cloud Distribution BV", CONTOSO)

    assert workbench.directory.show(CONTOSO).country == "NL"
    waiting = {one.name for one in workbench.evidence.unmatched()}
    assert "Contoso Cloud Distribution BV" not in waiting
    workbench.undo.undo()
    with pytest.raises(NotFound):
        workbench.directory.show(CONTOSO)
    assert "Contoso Cloud Distribution BV" in {o.name for o in workbench.evidence.unmatched()}


def test_a_partner_whose_tenant_id_the_file_gives_is_not_matched_but_needs_a_country(
    workbench: Workbench,
) -> None:
    load(workbench, "private-offer-csp.json")
    for tenant_id in (NORTHWIND, CONTOSO):
        with pytest.raises(InvalidInput, match="but not its country"):
            workbench.evidence.match(NAMES[NORTHWIND], tenant_id)
    (one,) = [o for o in workbench.evidence.unmatched() if o.name == NAMES[NORTHWIND]]
    assert (one.tenant_id, one.needs_partner) == (NORTHWIND, False)
    workbench.directory.import_partners(
        [Partner(tenant_id=NORTHWIND, name=NAMES[NORTHWIND], country="GB")]
    )
    assert NAMES[NORTHWIND] not in {o.name for o in workbench.evidence.unmatched()}


def test_a_partner_without_a_name_is_suggested_nobody(workbench: Workbench) -> None:
    load(workbench, "reseller-configuration-legacy.json")
    load(workbench, "oidc-found-v2.json", domain="contosocloud.example")
    assert workbench.evidence.suggestions("") == []
    assert workbench.evidence.suggestions("", "contosocloud.example") != []


def test_the_tenant_of_a_domain_is_a_suggestion_and_no_more(workbench: Workbench) -> None:
    load(workbench, "hubspot-companies.csv")
    load(workbench, "oidc-found-v2.json", domain="contosocloud.example")
    (one,) = [o for o in workbench.evidence.unmatched() if o.domain == "contosocloud.example"]
    assert one.tenant_id is None
    (found,) = workbench.evidence.suggestions(one.name, one.domain)
    assert (found.tenant_id, found.source) == (CONTOSO, "domain")
    assert load(workbench, "graph-tenant-information.json").new == 1


def test_a_large_file_is_read_to_its_end(live: Workbench, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    rows = (
        f"Partner {n % 5} of many with a long name,2025-01-02,Cloud Solution Provider,Monitor"
        for n in range(20_000)
    )
    path.write_text(
        "ProviderName,DateAcquired,AzureLicenseType,OfferName\n" + "\n".join(rows), "utf-8"
    )
    result = load(live, path)
    assert (result.rows, result.new) == (20_000, 5)
    assert sum(one.rows for one in result.evidence.unmatched) == 20_000


def test_stopping_changes_nothing(live: Workbench) -> None:
    entries = live.history.entries()

    def stop(_rows: int) -> None:
        raise Canceled

    for name in ("saas-subscriptions.json", "partner-relationships.json"):
        with pytest.raises(Canceled):
            load(live, name, progress=stop)
    assert live.history.entries() == entries
    assert not live.evidence.items()


def test_knowledge_has_an_age(live: Workbench) -> None:
    assert live.evidence.known_until("litware-backup") is None
    load(live, "orders-isvorderv2.csv")
    assert live.evidence.known_until("litware-backup") is None
    load(live, "saas-subscriptions.json")
    assert live.evidence.known_until("litware-backup") is not None


def test_a_file_without_a_usable_row_is_refused(live: Workbench) -> None:
    with pytest.raises(InvalidInput):
        load(live, "offer,tenant_id\n,\nlitware-backup,x\n")
