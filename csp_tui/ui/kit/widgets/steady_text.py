"""A text that is shown again and again, mostly unchanged."""

from __future__ import annotations

from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static


class SteadyText(Static):
    """A text; showing the same one again neither lays out nor draws anything.

    Textual lays out the whole screen when a text is set, also to what it is already.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show a text.

        Args:
            content: The text.
            layout: Whether its size may change.
        """
        shown = self.content
        is_same = (
            shown.is_same(content)
            if isinstance(shown, Content) and isinstance(content, Content)
            else isinstance(shown, str) and shown == content
        )
        if not is_same:
            super().update(content, layout=layout)
