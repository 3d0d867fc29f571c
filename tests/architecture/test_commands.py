"""Commands are declared once, can be carried out, and are the only ones that have keys."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from textual.binding import Binding
from textual.widget import Widget

from csp_tui.ui.commands import registry
from csp_tui.ui.commands.command import Command, CommandHost, declared
from csp_tui.ui.commands.everywhere import ALWAYS_IN_BAR, PALETTE
from csp_tui.ui.commands.holder import CommandHolder
from csp_tui.ui.commands.keymap import Keymap

# Terminals, tmux, screen, flow control and window managers keep these for themselves, or make
# another key of them.
TAKEN = {
    *("ctrl+a", "ctrl+b", "ctrl+c", "ctrl+d", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"),
    *("ctrl+s", "ctrl+q", "ctrl+z", "ctrl+y", "ctrl+left_square_bracket"),
    *("f1", "f10", "f11", "f12"),
}


def _commands() -> list[Command]:
    return list(registry.all_commands().values())


def _below(kind: type[Any]) -> list[type[Any]]:
    kinds: list[type[Any]] = kind.__subclasses__()
    found = [one for one in kinds if one.__module__.startswith("csp_tui.")]
    return list(chain(found, *map(_below, kinds)))


def _whole_holders() -> list[type[CommandHolder]]:
    """Who holds commands, without what is only the beginning of a screen or dialog."""
    beginnings = ("RequestActions", "Dialog", "WorkbenchScreen")
    return [holder for holder in registry.holders() if holder.__name__ not in beginnings]


def test_an_id_cannot_be_declared_twice() -> None:
    known = registry.all_commands()["quit"]
    with pytest.raises(ValueError, match="declared twice"):
        Command("quit", known.title, known.tooltip, "x")
    assert declared()["quit"] is known


@pytest.mark.parametrize("command", _commands(), ids=lambda command: command.id)
def test_a_command_says_what_it_does(command: Command) -> None:
    assert command.title
    assert command.tooltip
    assert not command.bar or len(command.shown_short) <= 20


@pytest.mark.parametrize("holder", _whole_holders(), ids=lambda holder: holder.__name__)
def test_whoever_declares_a_command_carries_it_out(holder: type[CommandHolder]) -> None:
    hosts: dict[type[CommandHost], tuple[Command, ...]] = {}
    hosts[holder] = (*holder.COMMANDS_HERE, *holder.COMMANDS_SHARED)
    hosts.update({part: tuple(part.COMMANDS_HERE) for part in holder.PARTS})
    missing = [
        f"{host.__name__}.command_{command.method}"
        for host, commands in hosts.items()
        for command in commands
        if not callable(getattr(host, f"command_{command.method}", None))
    ]
    assert missing == []


def test_every_command_is_in_the_palette_except_the_palette() -> None:
    assert [command for command in _commands() if not command.palette] == [PALETTE]


def test_help_and_back_are_everywhere() -> None:
    for spot in registry.spots():
        assert {command.id for command in spot.commands} >= {*ALWAYS_IN_BAR, "commands", "keys"}


def test_nothing_is_bound_but_commands_and_movements_with_ids() -> None:
    registry.holders()
    for kind in {*_below(Widget)}:
        if kind.__module__.startswith("csp_tui.benchmark."):
            # The minimal app that the workbench is measured against.
            continue
        for binding in kind.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding), kind
            assert binding.id, f"{kind.__name__}: {binding.key}"
            assert not issubclass(kind, CommandHolder), f"{kind.__name__}: {binding.key}"


def test_keys_that_terminals_take_are_never_the_only_way() -> None:
    for command in _commands():
        keys = command.keys_under(Keymap())
        if keys and all(key in TAKEN for key in keys):
            # The palette itself is reached by Tab and by the mouse.
            assert command.palette, command.id
    essential = {"help", "back", "quit", "commands", "draft.save"}
    for name in essential:
        keys = registry.all_commands()[name].keys_under(Keymap())
        assert any(key not in TAKEN for key in keys), name


def test_one_key_runs_one_command_at_a_time() -> None:
    # By where a request stands, one key takes the next step or submits.
    same_step = {"request.next", "request.submit"}
    for spot in registry.spots():
        # A part may take the key of the screen around it, because it is the innermost.
        whole = (*spot.holder.COMMANDS_HERE, *spot.holder.COMMANDS_SHARED)
        part = [command for command in spot.commands if command not in spot.holder.COMMANDS_HERE]
        for commands in (whole, part):
            holders: dict[str, str] = {}
            for command in dict.fromkeys(commands):
                for key in command.keys_under(Keymap()):
                    other = holders.setdefault(key, command.id)
                    assert other == command.id or {other, command.id} == same_step, (
                        f"{spot.holder.__name__}: {key} runs {other} and {command.id}"
                    )
