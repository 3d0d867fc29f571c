from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.domain.errors import Cancelled, InvalidInput, StorageProblem
from csp_tui.domain.text import clean
from csp_tui.exchange.audience_csv import read_audience, write_audience

A, B, C = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "abc")


def written(*rows: tuple[str, str]) -> bytes:
    stream = io.BytesIO()
    assert write_audience(stream, rows) == len(rows)
    return stream.getvalue()


@given(
    st.dictionaries(
        st.uuids().map(str).filter(lambda text: text.strip("0-")),
        st.one_of(
            st.text(max_size=20),
            st.text(alphabet=st.sampled_from(list("=+-@'\",; aé＝")), max_size=10),
        ).map(clean),
        max_size=8,
    )
)
def test_export_and_import_give_the_same_list_to_the_letter(labels: dict[str, str]) -> None:
    again = read_audience(io.BytesIO(written(*labels.items())))
    assert {entry.tenant_id: entry.label for entry in again.entries} == labels
    assert [entry.tenant_id for entry in again.entries] == list(labels)
    assert again.rejects == []


def test_the_file_has_the_columns_of_partner_centers_sister_list() -> None:
    content = written((A, "Contoso"), (B, 'Łódź, "株"'), (C, ""))
    assert content.decode() == (
        f'ID,Description,Type\n{A},Contoso,TenantID\n{B},"Łódź, ""株""",TenantID\n{C},,TenantID\n'
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "label", ["=1+1", "+1", "-1", "@A1", "a;=1+1", "a\t=1+1", 'a;"=1+1', "a\n=1+1", "a,@x", "＝1"]
)
def test_no_spreadsheet_finds_a_formula(label: str, separator: str) -> None:
    text = written((A, label)).decode()
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=separator) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]


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


def test_all_rejects_are_kept() -> None:
    found = read_audience(io.BytesIO(("ID\n" + "x\n" * 300).encode()))
    assert len(found.rejects) == 300


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
        raise Cancelled

    with pytest.raises(Cancelled):
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
