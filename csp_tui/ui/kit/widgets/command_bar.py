"""The bottom line: what the keys do here now, at most seven commands."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from csp_tui.ui.commands.catalog.common import ALWAYS_IN_BAR, BACK, HELP
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_names import key_name
from csp_tui.ui.kit.command_screen import CommandScreen

_AT_MOST = 7
_SPACIOUS = 110
"""Cells from which the line also has commands that are otherwise only in the menu."""


class CommandBar(Widget):
    """Keys and titles of commands; what cannot run now is dim and in brackets. A click runs.

    A command whose keys are all letters in the focused field is left out until they work. Where
    there is no room, what cannot run leaves first, from the right, then Help, then other commands
    from the right, but never a main one that can run.
    """

    DEFAULT_CSS = """
    CommandBar {
        height: 1; background: $panel; color: $text;
        & > .command-bar--key { color: $text-accent; text-style: bold; }
        & > .command-bar--off { color: $text-disabled; }
    }
    """
    COMPONENT_CLASSES = {"command-bar--key", "command-bar--off"}

    def __init__(self) -> None:
        super().__init__()
        self._places: list[str] = []

    @property
    def holder(self) -> CommandScreen:
        """The screen or dialog whose commands are shown."""
        assert isinstance(self.screen, CommandScreen)
        return self.screen

    def on_mount(self) -> None:
        """Follow what can run."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def shown(self) -> list[Command]:
        """The commands of the line, as many as may stand there; with a key or without."""
        holder = self.holder
        everything = [c for c in holder.commands() if holder.keys_here(c) or not c.keys_now]
        rest = [c for c in everything if c.bar and c.id not in ALWAYS_IN_BAR]
        always = [c for c in everything if c.id in ALWAYS_IN_BAR]
        return rest[: _AT_MOST - len(always)] + always

    def render(self) -> Content:
        """The line, cut to the width by leaving out whole commands."""
        parts = self._parts()
        while _width(parts) > self.size.width:
            place = _least_wanted(
                [(command, self.holder.reason_against(command) is None) for command, _part in parts]
            )
            if place is None:
                break
            del parts[place]
        parts = self._with_spare(parts)
        self._places = []
        for command, part in parts:
            self._places.extend([command.id] * part.cell_length)
        return Content("").join([part for _command, part in parts])

    def on_click(self, event: Click) -> None:
        """Run the command under the pointer."""
        event.stop()
        if 0 <= event.x < len(self._places):
            self.holder.action_run_command(self._places[event.x])

    @property
    def full_width(self) -> int:
        """The cells of the whole line."""
        return _width(self._parts())

    def _parts(self) -> list[tuple[Command, Content]]:
        return [(command, self._part(command)) for command in self.shown()]

    def _with_spare(self, parts: list[tuple[Command, Content]]) -> list[tuple[Command, Content]]:
        """Add commands that are shown only where room is left, before those of every screen."""
        room = self.size.width - _width(parts)
        if self.size.width < _SPACIOUS:
            return parts
        spare = []
        for command in self.holder.SPARE_COMMANDS:
            if self.holder.reason_against(command) is None and self.holder.keys_here(command):
                part = self._part(command)
                room -= part.cell_length
                if room < 0:
                    break
                spare.append((command, part))
        place = next(
            (at for at, (one, _part) in enumerate(parts) if one.id in ALWAYS_IN_BAR), len(parts)
        )
        return [*parts[:place], *spare, *parts[place:]]

    def _part(self, command: Command) -> Content:
        keys = self.holder.keys_here(command)
        key = key_name(keys[0]) if keys else ""
        title = self.holder.short_title(command)
        text = f"{key} {title}".strip()
        if self.holder.reason_against(command) is not None:
            style = self.get_visual_style("command-bar--off")
            return Content.styled(f"({text}) ", style)
        if not key:
            return Content(f" {text}  ")
        key_style = self.get_visual_style("command-bar--key")
        return Content.assemble((f" {key} ", key_style), f"{title}  ")


def _width(parts: list[tuple[Command, Content]]) -> int:
    return sum(part.cell_length for _command, part in parts)


def _least_wanted(commands: list[tuple[Command, bool]]) -> int | None:
    """The place of the command that leaves first, None where all of them stay.

    Args:
        commands: Each with whether it can run now.
    """
    idle = [index for index, (_command, runs) in enumerate(commands) if not runs]
    if idle:
        return idle[-1]
    for index, (command, _runs) in enumerate(commands):
        if command is HELP:
            return index
    places = [i for i, (one, _runs) in enumerate(commands) if not one.main and one is not BACK]
    return places[-1] if places else None
