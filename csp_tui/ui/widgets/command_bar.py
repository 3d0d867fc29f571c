"""The bottom line: what can be done here, at most seven commands, always Help and Back."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from csp_tui.ui.commands.command import Command
from csp_tui.ui.commands.everywhere import ALWAYS_IN_BAR
from csp_tui.ui.commands.holder import CommandHolder

_AT_MOST = 7


class CommandBar(Widget):
    """Keys and titles of commands; what cannot run now is dim and in brackets. A click runs."""

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
    def holder(self) -> CommandHolder:
        """The screen or dialog whose commands are shown."""
        assert isinstance(self.screen, CommandHolder)
        return self.screen

    def refresh_commands(self) -> None:
        """Look anew at what can run."""
        self.refresh()

    def shown(self) -> list[Command]:
        """The commands of the line, as many as may stand there; with a key or without."""
        everything = self.holder.commands()
        rest = [c for c in everything if c.bar and c.id not in ALWAYS_IN_BAR]
        always = [c for c in everything if c.id in ALWAYS_IN_BAR]
        return rest[: _AT_MOST - len(always)] + always

    def render(self) -> Content:
        """The line, cut to the width by leaving out whole commands before the last two."""
        parts = [(command, self._part(command)) for command in self.shown()]
        while len(parts) > len(ALWAYS_IN_BAR) and _width(parts) > self.size.width:
            del parts[len(parts) - len(ALWAYS_IN_BAR) - 1]
        self._places = []
        for command, part in parts:
            self._places.extend([command.id] * part.cell_length)
        return Content("").join([part for _command, part in parts])

    def on_click(self, event: Click) -> None:
        """Run the command under the pointer."""
        event.stop()
        if 0 <= event.x < len(self._places):
            self.holder.action_run_command(self._places[event.x])

    def _part(self, command: Command) -> Content:
        text = f"{command.shown_key} {command.shown_short}".strip()
        if self.holder.reason_against(command) is not None:
            style = self.get_visual_style("command-bar--off")
            return Content.styled(f"({text}) ", style)
        if not command.shown_key:
            return Content(f" {text}  ")
        key_style = self.get_visual_style("command-bar--key")
        return Content.assemble((f" {command.shown_key} ", key_style), f"{command.shown_short}  ")


def _width(parts: list[tuple[Command, Content]]) -> int:
    return sum(part.cell_length for _command, part in parts)
