"""A long text to read, select, copy and save."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.text import visible
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.copying import (
    TEXT_COMMANDS,
    TEXT_COPY,
    TEXT_SAVE,
    TEXT_SHOW,
    Copyable,
    save_to_file,
    show_as_text,
    why_not_save,
)
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.widgets.request_text import RequestText


class TextViewDialog(Dialog[None]):
    """Shows a text; y copies all of it, t shows it without a frame, s saves it.

    Args:
        title: What stands in the frame.
        text: The text; it may hold data.
        file_name: Suggested for saving.
    """

    HELP_TEXT = N_("A longer text to read, copy or save.")
    AUTO_FOCUS = "#text"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = TEXT_COMMANDS
    DEFAULT_CSS = """
    TextViewDialog > .dialog { width: 100; height: 90%; }
    TextViewDialog .dialog-body { height: 1fr; }
    TextViewDialog RequestText { height: 1fr; }
    TextViewDialog #text-said { height: auto; color: $text-muted; display: none; }
    TextViewDialog #text-said.-shown { display: block; }
    """

    def __init__(self, title: str, text: str, *, file_name: str = "text.txt") -> None:
        super().__init__(title)
        self._text = text
        self._copyable = Copyable(text, _("The text"), file_name)

    def compose_body(self) -> Iterable[Widget]:
        """The text."""
        yield RequestText(self._text, id="text")
        yield Static("", id="text-said", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Copy, show as text, save, leave."""
        yield Button(_labelled(TEXT_COPY), id="copy")
        yield Button(_labelled(TEXT_SHOW), id="show")
        yield Button(_labelled(TEXT_SAVE), id="save")
        yield Button(_("Close"), id="close", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        match event.button.id:
            case "copy":
                self.command_text_copy()
            case "show":
                self.command_text_show()
            case "save":
                self.action_run_command(TEXT_SAVE.id)
            case _:
                self.dismiss(None)

    def command_text_copy(self) -> None:
        """Copy the whole text through the terminal."""
        self.tell(self.app.copy(self._text, self._copyable.what))

    def command_text_show(self) -> None:
        """Show only the text, for the mouse of the terminal."""
        show_as_text(self.app, self._copyable)

    def why_not_text_save(self) -> str | None:
        """A kiosk has no files."""
        return why_not_save(self.app)

    def command_text_save(self) -> None:
        """Ask for a file and write the text into it."""
        save_to_file(self.app, self._copyable, self.save, self.tell)

    def tell(self, text: str, kind: str = "done") -> None:
        """Say what became of the text."""
        line = self.query_one("#text-said", Static)
        line.update(Content(visible(text)))
        line.add_class("-shown")


def _labelled(command: Command) -> str:
    key = command.shown_key
    if not key:
        return command.shown_title
    return _("{title} ({key})").format(title=command.shown_title, key=key)
