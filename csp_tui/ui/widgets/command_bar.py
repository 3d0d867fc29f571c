"""The bottom line: what can be done here, at most seven commands, always Help and Back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.style import Style
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
        commands = self.shown()
        lengths = [len(c.shown_key) + len(c.shown_title) + 4 for c in commands]
        while len(commands) > len(_ALWAYS) and sum(lengths) > self.size.width:
            place = len(commands) - len(_ALWAYS) - 1
            del commands[place], lengths[place]
        return Content("").join([self._part(command) for command in commands])

    def _part(self, command: Command) -> Content:
        page = cast("WorkbenchScreen", self.screen)
        found = page.find_command(command.id)
        off = found is None or reason_against(found[0], command) is not None
        click = Style.from_meta({"@click": f"screen.run_command('{command.id}')"})
        if off:
            style = self.get_visual_style("command-bar--off")
            return Content.styled(f" ({command.shown_key} {command.shown_title}) ", style + click)
        key_style = self.get_visual_style("command-bar--key")
        return Content.assemble(
            (f" {command.shown_key} ", key_style + click),
            (f"{command.shown_title} ", click),
            " ",
        )
