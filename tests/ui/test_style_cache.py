"""Rules that were found once hold for every node of the same kind at such a place, and no other."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.color import Color
from textual.containers import Vertical
from textual.css import stylesheet
from textual.css.model import Selector
from textual.dom import DOMNode
from textual.widgets import Static

from csp_tui.ui.terminal.terminal_app import TerminalApp

RED, GREEN, BLUE, WHITE = map(Color.parse, ("#ff0000", "#00ff00", "#0000ff", "#ffffff"))


class _Item(Static, can_focus=True):
    pass


class _App(TerminalApp):
    CSS = """
    _Item { color: #ff0000; }
    _Item.-green { color: #00ff00; }
    .-blue _Item { color: #0000ff; }
    Vertical:disabled _Item { color: #00ff00; }
    _Item:focus { color: #ffffff; }
    #named { color: #00ff00; }
    """
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """Two groups of the same kind."""
        for name in ("first", "second"):
            with Vertical(id=name):
                yield _Item("one", classes="one")
                yield _Item("two", classes="two")


def _colors(app: _App, selector: str) -> list[Color]:
    return [item.styles.color for item in app.query(selector)]


async def test_a_node_gets_what_applies_to_it_and_to_its_ancestors_now() -> None:
    app = _App()
    async with app.run_test() as pilot:
        assert _colors(app, "_Item") == [RED] * 4
        app.query_one("#first .one").add_class("-green")
        assert _colors(app, "_Item") == [GREEN, RED, RED, RED]
        app.query_one("#second").add_class("-blue")
        assert _colors(app, "_Item") == [GREEN, RED, BLUE, BLUE]
        app.query_one("#second").remove_class("-blue")
        assert _colors(app, "_Item") == [GREEN, RED, RED, RED]
        app.query_one("#first .two").focus()
        await pilot.pause()
        assert _colors(app, "_Item") == [GREEN, WHITE, RED, RED]
        app.query_one("#second").disabled = True
        assert _colors(app, "#second _Item") == [GREEN, GREEN]
        await app.query_one("#second").mount(_Item("three", id="named"))
        assert _colors(app, "#named") == [GREEN]


async def test_new_rules_hold_for_nodes_whose_rules_were_found_before() -> None:
    app = _App()
    async with app.run_test():
        app.stylesheet.add_source("_Item { color: #0000ff !important; }", ("test", ""))
        app.query_one("#first").add_class("any")
        assert _colors(app, "#first _Item") == [BLUE, BLUE]


async def test_the_selectors_are_compared_once_with_nodes_of_one_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = _App()
    async with app.run_test():
        compared = []
        check = stylesheet._check_selectors

        def counted(selectors: list[Selector], path: list[DOMNode]) -> bool:
            compared.append(path)
            return check(selectors, path)

        monkeypatch.setattr(stylesheet, "_check_selectors", counted)
        item = app.query_one("#first .one")
        item.add_class("-green")
        assert compared
        compared.clear()
        item.remove_class("-green")
        item.add_class("-green")
        assert compared == []


async def test_a_node_that_is_not_mounted_is_styled_when_it_is() -> None:
    app = _App()
    async with app.run_test():
        item = _Item("three")
        item.add_class("-green")
        assert not item.styles.has_rule("color")
        await app.query_one("#first").mount(item)
        assert item.styles.color == GREEN
