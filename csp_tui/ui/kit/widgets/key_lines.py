"""Commands with their keys, a line each, for the help and the key panel."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import titled
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_names import key_name
from csp_tui.ui.commands.movements import movement_keys
from csp_tui.ui.kit.command_screen import CommandScreen

_KEYS_WIDTH = 12


def command_lines(command: Command, reason: str | None, width: int) -> list[Content]:
    """A command with its keys and what it does, and dim why it cannot run now.

    Args:
        command: The command.
        reason: Why it cannot run now, None if it can.
        width: Columns that there are; the text stays beside the keys.
    """
    text = titled(command.shown_title, command.shown_tooltip)
    parts = [text]
    if reason is not None:
        parts.append(_("Not now: {reason}").format(reason=visible(reason)))
    room = max(1, width - _KEYS_WIDTH)
    texts = [line for part in parts for line in Content(part).wrap(room)]
    keys = [command.shown_keys or "–", *[""] * (len(texts) - 1)]
    lines = [
        Content(_padded(key, _KEYS_WIDTH)) + line for key, line in zip(keys, texts, strict=True)
    ]
    return lines if reason is None else [line.stylize("$text-muted") for line in lines]


def key_lines(holder: CommandScreen, width: int = 10) -> Content:
    """What the keys do here and now: commands, then the part that has the focus.

    Args:
        holder: The screen or dialog.
        width: Columns for the keys.
    """
    lines = [Content.styled(_("Commands"), "bold")]
    taken: set[str] = set()
    commands = holder.commands()
    reachable = holder.reachable_keys(commands)
    for command in commands:
        # A part takes a key from the screen that it is on.
        keys = [key for key in reachable[command.id] if key not in taken]
        taken.update(keys)
        if not keys:
            continue
        shown = " ".join(key_name(key) for key in keys)
        line = Content(_padded(shown, width) + command.shown_title)
        off = holder.reason_against(command) is not None
        lines.append(line.stylize("$text-disabled") if off else line)
    lines += [Content(), Content.styled(_("Focused element"), "bold")]
    for names, text in movement_keys(holder.focused):
        lines.append(Content(_padded(names, width) + text))
    return Content("\n").join(lines)


def _padded(keys: str, width: int) -> str:
    return keys + " " * max(1, width - cell_len(keys))
