"""The lines of the history: entries, edits of one request that follow each other in one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from csp_tui.domain.quick_dataclass import dataclass

if TYPE_CHECKING:
    from csp_tui.domain.history import Entry


class HistoryLine(NamedTuple):
    """How an entry is shown.

    Attributes:
        sorted_by: For each column a text that has its place in the order of that column.
        text: All its words.
    """

    sorted_by: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class HistoryOrder:
    """Which lines of the history are wanted, and in which order.

    Attributes:
        language: The language in which they are shown.
        columns: How many columns they have.
        column: The column that they are sorted by, counted from 0; None for the newest first.
        is_reversed: Whether the last one comes first.
        words: Folded words that a line must have, all of them.
        show: Says how entries are shown; called in a thread with some at a time.
    """

    language: str
    columns: int
    column: int | None
    is_reversed: bool
    words: tuple[str, ...]
    show: Callable[[Sequence[Entry]], Sequence[HistoryLine]] = field(compare=False)
