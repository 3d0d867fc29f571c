"""One thing that a person can do on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Protocol

from textual.binding import Binding

from csp_tui.i18n import gettext
from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.key_names import is_typed, key_name

__all__ = [
    "Command",
    "CommandHost",
    "bindings_for",
    "declared",
    "key_name",
    "reason_against",
]

_declared: dict[str, Command] = {}


@dataclass(frozen=True, slots=True)
class Command:
    """A command with everything that shows it.

    The screen (or the part of it) that declares a command carries it out in a method
    ``command_<id>`` and may say in ``why_not_<id>`` why it cannot run now, with dots and dashes
    of the id as underscores. An id is declared once; several hosts may share the declaration.

    Attributes:
        id: Name of the command, by which the settings give it other keys.
        title: A word or two, in English; translated where shown.
        tooltip: What it does, in a sentence, in English.
        keys: Its keys where the person has set no others, with commas between them.
        short: The title where room is scarce, in English; the title by default.
        bar: Whether it is shown in the command bar.
        palette: Whether it is offered in the palette.
        first: Whether its keys that type nothing come before those of the focused part.
        writes: Whether it changes the database, so that it cannot run where that is only read.

    Raises:
        ValueError: Another command has this id.
    """

    id: str
    title: str
    tooltip: str
    keys: str = ""
    short: str = ""
    bar: bool = True
    palette: bool = True
    first: bool = False
    writes: bool = False

    def __post_init__(self) -> None:
        """Note the declaration."""
        if _declared.setdefault(self.id, self) != self:
            raise ValueError(f"the command {self.id} is declared twice")

    @property
    def method(self) -> str:
        """The part of the method names that belongs to it."""
        return self.id.replace(".", "_").replace("-", "_")

    @property
    def keys_now(self) -> tuple[str, ...]:
        """Its keys, after what the person has set."""
        return self.keys_under(keymap.current())

    def keys_under(self, keys: keymap.Keymap) -> tuple[str, ...]:
        """Its keys under a keymap."""
        return keys.keys(self.id, self.keys)

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
        """The first key as people read it, "" where it has none."""
        return key_name(self.keys_now[0]) if self.keys_now else ""

    @property
    def shown_keys(self) -> str:
        """All keys as people read them."""
        return " ".join(key_name(key) for key in self.keys_now)


class CommandHost(Protocol):
    """Something that declares commands and carries them out."""

    COMMANDS_HERE: ClassVar[Sequence[Command]]


def declared() -> Mapping[str, Command]:
    """Every command that was declared so far, by its id."""
    return MappingProxyType(_declared)


def bindings_for(commands: Iterable[Command]) -> list[Binding]:
    """Key bindings of commands; each runs through ``run_command`` so that it can explain itself.

    They have no id: Textual would give them keys by rules of its own. A key that the person gave
    comes before the same key of another command.
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
            priority=command.first and not is_typed(key),
        )
        for command, key in pairs
    ]


def reason_against(host: CommandHost, command: Command) -> str | None:
    """Why a command cannot run now, None where it can."""
    if command.writes:
        app: Any = getattr(host, "app", None)
        reason_of_database: str | None = app.why_read_only() if app is not None else None
        if reason_of_database is not None:
            return reason_of_database
    ask = getattr(host, f"why_not_{command.method}", None)
    reason: str | None = ask() if ask is not None else None
    return reason
