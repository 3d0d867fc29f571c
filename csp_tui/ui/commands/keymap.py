"""Which keys run which command, after what the person has set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from csp_tui.ui.commands.key_names import is_key, split_keys

FIXED = frozenset(
    {
        *("enter", "tab", "shift+tab", "escape", "space", "backspace"),
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    }
)
"""Keys that every place needs to move, choose and type; commands have them by default only."""

_NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of all commands.

    Attributes:
        remaps: Keys by the id of a command, as they were set; none takes the command's keys away.
        lost: Keys by the id of the command that lost them to one that was given them.
    """

    remaps: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    lost: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NOTHING)

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Keymap:
        """The keys that settings ask for.

        Args:
            settings: Keys with commas between them, by the id of a command; "" for none.
        """
        return cls(MappingProxyType({name: split_keys(keys) for name, keys in settings.items()}))

    def keys(self, command_id: str, default: str) -> tuple[str, ...]:
        """The keys of a command as they are now.

        A key that is not allowed is left out; where none of those asked for is, the default holds.

        Args:
            command_id: The command.
            default: Its keys where nothing is set, with commas between them.
        """
        own = tuple(default.split(",")) if default else ()
        asked = self.remaps.get(command_id)
        if asked is None:
            now = own
        else:
            refused = self.refused(command_id, default)
            allowed = tuple(key for key in asked if key not in refused)
            now = allowed if allowed or not asked else own
        lost = self.lost.get(command_id, frozenset())
        return tuple(key for key in now if key not in lost)

    def refused(self, command_id: str, default: str) -> tuple[str, ...]:
        """The keys that were asked for and cannot be had: they move, choose or do not exist.

        Args:
            command_id: The command.
            default: Its keys where nothing is set; those it may keep.
        """
        own = default.split(",")
        return tuple(
            key
            for key in self.remaps.get(command_id, ())
            if key not in own and (key in FIXED or not is_key(key))
        )

    def movements(self) -> dict[str, str]:
        """What Textual needs for the movements among the ids, with commas between the keys.

        Those of commands may be among them, which Textual does not know by their ids.
        """
        allowed = {
            name: [key for key in keys if key not in FIXED and is_key(key)]
            for name, keys in self.remaps.items()
        }
        return {name: ",".join(keys) for name, keys in allowed.items() if keys}

    def is_given(self, command_id: str, key: str, default: str) -> bool:
        """Whether a command has a key because the person gave it."""
        return key in self.keys(command_id, default) and key not in default.split(",")

    def without(self, lost: Iterable[tuple[str, str]]) -> Keymap:
        """The same, after commands have lost keys to others.

        Args:
            lost: Id of the command and the key, in pairs.
        """
        gone: dict[str, frozenset[str]] = {}
        for command_id, key in lost:
            gone[command_id] = gone.get(command_id, frozenset()) | {key}
        return replace(self, lost=MappingProxyType(gone))


_in_use = Keymap()


def use(keymap: Keymap) -> None:
    """Take over other keys, for everything that shows or binds keys from now on."""
    global _in_use
    _in_use = keymap


def current() -> Keymap:
    """The keys in use."""
    return _in_use
