"""Partners in batches are those that come one by one, whatever is in the file."""

from __future__ import annotations

import io
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.partner import PartnerColumns
from csp_tui.exchange import cell_memo, lines, partners_csv, row_batches, table_reader
from csp_tui.exchange.partners_csv import PartnerFileReader

IDS = [f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "abc"]
HEADER = "tenant_id,name,country,competencies,skills,type,mpn_id,city"
NIL = "00000000-0000-0000-0000-000000000000"
# Most cells are right, so that batches are taken as columns as well.
tenants = st.sampled_from([*IDS] * 8 + [NIL, IDS[0].upper(), f"{{{IDS[1]}}}", IDS[0][1:], "x", ""])
names = st.sampled_from(
    [
        *["Contoso", "Łódź Żabka", "Ｆｕｌｌ　ｗｉｄｔｈ", "株式会社", '"Fabrikam, Inc."'] * 3,
        *["Cafe\u0301", "\u0301x", " padded ", "a\u200bb", "tab\there", "", "  ", "n" * 301],
        *['"never closed', '"two\nlines"', 'in"side', '"a""b"', "nul\0", "\udcff", "e\u0300\u0301"],
    ]
)
countries = st.sampled_from(["FR", "us", "DE"] * 6 + [" FR", "FRA", "", "ÉÀ", "\u200bUS", "ſs"])
lists = st.sampled_from(
    [
        *["", "Security", "Security;Modern Work", "Azure;azure;;Intune"] * 4,
        *["Cafe\u0301;Café", " Security", ";".join(map(str, range(201))), "x" * 201, "a\x07;b"],
    ]
)
types = st.sampled_from(["", "direct-bill", "Revendeur indirect"] * 4 + ["unknown", " direct "])
others = st.sampled_from(
    ["", "Paris", "0123"] * 6 + ["c" * 201, " Paris", "Zu\u0308rich", "\ufeff"]
)
rows = st.tuples(tenants, names, countries, lists, lists, types, others, others).map(",".join)
oddities = st.sampled_from(
    ["", ",,,,,,,", f"{IDS[0]},Short,FR", f"{IDS[0]},a,FR,,,,,,,", "a,b,c" * 9]
)
files = st.builds(
    lambda mark, end, body, last: mark + end.join([HEADER, *body]) + last,
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.lists(st.one_of([rows] * 9 + [oddities]), max_size=12),
    st.sampled_from(["", "\n", "\r\n"]),
)


def outcome(content: bytes, *, batched: bool) -> tuple[object, ...]:
    """All that is known once a file is read, or failed to be."""
    reader = PartnerFileReader(io.BytesIO(content))
    partners: list[tuple[object, ...]] = []
    problem = None
    try:
        if batched:
            for batch in reader.batches():
                partners += zip(*batch, strict=True)
        else:
            for partner in reader:
                partners += zip(*PartnerColumns.of([partner]), strict=True)
    except InvalidInput as error:
        # Which rows came before does not matter: nothing of such a file is imported.
        partners, problem = [], str(error)
    counts = (reader.cleaned, reader.rejected) if problem is None else ()
    return partners, problem, counts, reader.rejects, reader.named, reader.digest


@given(files, st.sampled_from([16, 100, 1 << 18]), st.sampled_from([1, 3, 500]))
def test_batches_are_what_comes_one_by_one(text: str, chunk: int, most: int) -> None:
    content = text.encode("utf-8", "surrogateescape")
    with (
        mock.patch.object(lines, "CHUNK", chunk),
        mock.patch.object(table_reader, "ROWS_AT_MOST", most),
    ):
        assert outcome(content, batched=True) == outcome(content, batched=False)


def good_rows(number: int) -> bytes:
    body = [
        f"{n:08x}-0000-4000-8000-000000000000,Partner {n},FR,Security,Azure;{n},,,"
        for n in range(number)
    ]
    return "\n".join([HEADER, *body]).encode()


@pytest.mark.parametrize(
    ("module", "limit", "most"),
    [
        (partners_csv, "DIRECTORY_ROWS", 1_100),
        (partners_csv, "DISTINCT_VALUES", 700),
        (partners_csv, "_MOST_LISTS", 300),
        (cell_memo, "_LONGEST", 6),
        (row_batches, "_CELLS_AT_MOST", 100),
        (table_reader, "UNUSABLE_ROWS", 3),
    ],
)
def test_limits_hold_for_batches(
    monkeypatch: pytest.MonkeyPatch, module: object, limit: str, most: int
) -> None:
    monkeypatch.setattr(module, limit, most)
    content = good_rows(1_200) + b"\nx,y,FR\n\nx,y,FR\n" * 3
    assert outcome(content, batched=True) == outcome(content, batched=False)


def test_sound_rows_are_taken_as_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PartnerFileReader, "_each", None)
    reader = PartnerFileReader(io.BytesIO(good_rows(1_200)))
    assert [len(batch.names) for batch in reader.batches()] == [500, 500, 199, 1]
