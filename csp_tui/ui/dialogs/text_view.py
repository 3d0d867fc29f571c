"""A long text to read, select, copy and save."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.ui.copying import Copyable, save_to_file, show_as_text
from csp_tui.ui.dialogs.dialog import Dialog
from csp_tui.ui.widgets.request_text import RequestText


class TextViewDialog(Dialog[None]):
    """Shows a text; y copies all of it, t shows it without a frame, s saves it.

    Args:
        title: What stands in the frame.
        text: The text; it may hold data.
        file_name: Suggested for saving.
    """

    AUTO_FOCUS = "#text"
    BINDINGS: ClassVar[list[Binding]] = [
        Binding("y", "copy_all", "Copy", show=False, id="text.copy"),
        Binding("t", "show_text", "Show as text", show=False, id="text.show"),
        Binding("s", "save_text", "Save", show=False, id="text.save"),
    ]
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
        yield Button(_("Copy (y)"), id="copy")
        yield Button(_("Show as text (t)"), id="show")
        yield Button(_("Save to file… (s)"), id="save")
        yield Button(_("Close"), id="close", variant="primary")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        match event.button.id:
            case "copy":
                self.action_copy_all()
            case "show":
                self.action_show_text()
            case "save":
                self.action_save_text()
            case _:
                self.dismiss(None)

    def action_copy_all(self) -> None:
        """Copy the whole text through the terminal."""
        self._say(self.app.copy(self._text, self._copyable.what))

    def action_show_text(self) -> None:
        """Show only the text, for the mouse of the terminal."""
        show_as_text(self.app, self._copyable)

    def action_save_text(self) -> None:
        """Ask for a file and write the text into it."""
        save_to_file(self.app, self._copyable, self.save, self._say)

    def _say(self, text: str) -> None:
        line = self.query_one("#text-said", Static)
        line.update(Content(visible(text)))
        line.add_class("-shown")
