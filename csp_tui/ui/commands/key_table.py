"""The table of all keys, for ``docs/keys.md``: ``python -m csp_tui.ui.commands.key_table``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.catalog.common import COMMON
from csp_tui.ui.commands.catalog.movements import MOVEMENTS, Movement
from csp_tui.ui.commands.catalog.places import GLOBAL_COMMANDS, PLACES
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_names import key_name
from csp_tui.ui.commands.keymap import Keymap

_DEFAULT = Keymap()
_HEAD = """# Keys

This page is generated from the catalog of commands: `python -m csp_tui.ui.commands.key_table`.
The settings can give every command other keys, by its ID.

A letter means the same on neighboring screens. In a text field letters are text, and the command
bar shows only the keys that work there.
"""


def key_table() -> str:
    """All commands and movements with their default keys, as Markdown."""
    return "\n".join(
        (
            _HEAD,
            "## On every page\n",
            *_table(GLOBAL_COMMANDS),
            "\n## On pages and in dialogs\n",
            *_table(_own_commands(), with_places=True),
            "\n## Within a list, a field or a menu\n",
            "| Keys | Action | ID |",
            "|---|---|---|",
            *(_movement(one) for one in MOVEMENTS.values()),
            "",
        )
    )


def _own_commands() -> list[Command]:
    shared = {*GLOBAL_COMMANDS, *COMMON}
    own = [one for one in ALL_COMMANDS.values() if one not in shared and _keys(one)]
    return sorted(own, key=lambda one: (len(_keys(one)[0]) > 1, _keys(one)[0].lower(), one.id))


def _table(commands: Iterable[Command], *, with_places: bool = False) -> Iterator[str]:
    yield "| Keys | Command | Action | ID |" + (" Where |" if with_places else "")
    yield "|---|---|---|---|" + ("---|" if with_places else "")
    for one in commands:
        keys = _shown(_keys(one))
        line = f"| {keys} | {one.title} | {one.tooltip} | {one.id} |"
        yield line + (f" {', '.join(_places(one))} |" if with_places else "")


def _movement(one: Movement) -> str:
    title = one.title or "(as its name says)"
    return f"| {_shown(one.keys.split(','))} | {title} | {one.id} |"


def _keys(command: Command) -> tuple[str, ...]:
    return command.keys_under(_DEFAULT)


def _shown(keys: Iterable[str]) -> str:
    return " ".join(f"`{_ctrl(key)}`" for key in keys)


def _ctrl(key: str) -> str:
    held = key.removeprefix("ctrl+")
    return key_name(key) if held == key else f"Ctrl+{key_name(held).capitalize()}"


def _places(command: Command) -> list[str]:
    return [_name(one.name) for one in PLACES if command in {*one.commands, *sum(one.parts, ())}]


def _name(place: str) -> str:
    """A class name in words: "Partner search" for ``PartnerSearchDialog``."""
    words = re.findall("[A-Z][a-z]+", re.sub("(Screen|Dialog)$", "", place))
    return " ".join(words).capitalize()


if __name__ == "__main__":
    sys.stdout.write(key_table())
