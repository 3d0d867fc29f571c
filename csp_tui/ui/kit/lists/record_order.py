"""Sorts and filters the records of a list, whatever they come from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import fold, natural_key
from csp_tui.ui.kit.lists.record_model import Column, Record, RecordSource
from csp_tui.ui.kit.lists.record_source import ListSource
from csp_tui.ui.kit.lists.row_source import RowSource

AT_ONCE = 400
"""Records that are sorted and searched while a key is handled; more of them in a thread."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which records of a list are shown, and in which order.

    Attributes:
        column: Key of the column that they are sorted by, "" for their own order.
        is_reversed: Whether the last one comes first.
        words: Folded words that a record must have, all of them.
    """

    column: str = ""
    is_reversed: bool = False
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.column or self.words)

    def next_column(self, columns: Sequence[Column]) -> Order:
        """Sort by next column; after the last one in the list's own order."""
        keys = ["", *(column.key for column in columns)]
        place = keys.index(self.column) + 1 if self.column in keys else 0
        return replace(self, column=keys[place % len(keys)], is_reversed=False)

    def turned(self) -> Order:
        """The same column the other way round."""
        return replace(self, is_reversed=not self.is_reversed)

    def find(self, text: str) -> Order:
        """Only records that have the words of a text."""
        return replace(self, words=tuple(fold(text).split()))

    def titles(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """The columns, with an arrow behind the title of the one that is sorted by."""
        arrow = " ↓" if self.is_reversed else " ↑"
        return tuple(
            replace(one, title=one.title + arrow) if one.key == self.column else one
            for one in columns
        )

    def places(self, source: RecordSource, columns: Sequence[Column]) -> Sequence[int]:
        """The places of the records that are shown, in their order; all must be loaded."""
        records = ((index, source.record(index)) for index in range(source.total))
        found = ((index, one) for index, one in records if one is not None and self._has_words(one))
        keys = [column.key for column in columns]
        if self.column not in keys:
            return array("I", (index for index, _record in found))
        at = keys.index(self.column)
        is_number = columns[at].align == "right"
        sorted_by = [(_sort_key(record, at, is_number), index) for index, record in found]
        sorted_by.sort(key=itemgetter(0), reverse=self.is_reversed)
        return array("I", (index for _key, index in sorted_by))

    def _has_words(self, record: Record) -> bool:
        if not self.words:
            return True
        text = fold(" ".join((*map(str, record.cells), record.key)))
        return all(word in text for word in self.words)


class OrderedSource:
    """Records of another source in an order.

    Args:
        base: The other source; all its records are loaded.
        places: Places in it, in the order in which they are shown.
    """

    def __init__(self, base: RecordSource, places: Sequence[int]) -> None:
        self.base = base
        self.places = places

    @property
    def total(self) -> int:
        """Number of records that are shown."""
        return len(self.places)

    def record(self, index: int) -> Record | None:
        """The record at a place, None outside the list."""
        return self.base.record(self.places[index]) if 0 <= index < len(self.places) else None

    def find(self, key: str) -> int | None:
        """The place of a record, None if it is not shown."""
        found = self.base.find(key)
        return self.places.index(found) if found in self.places else None


def first_gap(source: RecordSource) -> tuple[int, int] | None:
    """The range of places from the first to the last record that is not loaded, None without."""
    if isinstance(source, ListSource):
        return None
    if isinstance(source, RowSource):
        return source.gap()
    places = [index for index in range(source.total) if source.record(index) is None]
    return (places[0], places[-1] + 1) if places else None


def _sort_key(record: Record, at: int, is_number: bool) -> tuple[bool, str]:
    text = str(record.cells[at]) if at < len(record.cells) else ""
    if is_number:
        text = "".join(filter(str.isdigit, text))
    # A dash means no value, which comes last.
    return text in ("", "–"), natural_key(text)
