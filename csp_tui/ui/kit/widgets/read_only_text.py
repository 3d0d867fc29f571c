"""The text of a support request, to be read, selected and copied."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import TextArea

from csp_tui.domain.text import visible
from csp_tui.ui.commands.bindings import movement


class RequestText(TextArea):
    """A text that can be selected and copied, never changed; letters stay free for commands."""

    DEFAULT_CSS = """
    RequestText {
        border: none; padding: 0 1; background: $panel;
        &:focus { border: none; background: $boost; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        movement("text.first", "first_line"),
        movement("text.last", "last_line"),
    ]

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            visible(text),
            read_only=True,
            compact=True,
            highlight_cursor_line=False,
            show_line_numbers=False,
            id=id,
        )

    def show(self, text: str) -> None:
        """Show another text, from its beginning."""
        if self.text != visible(text):
            self.text = visible(text)

    def action_first_line(self) -> None:
        """Go to the beginning of the text, not of a line: it is read, not edited."""
        self.move_cursor(self.document.start)

    def action_last_line(self) -> None:
        """Go to the end of the text."""
        self.move_cursor(self.document.end)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of Undo and Redo to the screen: nothing is typed here."""
        return action not in ("undo", "redo")
