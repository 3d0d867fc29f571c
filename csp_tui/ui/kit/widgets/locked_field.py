"""A drop-down whose value is decided already: it can be read and copied, not changed."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget

from csp_tui.domain.text import visible
from csp_tui.ui.commands.bindings import movement


class LockedField(Widget, can_focus=True):
    """A label, and below it a locked value with a word that says so.

    Args:
        label: The field's name in Partner Center's form, translated.
        value: Its exact value.
        note: The word beside the value, such as "filled in, do not change".
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        movement("locked.explain", "explain"),
        movement("locked.copy", "copy_value"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"locked-field--value", "locked-field--note"}
    DEFAULT_CSS = """
    LockedField {
        height: auto; width: 1fr; color: $text-muted;
        & > .locked-field--value { color: $text; background: $panel; }
        & > .locked-field--note { color: $text-warning; background: $panel; }
        &:focus { color: $text; }
        &:focus > .locked-field--value { background: $boost; text-style: bold; }
        &:focus > .locked-field--note { background: $boost; }
    }
    """

    class CopyAsked(Message):
        """The value is to be copied.

        Attributes:
            field: The field.
        """

        def __init__(self, field: LockedField) -> None:
            super().__init__()
            self.field = field

    class ChangeAttempted(Message):
        """Someone tried to change it.

        Attributes:
            field: The field.
        """

        def __init__(self, field: LockedField) -> None:
            super().__init__()
            self.field = field

    def __init__(self, label: str, value: str, note: str) -> None:
        super().__init__()
        self.label = label
        self.value = value
        self.note = note

    def show(self, value: str) -> None:
        """Show another value."""
        self.value = value
        # A label that wraps pushes the value down a line.
        self.refresh(layout=True)

    def action_copy_value(self) -> None:
        """Ask for a copy of the value."""
        self.post_message(self.CopyAsked(self))

    def action_explain(self) -> None:
        """Ask for the reason why it is locked."""
        self.post_message(self.ChangeAttempted(self))

    def on_click(self, event: Click) -> None:
        """Explain why the value cannot be changed."""
        event.stop()
        self.focus()
        self.action_explain()

    def render(self) -> Content:
        """Label above, value below; the note is at the right where the whole value leaves room."""
        width = self.size.width
        sign = "▸" if self.has_focus else " "
        value = Content(f" ▾ {visible(self.value)} ")
        note = Content(f" {self.note} ")
        if value.cell_length + note.cell_length > width:
            note = Content("")
            value = value.truncate(max(4, width), ellipsis=True)
        gap = " " * max(0, width - value.cell_length - note.cell_length)
        shown = self.get_visual_style("locked-field--value")
        noted = self.get_visual_style("locked-field--note")
        return Content("").join(
            [
                Content(f"{sign}{self.label}\n"),
                Content.styled((value + Content(gap)).plain, shown),
                Content.styled(note.plain, noted),
            ]
        )
