"""What is wrong with the keys of a settings file, and which keys hold after that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.wording import Message, say
from csp_tui.settings.problems import SettingsProblem, unknown_command
from csp_tui.settings.reading import MOST_PROBLEMS, Reading, key_lines, unknown_commands
from csp_tui.ui.commands import registry
from csp_tui.ui.commands.clashes import KeyProblem, key_problems
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.keymap import Keymap


@dataclass(frozen=True, slots=True)
class KeySettings:
    """The keys of a settings file, looked at.

    Attributes:
        keymap: The keys that hold; a key that two commands would have is one's only.
        problems: What cannot be had as it was asked for, each with its line, in their order.
    """

    keymap: Keymap
    problems: tuple[SettingsProblem, ...]

    @classmethod
    def of(cls, reading: Reading, path: Path) -> KeySettings:
        """Look at the keys of a file in every place where keys work.

        Args:
            reading: What the file says.
            path: The file, for what is said about it.
        """
        keymap, found = _looked_at(reading.settings.keys)
        lost = [(problem.loser, problem.key) for problem in found if problem.loser]
        unknown = unknown_commands(reading, path, registry.command_ids())
        problems = [*unknown, *_in_file(found[:MOST_PROBLEMS], reading, path)]
        problems.sort(key=lambda problem: problem.line or 0)
        return cls(keymap.without(lost), tuple(problems))


def default_keys() -> dict[str, str]:
    """The keys of every command and movement where nothing is set, by its id."""
    movements = {name: binding.key for name, binding in registry.movements().items()}
    return movements | {name: command.keys for name, command in registry.all_commands().items()}


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
    if name not in registry.command_ids():
        unknown = unknown_command(Path(), None, name, sorted(registry.command_ids()))
        raise InvalidInput(
            unknown.what,
            say("The settings screen lists every command with its id."),
            field="settings",
        )
    _keymap, found = _looked_at(keys)
    own = [problem for problem in found if name in (problem.command_id, problem.loser)]
    for problem in own:
        if problem.is_refused:
            raise InvalidInput(
                problem.what,
                say("Name keys like these, with commas between them: {keys}.", keys="n,ctrl+n,f9"),
                field="settings",
            )
    return [problem.what for problem in own]


def _looked_at(keys: Mapping[str, str]) -> tuple[Keymap, list[KeyProblem]]:
    keymap = Keymap.of(keys)
    movements = {name: binding.key for name, binding in registry.movements().items()}
    return keymap, key_problems(keymap, _spots(), movements)


def _spots() -> Iterator[list[Command]]:
    from csp_tui.ui.tour.commands import TOUR_STEPS

    for spot in registry.spots():
        # Keys of the tour give way to what the person has set, and hold only while it is on.
        yield [command for command in spot.commands if command not in TOUR_STEPS]


def _in_file(found: list[KeyProblem], reading: Reading, path: Path) -> Iterator[SettingsProblem]:
    lines = key_lines(reading, (problem.command_id for problem in found))
    for problem in found:
        yield SettingsProblem(path, lines[problem.command_id], problem.what)
