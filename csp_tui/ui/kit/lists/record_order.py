"""Sorts and filters the records of a list, whatever they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.message import Message

from csp_tui.domain.quick_dataclass import dataclass
from csp_tui.domain.text import fold, natural_key
from csp_tui.i18n import Number
from csp_tui.i18n import gettext as _
from csp_tui.ui.commands.key_text import key_label
from csp_tui.ui.kit.lists.record_model import Column, Record, RecordSource

MOST_SORTED = 4_000
"""Records that are sorted or searched in memory; a longer list keeps its own order."""


class TooLongToOrder(Message):
    """A list has too many records to be sorted or searched in memory, so it was not.

    Attributes:
        count: Its records.
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    @property
    def reason(self) -> str:
        """Why, and what to do instead."""
        return _(
            "Lists of more than {most} lines keep their own order and can't be searched here "
            "({count} lines). Search in Partners ({key}) instead."
        ).format(most=Number(MOST_SORTED), count=Number(self.count), key=key_label("go.partners"))


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
        """Sort by the next column; after the last one in the list's own order."""
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

    def places(self, source: RecordSource, columns: Sequence[Column]) -> tuple[int, ...]:
        """The places of the records that are shown, in their order; all must be loaded."""
        found = [
            (index, record)
            for index in range(source.total)
            if (record := source.record(index)) is not None and self._has_words(record)
        ]
        keys = [column.key for column in columns]
        if self.column in keys:
            at = keys.index(self.column)
            is_number = columns[at].align == "right"
            found.sort(key=lambda pair: _sort_key(pair[1], at, is_number), reverse=self.is_reversed)
        return tuple(index for index, _record in found)

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
        self._base = base
        self.places = places

    @property
    def total(self) -> int:
        """Number of records that are shown."""
        return len(self.places)

    def record(self, index: int) -> Record | None:
        """The record at a place, None outside the list."""
        return self._base.record(self.places[index]) if 0 <= index < len(self.places) else None

    def find(self, key: str) -> int | None:
        """The place of a record, None where it is not shown."""
        found = self._base.find(key)
        return self.places.index(found) if found in self.places else None


def first_gap(source: RecordSource) -> tuple[int, int] | None:
    """The range of places from the first to the last record that is not loaded, None without."""
    places = [index for index in range(source.total) if source.record(index) is None]
    return (places[0], places[-1] + 1) if places else None


def _sort_key(record: Record, at: int, is_number: bool) -> tuple[bool, str]:
    text = str(record.cells[at]) if at < len(record.cells) else ""
    if is_number:
        text = "".join(filter(str.isdigit, text))
    # A dash means no value, which comes last.
    return text in ("", "–"), natural_key(text)
