"""Files of Microsoft: what each is recognized as, and what is taken from it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import (
    DayOrder,
    EvidenceRow,
    FileKind,
    FoundPartner,
    Strength,
    TenantHint,
)
from csp_tui.exchange.microsoft.cells import country_code, domain_of, is_csp, read_sale_day
from csp_tui.exchange.microsoft.json_stream import JsonStream
from csp_tui.exchange.microsoft.opening import EvidenceFile
from csp_tui.exchange.microsoft.reading import RowReader
from tests.exchange import fuzz_microsoft

EXAMPLES = fuzz_microsoft.EXAMPLES
TODAY = fuzz_microsoft.TODAY
CONTOSO, FABRIKAM, NORTHWIND = (f"000000a{n}-0000-4000-8000-0000000000a{n}" for n in (1, 2, 3))
Row = EvidenceRow | FoundPartner | TenantHint


def read(
    data: bytes | str | Path,
    *,
    kind: FileKind | None = None,
    mapping: Mapping[str, str] | None = None,
    order: DayOrder | None = None,
    domain: str = "",
) -> tuple[FileKind | None, list[Row], RowReader[Any]]:
    """What a file is and what it has."""
    source = (
        data
        if isinstance(data, Path)
        else io.BytesIO(data.encode() if isinstance(data, str) else data)
    )
    with EvidenceFile(source) as file:
        recognized = file.recognize(kind, mapping)
        with file.read(recognized, order=order, domain=domain, today=TODAY) as rows:
            return recognized.kind, list(rows), rows


def example(name: str) -> tuple[FileKind | None, list[Row], RowReader[Any]]:
    return read(EXAMPLES / name)


def refusal(data: str | bytes | Path, **options: object) -> str:
    with pytest.raises(InvalidInput) as caught:
        read(data, **options)  # type: ignore[arg-type]
    return f"{caught.value.message} {caught.value.next_step}"


@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("customers-dashboard-ui.csv", FileKind.CUSTOMERS, 2),
        ("customers-isvcustomer.csv", FileKind.CUSTOMERS, 2),
        ("dynamics-accounts.GUESSED-HEADER.csv", FileKind.CRM, 3),
        ("earnings-default.csv", FileKind.EARNINGS, 3),
        ("earnings-marketplace.csv", FileKind.EARNINGS, 3),
        ("graph-tenant-information.json", FileKind.TENANT_INFORMATION, 1),
        ("hubspot-companies.csv", FileKind.CRM, 3),
        ("indirect-resellers-powershell.csv", FileKind.PARTNER_RELATIONSHIPS, 3),
        ("orders-dashboard-ui.csv", FileKind.ORDERS, 2),
        ("orders-isvorderv2.csv", FileKind.ORDERS, 2),
        ("partner-directory-detail.json", FileKind.PARTNER_DIRECTORY, 1),
        ("partner-directory-list.json", FileKind.PARTNER_DIRECTORY, 3),
        ("partner-relationships.json", FileKind.PARTNER_RELATIONSHIPS, 3),
        ("private-offer-csp.json", FileKind.PRIVATE_OFFER, 3),
        ("reseller-configuration-legacy.json", FileKind.RESELLER_CONFIGURATION, 3),
        ("reseller-configuration-product-ingestion.json", FileKind.RESELLER_CONFIGURATION, 3),
        ("revenue-isvrevenue.csv", FileKind.REVENUE, 2),
        ("saas-subscriptions.json", FileKind.SAAS_SUBSCRIPTIONS, 2),
        ("salesforce-accounts.csv", FileKind.CRM, 3),
        ("transaction-history-2020.csv", FileKind.TRANSACTION_HISTORY, 3),
        ("usage-isvusage.tsv", FileKind.USAGE, 2),
    ],
)
def test_each_example_is_recognized_and_read(name: str, kind: FileKind, rows: int) -> None:
    found, read_rows, reader = example(name)
    assert found is kind
    assert len(read_rows) == rows
    assert not reader.rejected


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("earnings-payments.csv", "payments"),
        ("partnercenter-customers.csv", "list of its customers"),
        ("private-audience.csv", "is an audience"),
        ("export-csps.GUESSED-HEADER.csv", "--map"),
    ],
)
def test_files_that_prove_nothing_are_refused_with_the_reason(name: str, words: str) -> None:
    assert words in refusal(EXAMPLES / name)


def test_saas_subscriptions_name_the_purchaser_with_certainty() -> None:
    _kind, rows, reader = example("saas-subscriptions.json")
    first, second = rows
    assert isinstance(first, EvidenceRow)
    assert isinstance(second, EvidenceRow)
    assert (first.offer, first.tenant_id, first.strength) == (
        "litware-backup",
        CONTOSO,
        Strength.CERTAIN,
    )
    assert first.day == date(2025, 1, 15)
    # The term of an unsubscribed one says nothing.
    assert (second.tenant_id, second.strength, second.day) == (FABRIKAM, Strength.CERTAIN, None)
    assert reader.skipped == 1


def subscription(**changed: object) -> dict[str, object]:
    return {
        "id": "00000050-0000-4000-8000-000000000050",
        "offerId": "litware-backup",
        "purchaser": {"tenantId": CONTOSO},
        "beneficiary": {"tenantId": NORTHWIND},
        "allowedCustomerOperations": ["Read"],
        "saasSubscriptionStatus": "Subscribed",
        "term": {"startDate": "2025-01-15T00:00:00Z"},
        **changed,
    }


@pytest.mark.parametrize(
    ("changed", "strength"),
    [
        ({}, Strength.CERTAIN),
        ({"isTest": True}, Strength.HINT),
        ({"saasSubscriptionStatus": "PendingFulfillmentStart"}, Strength.HINT),
        ({"allowedCustomerOperations": ["Read", "Update", "Delete"]}, Strength.HINT),
        ({"beneficiary": {"tenantId": CONTOSO}}, Strength.HINT),
        ({"beneficiary": {"tenantId": CONTOSO}, "allowedCustomerOperations": []}, None),
    ],
)
def test_a_doubtful_subscription_is_only_a_hint(
    changed: dict[str, object], strength: Strength | None
) -> None:
    _kind, rows, _reader = read(json.dumps(subscription(**changed)))
    assert [row.strength for row in rows if isinstance(row, EvidenceRow)] == (
        [strength] if strength else []
    )


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(subscription()),
        json.dumps([subscription()]),
        json.dumps({"subscriptions": [subscription()], "@nextLink": ""}),
        json.dumps([{"subscriptions": [subscription()]}]),
        json.dumps({"id": "x", "subscription": subscription()}),
        json.dumps({"subscriptions": []}) + "\n" + json.dumps({"subscriptions": [subscription()]}),
        json.dumps(subscription()) + "\n",
        "\ufeff" + json.dumps(subscription()),
    ],
)
def test_subscriptions_come_as_pages_arrays_lines_and_single_answers(text: str) -> None:
    kind, rows, _reader = read(text)
    assert kind is FileKind.SAAS_SUBSCRIPTIONS
    assert len(rows) == 1


def test_only_the_csp_channel_counts_and_a_reseller_of_enterprises_does_not() -> None:
    text = (
        "ProviderName,DateAcquired,AzureLicenseType,OfferName\n"
        "A Ltd,2025-01-02,Enterprise through Reseller,Backup\n"
        "B Ltd,2025-01-02,cloud solution provider,Backup\n"
        "************,2025-01-02,Cloud Solution Provider,Backup\n"
    )
    _kind, rows, reader = read(text)
    assert [row.partner for row in rows if isinstance(row, EvidenceRow)] == ["B Ltd"]
    assert reader.skipped == 2


def test_a_customers_report_without_offers_says_which_query_has_them() -> None:
    text = "ProviderName,DateAcquired,AzureLicenseType\nA,2025-01-02,Cloud Solution Provider\n"
    assert "FROM ISVCustomer" in refusal(text)


def test_a_customer_counts_as_partner_only_through_a_known_order() -> None:
    _kind, rows, _reader = example("earnings-marketplace.csv")
    named, through_order, _third = rows
    assert isinstance(named, EvidenceRow)
    assert isinstance(through_order, EvidenceRow)
    assert (named.partner, named.orders) == ("Contoso Cloud Distribution BV", ())
    assert through_order.partner == "Fabrikam Reselling GmbH"
    assert through_order.orders[0] == "order:000000e1-0000-4000-8000-0000000000e1"


def test_a_canceled_order_remains_evidence() -> None:
    _kind, rows, _reader = example("orders-dashboard-ui.csv")
    assert len(rows) == 2
    assert {row.strength for row in rows if isinstance(row, EvidenceRow)} == {Strength.HINT}


def test_the_id_of_the_public_directory_is_never_a_tenant_id() -> None:
    _kind, rows, _reader = example("partner-directory-list.json")
    assert [row.tenant_id for row in rows] == ["", "", ""]


def test_customers_of_a_private_offer_are_left_out() -> None:
    _kind, rows, _reader = example("private-offer-csp.json")
    assert [row.tenant_id for row in rows] == [CONTOSO, FABRIKAM, NORTHWIND]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["customers-isvcustomer.csv", "hubspot-companies.csv"])
def test_encodings_and_separators_are_found(name: str, separator: str, encoding: str) -> None:
    text = (EXAMPLES / name).read_text("utf-8").replace(",", separator)
    assert read(text.encode(encoding))[1] == example(name)[1]


def test_an_archive_with_one_table_is_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/Customers.csv", (EXAMPLES / "customers-isvcustomer.csv").read_bytes())
    assert read(packed.getvalue())[0] is FileKind.CUSTOMERS
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("b.csv", "x")
    assert "exactly one" in refusal(packed.getvalue())


def test_a_workbook_is_refused_with_advice() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    assert "save it as CSV" in refusal(packed.getvalue())


def test_an_unknown_table_is_mapped_by_hand() -> None:
    text = f"Kunde;Partner-ID;Produkt\nA;{CONTOSO};Backup\n"
    assert "'Kunde', 'Partner-ID', 'Produkt'" in refusal(text)
    kind, rows, _reader = read(text, mapping={"tenant_id": "Partner-ID", "offer": "Produkt"})
    assert kind is FileKind.TABLE
    (row,) = rows
    assert isinstance(row, EvidenceRow)
    assert (row.offer, row.tenant_id, row.strength) == ("Backup", CONTOSO, Strength.MANUAL)


def test_a_column_of_guids_in_a_crm_is_the_tenant_id_but_record_ids_are_not() -> None:
    text = f"Record ID,Company name,Entra,Domain\n{FABRIKAM},Contoso,{CONTOSO},contoso.example\n"
    _kind, rows, _reader = read(text)
    assert [row.tenant_id for row in rows] == [CONTOSO]


def test_a_domain_has_to_be_named_for_an_openid_answer() -> None:
    for name in ("oidc-found-v1.json", "oidc-found-v2.json"):
        assert example(name)[2].rejected == 1
        _kind, rows, _reader = read(EXAMPLES / name, domain="contosocloud.example")
        assert [(row.tenant_id, row.domain) for row in rows] == [(CONTOSO, "contosocloud.example")]
    _kind, rows, reader = read(EXAMPLES / "oidc-error-400.json", domain="nosuch.example")
    assert not rows
    assert "no tenant" in str(reader.rejects[0].reason)


def test_a_national_cloud_and_a_contradiction_are_no_answer() -> None:
    answer = json.loads((EXAMPLES / "oidc-found-v2.json").read_text())
    for changed in (
        {"cloud_instance_name": "microsoftonline.us"},
        {"issuer": f"https://login.microsoftonline.com/{FABRIKAM}/v2.0"},
        {"issuer": "https://sts.windows.net/{tenantid}/", "token_endpoint": ""},
    ):
        _kind, rows, reader = read(json.dumps({**answer, **changed}), domain="a.example")
        assert not rows
        assert reader.rejected == 1


@pytest.mark.parametrize(
    ("cell", "order", "day", "unclear"),
    [
        ("2025-03-04", None, date(2025, 3, 4), False),
        ("2025-03-04T10:00:00Z", None, date(2025, 3, 4), False),
        ("25/03/2025", None, date(2025, 3, 25), False),
        ("03/25/2025 4:00 PM", None, date(2025, 3, 25), False),
        ("03/04/2025", None, None, True),
        ("03/04/2025", DayOrder.DAY_FIRST, date(2025, 4, 3), False),
        ("03/04/2025", DayOrder.MONTH_FIRST, date(2025, 3, 4), False),
        ("03/03/2025", None, date(2025, 3, 3), False),
        ("", None, None, False),
        ("************", None, None, False),
    ],
)
def test_dates_are_never_guessed(
    cell: str, order: DayOrder | None, day: date | None, unclear: bool
) -> None:
    assert read_sale_day(cell, order) == (day, unclear)


@pytest.mark.parametrize("cell", ["2025-13-01", "32/01/2025", "soon", "0/0/2025"])
def test_what_is_no_date_is_rejected(cell: str) -> None:
    with pytest.raises(InvalidInput):
        read_sale_day(cell, None)


def test_a_sale_in_the_future_is_rejected() -> None:
    text = "offer,partner,date\nbackup,Contoso,2027-01-01\nbackup,Fabrikam,2026-01-01\n"
    _kind, rows, reader = read(text, kind=FileKind.TABLE)
    assert len(rows) == 1
    assert reader.rejects[0].line == 2


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("https://www.contoso.example/a?b", "contoso.example"),
        ("Sales@Contoso.example", "contoso.example"),
        ("contoso.example", "contoso.example"),
        ("someone@gmail.com", ""),
        ("not a domain", ""),
        ("report.v1", ""),
        ("", ""),
    ],
)
def test_domains_are_found_in_addresses(cell: str, found: str) -> None:
    assert domain_of(cell) == found


@pytest.mark.parametrize(
    ("cell", "code"),
    [("nl", "NL"), ("Netherlands", "NL"), ("United Kingdom", "GB"), ("Atlantis", ""), ("", "")],
)
def test_countries_are_codes_or_names(cell: str, code: str) -> None:
    assert country_code(cell) == code


def test_channels() -> None:
    assert is_csp("Cloud Solution Provider (CSP)")
    assert not is_csp("Enterprise through Reseller")


@pytest.mark.parametrize("portion", [1, 2, 7, 10_000])
def test_json_is_the_same_however_it_comes_in_portions(portion: int) -> None:
    text = json.dumps({"a": [1, {"b": [2.5, "x\n"]}], "c": {"d": {"e": None}}}) + "\n[12]"
    parts = (text[place : place + portion] for place in range(0, len(text), portion))
    assert [value for _path, value in JsonStream(parts, "x").values()] == [
        {"a": [1, {"b": [2.5, "x\n"]}], "c": {"d": {"e": None}}},
        [12],
    ]


def test_a_large_json_text_comes_element_by_element() -> None:
    size = 3_000_000
    text = json.dumps({"subscriptions": ["x" * 100] * (size // 100), "more": {"a": 1}})
    parts = (text[place : place + 65_536] for place in range(0, len(text), 65_536))
    paths = [path for path, _value in JsonStream(parts, "x").values()]
    assert paths.count(("subscriptions", "[]")) == size // 100
    assert paths[-1] == ("more", "a")


@pytest.mark.parametrize(
    "text", ["{", '{"a" 1}', "[1,]", "[1 2]", '{"a":1,}', "[" * 5_000, "[" + "9" * 5_000 + "]"]
)
def test_broken_json_is_refused(text: str) -> None:
    assert "JSON" in refusal(text)


def test_damaged_and_hostile_copies_are_read_or_refused() -> None:
    for data in fuzz_microsoft.seeds():
        fuzz_microsoft.play(data)
    fuzz_microsoft.run(400, seed=7)
