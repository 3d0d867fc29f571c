"""What all full screens share: places at the top, a status line and commands at the bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command, CommandHost, bindings_for, reason_against
from csp_tui.ui.copying import COPY_COMMANDS, Copyable, save_to_file, show_as_text
from csp_tui.ui.jobs import Jobs
from csp_tui.ui.widgets.command_bar import CommandBar
from csp_tui.ui.widgets.place_bar import PlaceBar
from csp_tui.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from textual import getters

    from csp_tui.ui.app import WorkbenchApp


GLOBAL_COMMANDS = (
    Command("help", N_("Help"), N_("Explain this screen and its keys"), "f1,question_mark"),
    Command("back", N_("Back"), N_("Go back to where you came from"), "escape"),
    Command("go.offers", N_("Offers"), N_("Go to all offers"), "1", bar=False),
    Command("go.requests", N_("Requests"), N_("Go to the support requests"), "2", bar=False),
    Command("go.partners", N_("Partners"), N_("Go to the partner directory"), "3", bar=False),
    Command("go.history", N_("History"), N_("Go to the history of all changes"), "4", bar=False),
    Command("reload", N_("Reload"), N_("Read everything on this screen anew"), "f5", bar=False),
    Command(
        "database",
        N_("Database"),
        N_("Check, back up or restore the database file"),
        bar=False,
    ),
    *COPY_COMMANDS,
    Command(
        "settings",
        N_("Settings"),
        N_("Choose language, colours and signs"),
        "comma",
        bar=False,
    ),
    Command("quit", N_("Quit"), N_("Leave the program"), "ctrl+q", bar=False),
)


class WorkbenchScreen(Jobs, Screen[None]):
    """A full screen of the workbench.

    Attributes:
        PLACE: Which top-level place it belongs to: offers, requests, partners or history.
        HELP_TEXT: A few sentences for the help, in English.
        COMMANDS_HERE: The commands that this screen declares.
        PART_COMMANDS: Commands of parts that may be on it, for their keys.
    """

    PLACE: ClassVar[str] = "offers"
    HELP_TEXT: ClassVar[str] = ""
    COMMANDS_HERE: ClassVar[Sequence[Command]] = ()
    PART_COMMANDS: ClassVar[Sequence[Command]] = ()

    if TYPE_CHECKING:
        app = getters.app(WorkbenchApp)

    def __init_subclass__(cls, **options: Any) -> None:
        """Bind the keys of the commands."""
        declared = [*cls.COMMANDS_HERE, *cls.PART_COMMANDS, *GLOBAL_COMMANDS]
        unique = {command.id: command for command in declared}
        cls.BINDINGS = [*bindings_for(list(unique.values()))]
        super().__init_subclass__(**options)

    def compose(self) -> ComposeResult:
        """Put the screen's own content between the bars."""
        yield PlaceBar(self.PLACE)
        yield from self.compose_page()
        yield StatusLine()
        yield CommandBar()

    def compose_page(self) -> Iterable[Widget]:
        """The content of the screen."""
        return ()

    def hosts(self) -> Sequence[CommandHost]:
        """Who declares commands here, the innermost first."""
        return (self,)

    def commands(self) -> list[Command]:
        """All commands that can be reached here, whether or not they can run now."""
        found = {command.id: command for host in self.hosts() for command in host.COMMANDS_HERE}
        for command in GLOBAL_COMMANDS:
            found.setdefault(command.id, command)
        return list(found.values())

    def find_command(self, command_id: str) -> tuple[CommandHost, Command] | None:
        """A command with who carries it out, None where it is not to be had here."""
        for host in self.hosts():
            for command in host.COMMANDS_HERE:
                if command.id == command_id:
                    return host, command
        for command in GLOBAL_COMMANDS:
            if command.id == command_id:
                return self, command
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key pass only to a command that is to be had here."""
        if action == "run_command":
            return self.find_command(str(parameters[0])) is not None
        return True

    def action_run_command(self, command_id: str) -> None:
        """Run a command, or say why it cannot run now."""
        found = self.find_command(command_id)
        if found is None:
            return
        host, command = found
        reason = reason_against(host, command)
        if reason is not None:
            self.tell(reason, "refused")
            return
        getattr(host, f"command_{command.method}")()

    def tell(self, text: str, kind: str = "done") -> None:
        """Say something in the status line, where it stays until the next thing is said.

        Args:
            text: The sentence; it may hold data.
            kind: ``done``, ``refused``, ``busy`` or ``plain``, which choose the mark before it.
        """
        self.query_one(StatusLine).tell(text, kind)

    def refresh_commands(self) -> None:
        """Look anew at what can run, after the state has changed."""
        for bar in self.query(CommandBar):
            bar.refresh_commands()

    def on_screen_resume(self) -> None:
        """Read anew what other screens may have changed."""
        # Going to a place passes the screens between without stopping at them.
        if self.app.is_open and self.is_current:
            self.load()

    def load(self) -> None:
        """Read what the screen shows; called when the database is open and on every return."""

    def again(self) -> WorkbenchScreen:
        """A fresh screen that shows the same, for when the language has changed."""
        return type(self)()

    def command_help(self) -> None:
        """Explain the screen."""
        from csp_tui.ui.dialogs.help import HelpDialog

        text = _(self.HELP_TEXT) if self.HELP_TEXT else ""
        self.app.push_screen(HelpDialog(text, self.commands()))

    def command_back(self) -> None:
        """Leave the screen."""
        self.app.go_back()

    def command_go_offers(self) -> None:
        """Go to the offers."""
        self.leave(lambda: self.app.go_to("offers"))

    def command_go_requests(self) -> None:
        """Go to the support requests."""
        self.leave(lambda: self.app.go_to("requests"))

    def command_go_partners(self) -> None:
        """Go to the partner directory."""
        self.leave(lambda: self.app.go_to("partners"))

    def command_go_history(self) -> None:
        """Go to the history."""
        self.leave(lambda: self.app.go_to("history"))

    def command_reload(self) -> None:
        """Read everything anew."""
        self.load()
        self.tell(_("Read anew."))

    def why_not_database(self) -> str | None:
        """The database must be open."""
        return None if self.app.is_open else _("The database is still being opened.")

    def command_database(self) -> None:
        """Show the database file and what can be done with it."""
        from csp_tui.ui.dialogs.database import DatabaseDialog

        self.app.push_screen(DatabaseDialog(self.leave))

    def copyable(self) -> Copyable | None:
        """What y would copy now, None where there is nothing; asked of the innermost host first."""
        for host in self.hosts():
            ask = getattr(host, "copyable", None)
            found: Copyable | None = ask() if ask is not None and host is not self else None
            if found is not None:
                return found
        return None

    def why_not_copy_show(self) -> str | None:
        """There must be something that could be copied."""
        return None if self.copyable() else _("There is nothing to copy here.")

    def command_copy_show(self) -> None:
        """Show it as nothing but text."""
        copyable = self.copyable()
        if copyable is not None:
            show_as_text(self.app, copyable)

    def why_not_copy_save(self) -> str | None:
        """There must be something that could be copied."""
        return self.why_not_copy_show()

    def command_copy_save(self) -> None:
        """Write it into a file."""
        copyable = self.copyable()
        if copyable is not None:
            save_to_file(self.app, copyable, self.save, self.tell)

    def command_settings(self) -> None:
        """Show what can be set."""
        self.app.open_settings()

    def command_quit(self) -> None:
        """Leave the program."""
        self.leave(lambda: self.app.exit(0))

    def leave(self, go: Any) -> None:
        """Go elsewhere; a screen with unsaved input asks first."""
        go()
