"""The frame of a dialog; its text can be scrolled while a button has the focus."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.layouts.vertical import VerticalLayout
from textual.widget import Widget

from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.kit.widgets.scroll_text import ScrollText


class DialogLayout(VerticalLayout):
    """One below the other; where there is no room for all, the text gets less and is scrolled."""

    name = "dialog"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Place the children, so that buttons and bar are in view.

        Args:
            parent: The frame.
            children: Its content.
            size: The room; a height of 0 asks for the height that everything needs.
            greedy: Whether a child of flexible width takes the room that there is.
        """
        placements = super().arrange(parent, children, size, greedy)
        excess = max((one.region.bottom for one in placements), default=0) - size.height
        if not size.height or excess <= 0:
            return placements
        result: ArrangeResult = []
        taken = 0
        for one in placements:
            region = one.region.translate((0, -taken))
            if not taken and isinstance(one.widget, ScrollText):
                taken = min(excess, region.height - 1)
                region = region.crop_size((region.width, region.height - taken))
            result.append(WidgetPlacement(region, one.offset, one.margin, one.widget))
        return result


class DialogBox(Vertical):
    """Scrolls the dialog's text with the keys that its buttons leave alone."""

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self._layout = DialogLayout()

    @property
    def layout(self) -> Layout:
        """Always the same, whatever a stylesheet says."""
        return self._layout

    BINDINGS: ClassVar[list[BindingType]] = [
        movement("dialog.up", "scroll_text(-1)"),
        movement("dialog.down", "scroll_text(1)"),
        movement("dialog.page_up", "page_text(-1)"),
        movement("dialog.page_down", "page_text(1)"),
        movement("dialog.first", "first_line"),
        movement("dialog.last", "last_line"),
    ]

    def action_scroll_text(self, lines: int) -> None:
        """Scroll by lines, up where the number is negative."""
        for text in self.query(ScrollText):
            text.scroll_relative(y=lines, animate=False)

    def action_page_text(self, pages: int) -> None:
        """Scroll by pages, up where the number is negative."""
        for text in self.query(ScrollText):
            text.scroll_relative(y=pages * max(1, text.size.height - 1), animate=False)

    def action_first_line(self) -> None:
        """Scroll to the beginning."""
        for text in self.query(ScrollText):
            text.scroll_home(animate=False)

    def action_last_line(self) -> None:
        """Scroll to the end."""
        for text in self.query(ScrollText):
            text.scroll_end(animate=False)
