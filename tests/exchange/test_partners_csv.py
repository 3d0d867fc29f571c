from __future__ import annotations

import io

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.partner import Partner, PartnerType
from csp_tui.exchange import partners_csv
from csp_tui.exchange.partners_csv import PartnerFileReader

A, B = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "ab")
HEADER = "tenant_id,name,country,competencies,skills,type,mpn_id,city\n"


def read(*rows: str) -> tuple[list[Partner], PartnerFileReader]:
    reader = PartnerFileReader(io.BytesIO((HEADER + "\n".join(rows)).encode()))
    return list(reader), reader


def test_every_column_arrives() -> None:
    (partner,), reader = read(
        f'{A},"Contoso, Ltd",fr,Security; Modern Work,Azure;azure;;Intune,direct-bill,0123,Orléans'
    )
    assert partner == Partner(
        tenant_id=A,
        name="Contoso, Ltd",
        country="FR",
        competencies=("Security", "Modern Work"),
        skills=("Azure", "Intune"),
        type=PartnerType.DIRECT_BILL,
        mpn_id="0123",
        city="Orléans",
    )
    assert reader.cleaned == 0


@pytest.mark.parametrize("written", [A.upper(), f"{{{A}}}", f"{{{A.upper()}}}"])
def test_tenant_ids_come_in_any_case_and_in_braces(written: str) -> None:
    (partner,), reader = read(f"{written},Contoso,FR")
    assert (partner.tenant_id, reader.cleaned) == (A, 0)


@pytest.mark.parametrize(
    ("row", "value", "reason"),
    [
        ("00000000-0000-0000-0000-000000000000,Contoso,FR", "00000000-0", "zeros"),
        ("{00000000-0000-0000-0000-000000000000},Contoso,FR", "{00000000-", "zeros"),
        ("1234,Contoso,FR", "1234", "not a tenant ID"),
        (",Contoso,FR", "", "not a tenant ID"),
        (f"{A} x,Contoso,FR", A[:10], "not a tenant ID"),
        (f"{A},,FR", "", "no name"),
        (f"{A},\u200b \x07,FR", "", "no name"),
        (f"{A},Contoso,", "", "no country"),
        (f"{A},Contoso,FRA", "FRA", "two-letter"),
        (f"{A},Contoso,F1", "F1", "two-letter"),
        (f"{A},Contoso,ÉÀ", "ÉÀ", "two-letter"),
        (f"{A},Contoso,ß", "ß", "two-letter"),
    ],
)
def test_a_bad_row_is_reported_and_the_next_is_taken(row: str, value: str, reason: str) -> None:
    partners, reader = read(row, f"{B},Fabrikam,DE")
    assert [partner.tenant_id for partner in partners] == [B]
    (reject,) = reader.rejects
    assert (reject.line, reject.value[:10]) == (2, value)
    assert reason in str(reject.reason)
    assert (reader.rejected, reader.cleaned) == (1, 0)


def test_a_country_that_the_table_lacks_is_taken() -> None:
    (partner,), _ = read(f"{A},Contoso,QQ")
    assert partner.country == "QQ"


@pytest.mark.parametrize(
    ("row", "cleaned"),
    [
        (f"{A},Cafe\u0301,FR", 1),
        (f"{A}, Contoso\x1b[31m ,FR", 1),
        (f"{A}\u200b,Contoso, FR ", 2),
        (f"{A},Contoso,FR,Secu\x07rity, Azure ,,\u202e1, Paris", 4),
        (f"{A},Contoso,FR,Security ; Azure,Azure ;", 0),
    ],
)
def test_each_cell_that_cleaning_changes_is_counted(row: str, cleaned: int) -> None:
    partners, reader = read(row, row)
    assert len(partners) == 2
    assert reader.cleaned == 2 * cleaned
    assert all(p.name.isprintable() and p.country == "FR" for p in partners)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("direct-bill", PartnerType.DIRECT_BILL),
        ("Direct bill partner", PartnerType.DIRECT_BILL),
        ("DIRECT_BILL", PartnerType.DIRECT_BILL),
        ("Partenaire de facturation directe", PartnerType.DIRECT_BILL),
        ("indirect provider", PartnerType.INDIRECT_PROVIDER),
        ("Indirect Provider (distributor)", PartnerType.INDIRECT_PROVIDER),
        ("Fournisseur indirect", PartnerType.INDIRECT_PROVIDER),
        ("Indirect Reseller", PartnerType.INDIRECT_RESELLER),
        ("indirect-reseller", PartnerType.INDIRECT_RESELLER),
        ("", None),
    ],
)
def test_types_are_read_as_people_write_them(written: str, kind: PartnerType | None) -> None:
    (partner,), reader = read(f"{A},Contoso,FR,,,{written}")
    assert (partner.type, reader.cleaned) == (kind, 0)


def test_an_unknown_type_is_dropped_and_counted() -> None:
    (first, second), reader = read(f"{A},Contoso,FR,,,wizard", f"{B},Fabrikam,FR,,,wizard")
    assert (first.type, second.type, reader.cleaned) == (None, None, 2)


def test_duplicates_are_the_importers_to_judge() -> None:
    partners, _ = read(f"{A},Contoso,FR", f"{A},Contoso Two,FR")
    assert [partner.name for partner in partners] == ["Contoso", "Contoso Two"]


def test_all_rejects_are_counted_and_a_hundred_kept() -> None:
    partners, reader = read(*["x,Contoso,FR"] * 250)
    assert (partners, reader.rejected, len(reader.rejects)) == ([], 250, 100)


def test_lists_that_never_repeat_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csp_tui.exchange.partners_csv._MOST_LISTS", 10)
    partners, reader = read(*[f"{A},Contoso,FR,c{n},s{n}" for n in range(50)])
    assert [partner.skills for partner in partners] == [(f"s{n}",) for n in range(50)]
    assert max(len(reader._competencies), len(reader._skills)) <= 10


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("a" * 301, "FR", "", "", "", ""), "name has 301 characters; at most 300"),
        (("a" * 12_000, "FR", "", "", "", ""), "name has 12000 characters"),
        (("Contoso", "FR", "a" * 201, "", "", ""), "competencies has 201 characters"),
        (("Contoso", "FR", "", "x;" + "a" * 201, "", ""), "skills has 201 characters"),
        (("Contoso", "FR", ";".join(map(str, range(201))), "", "", ""), "competencies has 201"),
        (("Contoso", "FR", "", "", "1" * 201, ""), "mpn_id has 201 characters"),
        (("Contoso", "FR", "", "", "", "a" * 201), "city has 201 characters"),
    ],
)
def test_what_is_too_long_is_rejected_with_its_line(cells: tuple[str, ...], said: str) -> None:
    name, country, competencies, skills, mpn_id, city = cells
    row = f"{A},{name},{country},{competencies},{skills},,{mpn_id},{city}"
    partners, reader = read(row, f"{B},Fabrikam,DE")
    assert [partner.tenant_id for partner in partners] == [B]
    (reject,) = reader.rejects
    assert reject.line == 2
    assert said in str(reject.reason)


def test_the_longest_values_are_taken() -> None:
    values = ";".join(f"{n:0200d}" for n in range(200))
    (partner,), reader = read(f"{A},{'a' * 300},FR,{values},{values},,{'1' * 200},{'c' * 200}")
    assert (len(partner.name), len(partner.skills), reader.rejected) == (300, 200, 0)


def test_too_many_different_values_and_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partners_csv, "DISTINCT_VALUES", 3)
    monkeypatch.setattr(partners_csv, "DIRECTORY_ROWS", 2)
    row = f"{A},Contoso,FR,x,"
    with pytest.raises(InvalidInput, match="more than 3 different"):
        read(f"{row}a", f"{row}b;B;c")
    with pytest.raises(InvalidInput, match="more than 2 partners"):
        read(*[f"{row}a"] * 3)
