"""A style sheet that remembers which rules apply to a node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.css.model import RuleSet
    from textual.css.styles import RulesMap
    from textual.dom import DOMNode

_KEPT = 4_096
"""Different nodes whose rules are kept."""


class CachingStylesheet(Stylesheet):
    """Finds the rules of a node once for all nodes of its kind at such a place.

    Comparing the selectors of all rules with a node is half of what it costs to compute its styles,
    and an element of a widget, such as the label of a radio button, is a node as well. Textual
    keeps what it found only for siblings, and only while it restyles one part of a screen.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._found: dict[object, RulesMap] = {}
        self._found_in: list[RuleSet] | None = None

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
        rules = self.rules
        if rules is not self._found_in or len(self._found) > _KEPT:
            self._found.clear()
            self._found_in = rules
        known = cast("dict[tuple[Any, ...], RulesMap]", _RulesOfNode(self._found, node))
        super().apply(node, animate=animate, cache=known)


class _RulesOfNode:
    """What Textual takes for its cache: it asks for one node, and not if order or focus matters.

    Args:
        found: The rules of all nodes.
        node: The node.
    """

    def __init__(self, found: dict[object, RulesMap], node: DOMNode) -> None:
        self._found = found
        # Selectors look at a node and at its ancestors.
        self._key = tuple(map(_state_of, node.ancestors_with_self))

    def get(self, _key: tuple[Any, ...]) -> RulesMap | None:
        return self._found.get(self._key)

    def __setitem__(self, _key: tuple[Any, ...], rules: RulesMap) -> None:
        self._found[self._key] = rules


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
