"""The world, with the markets of the CSP program colored by whether an audience covers them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual import getters
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.text.market_states import MarketState

LINES_PER_COLUMN = 0.275
"""Height of a map in lines for each column of its width; a cell is twice as high as wide."""
_SEA, _OUTSIDE = "sea", "outside"
_UPPER, _LOWER, _FULL = "▀", "▄", "█"


class MapSymbols(StrEnum):
    """How a map is drawn: in colors, or with a character for each state."""

    BLOCKS = "blocks"
    CHARACTERS = "characters"
    ASCII = "ascii"


_CHARACTERS = {
    MapSymbols.CHARACTERS: {
        "covered": "█",
        "draft": "+",
        "lost": "-",
        "closed": "░",
        "unsold": "·",
        "outside": "·",
    },
    MapSymbols.ASCII: {
        "covered": "#",
        "draft": "+",
        "lost": "-",
        "closed": ":",
        "unsold": ".",
        "outside": ".",
    },
}


class WorldMapView(Widget):
    """A map in half blocks: two points in a cell, one above the other.

    Without colors, and in ASCII, every state has a character of its own and a cell is one point.
    It is as wide as its place; its height follows, and it is shown smaller where that is too high.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {f"world-map--{name}" for name in (*MarketState, _OUTSIDE)}
    DEFAULT_CSS = """
    WorldMapView {
        width: 1fr; height: auto;
        & > .world-map--covered { color: $success; }
        & > .world-map--draft { color: $accent; }
        & > .world-map--lost { color: $error; }
        & > .world-map--closed { color: $foreground 40%; }
        & > .world-map--unsold { color: $foreground 18%; }
        & > .world-map--outside { color: $foreground 18%; }
    }
    """
    app = getters.app(AppBase)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._states: Mapping[str, MarketState] = {}
        self._strips: list[Strip] = []
        self._drawn_for: object = None

    def show(self, states: Mapping[str, MarketState]) -> None:
        """Show another audience.

        Args:
            states: The state of each region by its English name, and of markets that differ from
                their region by their codes; others are not covered.
        """
        if states != self._states:
            self._states = dict(states)
            self._drawn_for = None
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """In proportion to the width."""
        return max(1, round(width * LINES_PER_COLUMN))

    def notify_style_update(self) -> None:
        """Apply another theme."""
        super().notify_style_update()
        self._drawn_for = None

    def render_line(self, y: int) -> Strip:
        """One line of the map."""
        size = self.size
        symbols = map_symbols(self.app)
        wanted = (size, symbols)
        if wanted != self._drawn_for:
            self._strips = self._draw(size, symbols)
            self._drawn_for = wanted
        blank = Strip.blank(size.width, self.rich_style)
        return self._strips[y] if y < len(self._strips) else blank

    def _draw(self, size: Size, symbols: MapSymbols) -> list[Strip]:
        columns = min(size.width, round(size.height / LINES_PER_COLUMN))
        lines = max(1, round(columns * LINES_PER_COLUMN))
        if columns < 1:
            return []
        left = (size.width - columns) // 2
        ground = self.rich_style
        margin = Segment(" " * left, ground)
        rows = (
            self._half_blocks(columns, lines)
            if symbols is MapSymbols.BLOCKS
            else self._in_characters(columns, lines, _CHARACTERS[symbols])
        )
        return [
            Strip([margin, *row]).adjust_cell_length(size.width, ground).simplify() for row in rows
        ]

    def _half_blocks(self, columns: int, lines: int) -> list[list[Segment]]:
        points = self._points(columns, 2 * lines)
        ground = self.rich_style
        colors = {name: self._color(name).color for name in (*MarketState, _OUTSIDE)}
        styles: dict[tuple[str, str], Segment] = {}
        rows = []
        for y in range(lines):
            row = []
            for pair in zip(points[2 * y], points[2 * y + 1], strict=True):
                if pair not in styles:
                    upper, lower = pair
                    if upper == lower == _SEA:
                        styles[pair] = Segment(" ", ground)
                    elif upper == lower:
                        styles[pair] = Segment(_FULL, ground + Style(color=colors[upper]))
                    elif upper == _SEA:
                        styles[pair] = Segment(_LOWER, ground + Style(color=colors[lower]))
                    else:
                        back = None if lower == _SEA else colors[lower]
                        style = ground + Style(color=colors[upper], bgcolor=back)
                        styles[pair] = Segment(_UPPER, style)
                row.append(styles[pair])
            rows.append(row)
        return rows

    def _in_characters(
        self, columns: int, lines: int, characters: Mapping[str, str]
    ) -> list[list[Segment]]:
        cells = {
            name: Segment(character, self._color(name)) for name, character in characters.items()
        }
        cells[_SEA] = Segment(" ", self.rich_style)
        return [[cells[name] for name in row] for row in self._points(columns, lines)]

    def _points(self, columns: int, lines: int) -> list[list[str]]:
        # The first paint comes before there is anything to map.
        from csp_tui.exchange.reference import load_region_table, load_world_map

        table = load_region_table()
        names = {"": _SEA}
        for code in load_world_map().countries:
            region = table.region_of(code)
            state = self._states.get(code) or self._states.get(region, MarketState.CLOSED)
            names[code] = str(state) if region else _OUTSIDE
        return [[names[code] for code in row] for row in _scaled(columns, lines)]

    def _color(self, name: str) -> Style:
        return self.get_component_rich_style(f"world-map--{name}")


def map_symbols(app: AppBase) -> MapSymbols:
    """How maps are drawn in this terminal with these settings."""
    if app.is_ascii:
        return MapSymbols.ASCII
    if app.no_color or app.current_theme.ansi:
        return MapSymbols.CHARACTERS
    return MapSymbols.BLOCKS


def symbol_of(state: MarketState, symbols: MapSymbols) -> str:
    """What a legend shows for a state: what the map draws for it."""
    return _FULL if symbols is MapSymbols.BLOCKS else _CHARACTERS[symbols][str(state)]


@lru_cache(maxsize=16)
def _scaled(columns: int, lines: int) -> tuple[tuple[str, ...], ...]:
    from csp_tui.exchange.reference import load_world_map

    return load_world_map().scaled(columns, lines)
