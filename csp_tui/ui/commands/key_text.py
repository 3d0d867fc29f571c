"""Keys in sentences and on buttons, as they are set."""

from __future__ import annotations

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.key_names import key_name


def key_label(command_id: str, default: str = "") -> str:
    """The key of a command or movement, for use in a sentence.

    Args:
        command_id: The ID.
        default: The default keys of a movement; those of commands are known.

    Returns:
        The key as people read it; for a command without a key, the word for the menu.
    """
    keys = (
        keymap.current().keys(command_id, default) if default else ALL_COMMANDS[command_id].keys_now
    )
    return _in_words(keys[0]) if keys else _("menu")


def with_key(label: str, command_id: str) -> str:
    """A label with a command's key, such as "Copy (y)"; only the label if there is no key.

    Args:
        label: The label, translated.
        command_id: The command.
    """
    key = ALL_COMMANDS[command_id].shown_key
    return f"{label} ({key})" if key else label


def _in_words(key: str) -> str:
    """A key in a sentence: Ctrl+Q instead of the ^q of the command bar."""
    held = key.removeprefix("ctrl+")
    return key_name(key) if held == key else f"Ctrl+{key_name(held).capitalize()}"
