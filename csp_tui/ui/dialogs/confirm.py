"""A question before something that cannot be missed; Cancel is the default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from textual.widgets import Button

from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.ui.dialogs.dialog import Dialog


class ConfirmDialog(Dialog[str]):
    """Says what will happen and offers ways on; the result is the chosen way's name.

    Args:
        title: The question in a few words.
        lines: What will happen, a paragraph each; may hold data.
        choices: Name and label of each way on, the usual one first.
        cancel: Label of the way back.
    """

    HELP_TEXT = N_(
        "A question before something that should not happen by mistake. The text says what "
        "will happen; Escape changes nothing."
    )
    AUTO_FOCUS = "#cancel"
    NOTICES = True

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        choices: Sequence[tuple[str, str]],
        *,
        cancel: str = "",
    ) -> None:
        super().__init__(title)
        self._lines = lines
        self._choices = choices
        self._cancel = cancel or _("Cancel")

    def compose_body(self) -> Iterable[Widget]:
        """The paragraphs."""
        for line in self._lines:
            yield self.text(line)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, then the ways on."""
        yield Button(self._cancel, id="cancel")
        for place, (name, label) in enumerate(self._choices):
            yield Button(label, name=name, variant="primary" if place == 0 else "default")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Give the chosen way back."""
        event.stop()
        self.dismiss(None if event.button.id == "cancel" else event.button.name)
