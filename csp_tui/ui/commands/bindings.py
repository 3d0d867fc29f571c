"""Key bindings of commands and movements."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding

from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.catalog.movements import MOVEMENTS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_names import is_typed


def bindings_for(commands: Iterable[Command]) -> list[Binding]:
    """Key bindings of commands; each runs through ``run_command`` so that it can explain itself.

    They have no ID, so that ``App.set_keymap`` leaves them alone: it cannot take a command's keys
    away, nor let two commands share a key of which only one is available at a time. A key that the
    person has set comes before the same key of another command.
    """
    now = keymap.current()
    pairs = [(command, key) for command in commands for key in command.keys_now]
    pairs.sort(key=lambda pair: not now.is_given(pair[0].id, pair[1], pair[0].keys))
    return [
        Binding(
            key,
            f"run_command('{command.id}')",
            command.title,
            show=False,
            tooltip=command.tooltip,
            priority=command.priority and not is_typed(key),
        )
        for command, key in pairs
    ]


def movement(movement_id: str, action: str) -> Binding:
    """The binding of a movement; ``App.set_keymap`` gives it other keys by its ID.

    Args:
        movement_id: An ID of the catalog.
        action: The action of the widget.
    """
    found = MOVEMENTS[movement_id]
    return Binding(found.keys, action, found.title, show=False, id=found.id)
