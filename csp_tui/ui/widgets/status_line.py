"""The line that says what just happened, and keeps saying it."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from csp_tui.domain.text import visible

_MARKS = {"done": "✓ ", "refused": "! ", "busy": "… ", "plain": ""}


class StatusLine(Static):
    """One line of text with a mark before it; it grows to two where the text is long."""

    DEFAULT_CSS = """
    StatusLine {
        height: auto; min-height: 1; max-height: 3; padding: 0 1; color: $text-muted;
        &.-done { color: $text-success; }
        &.-refused { color: $text-warning; }
        &.-busy { color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.text = ""

    def tell(self, text: str, kind: str) -> None:
        """Show a sentence.

        Args:
            text: The sentence; control characters in it become visible.
            kind: ``done``, ``refused``, ``busy`` or ``plain``.
        """
        self.text = visible(text)
        self.remove_class("-done", "-refused", "-busy", "-plain")
        self.add_class(f"-{kind}")
        self.update(Content(_MARKS[kind] + self.text))
