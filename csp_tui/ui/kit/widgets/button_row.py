"""A row of buttons that wraps to the next line."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.geometry import NULL_OFFSET, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from csp_tui.ui.commands.bindings import movement
from csp_tui.ui.terminal.textual_private import resolve_box_models


class FlowLayout(Layout):
    """Puts widgets side by side and breaks the line where the next one does not fit."""

    name = "flow"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Place the children line by line, from left to right.

        Args:
            parent: The row.
            children: Its content.
            size: The row's width; its height follows.
            greedy: Whether a child of flexible width takes the room that there is.
        """
        parent.pre_layout(self)
        boxes = resolve_box_models(
            [child.styles.width for child in children],
            children,
            size,
            parent.app.viewport_size,
            Size(0, 0),
            resolve_dimension="width",
            greedy=greedy,
        )
        placements: ArrangeResult = []
        x = y = line_height = gap = 0
        for child, box in zip(children, boxes, strict=True):
            width, height, margin = int(box.width), int(box.height), box.margin
            left = max(gap, margin.left) if x else 0
            if x and x + left + width > size.width:
                x = left = 0
                y += line_height
                line_height = 0
            region = Region(x + left, y + margin.top, width, height)
            placements.append(WidgetPlacement(region, NULL_OFFSET, margin, child))
            x = region.right
            gap = margin.right
            line_height = max(line_height, region.bottom + margin.bottom - y)
        return placements


class ButtonRow(Horizontal):
    """Buttons side by side, in as many lines as the width needs; no button is out of view.

    The left and right arrow keys move among them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        movement("buttons.previous", "move(-1)"),
        movement("buttons.next", "move(1)"),
    ]

    def __init__(
        self, *children: Widget, id: str | None = None, classes: str | None = "row"
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self._flow = FlowLayout()

    def action_move(self, step: int) -> None:
        """Focus the next button of the row, or the previous one; the last leads to the first."""
        buttons = [child for child in self.children if child.focusable]
        focused = self.screen.focused
        if focused in buttons:
            buttons[(buttons.index(focused) + step) % len(buttons)].focus()

    @property
    def layout(self) -> Layout:
        """Always the same, whatever a stylesheet says."""
        return self._flow
