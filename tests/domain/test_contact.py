"""What counts as a phone number of a contact."""

from __future__ import annotations

import pytest

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.setup import checked_phone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+33 1 23 45 67 89",
        "(030) 12.34/5-6",
        "+44 20 7946 0958 ext. 12",
        "4711",
        "٠١٢٣٤",
        "112#5",
    ],
)
def test_a_number_with_or_without_an_extension_is_kept(text: str) -> None:
    assert checked_phone(f" {text} ", "contact_phone") == text


@pytest.mark.parametrize("text", ["Joe", "Joe 12345", "+", "12", "--- (0) /"])
def test_what_cannot_be_called_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked_phone(text, "contact_phone")
    assert caught.value.field == "contact_phone"
