"""Every command, declared once as data.

A screen names in ``COMMANDS_HERE`` the tuple of the commands that it carries out, which is beside
their declarations. ``places`` says which commands can be reached at the same time,
``movements`` which keys move within a list or field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from csp_tui.ui.commands.catalog import (
    audience,
    common,
    database,
    evidence,
    imports,
    marketplace,
    offers,
    partners,
    plans,
    requests,
    resales,
    tour,
)
from csp_tui.ui.commands.command import Command

_MODULES = (
    common,
    offers,
    audience,
    requests,
    resales,
    evidence,
    partners,
    plans,
    database,
    imports,
    tour,
)


def by_id(commands: Iterable[Command]) -> dict[str, Command]:
    """Commands by their IDs.

    Raises:
        ValueError: Two different ones have the same ID.
    """
    found: dict[str, Command] = {}
    for command in commands:
        if found.get(command.id, command) is not command:
            raise ValueError(f"the command {command.id} is declared twice")
        found[command.id] = command
    return found


ALL_COMMANDS: Mapping[str, Command] = MappingProxyType(
    by_id(
        value
        for module in (*_MODULES, marketplace)
        for value in vars(module).values()
        if isinstance(value, Command)
    )
)
"""Every command by its ID."""
