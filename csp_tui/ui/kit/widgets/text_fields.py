"""Text fields that keep what is typed, even if something fails."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Input

from csp_tui.ui.terminal.lifecycle import RemovalSafe


class TextField(RemovalSafe, Input):
    """A field of one line, which joins pasted lines instead of keeping only the first one.

    Attributes:
        line_separator: What separates pasted lines.
    """

    line_separator = " "

    def on_paste(self, event: Paste) -> None:
        """Insert all lines of what is pasted."""
        event.stop()
        event.prevent_default()
        lines = [line for line in event.text.splitlines() if line.strip()]
        text = (
            lines[0]
            if len(lines) == 1
            else self.line_separator.join(line.strip() for line in lines)
        )
        if self.selection.is_empty:
            self.insert_text_at_cursor(text)
        else:
            self.replace(text, *sorted(self.selection))
