"""The design language: two themes beside Textual's own, and how states look everywhere.

Every text, a muted or disabled one too, stands out from what is behind it by 4.5 to 1 at least;
what Textual makes by mixing is named outright where the mixture would be fainter. The guide is
``docs/design-language.md``.
"""

from __future__ import annotations

from enum import StrEnum

from textual.content import Content
from textual.geometry import Size
from textual.theme import Theme

from csp_tui.domain.quick_dataclass import dataclass


class State(StrEnum):
    """What a thing on screen can be; each has one symbol and one color on every page."""

    LIVE = "live"
    DRAFT = "draft"
    PENDING = "pending"
    REQUEST = "request"
    LOCKED = "locked"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class StateStyle:
    """How a state looks.

    Attributes:
        symbol: One cell; no two states share one, in Unicode or in ASCII.
        color: A variable of the theme for text of this state.
    """

    symbol: str
    color: str


STATE_STYLES = {
    State.LIVE: StateStyle("●", "$text-success"),
    State.DRAFT: StateStyle("○", "$text-muted"),
    State.PENDING: StateStyle("+", "$text-accent"),
    State.REQUEST: StateStyle("-", "$text-primary"),
    State.LOCKED: StateStyle("■", "$text-warning"),
    State.REFUSED: StateStyle("!", "$text-error"),
    State.UNKNOWN: StateStyle("?", "$text-muted"),
    State.STALE: StateStyle("…", "$text-muted"),
}
NEXT_STEP = "→"
"""Stands before what comes next, in the accent color, and before nothing else."""
DONE, CURRENT, TO_COME = "✓", "▸", "·"
"""Steps of a process: done, current and to come."""


FRAME_COLUMNS, FRAME_ROWS = 100, 30
"""From this size on, lists have a frame with their title and count."""


def is_framed(size: Size) -> bool:
    """Whether a window has room for frames around lists."""
    return size.width >= FRAME_COLUMNS and size.height >= FRAME_ROWS


SPACIOUS_COLUMNS, SPACIOUS_ROWS = 160, 45
"""From this size on, a page of an offer shows options, list, pending changes and map at once."""


def is_spacious(size: Size) -> bool:
    """Whether a window has room for a page and its overview at once."""
    return size.width >= SPACIOUS_COLUMNS and size.height >= SPACIOUS_ROWS


def symbol(state: State) -> str:
    """The symbol of a state, one cell wide."""
    return STATE_STYLES[state].symbol


def chip(state: State, words: str) -> Content:
    """A state as a chip: its symbol and a word on a ground of their own.

    Args:
        state: The state.
        words: What is said about it, translated; it may not hold data.
    """
    style = STATE_STYLES[state]
    return Content.styled(f" {style.symbol} {words} ", f"{style.color} on $panel")


def marked(state: State, words: str) -> Content:
    """A line with a state's symbol before it, for lists in running text.

    Args:
        state: The state.
        words: The line; it may hold data that is made visible already.
    """
    style = STATE_STYLES[state]
    return Content.assemble((style.symbol, style.color), f" {words}")


DARK = Theme(
    name="csp-dark",
    primary="#6cb6ff",
    secondary="#8ddb8c",
    accent="#f0b72f",
    warning="#f0b72f",
    error="#ff8a80",
    success="#6bc46d",
    foreground="#e6edf3",
    background="#0d1117",
    surface="#161b22",
    panel="#21262d",
    dark=True,
    variables={
        "boost": "#30363d",
        "text-muted": "#a9b4c0",
        "text-disabled": "#9aa5b1",
        "foreground-muted": "#a9b4c0",
        "foreground-disabled": "#9aa5b1",
        "block-cursor-foreground": "#0d1117",
        "block-cursor-blurred-background": "#29425c",
        "input-selection-background": "#2f5c8a",
    },
)
LIGHT = Theme(
    name="csp-light",
    primary="#0550ae",
    secondary="#116329",
    accent="#7d4e00",
    warning="#7d4e00",
    error="#a40e26",
    success="#116329",
    foreground="#1f2328",
    background="#ffffff",
    surface="#f6f8fa",
    panel="#e7ecf0",
    dark=False,
    variables={
        "boost": "#d8dee4",
        "text-muted": "#4a525b",
        "text-disabled": "#535b64",
        "foreground-muted": "#4a525b",
        "foreground-disabled": "#535b64",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#b4cae6",
        "input-selection-background": "#a9c7ee",
    },
)
