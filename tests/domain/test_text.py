"""Text from data: cleaned, shown and folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp_tui.domain.text import clean, fold, fold_all, natural_key, natural_keys, visible
from tests.nasty import SNIPPETS, raw_signs


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zoe", "Zoë"),
        ("oneill", "O'Neill"),
        ("oneill", "O’Neill"),
        ("lodz", "Łódź"),
        ("strasse", "Straße"),
        ("contoso", "Ｃｏｎｔｏｓｏ"),
        ("angstrom", "ÅNGSTRÖM"),
        ("МОСКВА", "москва"),
        ("東京", "東京"),
        ("smith sons", "Smith & Sons"),
        ("sao joao", "São João"),
    ],
)
def test_what_is_typed_finds_the_name(typed: str, name: str) -> None:
    assert fold(typed) == fold(name)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.one_of(st.text(), st.text(st.sampled_from("ae\u0301\u0327\u200b\ufeff\x07 \n가\u11a8"))))
def test_cleaning_twice_changes_nothing_and_leaves_no_control(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in cleaned)


@given(st.one_of(st.text(), st.lists(st.sampled_from(SNIPPETS)).map("".join)))
def test_what_is_shown_holds_nothing_that_steers_a_terminal(text: str) -> None:
    assert raw_signs(visible(text)) <= {"\n"}
    assert len(visible(text)) == len(text)


def test_joiners_stay_in_data_and_are_seen() -> None:
    name = "می\u200cخواهم"
    assert clean(name) == name
    assert visible(name) == name.replace("\u200c", "\ufffd")


def test_escape_sequences_become_pictures() -> None:
    assert visible("\x1b[31mred\x07") == "␛[31mred␇"


@given(
    st.lists(
        st.text() | st.sampled_from([*SNIPPETS, "Łódź  (Æ)", "a\nb", " ", "", "\u0301a", "Offer 2"])
    )
)
def test_texts_are_folded_together_as_each_is_alone(texts: list[str]) -> None:
    assert fold_all(texts) == list(map(fold, texts))
    assert natural_keys(texts) == list(map(natural_key, texts))
