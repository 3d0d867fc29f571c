"""The style sheets of the program are read once a process, not once a running app."""

from __future__ import annotations

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_read: dict[object, list[RuleSet]] = {}
_parse = Stylesheet._parse_rules


def _read_once(sheet: Stylesheet, *source: Any, **options: Any) -> list[RuleSet]:
    # All that the rules are made of; their variables come from the theme.
    key = (source, tuple(options.items()), frozenset(sheet._variables.items()))
    if key not in _read:
        _read[key] = _parse(sheet, *source, **options)
    return _read[key]


def remember_style_sheets() -> None:
    """From now on no app reads a style sheet that another one has read."""
    Stylesheet._parse_rules = _read_once  # type: ignore[method-assign, assignment]
