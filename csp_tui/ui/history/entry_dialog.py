"""A history entry in full; the one that Undo would undo next can be undone from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.widget import Widget
from textual.widgets import Button

from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.catalog.common import HISTORY_ENTRY_COMMANDS, HISTORY_UNDO
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.dialogs.text_view import TextBody, TextViewDialog, text_css
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.text.copyable import Copyable


class HistoryEntryDialog(Dialog[None]):
    """Shows an entry.

    Args:
        title: The title in the frame.
        text: The entry; it may hold data.
        file_name: Suggested for saving.
        ask_undo: Asks whether to undo it, None if it is not the next to be undone.
    """

    HELP_TEXT = TextViewDialog.HELP_TEXT
    AUTO_FOCUS = "#text"
    COMMANDS_HERE = HISTORY_ENTRY_COMMANDS
    DEFAULT_CSS = text_css("HistoryEntryDialog")

    def __init__(
        self, title: str, text: str, *, file_name: str, ask_undo: Callable[[], None] | None
    ) -> None:
        super().__init__(title)
        self._body = TextBody(text, file_name)
        self._ask_undo = ask_undo

    def compose_body(self) -> Iterable[Widget]:
        """The text."""
        return self._body.compose()

    def compose_buttons(self) -> Iterable[Button]:
        """Undo, then the commands of every text."""
        if self._ask_undo is not None:
            yield DialogButton(HISTORY_UNDO.shown_title, HISTORY_UNDO, id="undo-change")
        yield from self._body.buttons()

    def copyable(self) -> Copyable:
        """The text."""
        return self._body.copyable

    def tell(self, text: str, kind: str = "done") -> None:
        """Show what happened to the text."""
        self._body.tell(self, text)

    def disabled_reason_history_undo(self) -> str | None:
        """Only the newest change that can be undone is offered."""
        if self._ask_undo is not None:
            return None
        return _("Only the newest change can be undone, then the one before it.")

    def command_history_undo(self) -> None:
        """Close, and ask whether to undo it."""
        ask_undo = self._ask_undo
        if ask_undo is not None:
            self.dismiss(None)
            self.call_later(ask_undo)
