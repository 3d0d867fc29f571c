from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.domain.text import clean
from csp_tui.exchange.cells import guard, quote, several, shorten, tidy, unguard

HOSTILE = st.text(
    alphabet=st.sampled_from(list("=+-@'\"\t\r\n,; aé\xa0\u200b\u0301＝")), max_size=12
)
FORMULA = tuple("=+-@\t\r＝＋－＠")


@given(st.one_of(HOSTILE, st.text()))
def test_guarding_is_taken_back_to_the_letter(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.one_of(HOSTILE, st.text()))
def test_tidy_is_clean_only_faster(text: str) -> None:
    assert tidy(text) == clean(text)


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
