"""The bottom line: what the keys do here now, at most seven commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from csp_tui.ui.commands.catalog.common import ALWAYS_IN_BAR, BACK, HELP
from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.key_names import key_name
from csp_tui.ui.kit.command_screen import CommandScreen
from csp_tui.ui.terminal.lifecycle import is_removed

_AT_MOST = 7
_SPACIOUS = 110
"""Cells from which the line also has commands that are otherwise only in the menu."""


_AROUND = 3
"""Cells around key and title: brackets or spaces."""


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

    class FullWidthChanged(Message):
        """The whole line takes another number of cells than before."""

    def __init__(self) -> None:
        super().__init__()
        self.full_width = 0
        """Cells of the whole line, 0 before it was first made."""
        self._places: list[str] = []
        self._entries: list[_Entry] = []
        self._line: Content | None = None
        self._line_width = 0
        self._is_behind = False

    @property
    def holder(self) -> CommandScreen:
        """The screen or dialog whose commands are shown."""
        assert isinstance(self.screen, CommandScreen)
        return self.screen

    def on_mount(self) -> None:
        """Follow what can run."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, _screen: object) -> None:
        """Compare the line with what can run now, once for several changes in a row."""
        if not self._is_behind:
            self._is_behind = True
            self.call_next(self._compare)

    def _compare(self) -> None:
        """Draw the line if it has changed: most keys change nothing of what can run."""
        self._is_behind = False
        if self._line is None or is_removed(self):
            self.refresh()
        elif self._read_entries() != self._entries:
            self._line = None
            self.refresh()

    def notify_style_update(self) -> None:
        """Apply another theme."""
        super().notify_style_update()
        self._line = None

    @property
    def places(self) -> Sequence[str]:
        """The IDs of the commands in the cells of the line, from the left."""
        self.render()
        return self._places

    def shown(self) -> list[Command]:
        """The commands of the line, as many as may stand there; with a key or without."""
        return [entry.command for entry in self._wanted_entries()]

    def render(self) -> Content:
        """The line, cut to the width by leaving out whole commands."""
        if self._line is None or self._line_width != self.size.width:
            self._line_width = self.size.width
            self._entries = self._read_entries()
            self._places = []
            for entry in self._entries:
                self._places.extend([entry.command.id] * entry.width)
            self._line = Content("").join([self._content(entry) for entry in self._entries])
        return self._line

    def _read_entries(self) -> list[_Entry]:
        """What fits into the line now."""
        entries = self._wanted_entries()
        if self.full_width != (full := _width(entries)):
            self.full_width = full
            self.post_message(self.FullWidthChanged())
        while _width(entries) > self.size.width:
            place = _least_wanted(entries)
            if place is None:
                break
            del entries[place]
        return self._with_spare(entries)

    def on_click(self, event: Click) -> None:
        """Run the command under the pointer."""
        event.stop()
        places = self.places
        if 0 <= event.x < len(places):
            self.holder.action_run_command(places[event.x])

    def _wanted_entries(self) -> list[_Entry]:
        # This is asked after each key, and most commands are never in the bar.
        holder = self.holder
        commands = [c for c in holder.commands() if c.bar or c.id in ALWAYS_IN_BAR]
        keys = holder.reachable_keys(commands)
        there = [c for c in commands if keys[c.id] or not c.keys_now]
        rest = [c for c in there if c.id not in ALWAYS_IN_BAR]
        always = [c for c in there if c.id in ALWAYS_IN_BAR]
        shown = rest[: _AT_MOST - len(always)] + always
        return [_entry(holder, command, keys[command.id]) for command in shown]

    def _with_spare(self, entries: list[_Entry]) -> list[_Entry]:
        """Add commands that are shown only where room is left, before those of every screen."""
        room = self.size.width - _width(entries)
        if self.size.width < _SPACIOUS:
            return entries
        spare, holder = [], self.holder
        keys = holder.reachable_keys(holder.SPARE_COMMANDS)
        for command in holder.SPARE_COMMANDS:
            entry = _entry(holder, command, keys[command.id])
            if entry.runs and keys[command.id]:
                room -= entry.width
                if room < 0:
                    break
                spare.append(entry)
        place = next(
            (at for at, entry in enumerate(entries) if entry.command.id in ALWAYS_IN_BAR),
            len(entries),
        )
        return [*entries[:place], *spare, *entries[place:]]

    def _content(self, entry: _Entry) -> Content:
        if not entry.runs:
            style = self.get_visual_style("command-bar--off")
            return Content.styled(f"({entry.text}) ", style)
        if not entry.key:
            return Content(f" {entry.text}  ")
        style = self.get_visual_style("command-bar--key")
        return Content.assemble((f" {entry.key} ", style), f"{entry.title}  ")


class _Entry(NamedTuple):
    """A command in the line, with its key, its title now, and whether it can run now."""

    command: Command
    key: str
    title: str
    runs: bool

    @property
    def text(self) -> str:
        """Key and title."""
        return f"{self.key} {self.title}".strip()

    @property
    def width(self) -> int:
        """The cells that it takes with what is around it."""
        return cell_len(self.text) + _AROUND


def _entry(holder: CommandScreen, command: Command, keys: tuple[str, ...]) -> _Entry:
    title, reason = holder.title_and_reason(command)
    return _Entry(command, key_name(keys[0]) if keys else "", title, reason is None)


def _width(entries: list[_Entry]) -> int:
    return sum(entry.width for entry in entries)


def _least_wanted(entries: list[_Entry]) -> int | None:
    """The place of the command that leaves first, None if all of them stay."""
    idle = [place for place, entry in enumerate(entries) if not entry.runs]
    if idle:
        return idle[-1]
    for place, entry in enumerate(entries):
        if entry.command is HELP:
            return place
    places = [
        place
        for place, entry in enumerate(entries)
        if not entry.command.main and entry.command is not BACK
    ]
    return places[-1] if places else None
