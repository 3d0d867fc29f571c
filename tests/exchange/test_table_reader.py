"""What every file has in common, tried on the partner directory."""

from __future__ import annotations

import codecs
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.partner import Partner
from csp_tui.exchange.lines import CHUNK, LONGEST_LINE, LineSource
from csp_tui.exchange.partners_csv import PartnerFileReader
from csp_tui.exchange.sources import Source, cannot_read

A, B, C = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "abc")
HEADER = "tenant_id,name,country,competencies,skills\n"
PLAIN = f"{HEADER}{A},Contoso Café,FR,Security;Modern Work,Azure\n{B},Fabrikam,DE,,\n"


def read(content: bytes | str) -> tuple[list[Partner], PartnerFileReader]:
    reader = PartnerFileReader(
        io.BytesIO(content.encode() if isinstance(content, str) else content)
    )
    return list(reader), reader


def lines_of(reader: PartnerFileReader) -> list[int]:
    return [reject.line for reject in reader.rejects]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_delimiter_and_line_end(delimiter: str, end: str, encoding: str) -> None:
    rows = [["tenant_id", "name", "country", "skills"], [A, "Contoso Café 株", "FR", '"x;y"']]
    text = end.join(delimiter.join(row) for row in rows) + end
    (partner,), reader = read(text.encode(encoding))
    assert partner == Partner(tenant_id=A, name="Contoso Café 株", country="FR", skills=("x", "y"))
    assert (reader.rejected, reader.cleaned) == (0, 0)


def test_big_endian_utf16_and_a_last_line_without_end() -> None:
    content = codecs.BOM_UTF16_BE + PLAIN.rstrip("\n").encode("utf-16-be")
    assert [p.tenant_id for p in read(content)[0]] == [A, B]


def test_columns_in_any_order_and_case_and_others_ignored() -> None:
    (partner,), _ = read(f"Skills;COUNTRY;Color;Tenant ID;NAME\nAzure;fr;red;{A};Contoso\n")
    assert partner == Partner(tenant_id=A, name="Contoso", country="FR", skills=("Azure",))


def test_the_header_decides_the_separator_whatever_the_rows_hold() -> None:
    (partner,), _ = read(f"tenant_id;name;country\n{A};Contoso, Ltd, and, others;FR\n")
    assert partner.name == "Contoso, Ltd, and, others"


def test_like_named_columns_are_one_as_long_as_they_agree() -> None:
    partners, _ = read(
        f"Tenant ID,name,country,Name,tenant_id\n{A},Contoso,FR,contoso,\n,Fabrikam,DE,,{B}\n"
    )
    assert [(one.tenant_id, one.name) for one in partners] == [(A, "Contoso"), (B, "Fabrikam")]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"tenant_id,name,country,name\n{A},Contoso,FR,Fabrikam\n", ("'name' (column 2)", "4")),
        (
            f"tenant_id,name,country,Tenant ID\n{A},Contoso,FR,{B}\n",
            ("'tenant_id' (column 1)", "'Tenant ID' (column 4)"),
        ),
    ],
)
def test_like_named_columns_that_differ_are_an_error_that_names_both(
    text: str, named: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput, match="differ in line 2") as caught:
        read(text)
    assert all(name in str(caught.value) for name in named)


def test_lines_count_through_quoted_breaks_and_blank_rows() -> None:
    text = (
        '\n"tenant_id","name\n","country"\n'  # lines 2 and 3
        f'{A},"Contoso\r\nLtd\nParis",FR\r\n'  # 4 to 6
        "\n ,,\n"  # 7 and 8
        "nobody,Fabrikam,FR\n"  # 9
        f'{B},"Northwind\n",Q\n'  # 10 and 11
        f"{C},Adatum,DE"  # 12
    )
    reader = PartnerFileReader(io.BytesIO(text.encode()))
    partners = [(reader.line, partner.name) for partner in reader]
    assert partners == [(4, "Contoso  Ltd Paris"), (12, "Adatum")]
    assert lines_of(reader) == [9, 10]
    assert reader.cleaned == 1


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    rows = "".join(f"{n:08x}-0000-4000-8000-000000000001,Tailspin {n},US\n" for n in range(5000))
    partners, reader = read(f'tenant_id,name,country\n{A},"Contoso,FR\n{rows}{B},Last,DE\n')
    assert len(partners) == 5001
    assert (partners[0].name, partners[-1].name) == ("Tailspin 0", "Last")
    assert lines_of(reader) == [2]
    assert "quotation mark" in str(reader.rejects[0].reason)
    assert reader.line == 5003


def test_a_quote_that_a_later_row_closes_costs_one_row() -> None:
    partners, reader = read(
        f'{HEADER}{A},"Contoso,FR,,\n{B},Fabrikam,DE,,\n{C},"Litware, Inc.",US,,\n'
    )
    assert [partner.name for partner in partners] == ["Fabrikam", "Litware, Inc."]
    assert lines_of(reader) == [2]


def test_rows_that_can_no_longer_be_taken_apart_are_not_taken_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("csp_tui.exchange.table_reader._MOST_LINES_AGAIN", 1)
    partners, reader = read(f'{HEADER}{f"""{A},"Contoso,FR,,{chr(10)}""" * 7}{B},Fabrikam,DE,,\n')
    assert [partner.name for partner in partners] == ["Fabrikam"]
    assert lines_of(reader) == [2, 3, 5, 7]


def test_more_cells_than_columns_are_rejected_unless_empty() -> None:
    partners, reader = read(f"tenant_id,name,country\n{A},Contoso, Ltd,FR\n{B},Fabrikam,DE,,,\n")
    assert [partner.name for partner in partners] == ["Fabrikam"]
    assert (reader.rejects[0].line, reader.rejects[0].value) == (2, A)
    assert "4 cells" in str(reader.rejects[0].reason)


def test_a_short_row_lacks_only_its_last_cells() -> None:
    partners, reader = read(f"{HEADER}{A},Contoso,FR\n{B},Fabrikam\n")
    assert [partner.name for partner in partners] == ["Contoso"]
    assert "no country" in str(reader.rejects[0].reason)


@pytest.mark.parametrize("bad", [b"Caf\xe9", b"nul\0", b"\xff\xfe", b"\xed\xa0\x80"])
def test_damaged_bytes_cost_only_their_row(bad: bytes) -> None:
    partners, reader = read(
        HEADER.encode()
        + f"{A},Contoso,FR,,\n{B},".encode()
        + bad
        + f",FR,,\n{C},Adatum é,DE,,\n".encode()
    )
    assert [partner.name for partner in partners] == ["Contoso", "Adatum é"]
    assert [(reject.line, reject.value) for reject in reader.rejects] == [(3, B)]


def test_damage_after_damage_of_another_kind_is_still_only_a_row() -> None:
    partners, reader = read(
        f"{HEADER}{A},nul\0,FR,,\n".encode()
        + f"{B},Fabrikam,FR,,\n".encode() * 8000
        + f"{C},Caf".encode()
        + b"\xe9,FR,,\n"
    )
    assert len(partners) == 8000
    assert lines_of(reader) == [2, 8003]


def test_half_a_character_at_the_end_of_utf16_costs_only_its_row() -> None:
    partners, reader = read(PLAIN.encode("utf-16") + f"{C},Adatum,DE".encode("utf-16-le") + b"x")
    assert [partner.tenant_id for partner in partners] == [A, B]
    assert lines_of(reader) == [4]


@pytest.mark.parametrize("size", [200_000, 2_000_000, LONGEST_LINE + CHUNK * 3])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_huge_cell_costs_only_its_row(size: int, end: str) -> None:
    text = f"{HEADER}{A},Contoso,FR,,\n{B},{'x' * size},FR,,\n{C},Adatum,DE,,\n"
    partners, reader = read(text.replace("\n", end))
    assert [partner.name for partner in partners] == ["Contoso", "Adatum"]
    assert lines_of(reader) == [3]
    assert "too long" in str(reader.rejects[0].reason)


@given(
    st.lists(
        st.sampled_from(["a", "é", "株", "😀", "\r", "\n", "\r\n", '"', ",", "\x85", "\u2028"]),
        max_size=30,
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.integers(1, 5),
)
@settings(max_examples=150)
def test_chunks_never_change_the_lines(parts: list[str], encoding: str, step: int) -> None:
    text = "x" + "".join(parts)
    content = io.BytesIO(text.encode(encoding))
    stream = _Trickle(content, step)
    found = LineSource(Source(stream, "x", None, owned=False))
    lines = [line for batch in found.batches() for line in batch]
    assert lines == io.StringIO(text, newline="").readlines()
    assert not found.damaged


class _Trickle(io.RawIOBase):
    """Gives the encoding's mark whole and then a few bytes at a time, as a slow pipe does."""

    def __init__(self, inner: io.BytesIO, step: int) -> None:
        self._inner, self._step = inner, step

    def read(self, size: int = -1) -> bytes:
        return self._inner.read(4 if self._inner.tell() == 0 else self._step)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (codecs.BOM_UTF16_LE, "is empty"),
        (b"color,size\nred,2\n", "lacks the columns tenant_id, name, country"),
        (f"tenant_id,country\n{A},FR\n".encode(), "no column name"),
        (b"PK\x03\x04\x14\x00\x06\x00", "workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "not text"),
        (b"\xff\xfa\xfb\xfc", "not text"),
        (PLAIN.encode("utf-16-le"), "not text"),
        (PLAIN.encode("utf-32"), "not text"),
    ],
)
def test_an_unusable_header_is_refused_with_cause_and_next_step(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "partners.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        PartnerFileReader(path)
    assert said in str(caught.value.message)
    assert str(path) in str(caught.value.message)
    assert caught.value.next_step is not None


def test_an_optional_column_is_not_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_bytes(b"color,size\nred,2\n")
    with pytest.raises(InvalidInput) as caught:
        PartnerFileReader(path)
    needed, _more, optional = str(caught.value.next_step).partition(" (optional: ")
    assert needed.endswith("tenant_id, name, country")
    assert "skills" in optional


def test_a_damaged_name_of_a_column_that_is_ignored_does_no_harm() -> None:
    (partner,), _ = read(b"tenant_id,name,country,\xe9\n" + f"{A},Contoso,FR,x\n".encode())
    assert partner.name == "Contoso"


def test_a_header_alone_is_an_empty_list(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_text(HEADER)
    assert list(PartnerFileReader(path)) == []


def _missing(folder: Path) -> Path:
    return folder / "none.csv"


def _folder(folder: Path) -> Path:
    return folder


def _below_a_file(folder: Path) -> Path:
    (folder / "file").write_text("x")
    return folder / "file" / "list.csv"


def _too_long(folder: Path) -> Path:
    return folder / ("x" * 300)


def _impossible(folder: Path) -> Path:
    return folder / "a\0b"


@pytest.mark.parametrize("place", [_missing, _folder, _below_a_file, _too_long, _impossible])
def test_a_file_that_cannot_be_opened_is_named(
    tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        PartnerFileReader(place(tmp_path))
    assert tmp_path.name in str(caught.value.message)
    assert caught.value.next_step is not None


def test_a_file_without_read_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text(PLAIN)
    path.chmod(0)
    superuser = os.geteuid() == 0
    if superuser:  # who may read everything, and so steps down for a moment
        os.seteuid(65534)
    try:
        with pytest.raises(InvalidInput, match="permission to read"):
            PartnerFileReader(path)
    finally:
        if superuser:
            os.seteuid(0)


def test_what_the_system_says_is_passed_on() -> None:
    refusal = cannot_read("a.csv", PermissionError(13, "Permission denied"))
    assert "permission to read a.csv" in str(refusal.message)
    refusal = cannot_read("a.csv", OSError(5, "Input/output error"))
    assert "Input/output error" in str(refusal.message)


def test_control_characters_of_a_path_are_not_shown_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        PartnerFileReader(tmp_path / "\x1b[31mred.csv")
    assert "\x1b" not in str(caught.value.message)


def test_standard_input_is_called_so_and_has_no_size() -> None:
    reader = PartnerFileReader(io.BytesIO(PLAIN.encode()))
    assert reader.bytes_total is None
    with pytest.raises(InvalidInput, match="standard input"):
        PartnerFileReader(io.BytesIO(b""))


def test_progress_reaches_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_text(PLAIN)
    reader = PartnerFileReader(path)
    assert len(list(reader)) == 2
    assert reader.bytes_read == reader.bytes_total == path.stat().st_size


def test_a_pipe_is_read_as_it_comes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(PLAIN,))
    writer.start()
    reader = PartnerFileReader(pipe)
    assert len(list(reader)) == 2
    assert reader.bytes_total is None
    writer.join()


def test_a_file_left_half_read_is_closed() -> None:
    stream = io.BytesIO(PLAIN.encode())
    with PartnerFileReader(stream) as reader:
        next(iter(reader))
    assert not stream.closed


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_header_line_that_is_too_long_is_named_as_such(end: bytes) -> None:
    content = b"a" * (LONGEST_LINE + 3 * CHUNK) + end
    with pytest.raises(InvalidInput, match="has more than 4194304 characters") as caught:
        read(content)
    assert "not text" not in str(caught.value)


def test_reading_stops_where_none_of_the_first_thousand_rows_can_be_used() -> None:
    content = HEADER + "a\n" * 5_000_000
    with pytest.raises(InvalidInput, match=r"first 1000 rows .*Line 2: .*tenant ID"):
        read(content)


@pytest.mark.parametrize("usable", [0, 999])
def test_one_usable_row_among_the_first_thousand_keeps_reading(usable: int) -> None:
    rows = ["a\n"] * 3000
    rows[usable] = f"{A},Contoso,FR,,\n"
    partners, reader = read(HEADER + "".join(rows))
    assert [partner.tenant_id for partner in partners] == [A]
    assert (reader.rejected, len(reader.rejects)) == (2999, 100)


def test_rows_that_are_broken_in_themselves_count_as_unusable() -> None:
    with pytest.raises(InvalidInput, match="first 1000 rows"):
        read(HEADER + f"{A},Contoso,FR,,,too,many\n" * 2000)
