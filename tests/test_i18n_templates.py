"""How values stand in texts, in every way in which a text is filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from csp_tui import i18n
from csp_tui.domain.wording import say, say_n
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext, render

Fill = Callable[..., str]
WAYS: dict[str, Fill] = {
    "gettext": lambda text, **values: _(text).format(**values),
    "ngettext": lambda text, **values: ngettext(text, text, 2, **values),
    "say": lambda text, **values: render(say(text, **values)),
    "say_n": lambda text, **values: render(say_n(text, text, 2, **values)),
    "nested": lambda text, **values: render(say("{all}", all=say(text, **values))),
}


@pytest.fixture(params=sorted(WAYS))
def fill(request: pytest.FixtureRequest) -> Iterator[Fill]:
    yield WAYS[request.param]
    i18n.use("en")


@pytest.mark.parametrize("name", ["Contoso Inc.", "{name}.", "Wait…"])
def test_a_sentence_ends_with_one_period_whatever_a_name_ends_with(fill: Fill, name: str) -> None:
    assert fill("Removed: {name}. Undo it.", name=name) == f"Removed: {name} Undo it."
    assert fill("Removed: {name}.", name="Contoso") == "Removed: Contoso."
    assert fill("{name}…", name=name) == f"{name}…"


def test_every_count_has_its_thousands_grouped_and_no_identifier_has(fill: Fill) -> None:
    assert fill("{limit} rows, request {id}", limit=20000, id=20000) == "20,000 rows, request 20000"
    assert fill("{done}", done=True) == "True"
    i18n.use("fr")
    assert fill("{limit}", limit=20000) == "20\u202f000"
