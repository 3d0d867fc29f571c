"""The text of a support request, to be read, selected and copied."""

from __future__ import annotations

from textual.widgets import TextArea

from csp_tui.domain.text import visible


class RequestText(TextArea):
    """A text that can be selected and copied, never changed; letters stay free for commands."""

    DEFAULT_CSS = """
    RequestText {
        border: none; padding: 0 1; background: $panel;
        &:focus { border: none; background: $boost; }
    }
    """

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys of Undo and Redo to the screen: nothing is typed here."""
        return action not in ("undo", "redo")
