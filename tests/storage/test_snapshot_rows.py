"""Kept rows are unpacked step by step, wherever a step ends."""

from __future__ import annotations

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.storage import snapshot_store
from csp_tui.storage.snapshot_store import _kept_rows, _unpacked

VALUES = st.none() | st.integers(0, 99) | st.text(max_size=6)
ROWS = st.lists(st.lists(VALUES, min_size=1, max_size=3), max_size=3)


@given(
    st.dictionaries(st.sampled_from(["offer", "plan", "resale"]), ROWS, max_size=3),
    st.integers(1, 9),
    st.booleans(),
)
def test_rows_come_back_whatever_the_size_of_the_steps(
    tables: dict[str, list[list[object]]], size: int, escaped: bool
) -> None:
    text = json.dumps(tables, separators=(",", ":"), ensure_ascii=escaped)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]

    expected = [(table, row) for table, rows in tables.items() for row in rows]
    assert list(_kept_rows(pieces)) == expected
    for cut in range(len(text)):
        with pytest.raises(ValueError, match="not whole"):
            list(_kept_rows([text[:cut]]))


@pytest.mark.parametrize("step", [1, 2, 3, 1 << 16])
def test_a_packed_text_is_unpacked_or_refused(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr(snapshot_store, "_UNPACKED_AT_ONCE", step)
    text = '{"offer":[["é€😀"]]}'
    packed = zlib.compress(text.encode())

    assert "".join(_unpacked(packed)) == text
    with pytest.raises((ValueError, zlib.error)):
        list(_unpacked(packed[:-5]))
