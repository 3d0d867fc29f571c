"""A field for the rows of a file."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import TextArea

MOST_SIGNS = 500_000
"""Signs that it takes: far more than a list by hand, and little enough to stay quick."""


class PasteArea(TextArea):
    """Takes rows that are pasted or typed.

    Attributes:
        KEEPS_TABS: Whether tabs are pasted, too: they stand between cells of a spreadsheet.
        most_signs: Signs that it takes; fewer where strangers sit.
    """

    KEEPS_TABS = True

    DEFAULT_CSS = """
    PasteArea { border: none; padding: 0 1; background: $panel; }
    PasteArea:focus { background: $boost; }
    """

    class TooLong(Message):
        """More was pasted than it takes; nothing of it was taken.

        Attributes:
            room: Signs that it takes.
        """

        def __init__(self, room: int) -> None:
            super().__init__()
            self.room = room

    def __init__(self) -> None:
        super().__init__(
            tab_behavior="focus", compact=True, soft_wrap=False, show_line_numbers=True
        )

    @property
    def most_signs(self) -> int:
        """Signs that it takes in this session."""
        policy = getattr(self.app, "policy", None)
        return MOST_SIGNS if policy is None else min(MOST_SIGNS, policy.paste_limit)

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual hands the event on to its own field unless that is prevented.
        if len(self.text) + len(event.text) > self.most_signs:
            event.stop()
            event.prevent_default()
            self.post_message(self.TooLong(self.most_signs))
