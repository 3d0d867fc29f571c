"""A button of a dialog that runs a command."""

from __future__ import annotations

from textual.widgets import Button

from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.command_screen import run_command


class DialogButton(Button):
    """Runs a command of the dialog that it is on; the dialog explains why one cannot run.

    Args:
        label: The text on it, translated.
        command: The command.
        id: Its ID, by which the help finds it.
        primary: Whether it is the usual next step.
        disabled: Whether it cannot be pressed yet.

    Attributes:
        command: The command.
    """

    def __init__(
        self,
        label: str,
        command: Command,
        *,
        id: str,
        primary: bool = False,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            label, id=id, variant="primary" if primary else "default", disabled=disabled
        )
        self.command = command

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Run the command through the dialog."""
        event.stop()
        run_command(self.screen, self.command.id)
