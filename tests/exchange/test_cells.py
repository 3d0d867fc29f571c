from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.domain.text import clean
from csp_tui.exchange.cells import (
    csv_cell,
    csv_paragraphs,
    guard,
    quote,
    several,
    shorten,
    tidy,
    tidy_all,
    unguard,
)

HOSTILE = st.text(
    alphabet=st.sampled_from(list("=+-@'\"\t\r\n,; aé\xa0\u200b\u0301＝")), max_size=12
)
FORMULA = tuple("=+-@\t\r＝＋－＠")


@given(st.one_of(HOSTILE, st.text()))
def test_guarding_is_reversed_to_the_letter(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.one_of(HOSTILE, st.text()))
def test_tidy_is_clean_only_faster(text: str) -> None:
    assert tidy(text) == clean(text)


@given(st.one_of(HOSTILE, st.text()))
def test_a_cell_is_guarded_and_quoted_only_faster(text: str) -> None:
    assert csv_cell(text) == quote(guard(text))


@given(HOSTILE, st.sampled_from(",;\t"))
def test_no_cell_begins_like_a_formula_whatever_the_spreadsheet_splits_at(
    text: str, separator: str
) -> None:
    line = f"3f2a,{quote(guard(clean(text)))},TenantID\n"
    for row in csv.reader(io.StringIO(line, newline=""), delimiter=separator):
        assert not [cell for cell in row if cell.lstrip(" \xa0").startswith(FORMULA)]


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("Contoso", "Contoso"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2", "'-2"),
        ("'s-Hertogenbosch", "''s-Hertogenbosch"),
        ("a;=1+1", "a;'=1+1"),
        ('a; "=1+1', "a;' \"=1+1"),
        ("＝1", "'＝1"),
    ],
)
def test_what_guarding_looks_like(text: str, guarded: str) -> None:
    assert guard(text) == guarded


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("Contoso", "Contoso"),
        ("-2", "'-2"),
        ("Remove:\n- Alpine One\n+33 1 23\n's", '"Remove:\n- Alpine One\n+33 1 23\n\'s"'),
        ("- One\n- Two", '"\'- One\n- Two"'),
        ("a\n=1+1\n @x\n- b;=1", "\"a\n'=1+1\n' @x\n- b;'=1\""),
    ],
)
def test_list_items_and_phone_numbers_inside_a_cell_stay_as_they_are(text: str, cell: str) -> None:
    assert csv_paragraphs(text) == cell


@given(HOSTILE)
def test_a_cell_with_several_lines_begins_like_no_formula(text: str) -> None:
    lines = "\n".join(map(clean, text.split("\n")))
    cell = next(csv.reader(io.StringIO(f"{csv_paragraphs(lines)},", newline="")))[0]
    assert not cell.lstrip(" \xa0").startswith(FORMULA)


@pytest.mark.parametrize("text", ["'s-Hertogenbosch", "Rock 'n' Roll", "O'Neill, 'Sons'", "' x"])
def test_text_that_was_never_guarded_stays(text: str) -> None:
    assert unguard(text) == text


@pytest.mark.parametrize("text", ["a,b", "a;b", "a\tb", 'a"b', "a\nb", "a\rb"])
def test_a_cell_that_any_separator_could_split_is_quoted(text: str) -> None:
    assert quote(text).startswith('"')
    assert next(csv.reader(io.StringIO(quote(text), newline=""))) == [text]


def test_a_list_has_each_value_once() -> None:
    assert several(" Azure; azure ;;Security;") == ("Azure", "Security")
    assert several(" ; ") == ()


def test_a_reported_cell_is_one_short_line() -> None:
    assert shorten("a\nb\x1b[31m") == "a b[31m"
    assert shorten("x" * 100) == "x" * 79 + "…"


@given(st.lists(HOSTILE))
def test_cells_are_tidied_together_as_each_is_alone(cells: list[str]) -> None:
    assert list(tidy_all(cells)) == list(map(tidy, cells))
