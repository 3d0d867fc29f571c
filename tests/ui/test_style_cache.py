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

from csp_tui.services.workbench import Workbench
from csp_tui.ui.terminal.terminal_app import TerminalApp
from csp_tui.ui.terminal.textual_private import style_flags
from tests.ui.driving import running

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
    class _New(_App):
        """Other tests have not seen nodes in it."""

    app = _New()
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


async def test_what_its_place_decides_is_computed_again() -> None:
    class _Ordered(_App):
        CSS = _App.CSS + "_Item:first-child { color: #ffffff; } Vertical:empty { color: #00ff00; }"

    app = _Ordered()
    async with app.run_test() as pilot:
        group = app.query_one("#first")
        assert _colors(app, "#first _Item") == [WHITE, RED]
        await group.mount(_Item("zero"), before=0)
        await pilot.pause()
        assert _colors(app, "#first _Item") == [WHITE, RED, RED]
        await group.remove_children()
        app.screen.update_node_styles()
        assert group.styles.color == GREEN


class _Told(_Item):
    """Counts how often its styles are put."""

    told = 0

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.told += 1


async def test_a_node_that_has_its_styles_is_left_alone() -> None:
    app = _App()
    async with app.run_test():
        item = _Told("three")
        await app.query_one("#first").mount(item)
        item.told = 0
        app.screen.update_node_styles()
        app.screen.update_node_styles(animate=False)
        assert item.told == 0
        item.styles.base.color = BLUE
        app.screen.update_node_styles()
        assert item.styles.color == RED
        app.query_one("#second").add_class("-blue")
        item.told = 0
        app.theme = "textual-light"
        app.screen.update_node_styles()
        assert item.told


class _Elements(Static):
    COMPONENT_CLASSES = {"elements--part"}
    DEFAULT_CSS = """
    _Elements .elements--part { color: #ff0000; }
    _Elements.-green .elements--part { color: #00ff00; }
    _Elements:focus-within .elements--part { color: #ffffff; }
    """

    def compose(self) -> ComposeResult:
        """Something to have the focus."""
        yield _Item("one")


async def test_elements_follow_their_widget() -> None:
    app = _App()
    async with app.run_test() as pilot:
        one, two = _Elements(), _Elements(classes="-green")
        await app.screen.mount(one, two)

        def parts() -> list[Color]:
            return [each.get_component_styles("elements--part").color for each in (one, two)]

        assert parts() == [RED, GREEN]
        one.add_class("-green")
        two.remove_class("-green")
        assert parts() == [GREEN, RED]
        two.query_one(_Item).focus()
        await pilot.pause()
        two.update_node_styles()
        assert parts() == [GREEN, WHITE]


async def test_a_source_that_was_added_again_with_less_weight_is_read_again() -> None:
    app = _App()
    async with app.run_test():
        weak, strong = ("a", ""), ("b", "")
        for source, color, weight in ((weak, "#0000ff", 3), (strong, "#00ff00", 2)):
            css = f"#first {{ color: {color}; }}"
            app.stylesheet.add_source(css, source, is_default_css=True, tie_breaker=weight)
        app.screen.update_node_styles()
        assert app.query_one("#first").styles.color == BLUE
        css = "#first { color: #0000ff; }"
        app.stylesheet.add_source(css, weak, is_default_css=True, tie_breaker=1)
        app.stylesheet.add_source("_Other { color: #ffffff; }", ("c", ""))
        app.screen.update_node_styles()
        assert app.query_one("#first").styles.color == GREEN


async def test_every_page_has_the_styles_that_textual_would_give_it(demo: Workbench) -> None:
    async with running(demo, (120, 40), demo=True) as driver:
        for keys in (
            (),
            ("enter",),
            ("p", "a"),
            ("escape", "tab"),
            ("f1",),
            ("escape", "2"),
            ("1",),
        ):
            await driver.press(*keys)
            sheet = stylesheet.Stylesheet(variables=driver.app.get_css_variables())
            sheet.source = dict(driver.app.stylesheet.source)
            sheet.parse()
            for node in driver.app.screen.walk_children(with_self=True):
                given = _given(node)
                sheet.apply(node)
                assert given == _given(node), node


def _given(node: DOMNode) -> list[object]:
    elements = [node._component_styles[name] for name in sorted(node._get_component_classes())]
    rules = [node.styles.base.get_rules(), *(one.base.get_rules() for one in elements)]
    return [*rules, style_flags(node)]


async def test_what_is_read_ahead_is_not_read_again_and_styles_the_same() -> None:
    class Late(Static):
        DEFAULT_CSS = "Late { color: #0000ff; }"

    app = _App()
    async with app.run_test() as pilot:
        await app.read_styles_of({Late.__module__})
        sources = dict(app.stylesheet.source)
        await app.mount(Late("one"))
        await pilot.pause()
        assert app.stylesheet.source == sources
        assert _colors(app, "Late") == [BLUE]
