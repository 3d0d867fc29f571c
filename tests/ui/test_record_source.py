"""Where a list takes its records from, and how columns share a width."""

from __future__ import annotations

from operator import attrgetter
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from csp_tui.ui.kit.lists.record_layout import GAP, column_widths
from csp_tui.ui.kit.lists.record_model import Column, Record
from csp_tui.ui.kit.lists.record_source import ListSource
from csp_tui.ui.kit.lists.row_source import RowSource
from csp_tui.ui.text.cells import fit, one_line


def page(number: int, size: int = 10) -> list[Record]:
    return [Record((str(number * size + i),), key=f"k{number * size + i}") for i in range(size)]


def paged(total: int, **sizes: int) -> RowSource[Record]:
    return RowSource(lambda record: record, attrgetter("key"), total, **sizes)


def test_a_list_finds_its_records_by_place_and_key() -> None:
    source = ListSource(page(0))
    assert source.total == 10
    assert source.record(3) == page(0)[3]
    assert source.record(10) is source.record(-1) is None
    assert source.find("k4") == 4
    assert source.find("x") is None


def test_pages_say_what_is_missing() -> None:
    source = paged(95, page_size=10)
    assert source.missing(5, 25) == (0, 1, 2)
    source.put(1, page(1))
    assert source.missing(5, 25) == (0, 2)
    assert source.missing(90, 5_000) == (9,)
    assert source.missing(-5, 1) == (0,)
    assert source.missing(95, 200) == ()
    assert source.record(12) == page(1)[2]
    assert source.record(20) is None
    assert source.find("k13") == 13
    assert source.find("k3") is None


@given(
    st.integers(0, 60),
    st.lists(st.integers(-9, -1), unique=True, max_size=3),
    st.sets(st.integers(0, 59), max_size=12),
    st.integers(2, 9),
)
def test_rows_that_lead_are_shown_once(
    count: int, unlisted: list[int], first: set[int], size: int
) -> None:
    left_out = [place for place in first if place < count]
    lead = [*left_out, *unlisted]
    source = RowSource(
        lambda row: Record((str(row),), key=str(row)),
        str,
        count,
        page_size=size,
        lead=lead,
        left_out=left_out,
    )
    shown = [*lead, *(row for row in range(count) if row not in left_out)]
    assert source.total == len(shown)
    for number in source.missing(0, source.total):
        start, stop = source.span_of(number, number)
        page = range(number * size, min(count, (number + 1) * size))
        assert set(shown[start:stop]) >= set(page) - set(left_out)
        source.put(number, list(page))
    assert [source.row(index) for index in range(source.total)] == shown
    assert [source.find(str(row)) for row in shown] == list(range(source.total))


def test_the_page_put_longest_ago_makes_room() -> None:
    source = paged(1_000_000, page_size=10, max_pages=3)
    for number in (0, 1, 2, 7):
        source.put(number, page(number))
    assert source.missing(0, 80) == (0, 3, 4, 5, 6)
    for number in range(500):
        source.put(number, page(number))
    assert source.missing(4_900, 5_000) == tuple(range(490, 497))


def test_a_short_last_page_and_a_smaller_total_have_no_records_beyond() -> None:
    source = paged(12, page_size=10)
    source.put(1, page(1)[:2])
    assert source.record(11) == page(1)[1]
    assert source.record(12) is None
    source.total = 11
    assert source.record(11) is None


def test_columns_are_as_wide_as_their_content_and_no_wider() -> None:
    columns = (Column("a", "A", min_width=10), Column("b", "B"), Column("c", "C", min_width=10))
    assert column_widths(columns, 100, (30, 6, 3)) == ((0, 30), (1, 6), (2, 3))


def test_spare_cells_go_to_the_column_whose_content_is_cut() -> None:
    columns = (Column("a", "A", min_width=10), Column("b", "B"), Column("c", "C", min_width=10))
    assert column_widths(columns, 40, (60, 6, 12)) == ((0, 40 - 4 - 6 - 12), (1, 6), (2, 12))


column_lists = st.lists(
    st.tuples(
        st.builds(
            Column,
            key=st.just("k"),
            title=st.just("T"),
            min_width=st.integers(1, 20),
            priority=st.integers(0, 3),
            cut=st.sampled_from(["end", "middle"]),
        ),
        st.integers(1, 60),
    ),
    max_size=7,
)


@given(column_lists, st.integers(0, 200))
def test_no_column_is_cut_while_there_is_room_and_none_of_the_first_rank_is_dropped(
    given_columns: list[tuple[Column, int]], width: int
) -> None:
    columns = [column for column, _ in given_columns]
    content = [cells for _, cells in given_columns]
    shown = column_widths(columns, width, content)
    places = [place for place, _ in shown]
    assert places == sorted(places)
    assert {i for i, column in enumerate(columns) if column.priority == 0} <= set(places)
    assert all(1 <= cells <= content[place] for place, cells in shown)
    used = sum(cells for _, cells in shown) + GAP * max(0, len(shown) - 1)
    if used < width:
        assert all(cells == content[place] for place, cells in shown)
    elif used > width:
        assert all(cells == 1 for _, cells in shown)
    dropped = [columns[i].priority for i in range(len(columns)) if i not in places]
    kept = [columns[i].priority for i in places if columns[i].priority]
    assert not dropped or not kept or min(dropped) >= max(kept)
    wider = dict(column_widths(columns, width + 1, content))
    assert set(places) <= wider.keys()
    for place, cells in shown:
        if not columns[place].priority and content[place] <= min(32, width * 2 // 5):
            assert wider[place] >= cells


@given(column_lists, st.lists(st.integers(0, 20), min_size=7, max_size=7), st.integers(0, 200))
def test_marks_take_what_is_left_over_and_what_names_can_give(
    given_columns: list[tuple[Column, int]], words: list[int], width: int
) -> None:
    columns = [column for column, _ in given_columns]
    content = [cells for _, cells in given_columns]
    marked = [cells + more for cells, more in zip(content, words, strict=False)]
    before = column_widths(columns, width, content)
    after = column_widths(columns, width, content, marked=marked)
    assert [place for place, _ in after] == [place for place, _ in before]
    for (place, now), (_, cells) in zip(after, before, strict=True):
        assert now >= (min(cells, 16) if columns[place].cut == "middle" else cells)
        if columns[place].cut == "end" and now < marked[place] > content[place]:
            assert all(cells <= 16 for i, cells in after if columns[i].cut == "middle")
    used = sum(cells for _, cells in after) + GAP * max(0, len(after) - 1)
    assert used <= max(width, sum(cells for _, cells in before) + GAP * max(0, len(before) - 1))


@given(st.text(max_size=60), st.integers(0, 30), st.booleans(), st.sampled_from(["end", "middle"]))
def test_any_text_fits_its_cells_exactly(
    text: str, width: int, right: bool, cut: Literal["end", "middle"]
) -> None:
    shown = str(fit(one_line(text), width, right=right, ellipsis="…", cut=cut))
    assert cell_len(shown) == width
    assert "\n" not in shown
    assert "\x1b" not in shown


def test_names_are_cut_in_the_middle_so_that_both_ends_tell_them_apart() -> None:
    assert fit("Alpine Ski House Consulting", 16, cut="middle") == "Alpine S…sulting"
    assert fit("東京クラウド株式会社", 10, cut="middle") == "東京…会社 "
