"""What is behind a dialog, in fainter colors."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.visual import Visual

from csp_tui.ui.terminal.textual_private import strips_of

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.renderables.background_screen import BackgroundScreen
    from textual.style import Style as VisualStyle
    from textual.visual import RenderOptions

_NO_STYLE = Style()


class ScreenBehind(Visual):
    """The same cells as those of Textual's ``BackgroundScreen``.

    That one mixes the colors of every piece of text again, though they are always the same few.

    Args:
        behind: The screen, and the color that is laid over it.
    """

    def __init__(self, behind: BackgroundScreen) -> None:
        self._behind = behind

    def render_strips(
        self, width: int, height: int | None, style: VisualStyle, options: RenderOptions
    ) -> list[Strip]:
        """The lines of the screen.

        Args:
            width: Their cells.
            height: How many; all of them if None.
            style: For cells that have no color of their own.
            options: Of no effect.
        """
        color, base = self._behind.color, style.rich_style
        return [
            Strip(
                [
                    Segment(text, _faint(base, (own or _NO_STYLE).clear_meta_and_links(), color))
                    for text, own, _control in strip
                ],
                strip.cell_length,
            ).adjust_cell_length(width)
            for strip in strips_of(self._behind.screen)[:height]
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """All of the width."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The height of the screen."""
        return self._behind.screen.size.height


@lru_cache(4_096)
def _faint(base: Style, own: Style, over: Color) -> Style:
    """A style with a color laid over its own ones."""
    colors = (
        color and (Color.from_rich_color(color) + over).rich_color
        for color in (own.color, own.bgcolor)
    )
    return base + own + Style.from_color(*colors)
