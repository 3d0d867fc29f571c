"""A button that runs a command, and says why when it cannot."""

from __future__ import annotations

from textual import getters
from textual.content import Content
from textual.widgets import Button

from csp_tui.ui.commands.command import Command, CommandProvider, reason_against
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.command_screen import run_command


class CommandButton(Button):
    """Shows a command as a button; one that cannot run now looks so but still explains itself.

    Args:
        host: Who carries the command out.
        command: The command.
        primary: Whether it is the usual next step of its row.
    """

    app = getters.app(AppBase)

    def __init__(self, host: CommandProvider, command: Command, *, primary: bool = False) -> None:
        super().__init__(
            command.shown_title,
            name=command.id,
            variant="primary" if primary else "default",
            tooltip=command.shown_tooltip,
            # Until it is mounted: most commands wait for what their page is about to read.
            classes="-off",
        )
        self._host = host
        self._command = command
        # The brackets stand where the padding was; a stylesheet cannot say 0.
        self.styles.line_pad = 0

    def render(self) -> Content:
        """The title; one that can't run now is in brackets."""
        title = self.label if isinstance(self.label, Content) else Content(str(self.label))
        off = self.has_class("-off")
        return Content.assemble("(" if off else " ", title, ")" if off else " ")

    def refresh_command(self) -> None:
        """Check again whether the command can run."""
        self.set_class(self.reason is not None, "-off")

    @property
    def reason(self) -> str | None:
        """Why the command cannot run now, None if it can."""
        return reason_against(self._host, self._command, read_only=self.app.why_read_only())

    @property
    def command(self) -> Command:
        """The command that it runs."""
        return self._command

    def on_mount(self) -> None:
        """Show the current state."""
        self.refresh_command()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Run the command through the screen, which explains a refusal."""
        event.stop()
        run_command(self.screen, self._command.id)
