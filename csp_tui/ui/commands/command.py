"""One thing that a person can do on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual.binding import Binding

from csp_tui.i18n import N_, gettext


@dataclass(frozen=True, slots=True)
class Command:
    """A command with everything that shows it.

    The screen (or the part of it) that declares a command carries it out in a method
    ``command_<id>`` and may say in ``why_not_<id>`` why it cannot run now, with dots and dashes
    of the id as underscores.

    Attributes:
        id: Name of the command, also the id of its key binding.
        title: A word or two, in English; translated where shown.
        tooltip: What it does, in a sentence, in English.
        keys: Keys with commas between them; the first one is shown.
        short: The title where room is scarce, in English; the title by default.
        bar: Whether it is shown in the command bar.
        palette: Whether it is offered in the palette.
    """

    id: str
    title: str
    tooltip: str
    keys: str = ""
    short: str = ""
    bar: bool = True
    palette: bool = True

    @property
    def method(self) -> str:
        """The part of the method names that belongs to it."""
        return self.id.replace(".", "_").replace("-", "_")

    @property
    def shown_title(self) -> str:
        """The title in the language in use."""
        return gettext(self.title)

    @property
    def shown_short(self) -> str:
        """The short title in the language in use."""
        return gettext(self.short or self.title)

    @property
    def shown_tooltip(self) -> str:
        """The tooltip in the language in use."""
        return gettext(self.tooltip)

    @property
    def shown_key(self) -> str:
        """The first key as people read it."""
        return key_name(self.keys.split(",")[0]) if self.keys else ""


class CommandHost(Protocol):
    """Something that declares commands and carries them out."""

    COMMANDS_HERE: ClassVar[Sequence[Command]]


_KEY_NAMES = {
    "escape": N_("esc"),
    "question_mark": "?",
    "slash": "/",
    "delete": N_("del"),
    "enter": N_("enter"),
    "space": N_("space"),
    "plus": "+",
    "minus": "-",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "pagedown": N_("pgdn"),
    "pageup": N_("pgup"),
}


def key_name(key: str) -> str:
    """A key as people read it: ``^p`` for ctrl+p, ``F2``, ``esc``."""
    if key.startswith("ctrl+"):
        return "^" + key_name(key.removeprefix("ctrl+"))
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    return gettext(_KEY_NAMES[key]) if key in _KEY_NAMES else key


def bindings_for(commands: Sequence[Command]) -> list[Binding]:
    """Key bindings of commands; each runs through ``run_command`` so that it can explain itself."""
    return [
        Binding(
            command.keys,
            f"run_command('{command.id}')",
            command.title,
            show=False,
            tooltip=command.tooltip,
            id=command.id,
        )
        for command in commands
        if command.keys
    ]


def reason_against(host: CommandHost, command: Command) -> str | None:
    """Why a command cannot run now, None where it can."""
    ask = getattr(host, f"why_not_{command.method}", None)
    reason: str | None = ask() if ask is not None else None
    return reason
