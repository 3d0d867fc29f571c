"""Bar charts; every number is also shown as text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.bar import Bar as RichBar
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import visible

_LEAST_LABEL = 8
_LEAST_BAR = 6
_GAPS = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart.

    Attributes:
        label: What is counted; it may hold data.
        value: Its length.
        words: The number as text, with what it takes to understand it.
        second: Whether it is drawn as the other of two kinds.
    """

    label: str
    value: int
    words: str
    second: bool = False


_LEVELS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[int]) -> str:
    """A cell for each value, as high as the value is in proportion to the largest."""
    most = max(values, default=0) or 1
    return "".join(_LEVELS[-(-value * (len(_LEVELS) - 1) // most)] for value in values)


class BarChart(Widget):
    """A bar a line: label, bar from zero, number.

    Bars and lines are Rich's, which counts cells and not characters. What is not zero is never too
    short to be seen; in a narrow place the labels are cut first, and the numbers never.

    Args:
        label_width: Cells for the labels at most; longer ones are cut.
    """

    COMPONENT_CLASSES = {"bar-chart--bar", "bar-chart--second"}
    DEFAULT_CSS = """
    BarChart {
        height: auto; width: 1fr;
        & > .bar-chart--bar { color: $primary; }
        & > .bar-chart--second { color: $secondary; }
    }
    """

    def __init__(self, *, label_width: int = 26, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label_width = label_width
        self._bars: Sequence[Bar] = ()

    def show(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars = bars
        self.refresh(layout=True)

    def render(self) -> RenderableType:
        """The lines."""
        width = self.content_size.width or self.app.size.width
        table = Table.grid(padding=(0, 1, 0, 0))
        labels = [Text(visible(bar.label).replace("\n", " ")) for bar in self._bars]
        words = max((Text(bar.words).cell_len for bar in self._bars), default=0)
        widest = min(max((label.cell_len for label in labels), default=0), self._label_width)
        widest = max(min(widest, width - words - _LEAST_BAR - _GAPS), _LEAST_LABEL)
        room = max(width - words - widest - _GAPS, 1)
        table.add_column(width=widest, no_wrap=True, overflow="ellipsis")
        table.add_column(width=room)
        table.add_column(width=words, no_wrap=True, justify="right")
        most = max((bar.value for bar in self._bars), default=0)
        # Rich draws to an eighth of a cell, rounded down; a little more than one is always seen.
        least = most * 1.01 / (room * 8)
        for label, bar in zip(labels, self._bars, strict=True):
            table.add_row(label, self._drawn(bar, most, least), Text(bar.words))
        return table

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line a bar."""
        return len(self._bars)

    def _drawn(self, bar: Bar, most: int, least: float) -> RenderableType:
        name = "bar-chart--second" if bar.second else "bar-chart--bar"
        style = self.get_component_rich_style(name)
        end = max(bar.value, least) if bar.value else 0
        # Without a ground of its own it would have that of the terminal, on any page.
        front, ground = style.color or "default", style.bgcolor or "default"
        return RichBar(max(most, 1), 0, end, color=front, bgcolor=ground)
