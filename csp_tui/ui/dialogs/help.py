"""What this screen is for, and which keys do what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command, key_name
from csp_tui.ui.dialogs.dialog import Dialog

_KEYS_WIDTH = 12


class HelpDialog(Dialog[None]):
    """A few sentences and the commands of the screen.

    Args:
        about: The sentences, translated.
        commands: The commands of the screen.
    """

    AUTO_FOCUS = "#close"
    DEFAULT_CSS = """
    HelpDialog > .dialog { height: 90%; max-height: 40; }
    HelpDialog .dialog-body { height: 1fr; }
    """

    def __init__(self, about: str, commands: Sequence[Command]) -> None:
        super().__init__(_("Help"))
        self._about = about
        self._commands = commands

    def compose_body(self) -> Iterable[Widget]:
        """The sentences, then a line a command."""
        if self._about:
            yield self.text(self._about)
        lines = [_line(command) for command in self._commands]
        lines.append(
            Content(f"{'^p':<{_KEYS_WIDTH}}" + _("Palette: find a command or an offer by name"))
        )
        yield Static(Content("\n").join(lines))

    def compose_buttons(self) -> Iterable[Button]:
        """One way: on."""
        yield Button(_("Close"), id="close", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave."""
        event.stop()
        self.dismiss(None)


def _line(command: Command) -> Content:
    keys = ", ".join(key_name(key) for key in command.keys.split(",")) if command.keys else "–"
    text = _("{title}: {text}").format(title=command.shown_title, text=command.shown_tooltip)
    return Content(f"{keys:<{_KEYS_WIDTH - 1}} {text}")
