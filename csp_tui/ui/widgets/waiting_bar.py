"""How far all offers are, as one bar in proportion, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from csp_tui.i18n import ngettext
from csp_tui.services.figures import waiting_counts

if TYPE_CHECKING:
    from csp_tui.services.views import OfferRow

# Signs that stay apart without colour, and as ASCII.
_SIGNS = {"settled": "█", "publish": "▄", "sync": "━", "request": "╌"}
_LEAST_BAR = 10


class WaitingBar(Widget):
    """One line: a stretch for what is settled, to publish, to sync, and asked of Microsoft.

    An offer counts once, with the step that comes next. Where the line has no room for the bar,
    it folds away; the words about what waits are in the summary above it.
    """

    COMPONENT_CLASSES = {f"waiting-bar--{name}" for name in _SIGNS}
    DEFAULT_CSS = """
    WaitingBar {
        height: 1;
        & > .waiting-bar--settled { color: $success; }
        & > .waiting-bar--publish { color: $warning; }
        & > .waiting-bar--sync { color: $primary; }
        & > .waiting-bar--request { color: $text-muted; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._counts = dict.fromkeys(_SIGNS, 0)

    def show(self, rows: Sequence[OfferRow]) -> None:
        """Show where these offers are."""
        self._counts = waiting_counts(rows)
        self.refresh()

    def render(self) -> Content:
        """The bar, then its words with their signs."""
        counted = [(name, count) for name, count in self._counts.items() if count]
        if not counted:
            return Content("")
        words = Content("  ").join(
            Content.assemble(
                (_SIGNS[name], self.get_visual_style(f"waiting-bar--{name}")),
                f" {_words(name, count)}",
            )
            for name, count in counted
        )
        room = self.size.width - words.cell_length - 2
        if room < _LEAST_BAR:
            return words.truncate(self.size.width, ellipsis=True)
        lengths = shares([count for _name, count in counted], room)
        bar = Content("").join(
            Content.styled(_SIGNS[name] * length, self.get_visual_style(f"waiting-bar--{name}"))
            for (name, _count), length in zip(counted, lengths, strict=True)
        )
        return Content.assemble(bar, "  ", words)


def shares(counts: Sequence[int], cells: int) -> list[int]:
    """Cells for each count in proportion, at least one each, together exactly ``cells``.

    Args:
        counts: Numbers above zero, at most as many as there are cells.
        cells: Cells to give away.
    """
    rest, total = cells - len(counts), sum(counts)
    lengths = [1 + rest * count // total for count in counts]
    # What rounding left over goes to the largest, where it shows least.
    lengths[counts.index(max(counts))] += cells - sum(lengths)
    return lengths


def _words(name: str, count: int) -> str:
    match name:
        case "settled":
            return ngettext("{count} settled", "{count} settled", count)
        case "publish":
            return ngettext("{count} to publish", "{count} to publish", count)
        case "sync":
            return ngettext("{count} to sync", "{count} to sync", count)
        case _:
            return ngettext("{count} by request", "{count} by request", count)
