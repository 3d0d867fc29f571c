"""Search texts that name several partners."""

from __future__ import annotations

import pytest

from csp_tui.domain.partner import PartnerQuery
from csp_tui.domain.search_terms import join_lines, search_summary, split_terms
from csp_tui.i18n import render

A, B, C = (f"aaaaaaaa-000{number}-4a00-8a00-00000000000{number}" for number in (1, 2, 9))


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\n{B}\n{C}\n",
        f"{A}\r\n\r\n  {B}\r\n{C}",
        f"{A} {B} {C}",
        f"{A}, {B},{C}",
        f"{A};{B}; {C}",
        f"{A}\t{B}\0{C}",
        f"{{{A.upper()}}}\n{{{B}}} {C} {A}",
        f"Alpine Cloud\t{A}\nFabrikam, Inc. {B}\n{C} (old)",
    ],
)
def test_tenant_ids_are_found_whatever_separates_them(text: str) -> None:
    assert split_terms(text) == (A, B, C)
    assert split_terms(join_lines(text)) == (A, B, C)
    assert PartnerQuery(text=text).terms == (A, B, C)


@pytest.mark.parametrize("text", ["", " ", "alpine", "Contoso, Inc.", A, f" {A}\n", "a b c", "x;"])
def test_an_ordinary_text_is_one_search(text: str) -> None:
    assert split_terms(text) == ()


def test_lines_without_an_id_are_names() -> None:
    assert split_terms(f"Alpine Cloud\nFabrikam, Inc.\n\n{A}") == (
        "Alpine Cloud",
        "Fabrikam, Inc.",
        A,
    )


def test_a_mistyped_id_is_kept_as_a_term() -> None:
    assert split_terms(f"{A}\n{B[:-1]}") == (A, B[:-1])


def test_one_line_stays_as_it_is() -> None:
    assert join_lines("  Alpine Cloud \n") == "Alpine Cloud"


@pytest.mark.parametrize(
    ("terms", "missing", "text"),
    [
        ((A, B, C), (C,), "3 IDs: 2 found, 1 not in the directory"),
        ((A, B), (), "2 IDs: all found"),
        ((A, "Alpine"), ("Alpine",), "2 terms: 1 found, 1 not in the directory"),
    ],
)
def test_the_summary_counts_what_was_found(
    terms: tuple[str, ...], missing: tuple[str, ...], text: str
) -> None:
    assert render(search_summary(terms, missing)) == text
    assert render(search_summary(terms, missing, len(terms) - len(missing))) == text


@pytest.mark.parametrize(
    ("missing", "partners", "text"),
    [
        ((B, C), 1, "4 terms: 1 partner found, 2 not in the directory"),
        ((B,), 5, "4 terms: 5 partners found, 1 not in the directory"),
        ((), 1, "4 terms: all found, 1 partner"),
    ],
)
def test_two_terms_of_the_same_partner_count_once(
    missing: tuple[str, ...], partners: int, text: str
) -> None:
    terms = (A, "Alpine", B, C)
    assert render(search_summary(terms, missing, partners)) == text
