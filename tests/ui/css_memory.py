"""Style sheets are read, and their rules are found, once a process, not once a running app."""

from __future__ import annotations

from functools import wraps
from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from csp_tui.ui.terminal.style_cache import CachingStylesheet

_read: dict[object, list[RuleSet]] = {}
_themes: dict[frozenset[tuple[str, str]], int] = {}
_parse = Stylesheet._parse_rules
_set_variables = Stylesheet.set_variables
_found: dict[object, Any] = {}
_FOUND_AT_MOST = 20_000
_apply = CachingStylesheet._apply


def _number_theme(sheet: Stylesheet, variables: dict[str, str]) -> int:
    # A short name for hundreds of variables, which are compared for each of hundreds of sources.
    number = _themes.setdefault(frozenset(variables.items()), len(_themes))
    sheet.theme_number = number  # type: ignore[attr-defined]
    return number


@wraps(_set_variables)
def _set_and_number(sheet: Stylesheet, variables: dict[str, str]) -> None:
    _set_variables(sheet, variables)
    _number_theme(sheet, variables)


def _theme_of(sheet: Stylesheet) -> int:
    # A copy of a sheet has its variables from the beginning, so nothing has set them.
    number: int | None = getattr(sheet, "theme_number", None)
    return _number_theme(sheet, sheet._variables) if number is None else number


@wraps(_parse)
def _read_once(sheet: Stylesheet, *source: Any, **options: Any) -> list[RuleSet]:
    # All that the rules are made of; their variables come from the theme.
    key = (source, tuple(options.items()), _theme_of(sheet))
    if key not in _read:
        _read[key] = _parse(sheet, *source, **options)
    return _read[key]


@wraps(_apply)
def _find_once(sheet: CachingStylesheet, node: DOMNode, key: object, *, animate: bool) -> Any:
    if key in sheet._found:
        return _apply(sheet, node, key, animate=animate)
    # What is found for a node depends on the rules that may apply to it, which are read once.
    place = (key, tuple(map(id, sheet._rules_for(node._selector_names))))
    if place in _found:
        sheet._found[key] = _found[place]
    found = _apply(sheet, node, key, animate=animate)
    if found is not None:
        if len(_found) > _FOUND_AT_MOST:
            _found.clear()
        _found[place] = found
    return found


def remember_style_sheets() -> None:
    """From now on no app reads a style sheet that another one has read."""
    Stylesheet._parse_rules = _read_once  # type: ignore[method-assign, assignment]
    CachingStylesheet._apply = _find_once  # type: ignore[method-assign]
    Stylesheet.set_variables = _set_and_number  # type: ignore[method-assign]
