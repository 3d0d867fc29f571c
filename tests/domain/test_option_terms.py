"""The three options are understood by every term that people meet for them."""

from __future__ import annotations

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.offer import ResellerChannel
from csp_tui.domain.option_terms import read_option

TERMS = {
    "all": ("all", "any", "OptIn", "Optin", "Enabled", "opt-in", " ALL "),
    "some": ("some", "specific", "PartialOptIn", "partial-opt-in", "PARTIALOPTIN"),
    "none": ("none", "no", "OptOut", "Disabled", "opt_out"),
}


@pytest.mark.parametrize(
    ("term", "option"), [(term, option) for option, terms in TERMS.items() for term in terms]
)
def test_every_term_of_both_apis_names_an_option(term: str, option: str) -> None:
    assert read_option(term) is ResellerChannel(option)


@pytest.mark.parametrize("term", ["", "every", "terminated", "notSet", "allsome"])
def test_other_words_are_rejected_with_the_options_there_are(term: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_option(term)
    assert caught.value.field == "option"
    assert "all, some, none" in str(caught.value.next_step)


@pytest.mark.parametrize("term", ["terminated", "notSet"])
def test_a_state_of_the_api_is_not_taken_for_an_option(term: str) -> None:
    with pytest.raises(InvalidInput, match="a state that Partner Center reports"):
        read_option(term)
