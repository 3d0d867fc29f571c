"""What the palette finds, and how well it matches."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.fuzzy import FuzzySearch

from csp_tui.domain.quick_dataclass import dataclass

_HIGHLIGHT = "bold underline"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that the palette can run or open.

    Attributes:
        key: What it is, the same in every search.
        score: How well it matches; the best is first.
        title: Its name, with the matching characters highlighted.
        description: What running it does, or why it is not available.
        run: Runs it, after the palette has closed.
        shortcut: Its key as people read it, "" without one.
        is_available: Whether it can run now.
    """

    key: str
    score: float
    title: Content
    description: str
    run: Callable[[], object]
    shortcut: str = ""
    is_available: bool = True


class Matcher:
    """Matches texts with what was typed."""

    def __init__(self, query: str) -> None:
        self.query = query
        self._search = FuzzySearch()

    def score(self, text: str) -> float:
        """How well a text matches, 0 if it does not."""
        return self._match(text)[0]

    def highlight(self, text: str) -> Content:
        """A text, which may hold data, with the matching characters highlighted."""
        content = Content(text)
        for offset in self._match(text)[1]:
            if not text[offset].isspace():
                content = content.stylize(_HIGHLIGHT, offset, offset + 1)
        return content

    def _match(self, text: str) -> tuple[float, Sequence[int]]:
        return self._search.match(self.query, text) if self.query else (0.0, ())
