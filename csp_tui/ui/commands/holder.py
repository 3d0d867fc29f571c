"""What screens and dialogs share: commands, who carries them out, and their keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command, CommandHost, bindings_for, reason_against
from csp_tui.ui.commands.everywhere import EVERYWHERE
from csp_tui.ui.gone import ScreenMayBeGone
from csp_tui.ui.styled_once import StyledOnce
from csp_tui.ui.tour.commands import TOUR_STEPS

if TYPE_CHECKING:
    from textual import getters
    from textual.screen import Screen

    from csp_tui.ui.app import WorkbenchApp

    _Base = Screen[Any]
else:
    _Base = object


class CommandHolder(ScreenMayBeGone, StyledOnce, _Base):
    """A screen or dialog whose keys, bar, palette, key panel and help come from commands.

    Attributes:
        COMMANDS_HERE: The commands that it declares.
        COMMANDS_SHARED: The commands that all of its kind have.
        PARTS: Parts that may be on it one at a time, and that declare commands too.
        HELP_TEXT: A few sentences for the help, in English.
        last_command: The ID of the command that was run here last.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()
    COMMANDS_SHARED: ClassVar[Sequence[Command]] = EVERYWHERE
    PARTS: ClassVar[Sequence[type[CommandHost]]] = ()
    HELP_TEXT: ClassVar[str] = ""
    last_command = ""
    if TYPE_CHECKING:
        app = getters.app(WorkbenchApp)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.bind_commands()

    @classmethod
    def declared_commands(cls) -> list[Command]:
        """Every command that can ever be reached here, those of parts first, whose keys win."""
        parts = (command for part in cls.PARTS for command in part.COMMANDS_HERE)
        return _unique([*parts, *cls.COMMANDS_HERE, *cls.COMMANDS_SHARED])

    def bind_commands(self) -> None:
        """Give the commands the keys that they have now."""
        bound = self._bindings.key_to_bindings
        for key in list(bound):
            bound[key] = [one for one in bound[key] if not one.action.startswith("run_command(")]
        for binding in bindings_for(self.declared_commands()):
            bound.setdefault(binding.key, []).append(binding)

    def hosts(self) -> Sequence[CommandHost]:
        """Who declares commands here now, the innermost first."""
        return (self,)

    def commands(self) -> list[Command]:
        """All commands that can be reached here now, whether or not they can run."""
        here = [command for host in self.hosts() for command in host.COMMANDS_HERE]
        return _unique([*here, *self.shared_commands()])

    def shared_commands(self) -> Sequence[Command]:
        """The commands that all of its kind have now; those of the tour only while it is on."""
        if self.app.tour_is_on:
            return self.COMMANDS_SHARED
        return [command for command in self.COMMANDS_SHARED if command not in TOUR_STEPS]

    def find_command(self, command_id: str) -> tuple[CommandHost, Command] | None:
        """A command with who carries it out, None where it is not to be had here."""
        for host in self.hosts():
            for command in host.COMMANDS_HERE:
                if command.id == command_id:
                    return host, command
        for command in self.shared_commands():
            if command.id == command_id:
                return self, command
        return None

    def reason_against(self, command: Command) -> str | None:
        """Why a command cannot run here now, None where it can."""
        found = self.find_command(command.id)
        return reason_against(*found) if found else _("That is not to be had here.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key pass only to a command that is to be had here."""
        if action == "run_command" and self.is_mounted:
            return self.find_command(str(parameters[0])) is not None
        return True

    def action_run_command(self, command_id: str) -> None:
        """Run a command, or say why it cannot run now; one that came too early waits."""
        if not self.is_mounted:
            self.call_later(self.action_run_command, command_id)
            return
        found = None if self._is_gone else self.find_command(command_id)
        if found is None:
            return
        host, command = found
        reason = reason_against(host, command)
        if reason is not None:
            self.tell(reason, "refused")
            return
        self.last_command = command_id
        getattr(host, f"command_{command.method}")()

    def tell(self, text: str, kind: str = "done") -> None:
        """Say something where the person looks, until the next thing is said.

        Args:
            text: The sentence; it may hold data.
            kind: ``done``, ``refused``, ``busy`` or ``plain``, which choose the mark before it.
        """
        raise NotImplementedError

    def refresh_commands(self) -> None:
        """Look anew at what can run, after the state has changed."""
        from csp_tui.ui.commands.key_panel import KeyPanel
        from csp_tui.ui.widgets.command_bar import CommandBar

        for bar in self.query(CommandBar):
            bar.refresh_commands()
        for panel in self.query(KeyPanel):
            panel.refresh_commands()

    def command_help(self) -> None:
        """Explain where one is, and its keys."""
        from csp_tui.ui.help.opening import open_help

        open_help(self)

    def why_not_tour_next(self) -> str | None:
        """There must be one."""
        return self.app.tour.why_not_next()

    def why_not_tour_back(self) -> str | None:
        """There must be one."""
        return self.app.tour.why_not_back()

    def command_tour_next(self) -> None:
        """Go on with the tour."""
        self.app.tour.next()

    def command_tour_back(self) -> None:
        """Go back one step of the tour."""
        self.app.tour.back()

    def command_tour_leave(self) -> None:
        """End the tour."""
        self.app.tour.leave()

    def command_commands(self) -> None:
        """Open the palette."""
        self.app.action_command_palette()

    def command_repaint(self) -> None:
        """Send the whole screen again."""
        self.app.paint_anew()

    def command_keys(self) -> None:
        """Show the keys that work here."""
        from csp_tui.ui.dialogs.keys import KeysDialog

        self.app.push_screen(KeysDialog(self))


def _unique(commands: Iterable[Command]) -> list[Command]:
    found: dict[str, Command] = {}
    for command in commands:
        found.setdefault(command.id, command)
    return list(found.values())
