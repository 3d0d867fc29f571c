"""What screens and dialogs share: commands, who carries them out, and their keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from textual import getters

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.bindings import bindings_for
from csp_tui.ui.commands.catalog.common import COMMON, LIST_ORDER
from csp_tui.ui.commands.catalog.tour import TOUR_STEPS
from csp_tui.ui.commands.command import (
    Command,
    CommandProvider,
    carries_out,
    carry_out,
    reason_against,
    short_title,
)
from csp_tui.ui.commands.key_names import is_typed
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.background import BackgroundTasks
from csp_tui.ui.kit.lists.record_list import RecordList
from csp_tui.ui.kit.widgets.status_line import StatusLine
from csp_tui.ui.terminal.lifecycle import ResilientScreen
from csp_tui.ui.terminal.textual_private import replace_bindings
from csp_tui.ui.text.copyable import Copyable

if TYPE_CHECKING:
    from textual.screen import Screen

    _Base = Screen[Any]
else:
    _Base = object

_TOUR_STEPS = frozenset(command.id for command in TOUR_STEPS)
_LIST_ORDER = frozenset(command.id for command in LIST_ORDER)
_EXPLAIN_STATUS = frozenset({"help", "rules"})
"""Commands about what the status line says, which therefore stays."""


class CommandPart(CommandProvider, Protocol):
    """A part of a screen, or the screen itself, that declares commands.

    Attributes:
        HELP_TEXT: A few sentences for the help, in English.
    """

    HELP_TEXT: ClassVar[str]

    def copyable(self) -> Copyable | None:
        """What Copy would copy now, None if there is nothing."""


class CommandScreen(ResilientScreen, _Base):
    """A screen or dialog whose keys, bar, palette, key panel and help come from commands.

    Attributes:
        COMMANDS_HERE: The commands that it declares.
        COMMANDS_SHARED: The commands that all of its kind have.
        PARTS: Parts that may be on it one at a time, and that declare commands too.
        CONTROLLERS: The classes of the objects that carry out commands for it.
        HELP_TEXT: A few sentences for the help, in English.
        SPARE_COMMANDS: Commands that the bottom line shows where it has room left.
        IS_HELP: Whether it is the help, which has no help of its own.
        last_command: The ID of the command that was run here last.
    """

    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()
    COMMANDS_SHARED: ClassVar[Sequence[Command]] = COMMON
    PARTS: ClassVar[Sequence[type[CommandPart]]] = ()
    CONTROLLERS: ClassVar[Sequence[type[CommandProvider]]] = ()
    HELP_TEXT: ClassVar[str] = ""
    SPARE_COMMANDS: ClassVar[Sequence[Command]] = ()
    IS_HELP: ClassVar[bool] = False
    last_command = ""
    app = getters.app(AppBase)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tasks = BackgroundTasks(self)
        self.bind_commands()

    @classmethod
    def declared_commands(cls) -> list[Command]:
        """Every command that can ever be reached here, those of parts first, whose keys win."""
        parts = (command for part in cls.PARTS for command in part.COMMANDS_HERE)
        return _unique([*parts, *cls.COMMANDS_HERE, *cls.COMMANDS_SHARED])

    def bind_commands(self) -> None:
        """Give the commands the keys that they have now."""
        replace_bindings(self, "run_command", bindings_for(self.declared_commands()))

    def hosts(self) -> Sequence[CommandPart]:
        """Who declares commands here now, the innermost first."""
        return (self,)

    def commands(self) -> list[Command]:
        """All commands that can be reached here now, whether or not they can run."""
        here = [command for host in self.hosts() for command in host.COMMANDS_HERE]
        return _unique([*here, *self.shared_commands()])

    def shared_commands(self) -> Sequence[Command]:
        """The commands that all of its kind have now.

        Those of the tour are there while it is on, those of a list while it has the focus.
        """
        absent = self._absent()
        return [command for command in self.COMMANDS_SHARED if command.id not in absent]

    def _absent(self) -> Set[str]:
        tour = frozenset() if self.app.tour_is_on else _TOUR_STEPS
        return tour if isinstance(self.focused, RecordList) else tour | _LIST_ORDER

    def find_command(self, command_id: str) -> tuple[CommandProvider, Command] | None:
        """A command with the object that carries it out, None if it is not available here.

        The app is the last one that can: it carries out what all screens have in common.
        """
        for host in self.hosts():
            for command in host.COMMANDS_HERE:
                if command.id == command_id:
                    return self.provider_of(host, command), command
        shared = next((one for one in self.COMMANDS_SHARED if one.id == command_id), None)
        if shared is None or command_id in self._absent():
            return None
        return self.provider_of(self, shared), shared

    @property
    def controllers(self) -> Sequence[CommandProvider]:
        """The objects that carry out commands for the page."""
        return ()

    def provider_of(self, host: CommandProvider, command: Command) -> CommandProvider:
        """The object that carries out a command: a controller, who declares it, else the app.

        Args:
            host: The screen or the part of it that declares the command.
            command: The command.
        """
        if host is self:
            host = next((one for one in self.controllers if command in one.COMMANDS_HERE), self)
        return host if carries_out(host, command) else self.app.global_commands(self)

    def reason_against(self, command: Command) -> str | None:
        """Why a command cannot run here now, None if it can."""
        found = self.find_command(command.id)
        return self._reason(*found) if found else _("Not available here.")

    def short_title(self, command: Command) -> str:
        """The short title of a command, which may say what it would do now."""
        return self.title_and_reason(command)[0]

    def title_and_reason(self, command: Command) -> tuple[str, str | None]:
        """The short title of a command, and why it cannot run now, None where it can."""
        found = self.find_command(command.id)
        if found is None:
            return command.shown_short, _("Not available here.")
        return short_title(*found), self._reason(*found)

    def _reason(self, provider: CommandProvider, command: Command) -> str | None:
        return reason_against(provider, command, read_only=self.app.why_read_only())

    def copyable(self) -> Copyable | None:
        """What Copy would copy now, None if there is nothing; the innermost part comes first."""
        parts = (part for part in self.hosts() if part is not self)
        return next((found for part in parts if (found := part.copyable()) is not None), None)

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
        found = None if self.is_removed else self.find_command(command_id)
        if found is None:
            return
        if command_id not in _EXPLAIN_STATUS:
            self.clear_status()
        reason = self._reason(*found)
        if reason is not None:
            self.tell(reason, "refused")
            return
        self.last_command = command_id
        carry_out(*found)

    def focus_content(self) -> None:
        """Take the focus from the bars to what the screen is about."""
        wanted = self.query(self.AUTO_FOCUS) if self.AUTO_FOCUS else ()
        self.set_focus(next(iter([*wanted, *self.focus_chain]), None))

    def tell(self, text: str, kind: str = "done") -> None:
        """Show a message where the user looks, until the next one.

        Args:
            text: The sentence; it may hold data.
            kind: ``done``, ``refused``, ``busy`` or ``plain``; it decides the mark before the text.
        """
        raise NotImplementedError

    def show_working(self, is_working: bool) -> None:
        """Show whether a write runs."""
        for line in self.query(StatusLine):
            line.show_working(is_working)

    def clear_status(self) -> None:
        """Remove what the status line says of an earlier action; called before the next one."""
        for line in self.query(StatusLine):
            line.clear_done()

    def reachable_keys(self, commands: Iterable[Command]) -> dict[str, tuple[str, ...]]:
        """The keys of commands that reach them now, by the command's ID.

        A text field with the focus takes letters, and the keys that edit it, for itself.
        """
        field = self.focused
        if field is None or not field.check_consume_key("a", "a"):
            return {command.id: command.keys_now for command in commands}
        taken = {key for key, active in self.active_bindings.items() if active.node is field}
        return {
            command.id: command.keys_now
            if command.priority
            else tuple(key for key in command.keys_now if not (is_typed(key) or key in taken))
            for command in commands
        }

    def refresh_commands(self) -> None:
        """Show what can run now, after the state has changed; bars and panels subscribe to it."""
        self.refresh_bindings()


def run_command(screen: Screen[Any], command_id: str) -> None:
    """Run a command on a screen, if it is one with commands."""
    if isinstance(screen, CommandScreen):
        screen.action_run_command(command_id)


def _unique(commands: Iterable[Command]) -> list[Command]:
    found: dict[str, Command] = {}
    for command in commands:
        found.setdefault(command.id, command)
    return list(found.values())
