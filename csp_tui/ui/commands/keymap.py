"""The keys of commands, as they are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from types import MappingProxyType

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.ui.commands.key_names import is_key, split_keys

FIXED = frozenset(
    {
        *("enter", "tab", "shift+tab", "escape", "space", "backspace"),
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    }
)
"""Keys for moving, selecting and typing; a command has one only if that is its default."""

_NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of all commands.

    Attributes:
        remaps: The keys that were set, by command ID; an empty tuple removes all keys.
        lost: Keys that a command lost because they were set for another one, by command ID.
    """

    remaps: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    lost: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NOTHING)

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Keymap:
        """The keymap of settings.

        Args:
            settings: Keys with commas between them, by command ID; "" for none.
        """
        return cls(MappingProxyType({name: split_keys(keys) for name, keys in settings.items()}))

    def keys(self, command_id: str, default: str) -> tuple[str, ...]:
        """The keys of a command.

        Keys that are not allowed are ignored; if none is left, the command has its default keys.

        Args:
            command_id: The command.
            default: Its default keys, with commas between them.
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
        """The keys that were set and are not allowed: fixed keys, and keys that do not exist.

        Args:
            command_id: The command.
            default: Its default keys, which are always allowed.
        """
        own = default.split(",")
        return tuple(
            key
            for key in self.remaps.get(command_id, ())
            if key not in own and (key in FIXED or not is_key(key))
        )

    def movements(self) -> dict[str, str]:
        """The keymap for ``App.set_keymap``, which changes movements by their IDs.

        It may contain commands: their bindings have no ID, so that Textual ignores them.
        """
        allowed = {
            name: [key for key in keys if key not in FIXED and is_key(key)]
            for name, keys in self.remaps.items()
        }
        return {name: ",".join(keys) for name, keys in allowed.items() if keys}

    def is_given(self, command_id: str, key: str, default: str) -> bool:
        """Whether a command has a key because it was set."""
        return key in self.keys(command_id, default) and key not in default.split(",")

    def without(self, lost: Iterable[tuple[str, str]]) -> Keymap:
        """The same keymap without keys that commands lose to others.

        Args:
            lost: Pairs of command ID and key.
        """
        gone: dict[str, frozenset[str]] = {}
        for command_id, key in lost:
            gone[command_id] = gone.get(command_id, frozenset()) | {key}
        return replace(self, lost=MappingProxyType(gone))


_in_use = Keymap()


def use(keymap: Keymap) -> None:
    """Use a keymap for everything that shows or binds keys from now on."""
    global _in_use
    _in_use = keymap


def current() -> Keymap:
    """The keymap in use."""
    return _in_use
