"""Classes are composed of objects instead of being inherited from long chains."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import csp_tui

MOST_ANCESTORS = 3
"""Project classes above a class, at any depth; protocols don't count, as they contain no code."""
SKIPPED = ("csp_tui.storage.migrations", "csp_tui.__main__", "csp_tui.cli.__main__")
"""Scripts that run when they are imported."""


def test_a_class_has_few_project_classes_above_it() -> None:
    too_deep = {
        f"{kind.__module__}.{kind.__qualname__}": names
        for kind in project_classes()
        if len(names := ancestors(kind)) > MOST_ANCESTORS
    }
    assert too_deep == {}


def ancestors(kind: type) -> list[str]:
    """The project classes above a class, without protocols."""
    above = [one for one in kind.__mro__[1:] if one.__module__.split(".")[0] == "csp_tui"]
    return [one.__name__ for one in above if not getattr(one, "_is_protocol", False)]


def project_classes() -> list[type]:
    """All classes that modules of the project define."""
    found: list[type] = []
    for module in pkgutil.walk_packages(csp_tui.__path__, "csp_tui."):
        if module.name.startswith(SKIPPED):
            continue
        members = vars(import_module(module.name)).values()
        found += [one for one in members if inspect.isclass(one) and one.__module__ == module.name]
    return found
