"""Problems of keys that were set: two commands with one key, and keys that are not allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.wording import Message, say
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_names import is_key, key_name
from csp_tui.ui.commands.keymap import FIXED, Keymap


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """A key that was set and does not work as set.

    Attributes:
        command_id: The ID for which the key was set.
        what: What is wrong, and what the key does now.
        loser: The ID of the command that loses the key, "" if none does.
        key: The key.
        is_refused: Whether the key is not allowed for the ID.
    """

    command_id: str
    what: Message
    loser: str = ""
    key: str = ""
    is_refused: bool = False


def key_problems(
    keymap: Keymap,
    places: Iterable[Sequence[Command]],
    movements: Mapping[str, str],
    beside_lists: Collection[str],
) -> list[KeyProblem]:
    """Check a keymap in every place where keys work.

    Args:
        keymap: The keymap as it was set.
        places: Commands that can be reached at the same time.
        movements: The default keys of movements, with commas between them, by their IDs.
        beside_lists: The IDs of commands that can be reached where a list may have the focus.

    Returns:
        Each problem once.
    """
    reachable = [list(commands) for commands in places]
    found: dict[tuple[str, str, str, str], KeyProblem] = {}
    everything = {command.id: command for commands in reachable for command in commands}
    for problem in (
        *_refused(keymap, everything, movements),
        *_moving(keymap, everything, movements, beside_lists),
        *(problem for commands in reachable for problem in _shared(keymap, commands)),
    ):
        key = (problem.command_id, problem.key, problem.loser, str(problem.what))
        found.setdefault(key, problem)
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
                say("“{id}” moves within lists and fields, and needs a key.", id=name),
                is_refused=True,
            )
        for key in keymap.refused(name, default):
            if is_key(key):
                what = say(
                    "“{id}” cannot use the key {key}, which moves, selects, types or closes "
                    "everywhere.",
                    id=name,
                    key=key_name(key),
                )
            else:
                what = say(
                    "“{key}” cannot be assigned to “{id}”: there is no such key.", id=name, key=key
                )
            yield KeyProblem(name, what, key=key, is_refused=True)


def _moving(
    keymap: Keymap,
    commands: Mapping[str, Command],
    movements: Mapping[str, str],
    beside_lists: Collection[str],
) -> Iterator[KeyProblem]:
    """Keys of both a movement and a command: a widget that has the focus moves."""
    for movement, default in movements.items():
        for key in keymap.keys(movement, default):
            for command in commands.values():
                if key in FIXED or key not in command.keys_under(keymap):
                    continue
                if movement.startswith("list.") and command.id not in beside_lists:
                    continue
                moved = keymap.is_given(movement, key, default)
                given = keymap.is_given(command.id, key, command.keys)
                if moved or given:
                    yield KeyProblem(
                        movement if moved else command.id,
                        say(
                            "The key {key} is assigned to “{command}” ({id}) and to "
                            "navigation ({movement}). Where a list or field has the focus, "
                            "navigation takes precedence.",
                            key=key_name(key),
                            command=command.shown_title,
                            id=command.id,
                            movement=movement,
                        ),
                        key=key,
                    )


def _shared(keymap: Keymap, commands: Sequence[Command]) -> Iterator[KeyProblem]:
    """Keys of two commands in one place, at least one of which was set."""
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
                    "The key {key} is assigned to “{winner}” ({winner_id}) and to “{loser}” "
                    "({loser_id}). It now runs “{winner}”.",
                    key=key_name(key),
                    winner=winner.shown_title,
                    winner_id=winner.id,
                    loser=loser.shown_title,
                    loser_id=loser.id,
                )
                yield KeyProblem(winner.id, what, loser.id, key)
