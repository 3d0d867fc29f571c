from __future__ import annotations

import pytest

from csp_tui.domain.name_changes import Rename, collect_name_changes, looks_damaged
from csp_tui.domain.text import clean


@pytest.mark.parametrize(
    "name", ["Alpin Müller Système SÀRL", "Contoso Größe GmbH", "Łódź Cloud", "Café “Azur”"]
)
@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_a_name_that_was_decoded_twice_looks_damaged(name: str, wrong: str) -> None:
    twice = name.encode().decode(wrong, "replace")
    assert looks_damaged(name, clean(twice))
    assert not looks_damaged(clean(twice), name)


@pytest.mark.parametrize("name", ["Alpin Müller", "Łódź"])
def test_a_name_that_lost_letters_looks_damaged(name: str) -> None:
    assert looks_damaged(name, name.encode("ascii", "replace").decode())
    assert looks_damaged(name, "".join(c if c.isascii() else "\ufffd" for c in name))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Fabrikam", "Fabrikam, Inc."),
        ("Muller", "Müller"),
        ("Müller", "Muller"),
        ("What?", "What? Ltd"),
        ("PÃ©ter", "PÃ©ter Ltd"),
        ("Ålesund", "Ålesund Sky AS"),
    ],
)
def test_another_name_is_not_damaged(before: str, after: str) -> None:
    assert not looks_damaged(before, after)


def test_the_first_hundred_are_kept_and_damaged_ones_come_first() -> None:
    names = [(str(number), "Müller", f"Meier {number}") for number in range(200)]
    found = collect_name_changes([*names, ("x", "Müller", "M?ller")])
    assert (found.count, found.damaged, len(found.renames)) == (201, 1, 100)
    assert found.renames[0] == Rename("x", "Müller", "M?ller", is_damaged=True)
    assert found.renames[1].after == "Meier 0"
