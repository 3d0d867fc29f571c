"""Keys in sentences and on buttons, as they are after what the person has set."""

from __future__ import annotations

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command, declared


def key_of(command_id: str) -> str:
    """The key of a command for a sentence that names it.

    Args:
        command_id: The command.

    Returns:
        The key as people read it; where it has none, the palette's name, where it is found.
    """
    return _command(command_id).shown_key or _("palette")


def with_key(label: str, command_id: str) -> str:
    """A label with a command's key behind it, such as "Copy (y)"; without a key, the label.

    Args:
        label: The label, translated.
        command_id: The command.
    """
    key = _command(command_id).shown_key
    return f"{label} ({key})" if key else label


def _command(command_id: str) -> Command:
    known = declared().get(command_id)
    if known is None:
        from csp_tui.ui.commands.registry import all_commands

        known = all_commands()[command_id]
    return known
