"""A field for the rows of a file."""

from __future__ import annotations

from textual import events, getters
from textual.message import Message
from textual.widgets import TextArea

from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.terminal.lifecycle import RemovalSafe

MAX_CHARACTERS = 500_000
"""Maximum number of characters: far more than a list typed by hand, and few enough to stay fast."""


class PasteArea(RemovalSafe, TextArea):
    """Takes rows that are pasted or typed.

    Attributes:
        character_limit: Maximum number of characters; lower in public sessions.
    """

    app = getters.app(AppBase)

    DEFAULT_CSS = """
    PasteArea { border: none; padding: 0 1; background: $panel; }
    PasteArea:focus { background: $boost; }
    """

    class TooLong(Message):
        """More was pasted than it takes; nothing of it was taken.

        Attributes:
            room: Maximum number of characters.
        """

        def __init__(self, room: int) -> None:
            super().__init__()
            self.room = room

    def __init__(self) -> None:
        super().__init__(
            tab_behavior="focus", compact=True, soft_wrap=False, show_line_numbers=True
        )

    @property
    def character_limit(self) -> int:
        """Maximum number of characters in this session."""
        return min(MAX_CHARACTERS, self.app.policy.paste_limit)

    def on_paste(self, event: events.Paste) -> None:
        """Refuse a paste that is too long."""
        # Textual's own handler runs after this one unless it is prevented.
        if len(self.text) + len(event.text) > self.character_limit:
            event.stop()
            event.prevent_default()
            self.post_message(self.TooLong(self.character_limit))
