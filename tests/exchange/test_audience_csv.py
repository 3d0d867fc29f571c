from __future__ import annotations

import codecs
import csv
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.domain import limits
from csp_tui.domain.errors import Canceled, InvalidInput, StorageProblem
from csp_tui.domain.text import clean
from csp_tui.exchange.audience_csv import read_audience, write_audience
from csp_tui.exchange.csv_form import PLAIN, CsvForm, excel_form

A, B, C = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "abc")


FORMS = tuple(CsvForm(separator, mark) for separator in ",;\t" for mark in (False, True))


def written(*rows: tuple[str, str], form: CsvForm = PLAIN) -> bytes:
    stream = io.BytesIO()
    assert write_audience(stream, rows, form) == len(rows)
    return stream.getvalue()


@given(
    st.dictionaries(
        st.uuids().map(str).filter(lambda text: text.strip("0-")),
        st.one_of(
            st.text(max_size=20),
            st.text(alphabet=st.sampled_from(list("=+-@'\",; aé＝")), max_size=10),
        ).map(clean),
        max_size=8,
    ),
    st.sampled_from(FORMS),
)
def test_export_and_import_give_exactly_the_same_list(
    labels: dict[str, str], form: CsvForm
) -> None:
    again = read_audience(io.BytesIO(written(*labels.items(), form=form)))
    assert {entry.tenant_id: entry.label for entry in again.entries} == labels
    assert [entry.tenant_id for entry in again.entries] == list(labels)
    assert again.rejects == []


def test_the_file_has_the_columns_of_partner_centers_sister_list() -> None:
    content = written((A, "Contoso"), (B, 'Łódź, "株"'), (C, ""))
    assert content.decode() == (
        f'ID,Description,Type\n{A},Contoso,TenantID\n{B},"Łódź, ""株""",TenantID\n{C},,TenantID\n'
    )


@pytest.mark.parametrize("written_with", FORMS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "label", ["=1+1", "+1", "-1", "@A1", "a;=1+1", "a\t=1+1", 'a;"=1+1', "a\n=1+1", "a,@x", "＝1"]
)
def test_no_spreadsheet_finds_a_formula(label: str, separator: str, written_with: CsvForm) -> None:
    text = written((A, label), form=written_with).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=separator) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]


@pytest.mark.parametrize(
    ("environment", "language", "separator"),
    [
        ({"LANG": "en_US.UTF-8"}, "en", ","),
        ({"LANG": "fr_FR.UTF-8"}, "en", ";"),
        ({"LC_ALL": "de_DE@euro", "LANG": "en_US.UTF-8"}, "en", ";"),
        ({"LC_NUMERIC": "en_ZA.UTF-8"}, "en", ";"),
        ({"LANG": "es_MX.UTF-8"}, "en", ","),
        ({"LANG": "C.UTF-8"}, "fr", ";"),
        ({}, "en", ","),
    ],
)
def test_a_file_for_excel_has_a_mark_and_the_separator_of_the_locale(
    environment: dict[str, str], language: str, separator: str
) -> None:
    form = excel_form(environment, language)
    content = written((A, "Contoso"), form=form)
    assert content == codecs.BOM_UTF8 + (
        f"ID,Description,Type\n{A},Contoso,TenantID\n".replace(",", separator).encode()
    )


@pytest.mark.parametrize("title", ["TenantId", "azure_ad-tenant.ID", "CSP Tenant ID"])
def test_the_type_column_only_counts_beside_the_column_id(title: str) -> None:
    text = f"{title},Company Name,Type\n{A},Contoso,direct-bill\n"
    (entry,) = read_audience(io.BytesIO(text.encode())).entries
    assert (entry.tenant_id, entry.label) == (A, "Contoso")


def test_the_titles_of_the_tenant_id_have_an_order_whatever_theirs_in_the_file() -> None:
    titles = ["ID", "Azure AD tenant ID", "CSP tenant ID", "Partner tenant ID", "Tenant ID"]
    for count in range(1, len(titles) + 1):
        ids = [f"{number:08x}-1b5d-4c1e-9a77-0c6b6f2d9c1e" for number in range(1, count + 1)]
        text = f"{';'.join(titles[:count])}\n{';'.join(ids)}\n"
        (entry,) = read_audience(io.BytesIO(text.encode())).entries
        assert entry.tenant_id == ids[-1]


def test_a_label_is_one_clean_line_in_the_file() -> None:
    assert (
        written((A, "Contoso\n\x1b[31m")).decode().splitlines()[1] == f"{A},Contoso [31m,TenantID"
    )


def test_columns_in_any_order_and_case_and_description_and_type_may_be_missing() -> None:
    entries = read_audience(io.BytesIO(f"type;Note;id\nTENANTID;x;{A}\n;;{B}\n".encode())).entries
    assert [(e.line, e.tenant_id, e.label) for e in entries] == [(2, A, ""), (3, B, "")]
    entries = read_audience(io.BytesIO(f"ID\r\n{{{A.upper()}}}\r\n".encode("utf-16"))).entries
    assert [entry.tenant_id for entry in entries] == [A]
    entries = read_audience(io.BytesIO(f"Tenant_ID\n{A}\n".encode())).entries
    assert [entry.tenant_id for entry in entries] == [A]


def test_a_tenant_that_occurs_again_counts_once() -> None:
    text = f"ID,Description\n{A},Contoso\n{A.upper()},Again\n{B},Fabrikam\n"
    found = read_audience(io.BytesIO(text.encode()))
    assert [(e.line, e.label) for e in found.entries] == [(2, "Contoso"), (4, "Fabrikam")]
    assert found.rejects == []


def test_bad_rows_are_reported_and_good_rows_taken() -> None:
    text = (
        f"ID,Description,Type\nx\x1by,Contoso,TenantID\n{A},Fabrikam,SubscriptionID\n"
        f"{B},Adatum,tenantid\n00000000-0000-0000-0000-000000000000,,TenantID\n"
    )
    found = read_audience(io.BytesIO(text.encode()))
    assert [entry.tenant_id for entry in found.entries] == [B]
    assert [(r.line, r.value) for r in found.rejects] == [
        (2, "xy"),
        (3, "SubscriptionID"),
        (5, "00000000-0000-0000-0000-000000000000"),
    ]
    assert "not TenantID" in str(found.rejects[1].reason)


def test_all_rejected_rows_are_counted_and_the_first_hundred_kept() -> None:
    found = read_audience(io.BytesIO(("ID\n" + "x\n" * 300).encode()))
    assert (found.rejected, len(found.rejects)) == (300, 100)


def test_a_file_without_an_id_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"Tenant\n{A}\n")
    with pytest.raises(InvalidInput, match="no column ID"):
        read_audience(path)


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old")
    path.chmod(0o640)
    assert write_audience(path, [(A, "Contoso")]) == 1
    assert read_audience(path).entries[0].label == "Contoso"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["list.csv"]


def test_a_new_file_only_its_owner_may_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_audience(tmp_path / "list.csv", [])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "list.csv").stat().st_mode) == 0o600


def test_a_list_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old")

    def rows() -> Iterator[tuple[str, str]]:
        yield A, "Contoso"
        raise Canceled

    with pytest.raises(Canceled):
        write_audience(path, rows())
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["list.csv"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    (tmp_path / "link.csv").symlink_to(path)
    write_audience(tmp_path / "link.csv", [(A, "")])
    assert (tmp_path / "link.csv").is_symlink()
    assert len(read_audience(path).entries) == 1


def test_a_device_is_written_to_and_stays() -> None:
    assert write_audience("/dev/null", [(A, "")]) == 1
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_full_disk_is_a_problem_with_a_next_step() -> None:
    with pytest.raises(StorageProblem) as caught:
        write_audience("/dev/full", [(A, "")])
    assert "/dev/full" in str(caught.value.message)
    assert caught.value.next_step is not None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "is a folder"),
        ("none/list.csv", "does not exist"),
        ("file/list.csv", "does not exist"),
        ("x" * 300, "cannot be the name"),
        ("a\0b", "cannot be the name"),
    ],
)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InvalidInput, match=said) as caught:
        write_audience(tmp_path / name, [(A, "")])
    assert tmp_path.name in str(caught.value.message)
    assert caught.value.next_step is not None
    assert os.listdir(tmp_path) == ["file"]


def test_a_description_that_is_too_long_is_rejected_with_its_line() -> None:
    text = f"ID,Description\n{A},{'a' * 301}\n{B},{'b' * 300}\n"
    found = read_audience(io.BytesIO(text.encode()))
    assert [entry.tenant_id for entry in found.entries] == [B]
    assert (found.rejected, found.rejects[0].line) == (1, 2)
    assert "description has 301 characters" in str(found.rejects[0].reason)


def test_a_list_with_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIST_ROWS", 1)
    with pytest.raises(InvalidInput, match="more than 1 usable rows"):
        read_audience(io.BytesIO(f"ID\n{A}\n{B}\n".encode()))
