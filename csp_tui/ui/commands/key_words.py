"""Keys in sentences and on buttons, as they are after what the person has set."""

from __future__ import annotations

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.command import Command, declared
from csp_tui.ui.commands.key_names import key_name


def key_of(command_id: str, default: str = "") -> str:
    """The key of a command, or of a movement, for a sentence that names it.

    Args:
        command_id: The id.
        default: A movement's keys where nothing is set; commands say theirs themselves.

    Returns:
        The key as people read it; where it has none, where else it is found.
    """
    keys = keymap.current().keys(command_id, default) if default else _command(command_id).keys_now
    return _in_words(keys[0]) if keys else _("menu")


def with_key(label: str, command_id: str) -> str:
    """A label with a command's key behind it, such as "Copy (y)"; without a key, the label.

    Args:
        label: The label, translated.
        command_id: The command.
    """
    key = _command(command_id).shown_key
    return f"{label} ({key})" if key else label


def _in_words(key: str) -> str:
    """A key as it reads in a sentence: Ctrl+Q where a bar has ^q."""
    held = key.removeprefix("ctrl+")
    return key_name(key) if held == key else f"Ctrl+{key_name(held).capitalize()}"


def _command(command_id: str) -> Command:
    known = declared().get(command_id)
    if known is None:
        from csp_tui.ui.commands.registry import all_commands

        known = all_commands()[command_id]
    return known
