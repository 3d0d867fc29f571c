"""Asks for the lines of a CSV file, if the user's files cannot be opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import ClassVar

from textual import getters, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static, TextArea

from csp_tui.domain.text import visible
from csp_tui.exchange.pasted import Pasted
from csp_tui.i18n import N_
from csp_tui.i18n import gettext as _
from csp_tui.recovery.unsaved import Value
from csp_tui.ui.commands.catalog.imports import PASTE_PREVIEW
from csp_tui.ui.commands.command import Command
from csp_tui.ui.kit.dialog import Dialog
from csp_tui.ui.kit.widgets.dialog_button import DialogButton
from csp_tui.ui.kit.widgets.paste_area import MAX_CHARACTERS, PasteArea
from csp_tui.ui.text.input import field_text


class Elsewhere(Enum):
    """The other source of what is imported."""

    FILE = "file"


class PasteDialog(Dialog[Pasted | Elsewhere]):
    """Asks for a text; the result is that text, or that it is to come from elsewhere.

    Args:
        title: The title in the frame, translated.
        label: What the text must hold, translated.
        elsewhere: Label of the button for a file, "" if there is none.
    """

    HELP_TEXT = N_(
        "A web page cannot open a file of your computer here, so its rows are pasted: open the "
        "CSV file, copy all of it with its first line, and paste it. Nothing is written before "
        "you have seen what it would change."
    )
    AUTO_FOCUS = "PasteArea"
    COMMANDS_HERE: ClassVar[Sequence[Command]] = (PASTE_PREVIEW,)
    DEFAULT_CSS = """
    PasteDialog > .dialog { width: 100; height: 90%; }
    PasteDialog .dialog-body { height: 1fr; }
    PasteDialog PasteArea { height: 1fr; min-height: 4; }
    PasteDialog #paste-label { height: auto; color: $text-muted; }
    """
    area = getters.query_one(PasteArea)

    def __init__(self, title: str, label: str, *, elsewhere: str = "") -> None:
        super().__init__(title)
        self._label = label
        self._elsewhere = elsewhere

    def compose_body(self) -> Iterable[Widget]:
        """What the text must hold, the text, what is wrong with it."""
        yield Static(Content(visible(self._label)), id="paste-label")
        yield PasteArea()
        yield Static("", classes="field-error", markup=False)

    def compose_buttons(self) -> Iterable[Button]:
        """Cancel, take the rows from a file, or preview."""
        yield Button(_("Cancel"), id="cancel")
        if self._elsewhere:
            yield Button(self._elsewhere, id="elsewhere")
        yield DialogButton(_("Preview"), PASTE_PREVIEW, id="preview", primary=True)

    def typed(self) -> dict[str, Value]:
        """The rows."""
        text = self.area.text
        return {"text": text} if text.strip() else {}

    def typed_lines(self) -> Sequence[str]:
        """The rows that hold something."""
        return [line for line in self.area.text.splitlines() if line.strip()]

    def restore(self, typed: Mapping[str, Value]) -> None:
        """Paste them again."""
        self.area.text = field_text(str(typed.get("text", ""))[:MAX_CHARACTERS], tabs=True)

    @on(TextArea.Changed)
    def forget_complaint(self, message: TextArea.Changed) -> None:
        """Remove the complaint about the old text."""
        message.stop()
        self._complain("")

    @on(PasteArea.TooLong)
    def refuse_too_long(self, message: PasteArea.TooLong) -> None:
        """Say that the text is too long: nothing is cut off silently."""
        message.stop()
        self._complain(
            _(
                "The text is too long for this field ({count} characters). Paste it in parts."
            ).format(count=message.room)
        )

    @on(Button.Pressed, "#elsewhere")
    def take_from_elsewhere(self, event: Button.Pressed) -> None:
        """Close, and let the rows be taken from a file."""
        event.stop()
        self.dismiss(Elsewhere.FILE)

    def command_paste_preview(self) -> None:
        """Continue with the text that is there."""
        if not self.area.text.strip():
            self._complain(_("Paste the rows first."))
            self.area.focus()
            return
        self.dismiss(Pasted(self.area.text, _("the pasted text")))

    def _complain(self, text: str) -> None:
        self.complain("")
        line = self.query_one(".field-error", Static)
        line.update(Content(f"! {visible(text)}"))
        line.set_class(bool(text), "-shown")
        self.area.set_class(bool(text), "-invalid")
