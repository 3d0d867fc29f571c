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
from csp_tui.ui.commands.catalog.common import TEXT_COMMANDS, TEXT_COPY, TEXT_SAVE, TEXT_SHOW
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.read_only_text import RequestText
from csp_tui.ui.text.copyable import Copyable


class TextBody:
    """The content of a dialog that shows a long text.

    Attributes:
        copyable: The text, as Copy takes it.
    """

    def __init__(self, text: str, file_name: str) -> None:
        self.copyable = Copyable(text, _("The text"), file_name)

    def compose(self) -> Iterable[Widget]:
        """The text, and a line for messages about it."""
        yield RequestText(self.copyable.text, id="text")
        yield Static("", id="text-said", markup=False)

    def buttons(self) -> Iterable[Button]:
        """Copy, show as text, save, leave."""
        for name, command in (("copy", TEXT_COPY), ("show", TEXT_SHOW), ("save", TEXT_SAVE)):
            yield DialogButton(_labelled(command), command, id=name)
        yield Button(_("Close"), id="close", variant="primary")

    def tell(self, dialog: Dialog[None], text: str) -> None:
        """Show what happened to the text."""
        for line in dialog.query("#text-said").results(Static):
            line.update(Content(visible(text)))
            line.add_class("-shown")


def text_css(dialog: str) -> str:
    """The styles of a dialog that shows a long text."""
    return f"""
    {dialog} > .dialog {{ width: 100; height: 90%; }}
    {dialog} .dialog-body {{ height: 1fr; }}
    {dialog} RequestText {{ height: 1fr; }}
    {dialog} #text-said {{ height: auto; color: $text-muted; display: none; }}
    {dialog} #text-said.-shown {{ display: block; }}
    """


class TextViewDialog(Dialog[None]):
    """Shows a text; y copies all of it, v shows it without a frame, e saves it.

    Args:
        title: The title in the frame.
        text: The text; it may hold data.
        file_name: Suggested for saving.
    """

    HELP_TEXT = N_("A longer text to read, copy or save.")
    AUTO_FOCUS = "#text"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = TEXT_COMMANDS
    DEFAULT_CSS = text_css("TextViewDialog")

    def __init__(self, title: str, text: str, *, file_name: str = "text.txt") -> None:
        super().__init__(title)
        self._body = TextBody(text, file_name)

    def compose_body(self) -> Iterable[Widget]:
        """The text."""
        return self._body.compose()

    def compose_buttons(self) -> Iterable[Button]:
        """Copy, show as text, save, leave."""
        return self._body.buttons()

    def copyable(self) -> Copyable:
        """The text."""
        return self._body.copyable

    def tell(self, text: str, kind: str = "done") -> None:
        """Show what happened to the text."""
        self._body.tell(self, text)


def _labelled(command: Command) -> str:
    key = command.shown_key
    if not key:
        return command.shown_title
    return _("{title} ({key})").format(title=command.shown_title, key=key)
