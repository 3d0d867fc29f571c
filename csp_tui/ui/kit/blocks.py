"""Blocks of a detail: headings, facts and lists, in the design language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from textual.content import Content

from csp_tui.domain.text import visible
from csp_tui.i18n import gettext as _
from csp_tui.i18n import ngettext
from csp_tui.services.views import AudienceRegions
from csp_tui.ui.kit.theme import NEXT_STEP, State, marked
from csp_tui.ui.kit.widgets.world_map import MapSymbols, symbol_of
from csp_tui.ui.text.market_states import MarketState, market_counts, state_word

_LISTED = 6
_LINES = 200
_COLORS = {
    MarketState.COVERED: "$success",
    MarketState.DRAFT: "$accent",
    MarketState.LOST: "$error",
    MarketState.CLOSED: "$text-muted",
    MarketState.UNSOLD: "$text-muted",
}


def heading(title: str) -> Content:
    """The title of a block."""
    return Content.styled(title, "bold $text-primary")


def fact(label: str, value: str) -> Content:
    """A label and a value, which may hold data."""
    return Content.assemble((f"{label}  ", "$text-muted"), visible(value))


def next_step(text: str) -> Content:
    """What comes next, in the accent color.

    Args:
        text: The sentence, which may begin with "Next:".
    """
    return Content.styled(f"{NEXT_STEP} {visible(text)}", "$text-accent")


def listed(state: State, names: Sequence[str], count: int | None = None) -> list[Content]:
    """The first few names with the symbol of their state, and how many more there are.

    Args:
        state: What they are.
        names: Names, which are data.
        count: How many there are in all, where ``names`` are only the first.
    """
    total = len(names) if count is None else max(count, len(names))
    shown = names[: _LISTED if total > _LISTED + 1 else _LISTED + 1]
    lines = [marked(state, visible(name)) for name in shown]
    rest = total - len(shown)
    if rest:
        more = ngettext("and {count} more", "and {count} more", rest)
        lines.append(Content.styled(f"  {more}", "$text-muted"))
    return lines


def excerpt(text: str) -> Content:
    """The beginning of a text that may have any number of lines.

    Args:
        text: The text; it may hold data.
    """
    lines = text.rstrip().splitlines()
    shown = [Content(visible(line)) for line in lines[:_LINES]]
    if rest := len(lines) - len(shown):
        more = ngettext("{count} more line", "{count} more lines", rest)
        shown.append(Content.styled(f"… {more}", "$text-muted"))
    return Content("\n").join(shown)


def blocks(parts: Iterable[Sequence[Content]]) -> Content:
    """Blocks below each other, an empty line between them; empty blocks are left out."""
    filled = [Content("\n").join(list(lines)) for lines in parts if lines]
    return Content("\n\n").join(filled)


def legend(
    figures: AudienceRegions,
    symbols: MapSymbols,
    separator: str = "\n",
    *,
    words: Callable[[MarketState], str] = state_word,
) -> Content:
    """What the symbols of a map mean, with the number of markets; states without any are left out.

    Args:
        figures: What the map shows.
        symbols: How the map is drawn.
        separator: The text between two states.
        words: Says in words what a state is.
    """
    return counted_legend(market_counts(figures), symbols, separator, words)


def counted_legend(
    counts: Mapping[MarketState, int],
    symbols: MapSymbols,
    separator: str,
    words: Callable[[MarketState], str],
) -> Content:
    """A legend from the number of markets in each state."""
    parts = []
    for state, count in counts.items():
        if count:
            symbol = symbol_of(state, symbols)
            text = _("{state}: {count}").format(state=visible(words(state)), count=count)
            parts.append(Content.assemble((symbol, _COLORS[state]), f" {text}"))
    return Content(separator).join(parts)
