"""All commands of the workbench and where each can be reached; looks at every screen and dialog."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from textual.binding import Binding
from textual.widget import Widget

from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.holder import CommandHolder

_ROOMS = ("screens", "dialogs", "sections", "widgets")


@dataclass(frozen=True, slots=True)
class Spot:
    """Commands that can be reached at the same time.

    Attributes:
        holder: The class of the screen or dialog.
        commands: Its commands, with those of at most one of its parts.
    """

    holder: type[CommandHolder]
    commands: tuple[Command, ...]


@cache
def holders() -> tuple[type[CommandHolder], ...]:
    """The class of every screen and dialog."""
    import csp_tui.ui as ui

    for room in _ROOMS:
        package = import_module(f"{ui.__name__}.{room}")
        for module in pkgutil.iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    return tuple(dict.fromkeys(_below(CommandHolder)))


@cache
def spots() -> tuple[Spot, ...]:
    """Every screen and dialog, once for each of the parts that may be on it."""
    found = []
    for holder in holders():
        own = (*holder.COMMANDS_HERE, *holder.COMMANDS_SHARED)
        for part in holder.PARTS:
            found.append(Spot(holder, (*part.COMMANDS_HERE, *own)))
        if not holder.PARTS:
            found.append(Spot(holder, own))
    return tuple(found)


@cache
def all_commands() -> Mapping[str, Command]:
    """Every command by its id."""
    return {command.id: command for holder in holders() for command in holder.declared_commands()}


@cache
def movements() -> Mapping[str, Binding]:
    """Every key that moves within a part and can be changed, by its id."""
    holders()
    found: dict[str, Binding] = {}
    for widget in _below(Widget):
        if not widget.__module__.startswith("csp_tui.") or issubclass(widget, CommandHolder):
            continue
        for binding in widget.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                found[binding.id] = binding
    return found


def command_ids() -> frozenset[str]:
    """Every id that may be given keys in the settings."""
    return frozenset(all_commands()) | frozenset(movements())


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    one: type[Any]
    for one in kind.__subclasses__():
        if one.__module__.startswith("csp_tui."):
            yield one
        yield from _below(one)
