"""Commands are declared once, can be carried out, and are the only ones that have keys."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widget import Widget

from csp_tui.ui.commands.catalog import ALL_COMMANDS, by_id
from csp_tui.ui.commands.catalog.common import ALWAYS_IN_BAR, COMMANDS
from csp_tui.ui.commands.catalog.movements import MOVEMENTS
from csp_tui.ui.commands.catalog.places import PLACES
from csp_tui.ui.commands.command import Command, CommandProvider
from csp_tui.ui.commands.key_table import key_table
from csp_tui.ui.commands.keymap import Keymap
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.shell.global_commands import GlobalCommands
from tests.classes import subclasses
from tests.sources import PACKAGE, nodes, python_files

# Terminals, tmux, screen, flow control and window managers keep these for themselves, or make
# another key of them.
TAKEN = {
    *("ctrl+a", "ctrl+b", "ctrl+c", "ctrl+d", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"),
    *("ctrl+s", "ctrl+q", "ctrl+z", "ctrl+y", "ctrl+left_square_bracket"),
    *("f1", "f10", "f11", "f12"),
}


def _commands() -> list[Command]:
    return list(ALL_COMMANDS.values())


def _screens() -> list[type[CommandScreen]]:
    """The screens and dialogs, without the base classes that none of them is."""
    base_classes = ("Dialog", "Page")
    every = subclasses(CommandScreen)
    return [one for one in every if one.__name__ not in base_classes]


def test_an_id_cannot_be_declared_twice() -> None:
    known = ALL_COMMANDS["quit"]
    with pytest.raises(ValueError, match="declared twice"):
        by_id([known, Command("quit", known.title, known.tooltip, "x")])


def test_every_command_belongs_to_a_screen() -> None:
    used = {one for screen in _screens() for one in screen.declared_commands()}
    assert {one.id for one in used} == set(ALL_COMMANDS)


def test_the_catalog_knows_what_can_be_reached_at_the_same_time() -> None:
    """Keys are checked against the catalog, so that no screen has to be loaded for that."""
    expected = {}
    for screen in _screens():
        own = (*screen.COMMANDS_HERE, *screen.COMMANDS_SHARED)
        parts = [tuple(part.COMMANDS_HERE) for part in screen.PARTS]
        if screen.COMMANDS_HERE or parts:
            expected[screen.__name__] = {frozenset((*part, *own)) for part in parts or [()]}
    known = {place.name: {frozenset(one) for one in place.reachable()} for place in PLACES}
    assert known == expected


def test_the_catalog_has_the_movements_of_all_widgets() -> None:
    bound = {
        binding.id
        for widget in subclasses(Widget)
        for binding in widget.__dict__.get("BINDINGS", ())
        if isinstance(binding, Binding)
    }
    assert bound == set(MOVEMENTS)


def test_command_ids_are_known_without_textual() -> None:
    code = (
        "import sys\nfrom csp_tui.ui.commands.catalog import ALL_COMMANDS, movements, places\n"
        "print('textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("command", _commands(), ids=lambda command: command.id)
def test_a_command_says_what_it_does(command: Command) -> None:
    assert command.title
    assert command.tooltip
    assert not command.bar or len(command.shown_short) <= 20


@pytest.mark.parametrize("holder", _screens(), ids=lambda holder: holder.__name__)
def test_the_class_that_declares_a_command_carries_it_out(holder: type[CommandScreen]) -> None:
    hosts: dict[type[CommandProvider], tuple[Command, ...]] = {}
    hosts[holder] = (*holder.COMMANDS_HERE, *holder.COMMANDS_SHARED)
    hosts.update({part: tuple(part.COMMANDS_HERE) for part in holder.PARTS})
    missing = [
        f"{host.__name__}.command_{command.method}"
        for host, commands in hosts.items()
        for command in commands
        if not any(
            command in one.COMMANDS_HERE or one in (host, GlobalCommands)
            for one in (host, GlobalCommands, *getattr(host, "CONTROLLERS", ()))
            if callable(getattr(one, f"command_{command.method}", None))
        )
    ]
    assert missing == []


def test_the_app_carries_out_declared_commands_only() -> None:
    methods = {command.method for command in _commands()}
    own = {name for name in vars(GlobalCommands) if not name.startswith("_")}
    carried_out = {name.removeprefix("command_") for name in own if name.startswith("command_")}
    reasons = {name.removeprefix("disabled_reason_") for name in own} - own
    assert carried_out <= methods
    assert reasons - {name for name in own if name.startswith("command_")} <= carried_out


def test_every_command_is_in_the_palette_except_the_palette() -> None:
    assert [command for command in _commands() if not command.palette] == [COMMANDS]


def test_commands_that_only_refuse_say_why_before_they_are_run() -> None:
    """The bar and the menu show what cannot run now, with ``disabled_reason_<id>``."""
    found = []
    for path in python_files(PACKAGE / "ui"):
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("command_"):
                parts = [one for one in ast.walk(node) if isinstance(one, ast.Constant)]
                if any(one.value == "refused" for one in parts):
                    found.append(f"{path.name}: {node.name}")
    assert found == []


def test_help_and_back_are_everywhere() -> None:
    for place in PLACES:
        assert {command.id for command in place.shared} >= {*ALWAYS_IN_BAR, "commands", "keys"}


def test_nothing_is_bound_but_commands_and_movements_with_ids() -> None:
    for kind in subclasses(Widget):
        for binding in kind.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding), kind
            assert binding.id, f"{kind.__name__}: {binding.key}"
            assert not issubclass(kind, CommandScreen), f"{kind.__name__}: {binding.key}"


def test_keys_that_terminals_take_are_never_the_only_way() -> None:
    for command in _commands():
        keys = command.keys_under(Keymap())
        if keys and all(key in TAKEN for key in keys):
            # The palette itself is reached by Tab and by the mouse.
            assert command.palette, command.id
    # The palette has Quit, so that one key of its own is enough.
    essential = {"help", "back", "commands", "draft.save"}
    for name in essential:
        keys = ALL_COMMANDS[name].keys_under(Keymap())
        assert any(key not in TAKEN for key in keys), name


def test_one_key_runs_one_command_at_a_time() -> None:
    for place in PLACES:
        # A part may have a key of the screen that it is on, because it is the innermost.
        for commands in ((*place.commands, *place.shared), *place.parts):
            owners: dict[str, str] = {}
            for command in dict.fromkeys(commands):
                for key in command.keys_under(Keymap()):
                    other = owners.setdefault(key, command.id)
                    assert other == command.id, f"{place.name}: {key} runs {other} and {command.id}"


# Letters of pages between which one goes with one key; each has one meaning on all of them.
MEANINGS = {
    **dict.fromkeys("yY", "copy"),
    **dict.fromkeys("iI", "import"),
    "e": "export",
    "g": "coverage figures resales",
    "m": "resold record",
    "n": "new",
}
PAGES = ("OffersScreen", "OfferScreen", "PartnersScreen", "RequestsScreen", "HistoryScreen")


def test_a_letter_has_one_meaning_on_all_pages() -> None:
    owners: dict[str, Command] = {}
    for place in PLACES:
        if place.name not in PAGES:
            continue
        for command in {*place.commands, *sum(place.parts, ())}:
            for key in command.keys_under(Keymap()):
                if len(key) != 1:
                    continue
                other = owners.setdefault(key, command)
                words = MEANINGS.get(key, "").split()
                text = f"{command.id} {command.title}".lower()
                is_alike = any(word in text for word in words)
                assert other == command or is_alike, f"{key}: {other.id} and {command.id}"


def test_the_page_of_all_keys_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "keys.md"
    made = "python -m csp_tui.ui.commands.key_table > docs/keys.md"
    assert page.read_text("utf-8") == key_table(), f"make it with: {made}"
