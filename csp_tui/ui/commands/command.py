"""One thing that a user can do on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.i18n import gettext
from csp_tui.ui.commands import keymap
from csp_tui.ui.commands.key_names import key_name

__all__ = [
    "Command",
    "CommandProvider",
    "key_name",
    "reason_against",
]


@dataclass(frozen=True, slots=True)
class Command:
    """A command and the texts and keys that present it.

    A provider (a screen or a part of one) carries the command out in a method ``command_<id>``. Its
    optional method ``disabled_reason_<id>`` returns why the command cannot run now. Dots and dashes
    of the ID become underscores. An ID is declared once; several providers may share it.

    Attributes:
        id: Name of the command, by which the settings give it other keys.
        title: A word or two, in English; translated where shown.
        tooltip: What it does, in a sentence, in English.
        keys: Its keys where the user has set no others, with commas between them.
        short: The title where room is scarce, in English; the title by default.
        bar: Whether it is shown in the command bar.
        palette: Whether it is offered in the palette.
        priority: Whether its keys that type nothing come before those of the focused part.
        writes: Whether it changes the database, so that it cannot run where that is only read.
        main: Whether it is what the place is for, which the narrowest bar shows too.
        replayable: Whether it only opens something, so that recovery may run it again.

    """

    id: str
    title: str
    tooltip: str
    keys: str = ""
    short: str = ""
    bar: bool = True
    palette: bool = True
    priority: bool = False
    writes: bool = False
    main: bool = False
    replayable: bool = False

    # A command is declared once, so there are no two that are alike.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def method(self) -> str:
        """The part of the method names that belongs to it."""
        return self.id.replace(".", "_").replace("-", "_")

    @property
    def keys_now(self) -> tuple[str, ...]:
        """Its keys, after what the user has set."""
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
        """The first key as people read it, "" if it has none."""
        return key_name(self.keys_now[0]) if self.keys_now else ""

    @property
    def shown_keys(self) -> str:
        """All keys as people read them."""
        return " ".join(key_name(key) for key in self.keys_now)


class CommandProvider(Protocol):
    """Something that declares commands and carries them out."""

    COMMANDS_HERE: ClassVar[Sequence[Command]]


def carries_out(provider: CommandProvider, command: Command) -> bool:
    """Whether an object has the method of a command."""
    return hasattr(provider, f"command_{command.method}")


def carry_out(provider: CommandProvider, command: Command) -> None:
    """Run a command."""
    getattr(provider, f"command_{command.method}")()


def short_title(provider: CommandProvider, command: Command) -> str:
    """The short title of a command, translated: what it would do now, where that changes.

    Args:
        provider: The object that carries it out; its optional method ``short_title_<id>`` returns
            the title.
        command: The command.
    """
    ask = getattr(provider, f"short_title_{command.method}", None)
    return command.shown_short if ask is None else str(ask())


def reason_against(
    provider: CommandProvider, command: Command, *, read_only: str | None
) -> str | None:
    """Why a command cannot run now, None if it can.

    Args:
        provider: The object that carries it out.
        command: The command.
        read_only: Why nothing can be written to the database, None if it can.
    """
    if command.writes and read_only is not None:
        return read_only
    ask = getattr(provider, f"disabled_reason_{command.method}", None)
    reason: str | None = ask() if ask is not None else None
    return reason
