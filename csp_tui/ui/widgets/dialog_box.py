"""The frame of a dialog; its text can be scrolled while a button has the focus."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical

from csp_tui.i18n import N_
from csp_tui.ui.widgets.reading import Reading


class DialogBox(Vertical):
    """Scrolls the dialog's text with the keys that its buttons leave alone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_text(-1)", N_("Up"), show=False, id="dialog.up"),
        Binding("down", "scroll_text(1)", N_("Down"), show=False, id="dialog.down"),
        Binding("pageup", "page_text(-1)", N_("Page up"), show=False, id="dialog.page_up"),
        Binding("pagedown", "page_text(1)", N_("Page down"), show=False, id="dialog.page_down"),
    ]

    def action_scroll_text(self, lines: int) -> None:
        """Scroll by lines, up where the number is negative."""
        for text in self.query(Reading):
            text.scroll_relative(y=lines, animate=False)

    def action_page_text(self, pages: int) -> None:
        """Scroll by pages, up where the number is negative."""
        for text in self.query(Reading):
            text.scroll_relative(y=pages * max(1, text.size.height - 1), animate=False)
