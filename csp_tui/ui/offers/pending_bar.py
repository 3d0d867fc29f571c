"""The progress of all offers, as one proportional bar with labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import getters
from textual.content import Content
from textual.widget import Widget

from csp_tui.i18n import ngettext
from csp_tui.ui.kit.app_base import AppBase
from csp_tui.ui.kit.theme import STATE_STYLES, State
from csp_tui.ui.kit.widgets.world_map import MapSymbols, map_symbols

_SYMBOLS = {
    "settled": STATE_STYLES[State.LIVE].symbol,
    "publish": STATE_STYLES[State.PENDING].symbol,
    "sync": STATE_STYLES[State.PENDING].symbol,
    "request": STATE_STYLES[State.REQUEST].symbol,
}


class PendingBar(Widget):
    """One line: a part for what is up to date, to publish, to sync, and requested from Microsoft.

    An offer counts once, with the step that comes next. Every part holds its own legend, so that
    it can be read without color; without colors the parts stand in brackets.
    """

    COMPONENT_CLASSES = {f"waiting-bar--{name}" for name in _SYMBOLS}
    DEFAULT_CSS = """
    PendingBar {
        height: 1;
        & > .waiting-bar--settled { background: $success; color: $background; }
        & > .waiting-bar--publish { background: $accent; color: $background; }
        & > .waiting-bar--sync { background: $primary; color: $background; }
        & > .waiting-bar--request { background: $boost; color: $foreground; }
    }
    """
    app = getters.app(AppBase)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._counts = dict.fromkeys(_SYMBOLS, 0)

    def show(self, counts: Mapping[str, int]) -> None:
        """Show where the offers are.

        Args:
            counts: How many there are by their next step, as ``waiting_counts`` has them.
        """
        self._counts = dict(counts)
        self.refresh()

    def render(self) -> Content:
        """The parts, each as wide as its share, and never narrower than its legend."""
        counted = [(name, count) for name, count in self._counts.items() if count]
        if not counted:
            return Content("")
        legends = [Content(f" {_SYMBOLS[name]} {_words(name, count)} ") for name, count in counted]
        is_filled = map_symbols(self.app) is MapSymbols.BLOCKS
        around = 0 if is_filled else 2
        least = [legend.cell_length + around for legend in legends]
        if sum(least) > self.size.width:
            words = Content(" ").join(legends)
            return words.truncate(self.size.width, ellipsis=True)
        lengths = shares([count for _name, count in counted], self.size.width, least)
        parts = []
        for (name, _count), legend, length in zip(counted, legends, lengths, strict=True):
            part = legend.pad_right(length - around - legend.cell_length)
            if is_filled:
                parts.append(part.stylize(self.get_visual_style(f"waiting-bar--{name}")))
            else:
                parts.append(Content.assemble("[", part, "]"))
        return Content("").join(parts)


def shares(counts: Sequence[int], cells: int, least: Sequence[int]) -> list[int]:
    """Cells for each count in proportion, together exactly ``cells``.

    Args:
        counts: Numbers above zero.
        cells: Cells to give away, at least the sum of ``least``.
        least: Cells that each count gets at least.
    """
    lengths = list(least)
    total = sum(counts)
    # A part that is short of its share gets it before the others; the largest takes the rest.
    spare = cells - sum(lengths)
    for place in sorted(range(len(counts)), key=lambda i: counts[i]):
        extra = min(spare, max(0, cells * counts[place] // total - lengths[place]))
        lengths[place] += extra
        spare -= extra
    lengths[counts.index(max(counts))] += spare
    return lengths


def _words(name: str, count: int) -> str:
    match name:
        case "settled":
            return ngettext("{count} up to date", "{count} up to date", count)
        case "publish":
            return ngettext("{count} to publish", "{count} to publish", count)
        case "sync":
            return ngettext("{count} to sync", "{count} to sync", count)
        case _:
            return ngettext("{count} by request", "{count} by request", count)
