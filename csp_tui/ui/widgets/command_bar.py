"""The bottom line: what can be done here, at most seven commands, always Help and Back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from csp_tui.ui.commands.command import Command, reason_against

if TYPE_CHECKING:
    from csp_tui.ui.workbench_screen import WorkbenchScreen

_ALWAYS = ("help", "back")
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

    def refresh_commands(self) -> None:
        """Look anew at what can run."""
        self.refresh()

    def shown(self) -> list[Command]:
        """The commands of the line, as many as may stand there."""
        page = cast("WorkbenchScreen", self.screen)
        everything = page.commands()
        rest = [c for c in everything if c.bar and c.keys and c.id not in _ALWAYS]
        always = [c for c in everything if c.id in _ALWAYS]
        return rest[: _AT_MOST - len(always)] + always

    def render(self) -> Content:
        """The line, cut to the width by leaving out whole commands before the last two."""
        parts = [(command, self._part(command)) for command in self.shown()]
        while len(parts) > len(_ALWAYS) and _width(parts) > self.size.width:
            del parts[len(parts) - len(_ALWAYS) - 1]
        self._places = []
        for command, part in parts:
            self._places.extend([command.id] * part.cell_length)
        return Content("").join([part for _command, part in parts])

    def on_click(self, event: Click) -> None:
        """Run the command under the pointer."""
        event.stop()
        if 0 <= event.x < len(self._places):
            cast("WorkbenchScreen", self.screen).action_run_command(self._places[event.x])

    def _part(self, command: Command) -> Content:
        page = cast("WorkbenchScreen", self.screen)
        found = page.find_command(command.id)
        off = found is None or reason_against(found[0], command) is not None
        if off:
            style = self.get_visual_style("command-bar--off")
            return Content.styled(f"({command.shown_key} {command.shown_short}) ", style)
        key_style = self.get_visual_style("command-bar--key")
        return Content.assemble((f" {command.shown_key} ", key_style), f"{command.shown_short}  ")


def _width(parts: list[tuple[Command, Content]]) -> int:
    return sum(part.cell_length for _command, part in parts)
