"""The classes of the screens, dialogs and widgets, found by importing all of ``csp_tui.ui``."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import csp_tui.ui
from csp_tui.ui.kit.command_screen import CommandScreen


def subclasses(kind: type[Any]) -> tuple[type[Any], ...]:
    """The classes of the program below a class, at any depth."""
    _import_all()
    found = dict.fromkeys(_below(kind))
    return tuple(one for one in found if one.__module__.startswith("csp_tui."))


@cache
def command_screens() -> tuple[type[CommandScreen], ...]:
    """The screens and dialogs that can be opened, without those that are only base classes."""
    every = subclasses(CommandScreen)
    return tuple(one for one in every if not any(one in other.__mro__[1:] for other in every))


@cache
def _import_all() -> None:
    for module in pkgutil.walk_packages(csp_tui.ui.__path__, f"{csp_tui.ui.__name__}."):
        import_module(module.name)


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
