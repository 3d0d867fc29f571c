from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.import_rows import ResaleEntry
from csp_tui.exchange.resales_csv import read_resales

A, B = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "ab")


def test_resales_with_and_without_a_day(tmp_path: Path) -> None:
    path = tmp_path / "resales.csv"
    path.write_text(
        f"First_Sold_On\tTENANT_ID\toffer_id\n2024-02-29\t{A.upper()}\tcontoso-backup\n"
        f"\t{{{B}}}\t fabrikam_1 \n",
        encoding="utf-16",
    )
    found = read_resales(path)
    assert found.entries == [
        ResaleEntry(2, "contoso-backup", A, date(2024, 2, 29)),
        ResaleEntry(3, "fabrikam_1", B, None),
    ]
    assert found.rejects == []


def test_the_day_may_be_missing_altogether() -> None:
    found = read_resales(io.BytesIO(f"offer_id,tenant_id\ncontoso,{A}\n".encode()))
    assert found.entries == [ResaleEntry(2, "contoso", A)]


@pytest.mark.parametrize(
    ("row", "value", "reason"),
    [
        (f"Contoso,{A},", "Contoso", "not an offer ID"),
        (f",{A},", "", "not an offer ID"),
        ("contoso,x,", "x", "not a tenant ID"),
        ("contoso,00000000-0000-0000-0000-000000000000,", "00000000-0", "zeros"),
        (f"contoso,{A},03/04/2024", "03/04/2024", "2024-03-31"),
        (f"contoso,{A},20240403", "20240403", "2024-03-31"),
        (f"contoso,{A},2024-W01-1", "2024-W01-1", "2024-03-31"),
        (f"contoso,{A},2023-02-29", "2023-02-29", "2024-03-31"),
        (f"contoso,{A},٢٠٢٤-٠١-٠١", "٢٠٢٤-٠١-٠١", "2024-03-31"),
        (f"contoso,{A},yesterday", "yesterday", "not a date"),
    ],
)
def test_a_bad_row_is_reported_and_the_next_is_taken(row: str, value: str, reason: str) -> None:
    text = f"offer_id,tenant_id,first_sold_on\n{row}\nfabrikam,{B},2024-01-02\n"
    found = read_resales(io.BytesIO(text.encode()))
    assert [entry.offer_id for entry in found.entries] == ["fabrikam"]
    (reject,) = found.rejects
    assert (reject.line, reject.value[:10]) == (2, value)
    assert reason in str(reject.reason)


@pytest.mark.parametrize("header", ["offer_id", "tenant_id,first_sold_on", "ID,Description,Type"])
def test_a_header_without_offer_or_partner_is_refused(header: str) -> None:
    with pytest.raises(InvalidInput, match=r"(no column|lacks the columns) (offer|tenant)_id"):
        read_resales(io.BytesIO(f"{header}\n".encode()))
