"""Lines are taken apart as the CSV reader does, whichever way is taken."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.exchange.row_batches import rows_of_lines

_CELLS = st.sampled_from(["", " ", "a", "b c", "é", "'", '"a"', '"a,b"', '"a""b"', 'a"b', '"open'])
_LINES = st.tuples(
    st.lists(_CELLS, max_size=4).map(",".join), st.sampled_from(["\n", "\r\n", "\r"])
)


@given(st.lists(_LINES.map("".join), min_size=1, max_size=8))
def test_rows_are_those_of_the_csv_reader(lines: list[str]) -> None:
    expected = list(csv.reader(lines))
    is_open = bool(expected[-1]) and expected[-1][-1].endswith(("\n", "\r"))

    rows = rows_of_lines(lines, ",")

    if is_open or len(expected) != len(lines):
        assert rows is None
    else:
        # A blank line is a row without cells or with an empty one, which is the same for a table.
        assert rows is not None
        assert [row or [""] for row in rows] == [row or [""] for row in expected]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_that_is_too_long_is_left_to_the_slow_way(quote: str) -> None:
    long = "x" * (csv.field_size_limit() + 1)

    assert rows_of_lines(["a,b\n", f"{quote}{long}{quote},b\n"], ",") is None


def test_a_long_line_of_short_cells_is_a_row() -> None:
    line = "abc," * csv.field_size_limit()

    assert rows_of_lines([line + "\n"], ",") == [line.split(",")]
