"""What is wrong with keys that were set: keys for two commands, and keys that cannot be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from csp_tui.domain.wording import Message, say
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_names import is_key, key_name
from csp_tui.ui.commands.keymap import FIXED, Keymap


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """A key that is not as it was asked for.

    Attributes:
        command_id: The id in the settings that asks for the key.
        what: What is wrong, and what holds now.
        loser: The id of the command that no longer has the key, "" where none lost it.
        key: The key.
        is_refused: Whether the id cannot have at all what it asks for.
    """

    command_id: str
    what: Message
    loser: str = ""
    key: str = ""
    is_refused: bool = False


def key_problems(
    keymap: Keymap, spots: Iterable[Sequence[Command]], movements: Mapping[str, str]
) -> list[KeyProblem]:
    """Look at every place where keys work.

    Args:
        keymap: What was asked for, with nothing lost yet.
        spots: Commands that can be reached at the same time.
        movements: The keys of movements that can be changed, with commas, by their ids.

    Returns:
        Each problem once, those of one command together.
    """
    places = [list(commands) for commands in spots]
    found: dict[tuple[str, str, str], KeyProblem] = {}
    everything = {command.id: command for commands in places for command in commands}
    for problem in (
        *_refused(keymap, everything, movements),
        *_moving(keymap, everything, movements),
        *(problem for commands in places for problem in _shared(keymap, commands)),
    ):
        found.setdefault((problem.command_id, problem.key, problem.loser), problem)
    return list(found.values())


def _refused(
    keymap: Keymap, commands: Mapping[str, Command], movements: Mapping[str, str]
) -> Iterator[KeyProblem]:
    for name, asked in keymap.remaps.items():
        default = commands[name].keys if name in commands else movements.get(name)
        if default is None:
            continue
        if not asked and name not in commands:
            yield KeyProblem(
                name,
                say("“{id}” moves within lists and fields, and cannot be without a key.", id=name),
                is_refused=True,
            )
        for key in keymap.refused(name, default):
            if is_key(key):
                what = say(
                    "“{id}” cannot have the key {key}, with which one moves, chooses, types or "
                    "leaves everywhere.",
                    id=name,
                    key=key_name(key),
                )
            else:
                what = say("“{id}” cannot have “{key}”: there is no such key.", id=name, key=key)
            yield KeyProblem(name, what, key=key, is_refused=True)


def _moving(
    keymap: Keymap, commands: Mapping[str, Command], movements: Mapping[str, str]
) -> Iterator[KeyProblem]:
    """Keys that a movement and a command share: where the part has the focus, it moves."""
    for movement, default in movements.items():
        for key in keymap.keys(movement, default):
            for command in commands.values():
                if key in FIXED or key not in command.keys_under(keymap):
                    continue
                moved = keymap.is_given(movement, key, default)
                given = keymap.is_given(command.id, key, command.keys)
                if moved or given:
                    yield KeyProblem(
                        movement if moved else command.id,
                        say(
                            "The key {key} is both for “{command}” ({id}) and for moving "
                            "({movement}). Where the part that moves has the focus, it moves.",
                            key=key_name(key),
                            command=command.shown_title,
                            id=command.id,
                            movement=movement,
                        ),
                        key=key,
                    )


def _shared(keymap: Keymap, commands: Sequence[Command]) -> Iterator[KeyProblem]:
    """Keys that two commands of one place share, at least one of them because it was asked for."""
    order = list(keymap.remaps)
    holders: dict[str, list[Command]] = {}
    for command in dict.fromkeys(commands):
        for key in command.keys_under(keymap):
            holders.setdefault(key, []).append(command)
    for key, sharing in holders.items():
        given = [one for one in sharing if keymap.is_given(one.id, key, one.keys)]
        if not given or len(sharing) < 2:
            continue
        winner = min(given, key=lambda one: order.index(one.id))
        for loser in sharing:
            if loser is not winner:
                what = say(
                    "The key {key} is both for “{winner}” ({winner_id}) and for “{loser}” "
                    "({loser_id}). It is now for “{winner}”.",
                    key=key_name(key),
                    winner=winner.shown_title,
                    winner_id=winner.id,
                    loser=loser.shown_title,
                    loser_id=loser.id,
                )
                yield KeyProblem(winner.id, what, loser.id, key)
