"""Checking the keys of a settings file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say
from csp_tui.settings.loader import MOST_PROBLEMS, LoadedSettings, key_lines, unknown_commands
from csp_tui.settings.problems import SettingsProblem, unknown_command
from csp_tui.ui.commands.catalog import ALL_COMMANDS
from csp_tui.ui.commands.catalog.movements import MOVEMENTS
from csp_tui.ui.commands.catalog.places import PLACES, beside_lists
from csp_tui.ui.commands.catalog.tour import TOUR_STEPS
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.conflicts import KeyProblem, key_problems
from csp_tui.ui.commands.keymap import Keymap

_IDS = frozenset({*ALL_COMMANDS, *MOVEMENTS})
"""Every ID that may be given keys in the settings."""


@dataclass(frozen=True, slots=True)
class KeySettings:
    """The keys of a settings file, checked.

    Attributes:
        keymap: The keys that hold; a key that two commands would have is one's only.
        problems: What cannot be had as it was asked for, each with its line, in their order.
    """

    keymap: Keymap
    problems: tuple[SettingsProblem, ...]

    @classmethod
    def of(cls, reading: LoadedSettings, path: Path) -> KeySettings:
        """Look at the keys of a file in every place where keys work.

        Args:
            reading: What the file says.
            path: The file, for messages about it.
        """
        keymap, found = _checked(reading.settings.keys)
        lost = [(problem.loser, problem.key) for problem in found if problem.loser]
        unknown = unknown_commands(reading, path, _IDS)
        problems = [*unknown, *_in_file(found[:MOST_PROBLEMS], reading, path)]
        problems.sort(key=lambda problem: problem.line or 0)
        return cls(keymap.without(lost), tuple(problems))


def default_keys() -> dict[str, str]:
    """The keys of every command and movement where nothing is set, by its id."""
    return _movement_keys() | {name: command.keys for name, command in ALL_COMMANDS.items()}


def check_keys(keys: Mapping[str, str], name: str) -> list[Message]:
    """Look at the keys that one id is to have.

    Args:
        keys: All keys as they are to be, with commas between them, by the id of a command.
        name: The id that is looked at.

    Returns:
        What should be known although it can be had: which command loses a key.

    Raises:
        InvalidInput: There is no such id, or it cannot have such keys.
    """
    if name not in _IDS:
        unknown = unknown_command(Path(), None, name, sorted(_IDS))
        raise InvalidInput(
            unknown.what,
            say("The settings screen lists every command with its ID."),
            field="settings",
        )
    _keymap, found = _checked(keys)
    own = [problem for problem in found if name in (problem.command_id, problem.loser)]
    for problem in own:
        if problem.is_refused:
            raise InvalidInput(
                problem.what,
                say("Write keys like this, separated by commas: {keys}.", keys="n,ctrl+n,f9"),
                field="settings",
            )
    return [problem.what for problem in own]


def _checked(keys: Mapping[str, str]) -> tuple[Keymap, list[KeyProblem]]:
    keymap = Keymap.of(keys)
    return keymap, key_problems(keymap, _places(), _movement_keys(), beside_lists())


def _movement_keys() -> dict[str, str]:
    return {name: movement.keys for name, movement in MOVEMENTS.items()}


def _places() -> Iterator[list[Command]]:
    for place in PLACES:
        for commands in place.reachable():
            # The keys of the tour apply only while it is on, and yield to keys that are set.
            yield [command for command in commands if command not in TOUR_STEPS]


def _in_file(
    found: list[KeyProblem], reading: LoadedSettings, path: Path
) -> Iterator[SettingsProblem]:
    lines = key_lines(reading, (problem.command_id for problem in found))
    for problem in found:
        yield SettingsProblem(path, lines[problem.command_id], problem.what)
