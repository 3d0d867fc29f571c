"""A button that runs a command, and says why when it cannot."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Button

from csp_tui.ui.commands.command import Command, CommandHost, reason_against


class CommandButton(Button):
    """Shows a command as a button; one that cannot run now looks so but still explains itself.

    Args:
        host: Who carries the command out.
        command: The command.
        primary: Whether it is the usual next step of its row.
    """

    def __init__(self, host: CommandHost, command: Command, *, primary: bool = False) -> None:
        super().__init__(
            command.shown_title,
            name=command.id,
            variant="primary" if primary else "default",
            tooltip=command.shown_tooltip,
        )
        self._host = host
        self._command = command
        # The brackets stand where the padding was; a stylesheet cannot say 0.
        self.styles.line_pad = 0

    def render(self) -> Content:
        """The title; one that cannot run now stands in brackets."""
        title = self.label if isinstance(self.label, Content) else Content(str(self.label))
        off = self.has_class("-off")
        return Content.assemble("(" if off else " ", title, ")" if off else " ")

    def refresh_command(self) -> None:
        """Look anew at whether the command can run."""
        off = reason_against(self._host, self._command) is not None
        self.set_class(off, "-off")

    def on_mount(self) -> None:
        """Begin with the state of now."""
        self.refresh_command()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Run the command through the screen, which explains a refusal."""
        event.stop()
        run = getattr(self.screen, "action_run_command", None)
        if run is not None:
            run(self._command.id)
