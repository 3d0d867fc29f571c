"""A style sheet that remembers which rules apply to a node."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

from csp_tui.ui.terminal.textual_private import (
    StyleFlags,
    element_classes,
    element_of,
    must_read,
    note_display,
    put_rules,
    put_style_flags,
    read_source,
    replace_elements,
    selector_names,
    style_flags,
    style_version,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.css.model import RuleSet
    from textual.css.styles import RenderStyles, RulesMap
    from textual.css.stylesheet import CssSource
    from textual.css.types import CSSLocation

_KEPT = 4_096
"""Different nodes whose rules are kept."""


_UNSTYLED = (None, -1)
_OWN_STATES = frozenset(
    (
        *("hover", "focus", "blur", "can-focus", "disabled", "enabled"),
        *("dark", "light", "ansi", "nocolor", "inline"),
    )
)
"""Pseudo-classes that ask nothing of the place of a node or of what is in it."""


class _Found(NamedTuple):
    """What applies to all nodes of one kind at such a place.

    Attributes:
        rules: The rules, None if none applies.
        values: The same as the styles of a node keep them, None if they were not seen.
        flags: What Textual notes on a node about the selectors of its rules.
        names: The selectors that can find such a node.
    """

    rules: RulesMap | None
    values: RulesMap | None
    flags: StyleFlags
    names: frozenset[str]


class CachingStylesheet(Stylesheet):
    """Finds the rules of a node once for all nodes of its kind at such a place.

    Comparing the selectors of all rules with a node is half of what it costs to compute its styles,
    and an element of a widget, such as the label of a radio button, is a node as well. Textual
    keeps what it found only for siblings, and only while it restyles one part of a screen. It
    restyles all of a screen that opens or returns; here a node that has its styles is left alone.
    It also reads all rules again for each new kind of widget, and goes through all of them for each
    node, here only through those that have the name, the identity or a class of the node.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._found: dict[object, _Found] = {}
        self._read: dict[CSSLocation, tuple[CssSource, list[RuleSet]]] = {}
        self._by_name: dict[str, list[RuleSet]] = {}
        self._places: dict[RuleSet, int] = {}
        self._fitting: list[RuleSet] | None = None
        self._converted: dict[tuple[str, object], object] = {}
        self._styled: WeakKeyDictionary[DOMNode, tuple[_Found, int]] = WeakKeyDictionary()

    @property
    def rules(self) -> list[RuleSet]:
        """The rules; while a node is given its rules, those that may apply to it."""
        return super().rules if self._fitting is None else self._fitting

    @property
    def rules_map(self) -> dict[str, list[RuleSet]]:
        """The rules by the last names of their selectors."""
        if must_read(self):
            self.parse()
        return self._by_name

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the variables of the theme, with which all sources have to be read again.

        Args:
            variables: Their values by their names.
        """
        super().set_variables(variables)
        self._read = {}

    def reparse(self) -> None:
        """Read the sources that are new or have changed, and all after a change of variables."""
        self.parse()

    def read_ahead(self) -> None:
        """Read the sources that are new, and convert their values before a node needs them."""
        node = DOMNode()
        for rule in self._read_changed():
            self._convert(node, rule.styles.get_rules())

    def parse(self) -> None:
        """Read the sources that are new or have changed."""
        self._read_changed()

    def _read_changed(self) -> list[RuleSet]:
        before = self._read
        read: dict[CSSLocation, tuple[CssSource, list[RuleSet]]] = {}
        changed: list[RuleSet] = []
        for location, source in self.source.items():
            known = before.get(location)
            if known is None or known[0] != source:
                rules = read_source(self, location, source)
                if rules is None:
                    # Textual says what is wrong with it, or leaves it out.
                    super().parse()
                    rules = []
                changed += rules
                known = source, rules
            read[location] = known
        gone = [one for location, one in before.items() if read.get(location) is not one]
        self._read = read
        rules = [rule for _, rules in read.values() for rule in rules]
        put_rules(self, rules)
        if before and not gone:
            self._map(changed)
        else:
            self._by_name = {}
            self._places = {}
            self._map(rules)
        self._forget([*changed, *(rule for _, rules in gone for rule in rules)])
        return changed

    def apply(
        self,
        node: DOMNode,
        *,
        animate: bool = False,
        cache: dict[tuple[Any, ...], RulesMap] | None = None,
    ) -> None:
        """Give a node the styles that apply to it.

        Args:
            node: The node.
            animate: Whether changes are animated.
            cache: Not used; the style sheet has its own.
        """
        if must_read(self):
            self.parse()
        if len(self._found) > _KEPT:
            self._found.clear()
        # Selectors look at a node and at its ancestors.
        key = tuple(map(_state_of, node.ancestors_with_self))
        found = self._found.get(key)
        if found is not None:
            styled, version = self._styled.get(node, _UNSTYLED)
            if styled is found and version == style_version(node):
                return
        self._styled.pop(node, None)
        found = self._apply(node, key, animate=animate)
        if found is not None:
            self._styled[node] = found, style_version(node)
        self._style_elements(node, key)

    def _map(self, rules: list[RuleSet]) -> None:
        for rule in rules:
            self._places[rule] = len(self._places)
            for name in rule.selector_names:
                self._by_name.setdefault(name, []).append(rule)

    def _forget(self, changed: list[RuleSet]) -> None:
        """Forget what was found of nodes that rules which have changed may apply to."""
        names = {name for rule in changed for name in rule.selector_names}
        outdated = [key for key, one in self._found.items() if not names.isdisjoint(one.names)]
        for key in outdated:
            del self._found[key]

    def _apply(self, node: DOMNode, key: object, *, animate: bool) -> _Found | None:
        found = self._found.get(key)
        if found is not None:
            put_style_flags(node, found.flags)
            self._put_rules(node, found, animate=animate)
            return found
        names = frozenset(selector_names(node))
        answer = _Answer()
        cache = cast("dict[tuple[Any, ...], RulesMap]", answer)
        rules = self._rules_for(names)
        states = frozenset[str]().union(*(rule.pseudo_classes for rule in rules))
        can_leave_out = states <= _OWN_STATES
        self._fitting = [rule for rule in rules if _ends_at(rule, node)] if can_leave_out else rules
        try:
            super().apply(node, animate=animate, cache=cache)
        finally:
            self._fitting = None
        if can_leave_out:
            # Rules that were left out apply as soon as the pointer is there.
            put_style_flags(node, ("hover" in states, False, False, False))
        if not answer.was_asked:
            return None
        values = None if animate else node.styles.base.get_rules()
        found = self._found[key] = _Found(answer.rules, values, style_flags(node), names)
        return found

    def _rules_for(self, names: Iterable[str]) -> list[RuleSet]:
        """The rules with one of some names, in their order."""
        fitting = {rule for name in names for rule in self._by_name.get(name, ())}
        return sorted(fitting, key=self._places.__getitem__)

    def _put_rules(self, node: DOMNode, found: _Found, *, animate: bool) -> None:
        if found.rules is None:
            return
        if found.values is None or not _is_new(node):
            self.replace_rules(node, found.rules, animate=animate)
        else:
            _put_values(node, found.values)

    def replace_rules(  # type: ignore[override]
        self, node: DOMNode, rules: RulesMap, animate: bool = False
    ) -> None:
        """Give a node the rules that apply to it.

        A style converts each value that it is given, such as a percentage into one of the width,
        and has the screen laid out or drawn if it has changed. Here a value is converted once, and
        only those that have changed are given.

        Args:
            node: The node.
            rules: The rules.
            animate: Whether changes are animated, where a transition says so.
        """
        if animate and rules.get("transitions"):
            super().replace_rules(node, rules, animate=True)
            return
        wanted = cast("Mapping[str, object]", rules)
        values: dict[str, object] = {}
        changed: dict[str, object] = {}
        for name, value in wanted.items():
            try:
                values[name] = self._converted[name, value]
            except (KeyError, TypeError):
                changed[name] = value
        if _is_new(node):
            self._convert(node, changed)
            _put_values(node, cast("RulesMap", values))
            return
        now = node.styles.base.get_rules()
        changed |= dict.fromkeys(now.keys() - wanted.keys())
        changed |= {name: wanted[name] for name in values if now.get(name) != values[name]}
        self._convert(node, changed)
        if changed or not animate:
            node.notify_style_update()

    def _convert(self, node: DOMNode, rules: Mapping[str, object]) -> None:
        """Let the styles of a node convert values, and remember the results."""
        base = node.styles.base
        for name, value in rules.items():
            setattr(base, name, value)
        given = base.get_rules()
        for name, value in rules.items():
            if name in given:
                # Some values, such as transitions, cannot be a key.
                with suppress(TypeError):
                    self._converted[name, value] = given[name]  # type: ignore[literal-required]

    def _process_component_classes(self, node: DOMNode) -> None:
        """Leave elements to ``apply``."""

    def _style_elements(self, node: DOMNode, key: object) -> None:
        if not (classes := element_classes(node)):
            return
        elements = _Elements(classes, partial(self._style_element, node, key))
        before = replace_elements(node, elements)
        changed = [name for name, styles in before.items() if elements[name] != styles]
        if changed:
            node.refresh()

    def _style_element(self, node: DOMNode, key: object, name: str) -> RenderStyles:
        element = element_of(node, name)
        if self._apply(element, (key, name), animate=False) is None:
            # What decides about it is not in the key, so it is looked at each time.
            self._styled.pop(node, None)
        return element.styles


def _is_new(node: DOMNode) -> bool:
    """Whether nothing has been drawn or laid out yet that the rules of a node could change."""
    is_mounted = isinstance(node, Widget) and node.is_mounted
    return not is_mounted and not node.styles.base.get_rules()


def _put_values(node: DOMNode, values: RulesMap) -> None:
    node.styles.base.merge_rules(values)
    if "display" in values:
        note_display(node)
    node.notify_style_update()


def _ends_at(rule: RuleSet, node: DOMNode) -> bool:
    """Whether the last part of a selector fits a node; the others are about those above it."""
    return any(selectors.selectors[-1].check(node) for selectors in rule.selector_set)


class _Elements(dict[str, "RenderStyles"]):
    """The styles of a widget's elements, each computed when it is first used; most never are.

    Args:
        classes: The names of all elements.
        style: Computes the styles of one.
    """

    def __init__(self, classes: frozenset[str], style: Callable[[str], RenderStyles]) -> None:
        super().__init__()
        self._classes = classes
        self._style = style

    def __contains__(self, name: object) -> bool:
        return name in self._classes

    def __missing__(self, name: str) -> RenderStyles:
        styles = self[name] = self._style(name)
        return styles


class _Answer:
    """What Textual takes for its cache: it asks for one node, and not if order or focus matters."""

    def __init__(self) -> None:
        self.rules: RulesMap | None = None
        self.was_asked = False

    def get(self, _key: tuple[Any, ...]) -> None:
        self.was_asked = True

    def __setitem__(self, _key: tuple[Any, ...], rules: RulesMap) -> None:
        self.rules = rules


def _state_of(node: DOMNode) -> tuple[object, ...]:
    """All that a selector can ask of a node, except for its place among others."""
    if isinstance(node, Widget):
        state: tuple[object, ...] = (
            node.mouse_hover,
            node.has_focus,
            node.disabled,
            node.allow_focus(),
        )
    elif isinstance(node, App):
        state = node.theme, node.ansi_color, node.no_color, node.app_focus, node.is_inline
    else:
        state = ()
    return type(node), node.id, node.classes, state
