"""A history entry in full; the one that Undo would take back next can be taken back from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.widgets import Button

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.command import Command
from csp_tui.ui.dialogs.text_view import TextViewDialog

TAKE_BACK = Command(
    "history.undo",
    N_("Take this back"),
    N_("Ask whether to take this change back"),
    "ctrl+z",
    writes=True,
)


class HistoryEntryDialog(TextViewDialog):
    """Shows an entry.

    Args:
        title: What stands in the frame.
        text: The entry; it may hold data.
        file_name: Suggested for saving.
        take_back: Asks whether to take it back, None where it is not the next to be.
    """

    COMMANDS_HERE = (*TextViewDialog.COMMANDS_HERE, TAKE_BACK)

    def __init__(
        self, title: str, text: str, *, file_name: str, take_back: Callable[[], None] | None
    ) -> None:
        super().__init__(title, text, file_name=file_name)
        self._take_back = take_back

    def compose_buttons(self) -> Iterable[Button]:
        """Take back, then those of every text."""
        if self._take_back is not None:
            yield Button(TAKE_BACK.shown_title, id="take-back")
        yield from super().compose_buttons()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        if event.button.id == "take-back":
            event.stop()
            event.prevent_default()
            self.action_run_command(TAKE_BACK.id)

    def why_not_history_undo(self) -> str | None:
        """Only the newest change that can be taken back is."""
        if self._take_back is not None:
            return None
        return _("Only the newest change can be taken back, and then the one before it.")

    def command_history_undo(self) -> None:
        """Close, and ask whether to take it back."""
        take_back = self._take_back
        if take_back is not None:
            self.dismiss(None)
            self.call_later(take_back)
